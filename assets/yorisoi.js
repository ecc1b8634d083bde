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
	addEventListener('pageshow', () => { for (const form of document.forms) delete form.dataset.sent; });
	const url = document.body.dataset.live;
	const list = document.getElementById('live-list');
	if (!url || !list) return;
	const news = new BroadcastChannel('yorisoi' + url);
	const refresh = async () => {
		const typing = document.activeElement && list.contains(document.activeElement) && document.activeElement.matches('input, textarea, select');
		if (typing) return;
		const answer = await fetch(location.href, { headers: { 'Accept': 'text/html' } });
		if (!answer.ok) return;
		const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
		const fresh = page.getElementById('live-list');
		if (fresh && fresh.innerHTML !== list.innerHTML) {
			list.replaceChildren(...fresh.childNodes);
			const note = document.getElementById('live-note');
			if (note) note.textContent = note.dataset.say;
		}
		const count = page.getElementById('live-count'), old = document.getElementById('live-count');
		if (count && old) old.replaceChildren(...count.childNodes);
	};
	news.onmessage = refresh;
	// One stream a browser: the tab that holds the lock listens and tells the others.
	navigator.locks.request('yorisoi' + url, () => new Promise(() => {
		const stream = new EventSource(url);
		for (const topic of ['task', 'resync']) stream.addEventListener(topic, () => { news.postMessage(topic); refresh(); });
	}));
})();
