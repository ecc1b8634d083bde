// away.mjs FOLDER: the database is stopped at once, started again, killed, while families write and others read; a replica answers readers meanwhile.
// Then a process of ours is killed with posts in its spool, and while it enters them. Nothing that was told as taken may be lost or doubled.
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { ask, end, expect, field, psql as psqlOf, run, serve, sleep } from './lib.mjs';
import { compare, storm } from './storm.mjs';

const folder = `${process.argv[2]}/away`, second = `${folder}/second`, keys = `${folder}/keys`, data = `${folder}/own`;
const bin = execFileSync('sh', ['-c', 'ls -d /usr/lib/postgresql/*/bin | tail -n 1'], { encoding: 'utf8' }).trim();
const as = process.getuid() === 0 ? ['runuser', '-u', 'nobody', '--'] : [];
const sh = (...words) => {
	const [first, ...rest] = [...as, ...words];
	return execFileSync(first, rest, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], cwd: '/' });
};
const ctl = (where, ...words) => sh(`${bin}/pg_ctl`, '-D', `${where}/data`, '-l', `${where}/server.log`, ...words);
const options = where => ['-o', `-k ${where} -c listen_addresses='' -c unix_socket_permissions=0777 -c fsync=off -c max_connections=100`];
const psql = (sql, where = folder) => psqlOf(where, sql);
const url = where => `postgresql://yorisoi_app@/yorisoi?host=${where}`;

execFileSync('sh', ['tests/pg_server.sh', 'start', folder]);
process.on('exit', () => {
	for (const x of [folder, second]) execFileSync('sh', ['tests/pg_server.sh', 'stop', x]);
});
await run('migrate', '--store', `postgresql://yorisoi_owner@/yorisoi?host=${folder}`);
await run('tenant', 'create', 'machi', '--name', 'まち', '--store', url(folder), '--keys', keys);
const secret = 'a-channel-secret-of-32-characters';
await run('tenant', 'set', 'machi', `line.channel_secret=${secret}`, '--store', url(folder), '--keys', keys);
sh('mkdir', '-p', second);
sh(`${bin}/pg_basebackup`, '-h', folder, '-U', 'admin', '-D', `${second}/data`, '-R', '-X', 'stream', '-c', 'fast');
sh('chmod', '700', `${second}/data`);
ctl(second, '-w', ...options(second), 'start');

const start = () => serve(`${folder}/away.log`, '--store', url(folder), '--replica', url(second), '--keys', keys, '--data', data);
const waiting = async server => Number(/yorisoi_spool_waiting (\d+)/.exec((await ask(server, 'GET', '/metrics')).text)?.[1]);
const empty = async server => {
	const begun = Date.now();
	while (Date.now() - begun < 20000) {
		if (await waiting(server) === 0) return Date.now() - begun;
		await sleep(50);
	}
	return Infinity;
};
const rowsOf = mark => psql(`SELECT words FROM consult_message WHERE words LIKE '${mark}-%'`).split('\n').filter(Boolean);
let server = await start();

// ---- gone and back ----
const seen = storm([server], 'machi', { mark: 'away', pause_ms: 20 });
await sleep(1000);
for (const how of ['stopped at once', 'killed']) {
	seen.lap();
	const before = seen.taken_n;
	if (how === 'killed') sh('kill', '-9', readFileSync(`${folder}/data/postmaster.pid`, 'utf8').split('\n')[0]);
	else ctl(folder, '-m', 'immediate', 'stop');
	await sleep(3000);
	expect(`${how}: questions are taken meanwhile`, seen.taken_n > before + 10, `${seen.taken_n - before}`);
	ctl(folder, '-w', ...options(folder), 'start');
	const back = seen.acknowledged.length, begun = Date.now();
	while (Date.now() - begun < 10000 && !seen.acknowledged.slice(back).some(x => x.status === 303)) await sleep(20);
	expect(`${how}: it serves again by itself in five seconds`, Date.now() - begun <= 5000, `${Date.now() - begun} ms`);
	await sleep(500);
	const lap = seen.lap();
	expect(`${how}: readers never wait longer than two seconds`, lap.reader_gap_ms <= 2000,
		`${lap.reader_gap_ms} ms, ${JSON.stringify(lap.not_pages)}`);
	expect(`${how}: nobody who sent is turned away`, Object.keys(lap.refused).length === 0, JSON.stringify(lap.refused));
}
await seen.stop();
expect('what was taken is entered', await empty(server) < 20000);
const is = compare(seen, rowsOf('away'));
expect('every acknowledged question is there', is.lost.length === 0,
	`${seen.acknowledged.length} acknowledged, ${seen.taken_n} of them by the spool`);
expect('and none twice', is.doubled.length === 0);
const taken = seen.acknowledged.filter(x => x.status === 202);
let led = 0;
for (const x of taken.slice(-20)) {
	const link = await ask(server, 'GET', `/machi/taken/${x.once}`);
	const page = link.status === 303 ? await ask(server, 'GET', link.headers.location) : { text: '' };
	led += page.text.includes(x.words);
}
expect('the link on the page of what was taken leads there', led === Math.min(20, taken.length), `${led}`);

// ---- what is asked for while nobody is there ----
ctl(folder, '-m', 'immediate', 'stop');
const form = await ask(server, 'GET', '/machi/ask');
const cookie = form.headers['set-cookie'].map(x => x.split(';')[0]).find(x => x.startsWith('visitor='));
const csrf = field(form.text, 'csrf');
const post = (path, fields) => ask(server, 'POST', path, { cookie, body: new URLSearchParams({ csrf, ...fields }).toString() });
const one = await post('/machi/ask', { words: 'away: hitotsu', once: field(form.text, 'once') });
expect('a page says that it was taken', one.status === 202 && one.text.includes('お預かりしました') && one.text.includes('away: hitotsu'), `${one.status}`);
const empty_form = await post('/machi/ask', { words: '' });
expect('what could not be entered is not taken', empty_form.status === 503 && empty_form.headers['retry-after'] > 0, `${empty_form.status}`);
const enter = await post('/machi/sign-in', { login: 'x', password: 'y' });
expect('nor is signing in', enter.status === 503, `${enter.status}`);
const lost = await post(`/machi/t/${'0'.repeat(26)}`, { words: 'away: nowhere' });
expect('a message is taken', lost.status === 202);
const told = JSON.stringify({ destination: 'U1', events: [{ type: 'message', mode: 'active', timestamp: Date.now(), replyToken: 'r',
	source: { type: 'user', userId: 'Ua' }, webhookEventId: '01AWAY', deliveryContext: { isRedelivery: false },
	message: { type: 'text', id: '1', quoteToken: 'q', text: 'away: line' } }] });
const hook = by => ask(server, 'POST', '/machi/line/webhook', { body: told, headers: { 'Content-Type': 'application/json',
	'X-Line-Signature': createHmac('sha256', by).update(told).digest('base64') } });
const [signed, redelivered, forged] = [await hook(secret), await hook(secret), await hook('b'.repeat(32))];
expect('what LINE tells is taken, with its signature only', signed.status === 200 && redelivered.status === 200 && forged.status === 503,
	`${signed.status} ${redelivered.status} ${forged.status}`);
const staff = await ask(server, 'GET', '/machi/desk');
expect('the desk answers by the replica or says so', staff.status === 303 || staff.status === 503, `${staff.status}`);
ctl(second, '-m', 'immediate', 'stop');
const nobody = await ask(server, 'GET', '/machi/');
expect('without a replica a page says when to come back', nobody.status === 503 && nobody.headers['retry-after'] > 0, `${nobody.status}`);
ctl(second, '-w', ...options(second), 'start');

// ---- our own process is killed ----
const again = storm([server], 'machi', { mark: 'kill', readers: 0, pause_ms: 5 });
while (again.taken_n < 300) await sleep(20);
again.over = again.is_given_up = true;
server.child.kill('SIGKILL');
await again.stop();
const spooled = readdirSync(`${data}/spool/machi`).length;
expect('what was taken lies on the disk', spooled >= 300, `${spooled}`);
expect('and nobody can read it there', !execFileSync('sh', ['-c', `grep -rla kill- ${data}/spool || true`], { encoding: 'utf8' }));
ctl(folder, '-w', ...options(folder), 'start');
let kills = 0;
for (; kills < 4; kills++) {
	server = await start();
	const left = await waiting(server);
	for (let i = 0; i < 200 && await waiting(server) > left - 40; i++) await sleep(2);
	server.child.kill('SIGKILL');
	await sleep(50);
}
server = await start();
expect('it is entered though we are killed while entering', await empty(server) < 20000, `${kills} kills`);
const was = compare(again, rowsOf('kill'));
expect('nothing is lost', was.lost.length === 0, `${again.acknowledged.length} acknowledged`);
expect('nothing is doubled', was.doubled.length === 0, JSON.stringify(was.doubled.slice(0, 3)));
expect('what leads nowhere waits for a person', psql("SELECT count(*) FROM spool_refused WHERE words = 'away: nowhere'") === '1'
	&& psql("SELECT count(*) FROM task WHERE kind = 'spooled' AND settled_at IS NULL") === '1');
expect('what LINE told twice is there once', psql("SELECT count(*) FROM consult_message WHERE words = 'away: line'") === '1');
expect('and only that', psql('SELECT count(*) FROM spool_refused') === '1');
await sleep(1500);
const verified = await run('audit', 'verify', '--tenant', 'machi', '--store', url(folder), '--keys', keys).catch(e => e.message);
expect('the record of who looked holds', /holds/.test(verified), verified.trim().split('\n').at(-1));

// ---- several in the address: the second takes over, nobody tells us ----
await server.stop();
const both = `postgresql://yorisoi_app@/yorisoi?host=${folder},${second}&target_session_attrs=`;
server = await serve(`${folder}/away.log`, '--store', `${both}read-write`, '--replica', `${both}any`, '--keys', keys, '--data', data);
psql("ALTER SYSTEM SET synchronous_standby_names = '*'");
psql('SELECT pg_reload_conf()');
const over = storm([server], 'machi', { mark: 'over', pause_ms: 20 });
await sleep(1000);
ctl(second, '-m', 'immediate', 'stop');
const stuck = over.taken_n;
await sleep(4500);
expect('a commit that no second server confirms is not acknowledged, but taken', over.taken_n > stuck + 50 && !over.refused[500],
	`${over.taken_n - stuck} taken, ${JSON.stringify(over.refused)}`);
ctl(second, '-w', ...options(second), 'start');
const followed = over.acknowledged.length;
for (let i = 0; i < 500 && !over.acknowledged.slice(followed).some(x => x.status === 303); i++) await sleep(20);
ctl(folder, '-m', 'immediate', 'stop');
await sleep(500);
ctl(second, '-w', 'promote');
const moved = over.acknowledged.length;
for (let i = 0; i < 500 && !over.acknowledged.slice(moved).some(x => x.status === 303); i++) await sleep(20);
await over.stop();
expect('the one that took over is found', over.acknowledged.slice(moved).some(x => x.status === 303) && await empty(server) < 20000);
const there = compare(over, psql("SELECT words FROM consult_message WHERE words LIKE 'over-%'", second).split('\n'));
expect('nothing is lost on the way', there.lost.length === 0, `${over.acknowledged.length} acknowledged, ${over.taken_n} by the spool`);
expect('nor doubled', there.doubled.length === 0);
expect('no post is left', !existsSync(`${data}/spool/machi`) || readdirSync(`${data}/spool/machi`).length === 0);
await server.stop();
end();
