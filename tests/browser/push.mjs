// A push service for the tests: checks that a push is signed by the town's own key for this service and nobody else (VAPID, RFC 8292), opens it as
// the browser would (RFC 8291), and may refuse, be busy, or take it and hang up without a word.
import assert from 'node:assert/strict';
import { createDecipheriv, createECDH, createPublicKey, hkdfSync, randomBytes, verify } from 'node:crypto';
import { createServer } from 'node:http';
import { sleep } from './lib.mjs';

const origin = 'https://fcm.googleapis.com';
const open = text => Buffer.from(text, 'base64url');

export class Push {
	got = [];               // { place, topic, notice, status }
	wrong = [];             // what our pushes did wrong
	failing = [];           // statuses of the next ones; 'drop' takes one and hangs up
	places = new Map();

	static async open() {
		const push = new Push();
		push.server = createServer((q, s) => push.answer(q, s));
		await new Promise(ready => push.server.listen(0, '127.0.0.1', ready));
		push.base = `http://127.0.0.1:${push.server.address().port}`;
		return push;
	}

	close() { return new Promise(done => { this.server.close(done); this.server.closeAllConnections(); }); }

	// A browser that listens, as it names itself to us. `key`: the town's, as its page says.
	browser(key) {
		const ecdh = createECDH('prime256v1'), auth = randomBytes(16), place = `/fcm/send/${randomBytes(12).toString('hex')}`;
		ecdh.generateKeys();
		this.places.set(place, { ecdh, auth, key });
		return { place, endpoint: origin + place, open: ecdh.getPublicKey('base64url'), auth: auth.toString('base64url') };
	}

	signed(q, key) {
		const [, token, k] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(q.headers.authorization);
		const [head, claims, signature] = token.split('.'), point = open(k);
		assert.equal(k, key, 'the key that the browser was given');
		assert.equal(JSON.parse(open(head)).alg, 'ES256');
		const jwk = { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') };
		assert.ok(verify('sha256', Buffer.from(`${head}.${claims}`), { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
			open(signature)), 'signed by it');
		const { aud, exp, sub } = JSON.parse(open(claims)), now = Date.now() / 1000;
		assert.equal(aud, origin);
		assert.ok(exp > now && exp <= now + 24 * 3600, 'for a day at the most');
		assert.match(sub, /^(mailto:|https:)/);
	}

	opened(body, { ecdh, auth }) {
		const salt = body.subarray(0, 16), size = body.readUInt32BE(16), n = body[20], theirs = body.subarray(21, 21 + n), sealed = body.subarray(21 + n);
		assert.ok(sealed.length <= size && n === 65);
		const info = Buffer.concat([Buffer.from('WebPush: info\0'), ecdh.getPublicKey(), theirs]);
		const mixed = Buffer.from(hkdfSync('sha256', ecdh.computeSecret(theirs), auth, info, 32));
		const key = hkdfSync('sha256', mixed, salt, 'Content-Encoding: aes128gcm\0', 16);
		const nonce = hkdfSync('sha256', mixed, salt, 'Content-Encoding: nonce\0', 12);
		const lid = createDecipheriv('aes-128-gcm', Buffer.from(key), Buffer.from(nonce));
		lid.setAuthTag(sealed.subarray(-16));
		const plain = Buffer.concat([lid.update(sealed.subarray(0, -16)), lid.final()]), end = plain.lastIndexOf(2);
		return JSON.parse(plain.subarray(0, end));
	}

	async answer(q, s) {
		const parts = [];
		for await (const part of q) parts.push(part);
		const place = this.places.get(q.url), fail = this.failing.shift();
		try {
			assert.ok(place, `somebody listens at ${q.url}`);
			assert.equal(q.method, 'POST');
			assert.equal(q.headers['content-encoding'], 'aes128gcm');
			assert.match(q.headers.ttl, /^\d+$/);
			assert.match(q.headers.topic, /^[\w-]{1,32}$/);
			this.signed(q, place.key);
			this.got.push({ place: q.url, topic: q.headers.topic, notice: this.opened(Buffer.concat(parts), place), status: fail ?? 201 });
		} catch (e) {
			this.wrong.push(String(e));
		}
		if (fail === 'drop') { s.destroy(); return; }
		s.writeHead(fail ?? 201, fail === 429 ? { 'retry-after': '1' } : {});
		s.end();
	}

	async waits(place, n = 1, seconds = 12) {
		for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(40)) {
			const all = this.got.filter(x => x.place === place);
			if (all.length >= n) return all;
		}
		throw new Error(`no push came to ${place}: ${JSON.stringify(this.got)} ${JSON.stringify(this.wrong)}`);
	}
}
