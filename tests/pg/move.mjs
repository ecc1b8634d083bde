// move.mjs FOLDER: a town moves from its file into the database live of FOLDER (tests/pg_server.sh), back and there again, while families write to
// the server that serves it. What was acknowledged must be there, once, wherever it then is. FILL=N puts N old messages in first.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { ask, end, expect, families, psql, run, serve, sleep } from './lib.mjs';

const folder = process.argv[2], data = `${folder}/live`, keys = `${data}.keys`;
const file = `sqlite:${data}`, database = `postgresql://yorisoi_app@/live?host=${folder}`;
const writers = Number(process.env.WRITERS ?? 8);

// Of this minute, since what is old is forgotten by the hour.
function fill(n) {
	const now = Date.now();
	execFileSync('sqlite3', [`${data}/tenants/machi.db`, `INSERT INTO consult_thread
		(tenant_id, thread_id, token_hash, lang, state, opened_at, last_at, version_n)
		SELECT t.tenant_id, 1, '${'0'.repeat(64)}', 'ja', 'closed', ${now}, ${now}, 1 FROM tenant t;
		WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < ${n})
		INSERT INTO consult_message (tenant_id, message_id, thread_id, is_from_staff, words, written_at)
		SELECT t.tenant_id, c.x, 1, 0, 'よなかに なんども おきます。' || c.x, ${now} FROM c, tenant t;`]);
}

const mover = (from, to) => run('move', '--tenant', 'machi', '--from', from, '--to', to, '--keys', keys);
const frozen = said => Number(/waited for (\d+) ms/.exec(said)?.[1] ?? Infinity);

await run('migrate', '--store', `postgresql://yorisoi_owner@/live?host=${folder}`);
await run('tenant', 'create', 'machi', '--name', 'まち', '--data', data, '--keys', keys);
await run('tenant', 'set', 'machi', 'rooms=consult,directory', '--data', data, '--keys', keys);
writeFileSync(`${folder}/places.csv`, 'ID,名称,住所\n' + Array.from({ length: 60 }, (_, i) => `P${i},ひろば${i}号,架空市${i}番地\n`).join(''));
await run('import', `${folder}/places.csv`, '--tenant', 'machi', '--data', data, '--keys', keys);
if (process.env.FILL) fill(Number(process.env.FILL));
const server = await serve(`${folder}/live.log`, '--data', data, '--keys', keys);
const found = async () => JSON.parse((await ask(server, 'GET', `/machi/api/search?q=${encodeURIComponent('架空市')}`)).text).total_n;
expect('places of the town are found', await found() === 60);
const seen = families([server], 'machi', writers, 'move');
for (const [from, to] of [[file, database], [database, file], [file, database]]) {
	await sleep(1000);
	const before = seen.acknowledged.length, begun = Date.now();
	const said = await mover(from, to);
	const during = seen.acknowledged.length - before;
	await sleep(1000);
	expect(`moved to ${to.split(':')[0]} while families wrote`, during > 0, `${said.trim()} ${during} questions in ${Date.now() - begun - 1000} ms`);
	expect('and are found where they are now', await found() === 60);
	expect('writing waited for five seconds at most', frozen(said) <= 5000);
}
await seen.stop();
expect('nobody was turned away', Object.keys(seen.other).length === 0, JSON.stringify(seen.other));
expect('it is served from the database', !existsSync(`${data}/tenants/machi.db`) && existsSync(`${data}/tenants/machi.at`));
const there = psql(folder, "SELECT words FROM consult_message WHERE words LIKE 'move-%'", 'live').split('\n');
const once = new Set(there);
expect('every acknowledged question is there', seen.acknowledged.every(x => once.has(x.words)), `${seen.acknowledged.length} of them`);
expect('and none twice', once.size === there.length, `${there.length} rows`);
let opened = 0;
for (const x of seen.acknowledged.slice(-50)) {
	const page = await ask(server, 'GET', `/machi/t/${x.token}`);
	opened += page.status === 200 && page.text.split(x.words).length === 2;
}
expect('their links open', opened === Math.min(50, seen.acknowledged.length), `${opened}`);
await server.stop();
const again = await serve(`${folder}/live.log`, '--data', data, '--keys', keys);
const page = await ask(again, 'GET', `/machi/t/${seen.acknowledged.at(-1).token}`);
expect('a server that starts later finds it by the note', page.status === 200, `${page.status}`);
const verified = await run('audit', 'verify', '--tenant', 'machi', '--data', data, '--keys', keys).catch(e => e.message);
expect('the record of who looked holds', !/exit/.test(verified), verified.trim().split('\n').at(-1));
await again.stop();
end();
