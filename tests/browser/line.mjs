// The LINE platform for the tests, from its own published description: checks every request against it, forgets no reply token and no retry key,
// signs its webhooks, and tells things twice, late and in disorder when asked to. @line/bot-sdk is the second opinion on what we are sent to check.
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import * as yaml from 'js-yaml';
import { OpenAPIBackend } from 'openapi-backend';
import { sleep } from './lib.mjs';

const load = name => yaml.load(readFileSync(new URL(`../../../shared/contracts/line/${name}`, import.meta.url), 'utf8'));

export class Line {
	secret = randomBytes(16).toString('hex');
	token = randomBytes(24).toString('base64');
	sent = [];                      // { kind: 'reply' | 'push', to, texts, retryKey }
	refused = [];                   // what our requests did wrong, by the platform's description
	replyTokens = new Map();        // token -> { user, is_used }
	retryKeys = new Set();
	failing = [];                   // statuses of the next requests; 'drop' takes it and hangs up without a word
	number = 0;
	content = new Map();            // number of a message -> { bytes, type, waits: how often it is not ready yet }
	fetched = [];
	menus = new Map();              // rich menu's id -> { ...as it was asked for, image }
	byDefault = null;               // the id of everybody's menu
	menuLost = [];                  // of the next ones: done, and no answer ('POST /v2/bot/richmenu', 'image')

	static async open(hook) {
		const line = new Line();
		line.hook = hook;
		await line.begin();
		return line;
	}

	async begin() {
		this.api = new OpenAPIBackend({ definition: load('line-messaging-api.tight.yml'), strict: false, quick: false, ajvOpts: { strict: false },
			customizeAjv: ajv => { formats.default(ajv); ajv.addFormat('binary', true); return ajv; } });
		this.api.register({
			validationFail: c => { this.refused.push(c.validation.errors); return { status: 400, body: { message: 'The request body has errors' } }; },
			notFound: () => ({ status: 404, body: { message: 'Not found' } }),
			unauthorizedHandler: () => ({ status: 401, body: { message: 'Authentication failed' } }),
			notImplemented: c => ({ status: 501, body: { message: c.operation.operationId } }),
			replyMessage: c => this.reply(c.request.requestBody),
			pushMessage: c => this.push(c.request.requestBody, c.request.headers['x-line-retry-key']),
			...this.menuDesk(),
		});
		this.api.registerSecurityHandler('Bearer', c => c.request.headers.authorization === `Bearer ${this.token}`);
		await this.api.init();
		const ajv = new Ajv({ strict: false, allErrors: true }), webhook = load('line-webhook.tight.yml');
		formats.default(ajv);
		ajv.addFormat('int32', true).addFormat('int64', true);
		this.isWebhook = ajv.compile({ ...webhook.components.schemas.CallbackRequest, components: webhook.components });
		this.server = createServer((q, s) => this.answer(q, s));
		await new Promise(ready => this.server.listen(0, '127.0.0.1', ready));
		this.base = `http://127.0.0.1:${this.server.address().port}`;
	}

	close() { return new Promise(done => { this.server.close(done); this.server.closeAllConnections(); }); }

	// ---- what we are asked ----

	// The host of contents: what a message holds, once it is ready.
	contentOf(q, s, number) {
		const held = this.content.get(number);
		this.fetched.push(number);
		const status = q.headers.authorization !== `Bearer ${this.token}` ? 401 : !held ? 404 : held.waits-- > 0 ? 202 : 200;
		s.writeHead(status, { 'content-type': status === 200 ? held.type : 'application/json' });
		s.end(status === 200 ? held.bytes : '{}');
	}

	// Rich menus: a picture is put once, a default must have one, what is deleted is nobody's any more.
	menuDesk() {
		const missing = { status: 404, body: { message: 'The rich menu is not found' } }, fine = { status: 200, body: {} };
		const one = (c, then) => {
			const id = c.request.params.richMenuId;
			return this.menus.has(id) ? then(id, this.menus.get(id)) : missing;
		};
		return {
			createRichMenu: c => {
				const richMenuId = `richmenu-${randomBytes(16).toString('hex')}`;
				this.menus.set(richMenuId, { richMenuId, ...c.request.requestBody });
				return { status: 200, body: { richMenuId } };
			},
			getRichMenuList: () => ({ status: 200, body: { richmenus: [...this.menus.values()].map(({ image, ...m }) => m) } }),
			setDefaultRichMenu: c => one(c, (id, m) => {
				if (!m.image) return { status: 400, body: { message: 'must upload richmenu image before applying it to user' } };
				this.byDefault = id;
				return fine;
			}),
			cancelDefaultRichMenu: () => { this.byDefault = null; return fine; },
			deleteRichMenu: c => one(c, id => {
				this.menus.delete(id);
				if (this.byDefault === id) this.byDefault = null;
				return fine;
			}),
		};
	}

	// The host of contents again: a menu's picture, put and fetched.
	async menuImage(q, s, id) {
		const parts = [], m = this.menus.get(id);
		for await (const part of q) parts.push(part);
		const bytes = Buffer.concat(parts), isPng = bytes.subarray(1, 4).toString() === 'PNG' && q.headers['content-type'] === 'image/png';
		const fits = isPng && m && bytes.readUInt32BE(16) === m.size.width && bytes.readUInt32BE(20) === m.size.height && bytes.length <= 1 << 20;
		const status = q.headers.authorization !== `Bearer ${this.token}` ? 401 : !m ? 404
			: q.method === 'GET' ? (m.image ? 200 : 404) : m.image || !fits ? 400 : 200;
		if (status === 400) this.refused.push('a picture that is none, is too large, does not fit, or is the second');
		if (status === 200 && q.method === 'POST') m.image = bytes;
		if (q.method === 'POST' && this.isLost('image', s)) return;
		s.writeHead(status, { 'content-type': status === 200 && q.method === 'GET' ? 'image/png' : 'application/json' });
		s.end(status === 200 && q.method === 'GET' ? m.image : '{}');
	}

	// It was done, and nobody is told.
	isLost(what, s) {
		const at = this.menuLost.indexOf(what);
		if (at >= 0) {
			this.menuLost.splice(at, 1);
			s.destroy();
		}
		return at >= 0;
	}

	async answer(q, s) {
		const picture = /^\/v2\/bot\/richmenu\/([\w-]+)\/content$/.exec(q.url);
		if (picture) { await this.menuImage(q, s, picture[1]); return; }
		const content = /^\/v2\/bot\/message\/(\d+)\/content$/.exec(q.url);
		if (content) { this.contentOf(q, s, content[1]); return; }
		let body = '';
		for await (const part of q) body += part;
		const fail = this.failing.shift();
		const dropped = fail === 'drop';
		let r = typeof fail === 'number' ? { status: fail, body: { message: 'injected' } } : await this.api.handleRequest({ method: q.method,
			path: new URL(q.url, 'http://x').pathname, query: {}, body: body || undefined, headers: q.headers });
		if (dropped) { s.destroy(); return; }
		if (this.isLost(`${q.method} ${q.url}`, s)) return;
		s.writeHead(r.status, { 'content-type': 'application/json' });
		s.end(JSON.stringify(r.body));
	}

	note(kind, to, messages, retryKey) {
		this.sent.push({ kind, to, texts: messages.map(m => m.text), retryKey });
		return { status: 200, body: { sentMessages: messages.map(() => ({ id: String(++this.number), quoteToken: 'q' })) } };
	}

	reply({ replyToken, messages }) {
		const token = this.replyTokens.get(replyToken);
		if (!token || token.is_used) return { status: 400, body: { message: 'Invalid reply token' } };
		token.is_used = true;
		return this.note('reply', token.user, messages);
	}

	push({ to, messages }, retryKey) {
		if (retryKey && this.retryKeys.has(retryKey)) return { status: 409, body: { message: 'The retry key is already accepted' } };
		if (retryKey) this.retryKeys.add(retryKey);
		return this.note('push', to, messages, retryKey);
	}

	// ---- what we tell ----

	event(type, user, more = {}) {
		const e = { type, mode: 'active', timestamp: Date.now(), source: { type: 'user', userId: user }, deliveryContext: { isRedelivery: false },
			webhookEventId: `01${randomBytes(12).toString('hex').toUpperCase()}`, ...more };
		if (['message', 'follow', 'postback'].includes(type)) {
			e.replyToken = randomBytes(16).toString('hex');
			this.replyTokens.set(e.replyToken, { user, is_used: false });
		}
		return e;
	}

	message(user, message, more) {
		return this.event('message', user, { message: { id: String(400000000000000000n + BigInt(++this.number)), ...message }, ...more });
	}

	text(user, text, more) { return this.message(user, { type: 'text', text, quoteToken: 'q' }, more); }

	// `body` is sent as it is, whatever it is.
	async tell(events, { secret = this.secret, body, signature } = {}) {
		const own = { destination: `U${'b'.repeat(32)}`, events };
		if (body === undefined && !this.isWebhook(own)) throw new Error(`no webhook of LINE: ${JSON.stringify(this.isWebhook.errors)}`);
		body ??= JSON.stringify(own);
		signature ??= createHmac('sha256', secret).update(body).digest('base64');
		const r = await fetch(this.hook, { method: 'POST', body, headers: { 'content-type': 'application/json; charset=utf-8',
			'user-agent': 'LineBotWebhook/2.0', ...(signature ? { 'x-line-signature': signature } : {}) } });
		return r.status;
	}

	// What was sent to this person after the first `from` things, once there are `n` of them.
	async waits(user, n = 1, from = 0, kind = null, seconds = 12) {
		for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(40)) {
			const all = this.sent.filter(x => x.to === user && (!kind || x.kind === kind)).slice(from);
			if (all.length >= n) return all;
		}
		throw new Error(`nothing came by LINE for ${user}: ${JSON.stringify(this.sent)} ${JSON.stringify(this.refused)}`);
	}
}
