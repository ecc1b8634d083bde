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

	async answer(q, s) {
		const content = /^\/v2\/bot\/message\/(\d+)\/content$/.exec(q.url);
		if (content) { this.contentOf(q, s, content[1]); return; }
		let body = '';
		for await (const part of q) body += part;
		const fail = this.failing.shift();
		const dropped = fail === 'drop';
		let r = typeof fail === 'number' ? { status: fail, body: { message: 'injected' } } : await this.api.handleRequest({ method: q.method,
			path: new URL(q.url, 'http://x').pathname, query: {}, body: body || undefined, headers: q.headers });
		if (dropped) { s.destroy(); return; }
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
