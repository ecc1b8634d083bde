// What the room of a video talk and the page where a device is tried share: asking the server, opening camera and microphone, trying them.
const meet = (() => {
	const room = document.querySelector('[data-meet], [data-meet-try]');
	const base = room.dataset.meet ?? room.dataset.meetTry, isStaff = room.dataset.staff === '1';
	const part = name => room.querySelector(`[data-part="${name}"]`), act = name => room.querySelector(`[data-act="${name}"]`);
	const show = (...names) => {
		for (const x of room.querySelectorAll('[data-part]'))
			if (!['tools', 'denied'].includes(x.dataset.part)) x.hidden = !names.includes(x.dataset.part);
	};
	const csrf = () => document.querySelector('input[name="csrf"]').value;
	const own = room.querySelector('[data-own]');
	const canTalk = window.RTCPeerConnection && navigator.mediaDevices?.getUserMedia;
	if (!canTalk) return null;
	show('ask');

	class Gone extends Error {}
	const ask = async (path, fields) => {
		const how = fields ? { method: 'POST', body: new URLSearchParams({ csrf: csrf(), ...fields }), redirect: 'manual' } : {};
		const answer = await fetch(base + path, how);
		if (answer.type === 'opaqueredirect') return {};
		if (answer.status === 404 || answer.status === 410) throw new Gone(path);
		const said = await answer.json().catch(() => ({}));
		if (!answer.ok) throw Object.assign(new Error(path), said);
		return said;
	};

	// ---- camera and microphone ----

	const media = { stream: null, audio: null, video: null };
	async function open(withCamera) {
		const sound = { echoCancellation: true, noiseSuppression: true };
		const picture = { width: 640, height: 480, facingMode: 'user' };
		const wish = withCamera ? [{ audio: sound, video: picture }, { audio: sound }, { video: picture }] : [{ audio: sound }];
		for (const w of wish) {
			try {
				media.stream = await navigator.mediaDevices.getUserMedia(w);
				break;
			} catch { /* the next best */ }
		}
		media.audio = media.stream?.getAudioTracks()[0] ?? null;
		media.video = media.stream?.getVideoTracks()[0] ?? null;
		own.autoplay = true;
		own.srcObject = media.stream;
		return media.stream !== null;
	}
	const hasCamera = () => Boolean(media.video?.enabled);

	// ---- trying a device ----

	const relayOf = ice => ({ iceServers: ice.server, iceTransportPolicy: ice.is_relayed ? 'relay' : 'all' });
	async function isThereAWay(ice) {
		const a = new RTCPeerConnection(relayOf(ice)), b = new RTCPeerConnection(relayOf(ice));
		const wait = { a: [], b: [] };
		const give = (to, list, c) => { if (to.remoteDescription) to.addIceCandidate(c).catch(() => {}); else list.push(c); };
		a.onicecandidate = e => give(b, wait.b, e.candidate);
		b.onicecandidate = e => give(a, wait.a, e.candidate);
		const opened = new Promise(done => {
			a.createDataChannel('way').onopen = () => done(true);
			setTimeout(() => done(false), 10000);
		});
		await a.setLocalDescription();
		await b.setRemoteDescription(a.localDescription);
		for (const c of wait.b) await b.addIceCandidate(c).catch(() => {});
		await b.setLocalDescription();
		await a.setRemoteDescription(b.localDescription);
		for (const c of wait.a) await a.addIceCandidate(c).catch(() => {});
		const found = await opened;
		a.close();
		b.close();
		return found;
	}
	async function tryDevice() {
		const say = (name, is) => {
			const x = room.querySelector(`[data-try="${name}"]`);
			x.textContent = is ? x.dataset.sayYes : x.dataset.sayNo;
			x.dataset.is = is ? 'yes' : 'no';
		};
		act('try').disabled = true;
		await open(true);
		say('camera', media.video !== null);
		say('mic', media.audio !== null);
		say('way', await ask('/try', { x: 1 }).then(x => isThereAWay(x.ice)).catch(() => false));
		act('try').disabled = false;
	}
	if (room.dataset.meetTry !== undefined) {
		room.querySelector('[data-try-form]').addEventListener('submit', e => {
			e.preventDefault();
			delete e.target.dataset.sent;
			tryDevice();
		});
		return null;
	}
	return { room, base, isStaff, part, act, show, csrf, Gone, ask, media, open, hasCamera, relayOf };
})();
