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
