// two.mjs FOLDER: two processes of ours on one database behave as one. A question sent to the one is told to a desk open at the other; a letter
// leaves once, whoever wrote it; a session begun at the one holds at the other and ends at both; a form sent to both acts once.
import { spawn } from 'node:child_process';
import { request } from 'node:http';
import { createServer } from 'node:net';
import { ask, end, expect, families, field, psql, run, send, serve, sleep } from './lib.mjs';

const folder = process.argv[2], keys = `${folder}/keys`, at = ['--store', `postgresql://yorisoi_app@/yorisoi?host=${folder}`, '--keys', keys];
const town = 'akune';

// The plainest of mail servers: who was written to, and how often under which Message-ID.
const letters = new Map();
const mail = createServer(socket => {
	let text = '', isData = false;
	socket.write('220 here\r\n');
	socket.on('error', () => {});
	socket.on('data', b => {
		text += b;
		for (let n; (n = text.indexOf(isData ? '\r\n.\r\n' : '\r\n')) >= 0;) {
			const line = text.slice(0, n);
			text = text.slice(n + (isData ? 5 : 2));
			if (isData) {
				const id = /^Message-ID: *(\S+)/im.exec(line)?.[1];
				letters.set(id, (letters.get(id) ?? 0) + 1);
			}
			const wasData = isData;
			isData = !wasData && /^DATA/i.test(line);
			socket.write(wasData ? '250 taken\r\n' : isData ? '354 go on\r\n' : /^QUIT/i.test(line) ? '221 bye\r\n' : '250 fine\r\n');
		}
	});
});
await new Promise(done => mail.listen(0, '127.0.0.1', done));
await run('tenant', 'set', town, `smtp.url=smtp://127.0.0.1:${mail.address().port}`, 'smtp.tls=no', 'mail_from=town@example.org', ...at);

const [a, b] = [await serve(`${folder}/a.log`, ...at), await serve(`${folder}/b.log`, ...at)];

// ---- a session of the one at the other ----
const worker = psql(folder, `SELECT a.login FROM account a JOIN tenant t USING (tenant_id) WHERE t.name = '${town}' AND a.role = 'worker' LIMIT 1`);
const inA = await send(a, `/${town}/demo`, `/${town}/demo/enter`, { login: worker });
const session = inA.cookies;
expect('a worker enters at the one', inA.status === 303, `${inA.status}`);
const desk = await ask(b, 'GET', `/${town}/desk`, { cookie: session });
expect('and is in at the other', desk.status === 200, `${desk.status}`);

// ---- news from the one to the other ----
let heard = '';
const stream = request({ host: '127.0.0.1', port: b.port, path: `/${town}/desk/live`, headers: { Host: `localhost:${b.port}`, Cookie: session } },
	answer => answer.setEncoding('utf8').on('data', x => { heard += x; }).on('error', () => {}));
stream.on('error', () => {}).end();
await sleep(700);
heard = '';
const question = await send(a, `/${town}/ask`, `/${town}/ask`, { words: 'two: よなかに おきます' });
expect('a question is taken by the one', question.status === 303);
for (let i = 0; i < 40 && !heard.includes('event: task'); i++) await sleep(50);
expect('a desk at the other hears of it', heard.includes('event: task'), JSON.stringify(heard.slice(0, 80)));

// ---- the same form to both ----
const page = await ask(a, 'GET', `/${town}/ask`);
const visitor = page.headers['set-cookie'].map(x => x.split(';')[0]).find(x => x.startsWith('visitor='));
const body = new URLSearchParams({ words: 'two: twice', csrf: field(page.text, 'csrf'), once: field(page.text, 'once') }).toString();
const both = await Promise.all([a, b, a, b].map(s => ask(s, 'POST', `/${town}/ask`, { cookie: visitor, body })));
expect('a form sent to both at once leads to one place', new Set(both.map(x => x.headers.location)).size === 1 && both.every(x => x.status === 303),
	both.map(x => x.status).join());
expect('and is there once', psql(folder, "SELECT count(*) FROM consult_message WHERE words = 'two: twice'") === '1');

// ---- many at both, and letters ----
const seen = families([a, b], town, 8, 'two');
await sleep(3000);
await seen.stop();
const rows = psql(folder, "SELECT words FROM consult_message WHERE words LIKE 'two-%'").split('\n');
expect('every question is there once', new Set(rows).size === rows.length && seen.acknowledged.every(x => rows.includes(x.words)), `${rows.length}`);
expect('nobody was turned away', Object.keys(seen.other).length === 0, JSON.stringify(seen.other));
const clerk = psql(folder, `SELECT a.login FROM account a JOIN tenant t USING (tenant_id) WHERE t.name = '${town}' AND a.role = 'admin' LIMIT 1`);
const admin = (await send(b, `/${town}/demo`, `/${town}/demo/enter`, { login: clerk })).cookies;
for (let i = 0; i < 16; i++) {
	await send(i % 2 ? a : b, `/${town}/desk/accounts/new`, `/${town}/desk/accounts/new`, { name: `新人${i}`, login: `new${i}`, role: 'worker',
		mail: `new${i}@example.org` }, admin);
}
for (let i = 0; i < 60 && psql(folder, "SELECT count(*) FROM outbox_letter WHERE due_at IS NOT NULL") !== '0'; i++) await sleep(250);
const sent = Number(psql(folder, "SELECT count(*) FROM outbox_letter WHERE state = 'sent'"));
expect('letters leave', sent === 16 && letters.size === sent, `${letters.size} of ${sent}`);
expect('each once', [...letters.values()].every(n => n === 1));

// ---- a letter leaves while somebody writes, for as long as he likes ----
const busy = spawn('psql', ['-q', '-X', '-h', folder, '-U', 'admin', '-d', 'yorisoi', '-c',
	`SELECT pg_advisory_lock(tenant_id) FROM tenant WHERE name = '${town}'`, '-c', 'SELECT pg_sleep(60)'], { stdio: 'ignore' });
const isHeld = () => psql(folder, `SELECT count(*) FROM pg_locks l JOIN tenant t ON t.name = '${town}' WHERE l.locktype = 'advisory' AND l.granted
	AND l.objsubid = 1 AND ((l.classid::bigint << 32) | l.objid::bigint) = t.tenant_id`) !== '0';
for (let i = 0; i < 100 && !isHeld(); i++) await sleep(50);
const before = letters.size;
psql(folder, `INSERT INTO outbox_letter (tenant_id, letter_id, state, channel, recipient, subject, text_box, message_key, reason, subject_n, href,
	try_n, made_at, due_at, many_n) SELECT tenant_id, 1, 'queued', channel, 'late@example.org', subject, text_box, '<late@example.org>', reason,
	subject_n, href, 0, made_at, made_at, many_n FROM outbox_letter WHERE state = 'sent' AND text_box IS NOT NULL LIMIT 1`);
for (let i = 0; i < 200 && letters.size === before; i++) await sleep(50);
expect('a letter leaves though a writer holds the tenant', letters.size === before + 1 && isHeld(), `${letters.size - before}`);
busy.kill('SIGKILL');
psql(folder, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND pid <> pg_backend_pid()`);
for (let i = 0; i < 100 && psql(folder, "SELECT state FROM outbox_letter WHERE letter_id = 1") !== 'sent'; i++) await sleep(50);
expect('and is settled when he has ended', psql(folder, "SELECT state FROM outbox_letter WHERE letter_id = 1") === 'sent');

// ---- out at the one, out at the other; one dies, the other goes on ----
const out = await send(a, `/${town}/desk`, `/${town}/sign-out`, {}, session);
const after = await ask(b, 'GET', `/${town}/desk`, { cookie: session });
expect('who leaves at the one is out at the other', after.status !== 200, `${out.status} ${after.status}`);
a.child.kill('SIGKILL');
const left = await send(b, `/${town}/ask`, `/${town}/ask`, { words: 'two: alone' });
expect('when one dies the other goes on', left.status === 303);
await sleep(2500);
const verified = await run('audit', 'verify', '--tenant', town, ...at).catch(e => e.message);
expect('one record of who looked, in one chain', /holds/.test(verified), verified.trim().split('\n').at(-1));
stream.destroy();
await b.stop();
mail.close();
end();
