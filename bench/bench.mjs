/* The bench: every speed target in one run, ratios against peers on the same machine. One line each:
 *   bench: NAME VALUE UNIT target OP BOUND ok|short
 * usage: node bench/bench.mjs BUILD_FOLDER [NAME,NAME...] */
import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Load, free_port, knock, machine_words, median, pss_kib, sleep, start, stop } from './machine.mjs';
import { missing, start_fossil, start_nginx, start_php, write_php_page } from './peers.mjs';
import { Visitor, make_data, serve } from './visit.mjs';

const [build = 'build', only = ''] = process.argv.slice(2);
const program = join(build, 'yorisoi'), folder = join(build, 'bench'), data = join(folder, 'data'), town = '/akune';
const load = new Load(join(build, 'bench', 'load'));
const wanted = only.split(',').filter(Boolean);
let short_n = 0, fresh = false;

function fresh_data() {
	if (!fresh)
		make_data(program, data);
	fresh = true;
}

/* One server for each target: none inherits the other's warm caches or full tables. */
async function with_server(work) {
	fresh_data();
	const server = await serve(program, data, ['--address-limit', '1000000']);
	try {
		return await work(server);
	} finally {
		await stop(server.child);
	}
}

async function signed_in(server, login = 'morino') {
	const person = new Visitor(server.port);
	await person.send(`${town}/ask`, `${town}/demo/enter`, { login });
	return person;
}

/* Questions until 今日 shows at least `n`. */
async function questions(server, n) {
	for (let i = 0; i < n; i++)
		await new Visitor(server.port).send(`${town}/ask`, `${town}/ask`, { words: `夜泣きが続いています。その${i}`, nickname: `みかん${i}` });
}

/* ---- the targets ---- */
async function start_ms() {
	fresh_data();
	const took = [];
	for (let i = 0; i < 7; i++) {
		const port = await free_port(), begin = performance.now();
		const child = start(program, ['serve', '--data', data, '--listen', `127.0.0.1:${port}`]);
		while (!(await knock(port, '/healthz')).includes(' 200') && performance.now() - begin < 5000)
			await sleep(1);
		took.push(performance.now() - begin);
		await stop(child);
	}
	return median(took);
}

async function static_against_nginx() {
	return with_server(async (server) => {
		const home = (await new Visitor(server.port).ask('GET', `${town}/`)).text;
		const path = /href="(\/static\/[^"]+\.css)"/.exec(home)[1];
		const nginx = await start_nginx(join(folder, 'peers'), { 'app.css': load.show(server.port, path) });
		const ratios = [];
		for (let i = 0; i < 3; i++) {
			const ours = await load.get(server.port, path, { connections: 32, seconds: 2 });
			const theirs = await load.get(nginx.port, '/app.css', { connections: 32, seconds: 2 });
			console.log(`  static: ours ${ours.per_second} a second, nginx ${theirs.per_second}`);
			ratios.push(ours.per_second / theirs.per_second);
		}
		const cpu = [await load.cpu_per_request(server.pid, server.port, path), await load.cpu_per_request(nginx.child.pid, nginx.port, '/app.css')];
		console.log(`  static, ms of CPU: ours ${cpu[0].toFixed(4)}, nginx ${cpu[1].toFixed(4)}`);
		await stop(nginx.child);
		return median(ratios);
	});
}

const home_cpu = () => with_server((server) => load.cpu_per_request(server.pid, server.port, `${town}/`));

/* The page of one place with everything that usual ones say, written through the desk's own form. */
async function detail_cpu() {
	return with_server(async (server) => {
		const person = await signed_in(server, 'minato'), form = `${town}/desk/directory/new`;
		const place = await person.send(form, form, { kind: 'facility', type: 'hiroba', name: 'こもれびひろば', kana: 'コモレビヒロバ', phone: '0996-73-1228',
			address: '阿久根市鶴見町200', days: '月火水木金', opens: '9:00', closes: '16:00', fee: '無料', ages: '0歳～就学前', summary: 'あそんで、話せるところ。',
			how_to_apply: '予約はいりません', nursing_room: '有', diaper: '有', url: 'https://example.jp/', description: '木のおもちゃと絵本があります。' });
		return load.cpu_per_request(server.pid, server.port, `${town}/d/${/directory\/([0-9a-z]{13})/.exec(place)[1]}`);
	});
}

async function today_cpu() {
	return with_server(async (server) => {
		await questions(server, 20);
		const person = await signed_in(server), { cookie } = person;
		const shown = (await person.ask('GET', `${town}/desk`)).text.match(/みかん/g)?.length ?? 0;
		if (shown < 20)
			throw new Error(`今日 shows ${shown} of 20 questions`);
		return load.cpu_per_request(server.pid, server.port, `${town}/desk`, { headers: [`Cookie: ${cookie}`] });
	});
}

/* The desk's inbox of a town with 1,000,000 messages in 200,000 talks, of which 500 wait; and the same page before they came. */
async function inbox() {
	const of = join(build, 'bench', 'inbox'), ms = [];
	rmSync(of, { recursive: true, force: true });
	make_data(program, of);
	for (const is_full of [false, true]) {
		if (is_full)
			execFileSync('sqlite3', [join(of, 'tenants', 'akune.db')], { input: `
				WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 200000)
				INSERT INTO consult_thread (tenant_id, thread_id, token_hash, operator_id, area_id, nickname, lang, state, opened_at, last_at, promise_at,
					version_n, order_n, channel)
				SELECT t.tenant_id, c.x, printf('%064d', c.x), (SELECT operator_id FROM tenant_operator LIMIT 1),
					(SELECT CASE c.x % 2 WHEN 0 THEN min(area_id) ELSE max(area_id) END FROM tenant_area), 'みかん' || c.x, 'ja',
					CASE WHEN c.x % 400 = 0 THEN 'waiting' WHEN c.x % 3 THEN 'answered' ELSE 'closed' END, 1790000000000 + c.x, 1790000000000 + c.x,
					CASE WHEN c.x % 400 = 0 THEN 1790000000000 + c.x END, 1,
					CASE WHEN c.x % 400 = 0 THEN 1790000000000 + c.x ELSE -1790000000000 - c.x END, 'web' FROM c, tenant t;
				WITH RECURSIVE c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c WHERE x < 999999)
				INSERT INTO consult_message (tenant_id, message_id, thread_id, is_from_staff, words, written_at)
				SELECT t.tenant_id, c.x + 1, c.x / 5 + 1, c.x % 5 = 1, 'よなかに なんども おきます。そのたびに だきあげて、あさまで ねむれません。', 1790000000000 + c.x
				FROM c, tenant t;` });
		const server = await serve(program, of, ['--address-limit', '1000000']);
		try {
			const { cookie } = await signed_in(server), headers = { headers: [`Cookie: ${cookie}`] };
			for (const path of ['', '?filter=late', '?filter=mine', '?state=answered'])
				ms.push(await load.cpu_per_request(server.pid, server.port, `${town}/desk/talk${path}`, headers));
		} finally {
			await stop(server.child);
		}
	}
	const said = ms.map((x) => x.toFixed(3));
	console.log(`  inbox, ms of CPU for waiting, late, mine, answered: empty ${said.slice(0, 4)}, full ${said.slice(4)}`);
	return Math.max(...ms.slice(4));
}

/* A family's talk of twenty messages behind its secret link: the page that a program in PHP prints with the same bytes. */
async function long_talk(server) {
	const family = new Visitor(server.port);
	const place = await family.send(`${town}/ask`, `${town}/ask`, { words: 'ひとつめの言葉です。', nickname: 'みかん' });
	const path = place.split('?')[0];
	for (let i = 2; i <= 20; i++)
		await family.send(path, path, { words: `${i}回めに書きます。夜はまだ眠れません & <つらい>` });
	return { path, cookie: family.cookie };
}

let page_figures = null;
async function same_page() {
	if (page_figures)
		return page_figures;
	page_figures = await with_server(async (server) => {
		const { path, cookie } = await long_talk(server), peers = join(folder, 'peers');
		const html = load.show(server.port, path, [`Cookie: ${cookie}`]).toString();
		const ours = await load.cpu_per_request(server.pid, server.port, path, { headers: [`Cookie: ${cookie}`] });
		write_php_page(peers, html, /<li class="y-me">[^]*?<\/li>/g);
		const nginx = await start_nginx(peers, {}), php = await start_php(peers), fossil = await start_fossil(peers);
		if (load.show(nginx.port, '/page.php').toString() !== html)
			throw new Error('the page by PHP has other bytes than ours');
		const by_php = await load.cpu_per_request(php.child.pid, nginx.port, '/page.php', { connections: 8 });
		const by_fossil = await load.cpu_per_request(fossil.child.pid, fossil.port, fossil.path, { connections: 2 });
		await Promise.all([nginx, php, fossil].map((peer) => stop(peer.child)));
		console.log(`  page of ${html.length} letters, ms of CPU: ours ${ours.toFixed(4)}, PHP-FPM ${by_php.toFixed(4)}, Fossil ${by_fossil.toFixed(4)}`);
		return { php: by_php / ours, fossil: by_fossil / ours };
	});
	return page_figures;
}

async function questions_a_second() {
	return with_server(async (server) => {
		const family = await signed_in(server, 'nagisa');
		const got = await load.run('post', '-c', 64, '-n', 12800, '-x', '-k', `yorisoi=${family.cookies.get('yorisoi')}`, `127.0.0.1:${server.port}`,
			`${town}/ask`, `${town}/ask`, 'words=%E5%A4%9C%E6%B3%A3%E3%81%8D{n}&nickname=%E3%81%BF%E3%81%8B%E3%82%93&csrf={csrf}&once={once}');
		if (got.s3 !== got.requests)
			throw new Error(`of ${got.requests} questions only ${got.s3} were taken: ${JSON.stringify(got)}`);
		console.log(`  question: p50 ${got.p50_us} us, p99 ${got.p99_us} us`);
		return got.per_second;
	});
}

async function idle_mb() {
	return with_server(async (server) => {
		const visitor = new Visitor(server.port), door = (await visitor.ask('GET', '/')).text;
		const towns = [...new Set([...door.matchAll(/href="(\/[a-z]+\/)"/g)].map((m) => m[1]))];
		for (const path of towns)
			await visitor.ask('GET', path);
		console.log(`  idle: ${towns.length} towns looked at`);
		await sleep(2000);
		return pss_kib(server.pid) / 1024;
	});
}

let stream_figures = null;
async function streams() {
	stream_figures ??= await with_server(async (server) => {
		const { cookie } = await signed_in(server), n = 10000;
		await load.get(server.port, `${town}/`, { seconds: 1 });
		const before = pss_kib(server.pid);
		const held = await load.hold(server.port, `${town}/desk/live`, n, [`Cookie: ${cookie}`]);
		if (held.open !== n)
			throw new Error(`only ${held.open} of ${n} streams opened, ${held.lost} lost: ${server.child.said}`);
		await sleep(1000);
		console.log(`  streams: the server holds ${readdirSync(`/proc/${server.pid}/fd`).length} descriptors`);
		const kib = (pss_kib(server.pid) - before) / n;
		const p99 = [];
		for (let i = 0; i < 3; i++)
			p99.push((await load.get(server.port, `${town}/`, { connections: 8, rate: 400, seconds: 4 })).p99_us);
		await stop(held.child);
		return { kib, p99_ms: median(p99) / 1000 };
	});
	return stream_figures;
}

/* Five pairs in turn: pages alone, pages beside forty people whose passwords are being hashed without pause. The middle one of each counts. */
async function slow_jobs() {
	return with_server(async (server) => {
		const calm = [], busy = [], hashed = [];
		const probe = () => load.get(server.port, `${town}/`, { connections: 4, rate: 400, seconds: 2 });
		for (let i = 0; i < 5; i++) {
			calm.push((await probe()).p99_us);
			const slow = load.run('post', '-c', 40, '-n', 480, '-x', `127.0.0.1:${server.port}`, `${town}/sign-in`, `${town}/sign-in`,
				`login=nobody${i}x{n}&password=not-the-password&code=000000&csrf={csrf}&once={once}`);
			await sleep(300);
			busy.push((await probe()).p99_us);
			hashed.push((await slow).per_second);
		}
		const middle = { calm: median(calm), busy: median(busy) };
		console.log(`  slow jobs: pages' p99 ${middle.calm} us alone, ${middle.busy} us beside ${median(hashed)} passwords a second`);
		return middle.busy / middle.calm;
	});
}

const targets = [
	['start', start_ms, 'ms', '<=', 150],
	['static_vs_nginx', static_against_nginx, 'x', '>=', 0.5],
	['home_cpu', home_cpu, 'ms', '<=', 0.10],
	['detail_cpu', detail_cpu, 'ms', '<=', 0.10],
	['today_cpu', today_cpu, 'ms', '<=', 0.25],
	['inbox_cpu', inbox, 'ms', '<=', 0.5],
	['page_vs_php', async () => (await same_page()).php, 'x', '>=', 3],
	['page_vs_fossil', async () => (await same_page()).fossil, 'x', '>=', 20],
	['question_posted', questions_a_second, '/s', '>=', 2500],
	['idle_pss', idle_mb, 'MB', '<=', 40],
	['stream_memory', async () => (await streams()).kib, 'KiB', '<=', 16],
	['stream_others_p99', async () => (await streams()).p99_ms, 'ms', '<=', 50],
	['slow_jobs_pages_p99', slow_jobs, 'x', '<=', 2],
];
const with_peers = ['static_vs_nginx', 'page_vs_php', 'page_vs_fossil'];

async function measure([name, work, unit, op, bound]) {
	if (with_peers.includes(name) && missing().length)
		return false;
	try {
		const value = await work(), ok = op === '<=' ? value <= bound : value >= bound;
		const shown = value >= 100 ? value.toFixed(0) : value.toFixed(3);
		console.log(`bench: ${name} ${shown} ${unit} target ${op} ${bound} ${ok ? 'ok' : 'short'}`);
		return ok;
	} catch (error) {
		console.log(`  ${name}: ${error.message}`);
		console.log(`bench: ${name} 0 ${unit} target ${op} ${bound} short`);
		return false;
	}
}

console.log(`  ${machine_words()}, ${execFileSync(program, ['--version']).toString().trim()}`);
if (missing().length)
	console.log(`bench: needs ${missing().join(' ')}: apt-get install --no-install-recommends ${missing().join(' ')}`);
rmSync(join(folder, 'peers'), { recursive: true, force: true });
for (const target of targets)
	if (!wanted.length || wanted.includes(target[0]))
		short_n += !(await measure(target));
process.exit(short_n ? 1 : 0);
