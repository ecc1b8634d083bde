// A little comfort on top of pages that work without it: leaving at once, news on open screens, forms that are sent once.
(() => {
	const leave = document.querySelector('.y-leave');
	const go = () => location.replace(leave.href);
	if (leave) {
		leave.addEventListener('click', e => { e.preventDefault(); go(); });
		let times = [];
		addEventListener('keydown', e => {
			if (e.key !== 'Escape') { times = []; return; }
			times = times.filter(t => e.timeStamp - t < 2000).concat(e.timeStamp);
			if (times.length >= 3) go();
		});
	}
	for (const form of document.forms) {
		form.addEventListener('submit', e => {
			if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) e.preventDefault();
			else form.dataset.sent = Date.now();
		});
	}
	// Pressed without signal: it goes when that is back, and says how long ago it was pressed (a phone's clock may be wrong, its stop-watch is not).
	for (const form of document.querySelectorAll('form[data-later]')) {
		let pressed = 0;
		form.addEventListener('submit', e => {
			if (navigator.onLine || (navigator.serviceWorker && navigator.serviceWorker.controller)) return;
			e.preventDefault();
			pressed ||= Date.now();
			form.querySelector('[data-later-note]').hidden = false;
		});
		addEventListener('online', () => {
			if (!pressed) return;
			form.elements.ago.value = Math.round((Date.now() - pressed) / 1000);
			form.submit();
		});
	}
	// A helper's visit opens without signal: a worker keeps its page (assets/sw.js). Whoever else is signed in here, or nobody, finds nothing kept.
	const own = document.body.dataset.helper || '', keep = document.querySelector('[data-reach]'), workers = navigator.serviceWorker;
	const is_others = name => name.startsWith('visits') && name.split(' ')[2] !== own
		&& location.href.startsWith(name.split(' ')[1].replace(/help\/visit\/$/, ''));
	if (window.caches) caches.keys().then(names => names.filter(is_others).forEach(name => caches.delete(name)));
	if (keep && workers) {
		const pressed = 'pressed ' + new URL(keep.dataset.reach, location.href).href, tell = word => workers.controller.postMessage(word);
		const settle = async () => {
			keep.dataset.kept = '';
			const waiting = await caches.has(pressed) ? await (await caches.open(pressed)).keys() : [], is = form => waiting.some(x => x.url === form.action);
			for (const form of document.querySelectorAll('form[data-later]')) {
				form.querySelector('[data-later-note]').hidden = !is(form);
				form.querySelector('button').hidden = is(form);
				if (form.dataset.from && Date.now() >= form.dataset.from) {
					form.hidden = false;
					for (const early of document.querySelectorAll('[data-early]')) early.hidden = true;
				}
				if (form.dataset.after) form.hidden = !waiting.some(x => x.url === form.action.replace(/end$/, form.dataset.after));
			}
			if (waiting.length && navigator.onLine && !keep.hasAttribute('data-away')) tell('send');
		};
		workers.addEventListener('message', e => {
			if (e.data === 'kept') settle();
			else if (keep.hasAttribute('data-away')) location.replace(location.pathname);
		});
		workers.register(keep.dataset.worker, { scope: keep.dataset.reach }).then(async () => {
			if (!keep.dataset.keep) return;
			const { active } = await workers.ready;
			if (await caches.match(location.pathname)) settle();
			else active.postMessage('keep');
			addEventListener('online', () => tell('send'));
		}).catch(() => {});
	}
	addEventListener('pageshow', () => { for (const form of document.forms) delete form.dataset.sent; });
	// A page that is only a step on the way presses its own button.
	const step = document.querySelector('[data-press]');
	if (step && step.href) location.replace(step.href);
	else if (step) step.click();
	// Finding: what may be meant while somebody types; the nearest first from here, to a hundred metres.
	const typed = document.querySelector('input[list="suggested"]'), here = document.querySelector('[data-here]');
	if (typed) {
		let wait, asked = '';
		typed.addEventListener('input', () => {
			clearTimeout(wait);
			wait = setTimeout(async () => {
				const words = typed.value.trim();
				if (!words || words === asked) return;
				asked = words;
				const answer = await fetch(typed.form.action.replace(/search$/, 'api/suggest?q=') + encodeURIComponent(words));
				if (!answer.ok || asked !== words) return;
				const options = (await answer.json()).map(value => Object.assign(document.createElement('option'), { value }));
				document.getElementById('suggested').replaceChildren(...options);
			}, 150);
		});
	}
	// Registering: who may be there already stands beside the form while it is filled in.
	for (const form of document.querySelectorAll('form[data-alike]')) {
		const beside = document.getElementById(form.dataset.alike);
		let wait, asked = '';
		form.addEventListener('input', () => {
			clearTimeout(wait);
			wait = setTimeout(async () => {
				const typed = new URLSearchParams();
				for (const name of ['name', 'kana', 'phone', 'born', 'when', 'on', 'child-kana']) typed.set(name, new FormData(form).get(name) || '');
				const words = typed.toString();
				if (words === asked) return;
				asked = words;
				const answer = await fetch(form.action.replace(/new$/, 'alike?') + words);
				if (answer.ok && asked === words) beside.innerHTML = await answer.text();
			}, 250);
		});
	}
	if (here && navigator.geolocation) {
		here.hidden = false;
		here.addEventListener('click', () => navigator.geolocation.getCurrentPosition(at => {
			const near = here.form.elements.near || here.form.appendChild(Object.assign(document.createElement('input'), { type: 'hidden', name: 'near' }));
			const value = at.coords.latitude.toFixed(3) + ',' + at.coords.longitude.toFixed(3);
			if (near.options) near.add(new Option(value, value, true, true));
			else near.value = value;
			here.form.requestSubmit();
		}));
	}
	// Passkeys: what the page asks for goes to the browser, what comes of it into the form.
	const bytes = s => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
	const text = b => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
	const keys = s => (s || '').split(' ').filter(Boolean).map(id => ({ type: 'public-key', id: bytes(id) }));
	const ceremony = {
		make: v => navigator.credentials.create({ publicKey: {
			challenge: bytes(v.challenge), rp: { id: v.rp, name: v.site }, attestation: 'none', excludeCredentials: keys(v.allow),
			user: { id: new TextEncoder().encode(v.user), name: v.name, displayName: v.name },
			pubKeyCredParams: [-7, -8, -257].map(alg => ({ type: 'public-key', alg })),
			authenticatorSelection: { residentKey: v.strict ? 'required' : 'preferred', userVerification: v.strict ? 'required' : 'preferred' },
		} }),
		get: v => navigator.credentials.get({ publicKey: {
			challenge: bytes(v.challenge), rpId: v.rp, allowCredentials: keys(v.allow), userVerification: v.strict ? 'required' : 'preferred',
		} }),
	};
	for (const form of document.querySelectorAll('form[data-passkey]')) {
		if (!window.PublicKeyCredential) break;
		form.hidden = false;
		for (const none of document.querySelectorAll('[data-passkey-none]')) none.hidden = true;
		form.addEventListener('submit', async e => {
			e.preventDefault();
			const note = form.querySelector('[data-passkey-note]'), put = (name, value) => { form.elements[name].value = value; };
			try {
				note.hidden = true;
				const key = await ceremony[form.dataset.passkey](form.dataset), said = key.response;
				put('challenge', form.dataset.challenge);
				put('client', text(said.clientDataJSON));
				put('auth', text(form.dataset.passkey === 'make' ? said.getAuthenticatorData() : said.authenticatorData));
				if (said.signature) {
					put('credential', text(key.rawId));
					put('signature', text(said.signature));
					put('user', new TextDecoder().decode(said.userHandle || new Uint8Array()));
				}
				form.submit();
			} catch {
				note.hidden = false;
				delete form.dataset.sent;
			}
		});
	}
	// Notices on this device: the browser names an address of its push service, and two keys; the form carries them.
	for (const form of document.querySelectorAll('form[data-push]')) {
		if (!navigator.serviceWorker || !window.PushManager) break;
		form.hidden = false;
		for (const none of document.querySelectorAll('[data-push-none]')) none.hidden = true;
		form.addEventListener('submit', async e => {
			e.preventDefault();
			const note = form.querySelector('[data-push-note]');
			try {
				note.hidden = true;
				await navigator.serviceWorker.register(form.dataset.worker);
				const { pushManager } = await navigator.serviceWorker.ready;
				const place = (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) })).toJSON();
				form.elements.endpoint.value = place.endpoint;
				form.elements.open.value = place.keys.p256dh;
				form.elements.auth.value = place.keys.auth;
				form.submit();
			} catch {
				note.hidden = false;
				delete form.dataset.sent;
			}
		});
	}
	for (const button of document.querySelectorAll('[data-share]')) {
		if (!navigator.share) continue;
		button.parentElement.hidden = false;
		button.addEventListener('click', () => navigator.share({ title: button.dataset.share, url: location.href.split(/[?#]/)[0] }).catch(() => {}));
	}
	for (const button of document.querySelectorAll('[data-print]')) {
		button.parentElement.hidden = false;
		button.addEventListener('click', () => print());
	}
	// Only the map's page carries a map: its script and style come when the list stands.
	const map = document.querySelector('#map[data-script]');
	if (map) {
		const style = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: map.dataset.style });
		style.addEventListener('load', () => document.head.append(Object.assign(document.createElement('script'), { src: map.dataset.script })));
		document.head.append(style);
	}
	// Only the room of a video talk carries its script.
	const meet = document.querySelector('[data-meet], [data-meet-try]');
	if (meet) document.head.append(Object.assign(document.createElement('script'), { src: meet.dataset.script }));
	const url = document.body.dataset.live;
	// A talk that is open says so while somebody looks at it, and that an answer is being written; the reply is who else is there.
	const present = document.querySelector('[data-present]');
	let see = () => {};
	if (present) {
		const answer = document.getElementById('answer'), csrf = answer.elements.csrf.value, at = answer.action.replace(/answer$/, 'here');
		let wrote = 0;
		const say = async reply => {
			const said = reply.ok ? (await reply.text()).trim() : present.innerHTML;
			if (said !== present.innerHTML) present.innerHTML = said;
		};
		see = async () => { if (!document.hidden) say(await fetch(at)); };
		const knock = async word => {
			if (document.hidden && word !== 'gone') return;
			const reply = await fetch(at, { method: 'POST', keepalive: true, body: new URLSearchParams({ csrf, [word]: '1' }) });
			if (word !== 'gone') say(reply);
		};
		knock('open');
		setInterval(() => knock('open'), 30000);
		answer.addEventListener('input', () => { if (Date.now() - wrote > 20000) { wrote = Date.now(); knock('writing'); } });
		addEventListener('pagehide', () => knock('gone'));
	}
	const list = document.getElementById('live-list'), top = document.getElementById('sos-top'), mute = document.getElementById('sos-mute');
	if (!url) return;
	const news = new BroadcastChannel('yorisoi' + url);
	// Nothing moves under a finger that is down: a press that ends on something else is lost.
	let down = false; const lifted = async () => { for (let i = 0; down && i < 40; i++) await new Promise(done => setTimeout(done, 50)); };
	addEventListener('pointerdown', () => { down = true; }, true);
	for (const up of ['pointerup', 'pointercancel']) addEventListener(up, () => setTimeout(() => { down = false; }, 100), true);
	// A call for help rings until a person takes it, in one tab of those that may sound: browsers want one press before a page is heard.
	let audio, beat, later;
	const tone = (from, pitch) => {
		const voice = audio.createOscillator(), loud = audio.createGain(), at = audio.currentTime + from;
		voice.frequency.value = pitch;
		loud.gain.setValueAtTime(0.001, at);
		loud.gain.exponentialRampToValueAtTime(0.4, at + 0.04);
		loud.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
		voice.connect(loud).connect(audio.destination);
		voice.start(at); voice.stop(at + 0.7);
	};
	const play = () => audio && audio.state === 'running' && navigator.locks.request('yorisoi-sound' + url, { ifAvailable: true }, async lock => {
		if (!lock) return;
		tone(0, 784); tone(0.35, 1047);
		top.dataset.heard = 1 + Number(top.dataset.heard || 0);
		await new Promise(done => setTimeout(done, 2300));
	});
	const sound = () => {
		clearInterval(beat);
		if (!top.dataset.rings) return;
		beat = setInterval(play, 2500);
		play();
	};
	const ring = async () => {
		const answer = top && await fetch(top.dataset.ring);
		if (!answer || !answer.ok) return;
		const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('sos-top');
		await lifted();
		if (!fresh || (fresh.textContent === top.textContent && fresh.dataset.rings === top.dataset.rings)) return;
		top.replaceChildren(...fresh.childNodes);
		if (fresh.dataset.rings) top.dataset.rings = fresh.dataset.rings;
		else delete top.dataset.rings;
		sound();
	};
	if (top && window.AudioContext) {
		audio = new AudioContext();
		const show = async () => { await lifted(); mute.hidden = audio.state === 'running'; };
		audio.addEventListener('statechange', () => { sound(); show(); });
		for (const press of ['pointerdown', 'keydown']) addEventListener(press, () => { if (audio.state !== 'running') audio.resume(); });
		sound();
		setTimeout(show, 1500);         // where sound is let, it comes on by itself in a moment
	}
	const refresh = async () => {
		const at = document.activeElement;
		if (!list || (at && list.contains(at) && at.matches('input, textarea, select'))) return;
		const answer = await fetch(location.href, { headers: { 'Accept': 'text/html' } });
		if (!answer.ok) return;
		const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
		await lifted();
		const fresh = page.getElementById('live-list');
		if (fresh && fresh.innerHTML !== list.innerHTML) {
			list.replaceChildren(...fresh.childNodes);
			const note = document.getElementById('live-note');
			if (note) note.textContent = note.dataset.say;
		}
		const count = page.getElementById('live-count'), old = document.getElementById('live-count');
		if (count && old) old.replaceChildren(...count.childNodes);
	};
	const hear = topic => {
		if (topic === 'here') { clearTimeout(later); later = setTimeout(see, 400); return; }
		if (topic !== 'sos') refresh();
		if (topic !== 'task') ring();
	};
	news.onmessage = e => hear(e.data);
	// One stream a browser: the tab that holds the lock listens and tells the others.
	navigator.locks.request('yorisoi' + url, () => new Promise(() => {
		const stream = new EventSource(url);
		for (const topic of ['task', 'sos', 'here', 'resync']) stream.addEventListener(topic, () => { news.postMessage(topic); hear(topic); });
		// Somebody is here: said now and then, and what was missed is seen.
		setInterval(() => hear('sos'), 100000);
	}));
})();
