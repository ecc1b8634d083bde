// Shows a notice when no page is open. What comes says that there is something and where it is read, never what it is.
self.addEventListener('push', e => {
	let n = {};
	try { n = e.data.json(); } catch { /* a bare push is a notice too */ }
	e.waitUntil(self.registration.showNotification(n.title || '・', { body: n.body || '', tag: n.tag || 'notice', renotify: true, lang: 'ja',
		data: { url: n.url || '' } }));
});
self.addEventListener('notificationclick', e => {
	e.notification.close();
	const url = new URL(e.notification.data.url, self.registration.scope);
	if (!url.href.startsWith(self.registration.scope)) return;
	e.waitUntil(self.clients.matchAll({ type: 'window' }).then(all => {
		const open = all.find(x => x.url === url.href);
		return open ? open.focus() : self.clients.openWindow(url.href);
	}));
});
// Under a helper's visits (a registration of its own with that reach): the page of a visit that lies ahead opens without signal too. Kept are pages
// that say until when (`data-keep`) and what they are drawn with, and nothing else; what was pressed without signal is sent when it is back.
const reach = self.registration.scope, visits = '/help/visit/', press = 'pressed ' + reach, LATE_H = 13;
const shelf = who => `visits1 ${reach} ${who}`;
const visit_of = url => reach + new URL(url).pathname.slice(new URL(reach).pathname.length).split('/')[0];
const said = (html, name) => (new RegExp(`data-${name}="([^"]*)"`).exec(html) || [])[1] || '';
const ours = async () => (await caches.keys()).filter(name => name.startsWith('visits') && name.split(' ')[1] === reach);
const forget = async except => { for (const name of await ours()) if (name !== except) await caches.delete(name); };

// The kept page of a visit, as text; what is past its time goes.
async function kept(visit) {
	for (const name of await ours()) {
		const held = await (await caches.open(name)).match(visit), html = held ? await held.text() : '';
		if (Number(said(html, 'keep')) > Date.now()) return { html, headers: held.headers };
		if (held) await (await caches.open(name)).delete(visit);
	}
}
async function keep(visit, response) {
	const html = await response.clone().text(), name = shelf(said(html, 'helper'));
	await forget(name);
	const mine = await caches.open(name);
	if (Number(said(html, 'keep')) > Date.now()) {
		const drawn = new Set(html.match(/\/static\/[\w.-]+/g));
		await mine.put(visit, response.clone());
		for (const path of drawn) if (!await mine.match(path)) await mine.add(path);
	} else await mine.delete(visit);
	for (const held of await mine.keys()) if (held.url.startsWith(reach)) await kept(held.url);
	if (!(await mine.keys()).some(held => held.url.startsWith(reach))) await caches.delete(name);
}
// The page as it was read, told so: sentences about this very moment are not shown.
async function from_shelf(visit) {
	const page = await kept(visit);
	if (!page) return Response.error();
	return new Response(page.html.replace('data-keep=', 'data-away data-keep='), { headers: { 'Content-Type': 'text/html; charset=utf-8',
		'Content-Security-Policy': page.headers.get('Content-Security-Policy') || "default-src 'self'", 'Cache-Control': 'no-store' } });
}
// Oldest first, with the words of the form as it stood; what the server has answered is done. Its last answer, if something went.
async function send() {
	const waiting = await caches.open(press);
	let last;
	for (const key of await waiting.keys()) {
		const { at, body } = await (await waiting.match(key)).json(), form = new URLSearchParams(body), ago = Math.round((Date.now() - at) / 1000);
		const page = await kept(visit_of(key.url)), csrf = page && (/name="csrf" value="([^"]*)"/.exec(page.html) || [])[1];
		form.set('ago', ago);
		if (csrf) form.set('csrf', csrf);
		let answer;
		if (ago < LATE_H * 3600) answer = await fetch(key.url, { method: 'POST', body: form }).catch(() => null);
		if (answer === null) break;
		// Nobody is signed in now: it waits for its person.
		if (answer && (answer.status >= 500 || answer.status === 403 || answer.status === 404 || !answer.url.startsWith(reach))) continue;
		await waiting.delete(key);
		if (answer) last = answer;
	}
	if (!(await waiting.keys()).length) await caches.delete(press);
	if (last) for (const page of await self.clients.matchAll()) page.postMessage('sent');
	return last;
}
async function show(event, visit) {
	const late = new Promise((done, fail) => setTimeout(fail, 6000));
	late.catch(() => {});
	try {
		const coming = fetch(event.request);
		const answer = await (await kept(visit) ? Promise.race([coming, late]) : coming);
		const is_out = answer.type === 'opaqueredirect' || answer.status === 401 || answer.status === 403 || answer.status === 404;
		if (is_out) await forget();
		if (!answer.ok || event.request.url.split(/[?#]/)[0] !== visit) return answer;
		await keep(visit, answer);
		return await caches.has(press) && await send() ? await fetch(visit) : answer;
	} catch {
		return from_shelf(visit);
	}
}
async function take(event, visit) {
	const body = await event.request.clone().text();
	if (await caches.has(press)) await send();
	try {
		return await fetch(event.request);
	} catch {
		await (await caches.open(press)).put(event.request.url, new Response(JSON.stringify({ at: Date.now(), body })));
		if (self.registration.sync) self.registration.sync.register('press').catch(() => {});
		return Response.redirect(visit, 303);
	}
}
if (reach.endsWith(visits)) {
	self.addEventListener('install', () => self.skipWaiting());
	self.addEventListener('activate', e => e.waitUntil(self.clients.claim()));
	self.addEventListener('sync', e => e.waitUntil(send()));
	// A page that was there before its worker asks to be kept; one that is back asks to send.
	self.addEventListener('message', e => e.waitUntil(e.data === 'send' ? send()
		: fetch(visit_of(e.source.url)).then(answer => answer.ok && keep(visit_of(e.source.url), answer)).then(() => e.source.postMessage('kept'))));
	self.addEventListener('fetch', e => {
		const { request } = e, { url, method, mode } = request, in_reach = url.startsWith(reach);
		if (in_reach && method === 'GET' && mode === 'navigate') e.respondWith(show(e, visit_of(url)));
		else if (in_reach && method === 'POST' && /\/(start|end|call)$/.test(url)) e.respondWith(take(e, visit_of(url)));
		else if (new URL(url).pathname.startsWith('/static/'))
			e.respondWith(fetch(request).catch(async () => await caches.match(request) || Response.error()));
	});
}
