// The room of a video talk. Browsers find the way to each other by the server; pictures and voices go between them, through a relay where there is
// one. When the way breaks it is found anew; when it stays bad the picture goes first, then words are left.
(() => {
	if (!meet) return;
	const { room, base, isStaff, part, act, show, csrf, Gone, ask, media, open, hasCamera, relayOf } = meet;
	const TICK = 1000, STUCK = 9, LOST = 3, SOUND_AT = 2, WORDS_AT = 4;
	let seat = null, after = '', ice = null, stream = null, isPulling = false, isAgain = false, isEnded = false;
	const peers = new Map(), read = new Set();
	const faces = room.querySelector('[data-faces]'), noteLine = room.querySelector('[data-note]');
	const note = word => {
		noteLine.textContent = noteLine.dataset['say' + word[0].toUpperCase() + word.slice(1)] ?? '';
		noteLine.dataset.is = word;
	};
	const tell = (peer, words) => ask(`/seat/${seat}/signal/${peer.id}`, { words: JSON.stringify(words) }).catch(() => {});

	function faceOf(other) {
		const box = document.createElement('figure'), video = document.createElement('video'), name = document.createElement('figcaption');
		Object.assign(video, { autoplay: true, playsInline: true });
		video.dataset.face = other.id;
		name.textContent = other.name ?? '';
		box.append(video, name);
		faces.prepend(box);
		return { box, video };
	}

	async function offer(peer, isAnew) {
		await peer.pc.setLocalDescription(await peer.pc.createOffer({ iceRestart: isAnew }));
		await tell(peer, { description: peer.pc.localDescription });
	}

	// Only the one who sat down first makes offers, so that two never meet; the other asks for one.
	function again(peer) {
		peer.tries++;
		peer.since = 0;
		note('lost');
		if (peer.tries === SOUND_AT && media.video?.enabled) {
			camera(false);
			note('sound');
		}
		if (peer.tries >= WORDS_AT) {
			note('words');
			part('none').hidden = false;
		}
		if (peer.isFirst) offer(peer, true).catch(() => {});
		else tell(peer, { again: true });
	}

	function connect(other) {
		const pc = new RTCPeerConnection(relayOf(ice)), face = faceOf(other);
		const peer = { id: other.id, pc, face, isFirst: seat < other.id, queue: [], out: [], since: 0, tries: 0, heard: new MediaStream() };
		peers.set(other.id, peer);
		face.video.srcObject = peer.heard;
		pc.ontrack = e => { peer.heard.addTrack(e.track); };
		pc.onicecandidate = e => {
			if (!e.candidate) return;
			peer.out.push(e.candidate);
			if (peer.out.length === 1) setTimeout(() => tell(peer, { candidates: peer.out.splice(0) }), 100);
		};
		pc.onconnectionstatechange = () => {
			peer.since = 0;
			if (pc.connectionState === 'connected') {
				peer.tries = 0;
				part('none').hidden = true;
				note('on');
			} else if (pc.connectionState === 'failed') again(peer);
		};
		note('way');
		if (!peer.isFirst) return;
		for (const kind of ['audio', 'video']) pc.addTransceiver(media[kind] ?? kind, { direction: 'sendrecv', streams: [new MediaStream()] });
		offer(peer, false).catch(() => {});
	}

	function part_with(peer) {
		peer.pc.close();
		peer.face.box.remove();
		peers.delete(peer.id);
		if (!peers.size) note('wait');
	}

	// What comes before the offer waits for it.
	async function hear(peer, words) {
		const { pc } = peer;
		if (words.description) {
			await pc.setRemoteDescription(words.description);
			for (const c of peer.queue.splice(0)) await pc.addIceCandidate(c).catch(() => {});
			if (words.description.type !== 'offer') return;
			for (const t of pc.getTransceivers()) {
				t.direction = 'sendrecv';
				await t.sender.replaceTrack(media[t.receiver.track.kind]);
			}
			await pc.setLocalDescription(await pc.createAnswer());
			await tell(peer, { description: pc.localDescription });
		} else if (words.candidates) {
			for (const c of words.candidates)
				if (pc.remoteDescription) await pc.addIceCandidate(c).catch(() => {});
				else peer.queue.push(c);
		} else if (words.again && peer.isFirst) await offer(peer, true);
	}

	async function camera(isOn) {
		if (!media.video) return;
		media.video.enabled = isOn;
		act('camera').setAttribute('aria-pressed', String(isOn));
		for (const { pc } of peers.values())
			for (const t of pc.getTransceivers())
				if (t.receiver.track.kind === 'video') await t.sender.replaceTrack(isOn ? media.video : null).catch(() => {});
		ask(`/seat/${seat}/here`, isOn ? { camera: 1 } : { x: 1 }).catch(() => {});
	}

	// ---- what the server says ----

	function guests(state) {
		const list = document.querySelector('[data-guests]');
		if (!list) return;
		const waiting = state.seat.filter(x => x.state === 'waiting');
		const known = [...list.children].map(x => x.dataset.guest).join(), now = waiting.map(x => x.id).join();
		if (known === now && list.dataset.drawn) return;
		list.dataset.drawn = 1;
		list.replaceChildren(...waiting.map(x => {
			const row = document.createElement('li'), button = document.createElement('button'), words = document.createElement('span');
			row.className = 'y-row';
			row.dataset.guest = x.id;
			words.className = 'y-grow';
			words.textContent = list.dataset.sayGuest;
			Object.assign(button, { type: 'button', className: 'govuk-button', textContent: list.dataset.sayAdmit });
			button.addEventListener('click', () => ask(`/guest/${x.id}/admit`, { x: 1 }).catch(() => {}).then(pull));
			row.append(words, button);
			return row;
		}));
	}

	function said(lines) {
		const list = document.querySelector('[data-said]');
		if (list.children.length === lines.length) return;
		list.replaceChildren(...lines.map(x => {
			const row = document.createElement('li'), bubble = document.createElement('p');
			if (x.is_staff === isStaff) row.className = 'y-me';
			bubble.className = 'y-bubble';
			bubble.textContent = x.words;
			row.append(bubble);
			return row;
		}));
	}

	async function apply(state) {
		said(state.said);
		guests(state);
		if (state.is_over) {
			end();
			return;
		}
		if (state.me.state === 'waiting') {
			show('wait', 'stage');
			noteLine.textContent = '';
			return;
		}
		ice = state.ice;
		show('stage', ...(noteLine.dataset.is === 'words' ? ['none'] : []));
		part('tools').hidden = false;
		if (!noteLine.dataset.is) note('wait');
		const inside = state.seat.filter(x => x.state === 'in');
		for (const peer of [...peers.values()]) if (!inside.some(x => x.id === peer.id)) part_with(peer);
		for (const other of inside) if (!peers.has(other.id)) connect(other);
		for (const s of state.signal) {
			if (s.id > after) after = s.id;
			if (read.has(s.id)) continue;
			read.add(s.id);
			const peer = peers.get(s.from);
			if (peer) await hear(peer, JSON.parse(s.words)).catch(() => {});
		}
	}

	// One question at a time; what is heard meanwhile asks once more.
	async function pull() {
		if (isPulling || isEnded || !seat) {
			isAgain = isPulling;
			return;
		}
		isPulling = true;
		try {
			do {
				isAgain = false;
				await apply(await ask(`/seat/${seat}/state?after=${after}`));
			} while (isAgain && !isEnded);
		} catch (e) {
			if (e instanceof Gone) await sit();
		} finally {
			isPulling = false;
		}
	}

	async function sit() {
		for (const peer of [...peers.values()]) part_with(peer);
		after = '';
		read.clear();
		try {
			const state = await ask('/sit', hasCamera() ? { camera: 1 } : { x: 1 });
			seat = state.me.id;
			await apply(state);
		} catch (e) {
			if (e.is_full) show('full', 'ask');
			else if (e.is_over || e instanceof Gone) end();
		}
	}

	// ---- time goes by ----

	let second = 0;
	function tick() {
		second++;
		for (const peer of peers.values()) {
			const { connectionState: is } = peer.pc;
			peer.since = is === 'connected' ? 0 : peer.since + 1;
			if (is === 'disconnected' && peer.since === LOST) again(peer);
			else if (peer.since >= STUCK) again(peer);
		}
		if (second % 20 === 0) ask(`/seat/${seat}/here`, hasCamera() ? { camera: 1 } : { x: 1 }).then(apply).catch(e => { if (e instanceof Gone) sit(); });
		else if (second % 5 === 0) pull();
		if (second % 5 === 0) weigh();
	}

	// A thin line carries the voice alone.
	let thin = 0;
	async function weigh() {
		if (!hasCamera()) return;
		let rate = Infinity;
		for (const { pc } of peers.values())
			for (const x of (await pc.getStats()).values())
				if (x.type === 'candidate-pair' && x.nominated && x.availableOutgoingBitrate) rate = Math.min(rate, x.availableOutgoingBitrate);
		thin = rate < 60000 ? thin + 1 : 0;
		if (thin < 3) return;
		thin = 0;
		camera(false);
		note('sound');
	}

	// ---- coming and going ----

	let clock = null;
	async function come(withCamera) {
		for (const name of ['video', 'sound']) act(name).disabled = true;
		const isOpen = await open(withCamera);
		part('denied').hidden = isOpen;
		for (const name of ['video', 'sound']) act(name).disabled = false;
		if (!isOpen) return;
		act('camera').hidden = !media.video;
		act('mic').hidden = !media.audio;
		await sit();
		if (isEnded || !seat) return;
		stream = new EventSource(`${base}/live`);
		for (const topic of [room.dataset.topic, 'resync']) stream.addEventListener(topic, pull);
		stream.addEventListener('open', pull);
		clock ??= setInterval(tick, TICK);
	}

	function end() {
		if (isEnded) return;
		isEnded = true;
		clearInterval(clock);
		stream?.close();
		for (const peer of [...peers.values()]) part_with(peer);
		for (const track of media.stream?.getTracks() ?? []) track.stop();
		note('end');
		part('tools').hidden = true;
	}

	act('video').addEventListener('click', () => come(true));
	act('sound').addEventListener('click', () => come(false));
	act('camera').addEventListener('click', () => camera(!media.video.enabled));
	act('mic').addEventListener('click', () => {
		media.audio.enabled = !media.audio.enabled;
		act('mic').setAttribute('aria-pressed', String(media.audio.enabled));
	});
	act('end').addEventListener('click', async () => {
		await ask(`/seat/${seat}/leave`, { x: 1 }).catch(() => {});
		end();
		location.href = isStaff ? base : `${base}?end=1`;
	});
	addEventListener('pagehide', () => {
		if (seat && !isEnded) navigator.sendBeacon(`${base}/seat/${seat}/leave`, new URLSearchParams({ csrf: csrf() }));
	});
	addEventListener('online', () => { for (const peer of peers.values()) if (peer.pc.connectionState !== 'connected') again(peer); });
	const words = document.querySelector('[data-words]');
	words.addEventListener('submit', async e => {
		const field = words.elements.words, typed = field.value.trim();
		if (!seat || !typed) return;
		e.preventDefault();
		delete words.dataset.sent;
		try {
			await ask('/words', { words: typed });
			field.value = '';
			pull();
		} catch { field.focus(); }
	});
})();
