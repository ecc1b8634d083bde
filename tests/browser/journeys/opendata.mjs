// Open data in and out: lists of real cities come in, come in again without a change, and go out in every layout; HSDS holds to its published schemas
// in their strict form, and our own API to its description, with Prism between it and its reader. Needs ../shared for the cities and the schemas.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Server, folder, freePort, must, person, run, sleep, suite, test } from '../lib.mjs';

const shared = '../shared', town = 'hioki', cities = ['sapporo', 'izumo', 'koganei', 'nagareyama'];
const file = city => `${shared}/data/open-data/${city}/nurseryFacilities.geojson`;
const get = (base, path) => fetch(`${base}${path}`, { headers: { accept: 'application/json' } });

function take(server, path, ...more) {
	return JSON.parse(server.must('import', path, '--tenant', town, '--json', ...more));
}

function comesIn(server, before) {
	for (const city of cities) {
		const first = take(server, file(city)), again = take(server, file(city));
		assert.equal(first.added_n, first.read_n, `${city}: ${JSON.stringify(first)}`);
		assert.deepEqual(again, { read_n: first.read_n, added_n: 0, changed_n: 0, unchanged_n: first.read_n, rejected_n: 0, rejected: [] });
		before.n += first.added_n;
	}
}

function leavesAlone(server) {
	const trial = take(server, file('hamamatsu'), '--dry-run'), real = take(server, file('hamamatsu'));
	assert.deepEqual(trial, real);
	assert.equal(real.rejected_n, 1);
	assert.ok(real.rejected[0].line_n > 0 && real.rejected[0].reason);
	assert.equal(real.added_n + real.rejected_n, real.read_n);
}

// What went out as the layout of municipalities is the same list when another town takes it in.
function goesRound(server, dir) {
	const out = join(dir, 'out.csv');
	writeFileSync(out, server.must('export', '--tenant', town, '--format', 'ods'));
	const rows = JSON.parse(server.must('export', '--tenant', town, '--format', 'json'));
	const there = JSON.parse(server.must('import', out, '--tenant', 'obanazawa', '--json'));
	assert.equal(there.read_n, rows.length);
	assert.equal(there.rejected_n, 0);
	const names = new Set(JSON.parse(server.must('export', '--tenant', 'obanazawa', '--format', 'json')).map(x => x.name));
	assert.deepEqual(rows.filter(x => !names.has(x.name)).map(x => x.name), []);
}

function formats(server) {
	const csv = server.must('export', '--tenant', town, '--format', 'ods-v1');
	assert.equal(csv.split('\r\n')[0].split(',').length, 28);
	assert.equal(server.must('export', '--tenant', town, '--format', 'ods').split('\r\n')[0].split(',').length, 53);
	const n = JSON.parse(server.must('export', '--tenant', town, '--format', 'json')).length;
	const geo = JSON.parse(server.must('export', '--tenant', town, '--format', 'geojson'));
	assert.equal(geo.features.length, n);
	const inJapan = ([lon, lat]) => lon > 122 && lon < 154 && lat > 20 && lat < 46;
	for (const { geometry } of geo.features) assert.ok(!geometry || inJapan(geometry.coordinates));
	assert.equal(JSON.parse(server.must('export', '--tenant', town, '--format', 'hsds')).length, n);
	assert.notEqual(server.run('export', '--tenant', town, '--format', 'xml').code, 0);
}

function hsds(server, dir) {
	const checker = join(dir, 'hsds');
	cpSync(`${shared}/contracts/hsds`, checker, { recursive: true });
	symlinkSync(resolve('tests/browser/node_modules'), join(dir, 'node_modules'));
	const r = spawnSync('node', [join(checker, 'validate.mjs'), '3.1', `${server.base}/${town}/hsds`, '--strict'], { encoding: 'utf8' });
	assert.equal(r.status, 0, r.stdout.split('\n').filter(x => /FAIL/.test(x)).join('\n') + r.stderr);
	assert.match(r.stdout, /ALL OK/);
}

// Filters take away, pages follow one another, and what is gone is gone.
async function filters(server) {
	const base = `${server.base}/${town}/hsds`, all = await (await get(base, '/services?per_page=500')).json();
	const terms = await (await get(base, '/taxonomy_terms?per_page=500')).json(), nursery = terms.contents.find(x => x.code === 'nursery');
	const some = await (await get(base, `/services?per_page=1&taxonomy_term_id=${nursery.id}`)).json();
	assert.ok(some.total_items > 0 && some.total_items < all.total_items);
	const first = await (await get(base, '/services?per_page=2&page=1')).json(), second = await (await get(base, '/services?per_page=2&page=2')).json();
	assert.deepEqual(all.contents.slice(0, 4).map(x => x.id), [...first.contents, ...second.contents].map(x => x.id));
	assert.equal((await (await get(base, '/services?search=%E3%81%AA%E3%81%84%E5%90%8D%E5%89%8D')).json()).empty, true);
	assert.equal((await get(base, '/services?per_page=0')).status, 400);
	const lines = (await (await get(base, '/services?format=ndjson&per_page=3')).text()).trim().split('\n');
	assert.equal(lines.map(x => JSON.parse(x).id).length, 3);
}

async function prism(server) {
	const port = await freePort();
	const words = ['proxy', `${server.base}/${town}/api/openapi.json`, `${server.base}/${town}`, '--errors', '-p', port, '-h', '127.0.0.1'];
	const child = spawn('node', ['tests/browser/node_modules/@stoplight/prism-cli/dist/index.js', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
	let said = '';
	child.stdout.on('data', b => { said += b; });
	child.stderr.on('data', b => { said += b; });
	for (let i = 0; i < 300 && !/listening/.test(said); i++) await sleep(50);
	return { base: `http://127.0.0.1:${port}`, said: () => said, end: () => child.kill() };
}

async function described(through) {
	const ok = async path => {
		const r = await get(through.base, path), body = await r.text();
		assert.equal(r.status, 200, `${path}: ${body.slice(0, 400)}`);
		return JSON.parse(body);
	};
	const page = await ok('/api/entries?per_page=200');
	assert.ok(page.total_n > 600 && page.items.length === 200);
	await ok(`/api/entries/${page.items[0].id}`);
	assert.ok((await ok(`/api/search?q=${encodeURIComponent('ほいく')}`)).items.length > 0);
	assert.ok((await ok(`/api/search?q=${encodeURIComponent('ことばのないことば')}`)).total_n === 0);
	await ok(`/api/suggest?q=${encodeURIComponent('保')}`);
	await ok('/hsds/services?per_page=2');
	await ok('/hsds');
	assert.equal((await get(through.base, '/api/entries/0000000000000')).status, 404);
}

// The peer must be able to say no: a page that is not what the description says.
async function doubts(through) {
	const r = await get(through.base, '/api/entries?per_page=many');
	assert.ok(r.status >= 400);
	assert.match(await r.text(), /per_page|integer|violat|UNPROCESSABLE/i);
}

// A list of so many invented places, as a file.
function places(dir, n) {
	const path = join(dir, 'places.csv'), two = i => String(i).padStart(2, '0');
	const rows = Array.from({ length: n }, (_, i) => `P${i},ひろば${i}号,架空市${i}番地,000-${two(i % 100)}-${1000 + i % 9000},子育てひろば`);
	writeFileSync(path, ['ID,名称,所在地_連結表記,電話番号,種別', ...rows].join('\r\n'));
	return path;
}

const held = (server, name) => JSON.parse(server.must('export', '--tenant', name, '--format', 'json')).filter(x => x.name.startsWith('ひろば')).length;

// Killed at any moment: what was taken is kept or dropped whole by the next import, which ends with every row once.
async function killed(server, path, n) {
	const names = ['akune', 'kawasaki', 'matsudo', 'matsuyama', 'nishinomiya', 'setagaya'];
	const ends = [];
	for (const [i, name] of names.entries()) {
		const child = server.begin('import', path, '--tenant', name, '--json');
		await sleep(60 * (i + 1) * (i + 1));
		child.kill('SIGKILL');
		await new Promise(done => (child.exitCode !== null || child.signalCode ? done() : child.on('exit', done)));
		ends.push(child.signalCode ?? child.exitCode);
		const r = JSON.parse(server.must('import', path, '--tenant', name, '--json'));
		assert.equal(r.read_n, n);
		assert.equal(r.rejected_n, 0);
		assert.equal(held(server, name), n, `${name}, killed after ${60 * (i + 1) * (i + 1)} ms`);
		assert.equal(JSON.parse(server.must('import', path, '--tenant', name, '--json')).unchanged_n, n);
	}
	assert.ok(ends.includes('SIGKILL'), 'none was killed in time');
}

// A list of six hundred: the list stops at a hundred, the map does not. Pictures come from one origin, which the policy names, and from nowhere else.
async function wholeMap(server) {
	const all = await (await get(`${server.base}/${town}`, '/map/places')).json(), page = await person({ javaScriptEnabled: true });
	const asked = [], pixel = Buffer.from(
		'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
	assert.ok(all.length > 500, `${all.length} places`);
	await page.route('https://tiles.example.jp/**', r => {
		asked.push(r.request().url());
		return r.fulfill({ contentType: 'image/png', body: pixel });
	});
	await page.goto(`${server.base}/${town}/map`);
	await page.locator('.y-many').first().waitFor();
	const many = async () => (await page.locator('.y-many').allTextContents()).reduce((n, x) => n + Number(x), 0);
	const shown = async () => await many() + await page.locator('path.y-dot').count();
	assert.equal(await shown(), all.length);
	assert.equal(await page.locator('a[title="地図を大きくする"]').count(), 1);
	assert.equal(asked.length, 0);
	server.must('tenant', 'set', town, 'map.tiles=https://tiles.example.jp/{z}/{x}/{y}.png', 'map.credit=地図 <試験>');
	for (const bad of ['http://tiles.example.jp/{z}/{x}/{y}.png', 'https://tiles.example.jp/a.png', 'https://a;b/{z}/{x}/{y}'])
		assert.notEqual(server.run('tenant', 'set', town, `map.tiles=${bad}`).code, 0, bad);
	const r = await page.goto(`${server.base}/${town}/map`);
	assert.match(r.headers()['content-security-policy'], /img-src 'self' data: https:\/\/tiles\.example\.jp;/);
	await page.locator('img.leaflet-tile-loaded').first().waitFor();
	assert.ok(asked.length > 0 && asked.every(x => /^https:\/\/tiles\.example\.jp\/\d+\/\d+\/\d+\.png$/.test(x)));
	assert.equal(await page.locator('.leaflet-control-attribution').textContent(), '地図 <試験>');
	await page.locator('.y-many').first().click();
	await page.screenshot({ path: 'build/shots/map-many.png' });
	assert.doesNotMatch((await page.goto(`${server.base}/${town}/`)).headers()['content-security-policy'], /tiles/);
	await page.context().close();
}

// What a town's search answers to a few questions, as names in order.
async function answers(server) {
	const said = [];
	for (const q of ['ほいく', '一時保育', '札幌 保育園', 'こども', 'てんとう虫', '小金井']) {
		const { total_n, items } = await (await get(`${server.base}/${town}`, `/api/search?q=${encodeURIComponent(q)}`)).json();
		said.push(`${q}: ${total_n} ${items.slice(0, 8).map(x => x.name)}`);
	}
	assert.match(said[0], /^ほいく: \d{3,} /);
	assert.match(said.at(-1), /: \d{2} /);
	return said.join('\n');
}

const spoil = (server, words) => execFileSync('sqlite3', [join(server.data, 'tenants', `${town}.db`), words]);

// The index is part of the town: packed together, put back elsewhere, torn and made anew, it answers as before.
async function foundAgain(server) {
	const before = await answers(server);
	assert.match(server.must('search', 'rebuild', '--tenant', town), /^\d{3,} entries/);
	assert.equal(await answers(server), before, 'made anew while it is served');
	if (process.env.YORISOI_PG) return;
	await server.stop();
	spoil(server, 'VACUUM');
	await server.start();
	assert.equal(await answers(server), before, 'packed together (VACUUM)');
	await server.stop();
	spoil(server, 'DELETE FROM directory_match_data WHERE id > 10');
	assert.match(server.must('search', 'rebuild', '--tenant', town), /entries/);
	await server.start();
	assert.equal(await answers(server), before, 'torn, and made anew');
	const copies = join(folder('copies'), 'today'), elsewhere = join(folder('restored'), 'data'), keys = `${server.data}.keys`;
	server.must('backup', copies);
	must('restore', copies, '--data', elsewhere, '--keys', keys);
	const other = await new Server(elsewhere, '--keys', keys).start();
	assert.equal(await answers(other), before, 'put back elsewhere');
	await other.stop();
}

await suite(async () => {
	const server = await Server.demo('opendata'), dir = folder('opendata-files'), before = { n: 0 };
	await test('lists of four cities come in whole, and again without a change', () => comesIn(server, before));
	await test('what cannot come in is named with its line, as a trial said before', () => leavesAlone(server));
	await test('every layout goes out, with as many columns as it has', () => formats(server));
	await test('what goes out comes in elsewhere', () => goesRound(server, dir));
	await test('HSDS 3.1 holds in its strict form', () => hsds(server, dir));
	await test('HSDS is filtered and paged', () => filters(server));
	const through = await prism(server);
	await test('our API is what its description says', () => described(through));
	await test('and who reads it through the description is told when it is not', () => doubts(through));
	through.end();
	await test('outlines of areas lie on the map below the places', async () => {
		const r = JSON.parse(server.must('import', `${shared}/data/reference/boundaries/46206.json`, '--tenant', 'akune', '--kind', 'outline', '--json'));
		assert.ok(r.added_n > 0 && r.rejected_n === 0, JSON.stringify(r));
		const page = await person({ javaScriptEnabled: true });
		await page.goto(`${server.base}/akune/map`);
		await page.locator('path.y-outline').first().waitFor({ state: 'attached' });
		const many = (await page.locator('.y-many').allInnerTexts()).reduce((sum, n) => sum + Number(n), 0);
		assert.ok(many + await page.locator('path.y-dot').count() > 5);
		const box = await page.locator('path.y-outline').first().evaluate(x => x.getBBox().width);
		assert.ok(box > 20, `the outline is ${box} px wide`);
		mkdirSync('build/shots', { recursive: true });
		await page.screenshot({ path: 'build/shots/map.png' });
	});
	await test('the map shows all places, as numbers where many lie together, and pictures below only from where the town says', () => wholeMap(server));
	await test('a search answers the same packed, torn and made anew, and put back elsewhere', () => foundAgain(server));
	await test('an import that was killed loses and doubles nothing', () => killed(server, places(dir, 4000), 4000));
	await test('a file that is no table is refused in words', () => {
		const r = run('import', 'build/yorisoi', '--tenant', town, '--data', server.data);
		assert.notEqual(r.code, 0);
		assert.ok(r.err.length > 20 && !/\x00/.test(r.err));
	});
	await server.stop();
});
