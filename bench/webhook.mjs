/* `make bench-webhook [N=500]`: so many webhooks of LINE a second by the clock, one message of one of 2,000 people each; a late one counts from when
 * it should have left. First for 20 s undisturbed; then for 12 s while the server is killed by -9 three times and started again, and what got no
 * answer is told again, as the platform does. At the end every message that was acknowledged must be there, once. */
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import { free_port, machine_words, sleep, start, stop, wait_for } from './machine.mjs';
import { make_data } from './visit.mjs';

const build = process.argv[2] ?? 'build', per_s = Number(process.argv[3] ?? 500), people = 2000, kills = 3;
const folder = `${build}/bench/webhook-data`, town = 'matsudo', secret = 'bench-secret-of-the-channel-0001';
mkdirSync(`${build}/bench`, { recursive: true });
make_data(`${build}/yorisoi`, folder);
const platform = createServer((q, s) => { q.resume(); q.on('end', () => s.end('{"sentMessages":[]}')); });
await new Promise(ready => platform.listen(0, '127.0.0.1', ready));
execFileSync(`${build}/yorisoi`, ['tenant', 'set', town, `line.channel_secret=${secret}`, 'line.channel_token=bench', 'line.mode=door',
	`line.api_base=http://127.0.0.1:${platform.address().port}`, '--data', folder], { stdio: ['ignore', 'ignore', 'inherit'] });

const port = await free_port(), agent = new Agent({ keepAlive: true, maxSockets: 64 });
let server = null;
async function serve() {
	server = start(`${build}/yorisoi`, ['serve', '--data', folder, '--listen', `127.0.0.1:${port}`, '--address-limit', '100000000']);
	await wait_for(port, '/healthz', server, 60000);
}

const body_of = n => JSON.stringify({ destination: `U${'b'.repeat(32)}`, events: [{ type: 'message', mode: 'active', timestamp: Date.now(),
	webhookEventId: `01${String(n).padStart(24, '0')}`, deliveryContext: { isRedelivery: false }, replyToken: String(n).padStart(32, '0'),
	source: { type: 'user', userId: `U${String(n % people).padStart(32, '0')}` },
	message: { id: String(1000000 + n), type: 'text', quoteToken: 'q', text: `bench ${n}.` } }] });

function tell(body) {
	const headers = { Host: `localhost:${port}`, 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body),
		'X-Line-Signature': createHmac('sha256', secret).update(body).digest('base64') };
	return new Promise(done => {
		const sent = request({ host: '127.0.0.1', port, method: 'POST', path: `/${town}/line/webhook`, headers, agent }, answer => {
			answer.resume();
			answer.on('end', () => done(answer.statusCode));
			answer.on('error', () => done(0));
		});
		sent.on('error', () => done(0));
		sent.end(body);
	});
}

let number = 0, again = 0;
const acknowledged = new Set(), refused = [];
async function one(n, due, took) {
	const body = body_of(n);
	for (let status = await tell(body); status !== 200; status = await tell(body)) {
		if (status)
			refused.push(status);
		again++;
		await sleep(100);
	}
	acknowledged.add(n);
	took.push(performance.now() - due);
}

async function run(seconds, at_second = () => {}) {
	const took = [], all = [], began = performance.now();
	for (let i = 0, second = 0; i < seconds * per_s; i++) {
		const due = began + i * 1000 / per_s;
		while (performance.now() < due)
			await sleep(1);
		if (Math.floor(i / per_s) > second)
			at_second(++second);
		all.push(one(number++, due, took));
	}
	await Promise.all(all);
	return took.sort((a, b) => a - b);
}

const share = (list, p) => list[Math.min(list.length - 1, Math.ceil(list.length * p) - 1)].toFixed(0);
await serve();
await run(3);                           // 2,000 people have to be met first, and every talk begun
const calm = await run(20);
console.log(`webhook: ${per_s} a second for 20 s: p50 ${share(calm, 0.5)} ms, p99 ${share(calm, 0.99)} ms, longest ${share(calm, 1)} ms`);
let killing = Promise.resolve(), killed = 0;
const rough = await run(12, second => {
	if (second % 3 || killed >= kills)
		return;
	killed++;
	killing = killing.then(() => stop(server, 'SIGKILL')).then(serve);
});
await killing;
await stop(server);
platform.close();
const [there, once] = execFileSync('sqlite3', [`${folder}/tenants/${town}.db`, `SELECT count(*) || ' ' || count(DISTINCT words) FROM consult_message
	WHERE words LIKE 'bench %'`]).toString().trim().split(' ').map(Number);
console.log(`webhook: with ${killed} kills in 12 s: ${acknowledged.size} acknowledged, ${again} told again, ${acknowledged.size - once} lost, `
	+ `${there - once} doubled, ${refused.length} refused, longest ${share(rough, 1)} ms; ${machine_words()}`);
agent.destroy();
process.exit(there === acknowledged.size && once === there ? 0 : 1);
