// The list of places on a map: a dot a place, a number where many lie together. Pictures from elsewhere only where the town has chosen some.
// Leaflet stands before this file.
(() => {
	const box = document.getElementById('map'), list = document.getElementById('map-list');
	const lines = [...document.querySelectorAll('[data-lat]')];
	if (!box || !list || !lines.length) return;
	const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
	const word = name => box.querySelector(`[data-word="${name}"]`).textContent;
	const words = { in: word('in'), out: word('out'), close: word('close') };
	box.hidden = false;
	const calm = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still };
	const map = L.map(box, { scrollWheelZoom: false, attributionControl: false, zoomControl: false, maxZoom: 18, ...calm });
	L.control.zoom({ zoomInTitle: words.in, zoomOutTitle: words.out }).addTo(map);
	if (box.dataset.tiles) {
		const credit = document.createElement('span');
		credit.textContent = box.dataset.credit;
		L.tileLayer(box.dataset.tiles, { attribution: credit.innerHTML, className: 'y-tiles' }).addTo(map);
		L.control.attribution({ prefix: false }).addTo(map);
	}
	const drawn = L.layerGroup().addTo(map), shown = new Map();
	const base = lines[0].querySelector('a[href*="/d/"]').href.replace(/[^/]*$/, '');
	const placed = (id, name, lat, lon) => ({ id, name, at: L.latLng(lat, lon) });
	let places = lines.map(line => {
		const link = line.querySelector('a[href*="/d/"]');
		return placed(link.href.split('/').pop(), link.textContent, Number(line.dataset.lat), Number(line.dataset.lon));
	});
	const dotOf = place => {
		const dot = L.circleMarker(place.at, { radius: 9, weight: 3, className: 'y-dot' }).addTo(drawn), label = document.createElement('a');
		label.href = base + place.id;
		label.textContent = place.name;
		label.lang = 'ja';
		dot.bindPopup(label);
		shown.set(place.id, dot);
	};
	// In the middle of its square, so that no number lies over another.
	const manyOf = (many, middle) => {
		const bounds = L.latLngBounds(many.map(place => place.at));
		const icon = L.divIcon({ className: 'y-many', html: String(many.length), iconSize: [44, 44] });
		L.marker(middle, { icon, title: `${many.length} - ${words.in}` }).addTo(drawn)
			.on('click', () => map.fitBounds(bounds.pad(0.2), { animate: !still, maxZoom: map.getZoom() + 5 }));
	};
	// What lies in the same square of the screen is one number; from close by every place is a dot of its own.
	const draw = () => {
		const squares = new Map(), side = 72, seen = map.getBounds().pad(0.3), near = map.getZoom() >= 16;
		drawn.clearLayers();
		shown.clear();
		for (const place of places) {
			if (!seen.contains(place.at)) continue;
			const { x, y } = map.project(place.at), key = near ? place.id : `${Math.floor(x / side)} ${Math.floor(y / side)}`;
			if (!squares.has(key)) squares.set(key, []);
			squares.get(key).push(place);
		}
		for (const [key, many] of squares) {
			const [x, y] = String(key).split(' ').map(n => (Number(n) + 0.5) * side);
			if (many.length > 1) manyOf(many, map.unproject([x, y]));
			else dotOf(many[0]);
		}
	};
	for (const line of lines) {
		const id = line.querySelector('a[href*="/d/"]').href.split('/').pop();
		line.addEventListener('pointerenter', () => shown.get(id)?.bringToFront().setRadius(12));
		line.addEventListener('pointerleave', () => shown.get(id)?.setRadius(9));
	}
	const json = path => fetch(path).then(r => (r.ok ? r.json() : []));
	map.on('popupopen', ({ popup }) => popup.getElement().querySelector('.leaflet-popup-close-button')?.setAttribute('aria-label', words.close));
	map.fitBounds(L.latLngBounds(places.map(place => place.at)).pad(0.15), { maxZoom: 15, animate: false });
	draw();
	map.on('moveend', () => (map._popup?.isOpen() ? null : draw()));
	// All of them, where the list was too short.
	json(`${location.pathname}/places${location.search}`).then(all => {
		if (all.length <= places.length) return;
		places = all.map(([id, name, lat, lon]) => placed(id, name, lat / 1e6, lon / 1e6));
		map.fitBounds(L.latLngBounds(places.map(place => place.at)).pad(0.05), { maxZoom: 15, animate: false });
		draw();
	}).catch(() => {});
	// Where the areas lie, below the dots; a town that never took outlines in has none, and the map stands without.
	const ring = text => text.split(' ').map(pair => pair.split(',').map(n => Number(n) / 1e6));
	const look = { className: `y-outline${box.dataset.tiles ? ' y-outline--over' : ''}`, interactive: false };
	json(`${location.pathname}/outlines`).then(outlines => {
		for (const { points } of outlines) L.polygon(points.split(';').map(ring), look).addTo(map).bringToBack();
	}).catch(() => {});
})();
