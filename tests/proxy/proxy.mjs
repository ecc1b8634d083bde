// node proxy.mjs NAME PORT CA: what a proxy lets through to us, on TLS. The hostile requests are those of src/web/server_test.c.
import { readFileSync } from 'node:fs';
import https from 'node:https';
import tls from 'node:tls';

const [name, port, caPath] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const ca = readFileSync(caPath);
let passed = 0, failed = 0;
const expect = (what, is) => { is ? passed++ : (failed++, console.log(`FAILED ${name}: ${what}`)); };

// ---- raw requests ----

function hostile() {
	const text = readFileSync(new URL('../../src/web/server_test.c', import.meta.url), 'utf8');
	const list = text.slice(text.indexOf('hostile[] = {'), text.indexOf('};', text.indexOf('hostile[] = {')));
	const bytes = { r: '\r', n: '\n', t: '\t', 0: '\0', '\\': '\\', '"': '"' };
	return [...list.matchAll(/RAW\((.*)\),$/gm)].map(([, c]) => {
		const whole = c.replaceAll('a.example', 'localhost').replace(/" H "/g, 'Host: localhost\\r\\n').replace(/" "/g, '').slice(1, -1);
		return whole.replace(/\\(x[0-9a-f]{2}|.)/g, (_, e) => e.length === 3 ? String.fromCharCode(parseInt(e.slice(1), 16)) : bytes[e]);
	});
}

function ask(bytes, ms = 700) {
	return new Promise(done => {
		let got = '';
		const s = tls.connect({ port, host: '127.0.0.1', servername: 'localhost', ca, ALPNProtocols: ['http/1.1'] }, () => s.write(bytes, 'latin1'));
		const end = () => { s.destroy(); done(got); };
		s.setTimeout(ms, end);
		s.on('data', d => { got += d.toString('latin1'); if (/\r\n\r\n/.test(got)) setTimeout(end, 60); });
		s.on('error', end);
		s.on('close', end);
	});
}

// What a proxy may answer well, since it does not send it on as it came: a chunked body gets a length, bare LF becomes CR LF, an odd path is made
// plain. Ours then sees a proper request; what must never be is two answers to one request. A body that ours refuses unread may end as caddy's 502.
const list = hostile();
expect(`all hostile requests are read (${list.length})`, list.length > 50 && list.every(x => !x.includes('RAW')));
const taken = [];
for (const [i, bytes] of list.entries()) {
	const got = await ask(bytes);
	const answers = (got.match(/^HTTP\/1\.[01] \d{3} /gm) ?? []).length, status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(got)?.[1] ?? 0);
	expect(`request ${i} has more than one answer: ${JSON.stringify(bytes)} ${JSON.stringify(got.slice(0, 99))}`, answers <= 1);
	expect(`request ${i} broke something: ${status} ${JSON.stringify(bytes)}`,
		![500, 504].includes(status) && (status !== 502 || (name === 'caddy' && /chunked|Content-Length: [1-9]/.test(bytes))));
	if (status && status < 400) taken.push(`${JSON.stringify(bytes.slice(0, 60))} ${status}`);
}
console.log(`${name}: of ${list.length} hostile requests these were made plain and answered:\n  ${taken.join('\n  ') || 'none'}`);
expect('few are taken', taken.length <= 12);

// A second request hidden in the first one's body: whatever the proxy makes of it, whoever comes next gets the answer to their own question, also on
// the connections that proxy and we keep open between us.
for (const te of ['Transfer-Encoding: chunked', 'Transfer-Encoding:\tchunked', 'Transfer-Encoding: xchunked', 'Transfer-Encoding : chunked']) {
	const hidden = 'GET /akune/sign-in HTTP/1.1\r\nHost: localhost\r\n\r\n';
	await ask(`POST /akune/ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${hidden.length + 5}\r\n${te}\r\n\r\n0\r\n\r\n${hidden}`);
	for (const [path, words] of [['/akune/about', '/akune/about'], ['/healthz', 'ok'], ['/akune/sign-in', 'password']]) {
		const r = await fetchOnce(path);
		expect(`behind "${te}", ${path} gets another's answer`, r.status === 200 && r.body.includes(words));
	}
}

// ---- honest requests ----

function fetchOnce(path, { method = 'GET', headers = {}, body } = {}) {
	return new Promise((done, fail) => {
		const r = https.request({ port, host: 'localhost', path, method, headers, ca, agent: false }, res => {
			const parts = [];
			res.on('data', d => parts.push(d));
			res.on('end', () => done({ status: res.statusCode, headers: res.headers, body: Buffer.concat(parts) }));
		});
		r.on('error', fail);
		r.end(body);
	});
}

class Visitor {
	jar = {};
	async go(path, options = {}) {
		const cookie = Object.entries(this.jar).map(([k, v]) => `${k}=${v}`).join('; ');
		const r = await fetchOnce(path, { ...options, headers: { ...(cookie && { cookie }), ...options.headers } });
		for (const c of r.headers['set-cookie'] ?? []) this.jar[c.split('=')[0]] = c.slice(c.indexOf('=') + 1).split(';')[0];
		this.csrf = /name="csrf" value="([^"]+)"/.exec(r.body)?.[1] ?? this.csrf;
		this.once = /name="once" value="([^"]+)"/.exec(r.body)?.[1] ?? this.once;
		return r;
	}
	post(path, fields, headers = {}) {
		const body = new URLSearchParams({ ...fields, csrf: this.csrf, once: this.once }).toString();
		return this.go(path, { method: 'POST', body, headers: {
			'content-type': 'application/x-www-form-urlencoded', origin: `https://localhost:${port}`, ...headers } });
	}
	upload(path, bytes) {
		const part = (n, v) => `--x\r\nContent-Disposition: form-data; name="${n}"\r\n\r\n${v}\r\n`;
		const head = part('csrf', this.csrf) + part('once', this.once)
			+ '--x\r\nContent-Disposition: form-data; name="logo"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n';
		const body = Buffer.concat([Buffer.from(head), bytes, Buffer.from('\r\n--x--\r\n')]);
		return this.go(path, { method: 'POST', body, headers: { 'content-type': 'multipart/form-data; boundary=x', origin: `https://localhost:${port}` } });
	}
}

const admin = new Visitor();
const door = await admin.go('/akune/demo');
expect('the page comes', door.status === 200);
expect('we know that it is https', (door.headers['set-cookie'] ?? []).every(c => /; Secure/.test(c)) && door.headers['strict-transport-security']);
expect('figures stay inside', (await admin.go('/metrics')).status === 404);
expect('a Japanese address', (await admin.go('/akune/%E3%81%82')).status === 404);
expect('entered', (await admin.post('/akune/demo/enter', { login: 'minato' })).status === 303);

await admin.go('/akune/desk/settings/logo');
const png = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(200_000, 7)]);
expect('an upload of 200 kB', (await admin.upload('/akune/desk/settings/logo', png)).status === 303);
const big = await admin.upload('/akune/desk/settings/logo', Buffer.alloc(3_000_000)).catch(() => ({ status: 413 }));
expect(`one of 3 MB is refused (${big.status})`, big.status === 413);

// An event arrives while the stream is open, though the proxy could buffer it.
const stream = await new Promise((done, fail) => {
	const cookie = Object.entries(admin.jar).map(([k, v]) => `${k}=${v}`).join('; ');
	https.get({ port, host: 'localhost', path: '/akune/desk/live', headers: { cookie }, ca, agent: false }, done).on('error', fail);
});
expect(`the stream opens (${stream.statusCode})`, stream.statusCode === 200 && /event-stream/.test(stream.headers['content-type']));
const heard = new Promise(done => { stream.on('data', d => /event:/.test(d) && done(true)); setTimeout(() => done(false), 5000); });
const asker = new Visitor();
await asker.go('/akune/ask');
const asked = await asker.post('/akune/ask', { words: 'よなき' });
expect(`asked (${asked.status})`, asked.status === 303);
expect('an event comes through an open stream', await heard);
stream.destroy();

// Twelve forms a minute from one address: what a client claims about itself changes nothing.
const mother = new Visitor();
let last = 0;
for (let i = 0; i < 14 && last !== 429; i++) {
	await mother.go('/akune/ask');
	last = (await mother.post('/akune/ask', { words: '' }, { 'X-Forwarded-For': `198.51.100.${i}`, Forwarded: `for=198.51.100.${i}` })).status;
}
expect(`the true address is counted (${last})`, last === 429);

console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
