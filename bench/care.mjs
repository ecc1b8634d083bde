/* `make bench-care [N=10000]`: the desk's list of so many requests, signed in, each page as milliseconds of the server's CPU. BUILD REQUESTS. */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { Load, machine_words, stop } from './machine.mjs';
import { Visitor, make_data, serve } from './visit.mjs';

const [build, count] = process.argv.slice(2), program = join(build, 'yorisoi');
const data = join(process.env.TMPDIR || tmpdir(), `yorisoi-care-${process.pid}`);
process.on('exit', () => { for (const x of [data, `${data}.keys`]) rmSync(x, { recursive: true, force: true }); });

console.log(machine_words());
make_data(program, data);
const file = readdirSync(data, { recursive: true }).map(x => join(data, x)).find(x => /kawasaki[^/]*\.(db|sqlite)$/.test(x));
// The demo's requests again and again, a minute apart, by many families.
const sql = words => execFileSync('sqlite3', ['-cmd', '.timeout 5000', file, words], { encoding: 'utf8' }).trim();
const columns = sql("SELECT group_concat(name, ', ') FROM pragma_table_info('care_request')").split(', ');
const changed = { request_id: '(g.n << 20) + 77', sort_at: 'r.sort_at + g.n * 60000', state: "'asked'", stage_n: '1', is_urgent: '0',
	family_id: 'f.family_id',
	child_ids: "',' || coalesce((SELECT min(c.child_id) || ',' FROM family_child c WHERE c.tenant_id = r.tenant_id AND c.family_id = f.family_id), '')",
	child_n: '1' };
sql(`WITH RECURSIVE g(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM g WHERE n < ${Number(count)})
	INSERT INTO care_request (${columns}) SELECT ${columns.map(x => changed[x] ?? `r.${x}`)} FROM g
	JOIN (SELECT family_id, row_number() OVER (ORDER BY family_id) - 1 AS k FROM family_household) f
		ON f.k = g.n % (SELECT count(*) FROM family_household)
	JOIN (SELECT * FROM care_request WHERE state <> 'draft' ORDER BY request_id LIMIT 1) r`);
console.log(`care: ${sql('SELECT count(*) FROM care_request WHERE stage_n = 1')} requests wait`);

const server = await serve(program, data), worker = new Visitor(server.port), load = new Load(join(build, 'bench/load'));
await worker.send('/kawasaki/ask', '/kawasaki/demo/enter', { login: 'hinata' });
const first = (await worker.ask('GET', '/kawasaki/desk/care')).text, next = /href="[^"]*(\/kawasaki\/desk\/care\?[^"]*after=[^"]*)"/.exec(first);
if (!next)
	throw new Error('there is no second page');
for (const [name, path] of [['care_list', '/kawasaki/desk/care'], ['care_list_next', next[1].replaceAll('&amp;', '&')]]) {
	const each = await load.cpu_per_request(server.pid, server.port, path, { headers: [`Cookie: ${worker.cookie}`] });
	console.log(`bench: ${name} ${each.toFixed(3)} ms target <= 0.5 ${each <= 0.5 ? 'ok' : 'short'}`);
}
await stop(server.child);
