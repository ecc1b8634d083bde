// Open pages for a long time: staff with the desk open and parents with their talk open (bench/soak.c, no browser), and what that leaves
// behind. Short in `make test`; `make soak-pages` makes it 40 staff and 2,000 parents for an hour, on both stores. Every word that was posted
// stands in its talk once and was said once by the stream of the page that lay open; memory and descriptors after the warm-up stay.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Server, folder, must, suite, test } from '../lib.mjs';

const seconds = Number(process.env.SOAK_SECONDS ?? 20), isShort = seconds < 600;
const part = Math.floor(seconds / (isShort ? 4 : seconds < 3600 ? 6 : 12)), warm = isShort || seconds < 3600 ? part : 2 * part;
const people = (process.env.SOAK_PEOPLE ?? (isShort ? '8,120' : '40,2000')).split(',');
// A short look still sees caches fill: so much may come on top of the twentieth part. In a database also connections that were not needed before,
// each with its prepared queries. The hour has no spare.
const spareKib = !isShort ? 0 : process.env.YORISOI_PG ? 8192 : 2048;

await suite(async () => {
	const server = new Server(join(folder('pages'), 'data'), '--trusted-proxy', '127.0.0.1');
	must('demo', '--data', server.data);
	await server.start();
	const words = ['-P', server.port, '-p', server.child.pid, '-T', 'akune', '-t', seconds, '-w', warm, '-l', part, '-s', people[0], '-f', people[1],
		'-i', process.env.SOAK_EVERY ?? (isShort ? 8 : 300)];
	const child = spawn('build/bench/soak', words.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
	let out = '';
	child.stdout.on('data', b => { out += b; process.stdout.write(b); });
	await once(child, 'close');
	const end = JSON.parse(out.trim().split('\n').at(-1));
	await test('every word stands in its talk once, every open page was told of it once, nothing was answered amiss', () => assert.equal(end.amiss, 0));
	await test('staff answered and parents wrote', () => assert.ok(end.words > 0 && end.answers > 0, `${end.words}, ${end.answers}`));
	await test('memory is what it was after the warm-up, within a twentieth', () =>
		assert.ok(end.end_kib <= end.warm_kib * 1.05 + spareKib, `${end.warm_kib} KiB, then ${end.end_kib}`));
	await test('descriptors and threads are what they were', () =>
		assert.ok(end.end_files <= end.warm_files * 1.05 + 8 && end.end_threads <= end.warm_threads + (isShort ? 2 : 0), JSON.stringify(end)));
});
