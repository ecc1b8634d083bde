// The list of places on a map: a dot a place, no pictures from elsewhere. Leaflet stands before this file.
(() => {
	const box = document.getElementById('map'), list = document.getElementById('map-list');
	const lines = [...document.querySelectorAll('[data-lat]')];
	if (!box || !list || !lines.length) return;
	const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
	box.hidden = false;
	const calm = { zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still };
	const map = L.map(box, { scrollWheelZoom: false, attributionControl: false, ...calm });
	const dots = L.featureGroup().addTo(map);
	for (const line of lines) {
		const link = line.querySelector('a[href*="/d/"]'), at = [Number(line.dataset.lat), Number(line.dataset.lon)];
		const dot = L.circleMarker(at, { radius: 9, weight: 3, className: 'y-dot' }).addTo(dots);
		const label = document.createElement('a');
		label.href = link.href;
		label.textContent = link.textContent;
		label.lang = 'ja';
		dot.bindPopup(label);
		line.addEventListener('pointerenter', () => dot.bringToFront().setRadius(12));
		line.addEventListener('pointerleave', () => dot.setRadius(9));
	}
	// Where the areas lie, below the dots; a town that never took outlines in has none, and the map stands without.
	const ring = text => text.split(' ').map(pair => pair.split(',').map(n => Number(n) / 1e6));
	fetch(`${location.pathname}/outlines`).then(r => (r.ok ? r.json() : [])).then(outlines => {
		for (const { points } of outlines) L.polygon(points.split(';').map(ring), { className: 'y-outline', interactive: false }).addTo(map).bringToBack();
	}).catch(() => {});
	map.fitBounds(dots.getBounds().pad(0.15), { maxZoom: 15, animate: false });
})();
