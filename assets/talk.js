// A family's talk that lies open: its stream says that there is more, and the page asks for itself again. What is being written stays as it is.
(() => {
	const talk = document.querySelector('[data-talk]');
	if (!talk || !talk.dataset.talk) return;
	let stream;
	const look = async () => {
		const answer = await fetch(location.pathname, { headers: { 'Accept': 'text/html' } });
		if (!answer.ok) return;
		const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
		const fresh = [...(page.getElementById('talk') || talk).children];
		const state = document.getElementById('talk-state'), said = page.getElementById('talk-state');
		if (state && said && state.innerHTML !== said.innerHTML) state.replaceChildren(...said.childNodes);
		// What stood there before stays, so that only what is new is read out.
		fresh.forEach((line, i) => {
			const old = talk.children[i];
			if (!old) talk.append(line);
			else if (!old.isEqualNode(line)) old.replaceWith(line);
		});
	};
	// A phone in a pocket listens to nothing.
	const listen = () => {
		if (stream) stream.close();
		stream = document.hidden ? null : new EventSource(talk.dataset.talk);
		if (!stream) return;
		// Opened, again or for the first time: what came meanwhile is seen too.
		for (const topic of ['open', talk.dataset.topic, 'resync']) stream.addEventListener(topic, look);
	};
	document.addEventListener('visibilitychange', listen);
	listen();
})();
