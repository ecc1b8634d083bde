// Nothing that was acknowledged is lost: by a backup taken while people write and put back elsewhere, nor by a stop in the middle of requests.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { Server, folder, main, person, run, runBeside, sleep, suite, test } from '../lib.mjs';
import { Visitor } from '../post.mjs';

const town = 'akune';

// Asks until told to stop; every acknowledged question is { words, place }.
async function asking(server, told, kept) {
	const v = new Visitor(server.base, 4);
	for (let i = 0; !told.stop; i++) {
		const words = `ひかえのあいだの相談 ${i}`;
		const r = await (await v.form(`/${town}/ask`, { words }))();
		assert.equal(r.status, 303);
		kept.push({ words, place: r.place.split('?')[0] });
	}
	v.close();
}

async function backup(server) {
	const to = join(folder('copies'), 'today'), told = {}, kept = [];
	let before = 0;
	await test('a backup is taken while people write', async () => {
		const writing = asking(server, told, kept);
		while (kept.length < 20) await sleep(5);
		before = kept.length;
		const r = await runBeside('backup', to, '--data', server.data);
		told.stop = true;
		await writing;
		assert.equal(r.code, 0, r.out + r.err);
		assert.match(r.out, /Copied and verified 10 tenants/);
		assert.ok(kept.length > before, `writing went on: ${before} before, ${kept.length} after`);
		assert.equal((await runBeside('backup', to, '--data', server.data)).code, 1, 'a backup is not written over another');
	});
	const elsewhere = join(folder('restored'), 'data'), keys = `${server.data}.keys`;
	await test('it is put back into an empty folder, with the keys from their own place', () => {
		assert.ok(existsSync(keys));
		const r = run('restore', to, '--data', elsewhere, '--keys', keys);
		assert.equal(r.code, 0, r.out + r.err);
		assert.equal(run('restore', to, '--data', elsewhere, '--keys', keys).code, 1, 'what is there is not overwritten');
	});
	const other = new Server(elsewhere, '--keys', keys);
	await test('served from there, every question written before the backup answers to its link', async () => {
		await other.start();
		const v = new Visitor(other.base, 4);
		for (const { words, place } of kept.slice(0, before)) {
			const r = await v.send('GET', new URL(place, other.base).pathname);
			assert.equal(r.status, 200, place);
			assert.ok(r.text.includes(words));
		}
		v.close();
		const mother = await person();
		await mother.goto(other.base + new URL(kept[0].place, other.base).pathname);
		assert.ok((await main(mother)).includes(kept[0].words));
		await mother.context().close();
	});
	await test('its record of who looked holds', () => {
		const r = other.run('audit', 'verify');
		assert.equal(r.code, 0, r.out + r.err);
	});
	await test('it goes on from there: a new question is kept', async () => {
		const v = new Visitor(other.base, 1), r = await (await v.form(`/${town}/ask`, { words: 'もどったあとの相談' }))();
		assert.equal(r.status, 303);
		v.close();
		assert.equal(await other.stop(), 0);
	});
	await test('a backup that was damaged is refused in words', async () => {
		const { openSync, writeSync, closeSync, statSync } = await import('node:fs');
		const file = join(to, 'akune.db'), f = openSync(file, 'r+');
		writeSync(f, Buffer.alloc(20000, 7), 0, 20000, Math.floor(statSync(file).size / 2));
		closeSync(f);
		const r = run('restore', to, '--tenant', town, '--data', join(folder('restored'), 'data'), '--keys', keys);
		assert.equal(r.code, 1);
		assert.match(r.err, /not whole/);
	});
}

async function stop(server) {
	const v = new Visitor(server.base, 32), n = 32;
	let answers;
	await test('told to stop in the middle of requests, the server answers every one that it has taken', async () => {
		await v.fields(`/${town}/ask`);         // the visitor's cookie first: forms hang on it
		const forms = await Promise.all(Array.from({ length: n }, (_, i) => v.form(`/${town}/ask`, { words: `おわりぎわの相談 ${i}` })));
		let first;
		const one = new Promise(done => { first = done; });
		const sent = forms.map(form => form().then(r => { first(); return r; }, e => { first(); return { error: String(e) }; }));
		await one;
		const ended = server.stop();
		answers = await Promise.all(sent);
		v.close();
		assert.equal(await ended, 0);
		assert.deepEqual(answers.filter(a => a.status !== 303).map(a => a.error ?? a.status), []);
	});
	await test('and what it answered is there after the next start', async () => {
		await server.start();
		const again = new Visitor(server.base, 4);
		for (const [i, a] of answers.entries()) {
			if (a.status !== 303) continue;
			const r = await again.send('GET', new URL(a.place, server.base).pathname);
			assert.ok(r.text.includes(`おわりぎわの相談 ${i}<`), a.place);
		}
		again.close();
	});
}

await suite(async () => {
	const server = await Server.demo('backup');
	await backup(server);
	await stop(server);
});
