// Lighthouse, as a phone sees the pages that anyone may read: accessibility and best practices 100, and 100 for being found. No network is needed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import lighthouse from 'lighthouse';
import { Server, flags, folder, freePort, sleep, suite, test } from './lib.mjs';

const town = 'akune';
const pages = ['', 'ask', 'about', 'privacy', 'numbers', 'accessibility', 'map'];

// Chromium with its own profile and a port to be driven by.
async function chromium() {
	const port = await freePort();
	const own = ['--headless=new', `--remote-debugging-port=${port}`, `--user-data-dir=${folder('chromium')}`, 'about:blank'];
	const child = spawn('/usr/bin/chromium', [...flags, ...own],
		{ stdio: 'ignore' });
	for (let i = 0; i < 200; i++) {
		try {
			if ((await fetch(`http://127.0.0.1:${port}/json/version`)).ok) break;
		} catch { /* not yet */ }
		await sleep(50);
	}
	return { port, end: () => new Promise(done => { child.on('exit', done); child.kill('SIGTERM'); }) };
}

// What took points, in words.
function lost(lhr, category) {
	return lhr.categories[category].auditRefs.filter(ref => ref.weight && lhr.audits[ref.id].score !== null && lhr.audits[ref.id].score < 1)
		.map(ref => {
			const places = (lhr.audits[ref.id].details?.items ?? []).slice(0, 3).map(i => i.node?.snippet ?? i.description ?? '');
			return `${ref.id}: ${lhr.audits[ref.id].title} ${places.join(' ')}`;
		});
}

async function score(url, port, wanted) {
	const { lhr } = await lighthouse(url, { port, logLevel: 'silent', output: 'json', onlyCategories: wanted, maxWaitForLoad: 20000,
		disableFullPageScreenshot: true, pauseAfterLoadMs: 0, networkQuietThresholdMs: 0, cpuQuietThresholdMs: 0 });
	assert.ok(!lhr.runtimeError, lhr.runtimeError?.message);
	const wrong = wanted.filter(c => lhr.categories[c].score !== 1)
		.map(c => `${c} ${Math.round(lhr.categories[c].score * 100)}: ${lost(lhr, c).join('\n        ')}`);
	assert.ok(!wrong.length, wrong.join('\n'));
}

await suite(async () => {
	const server = await Server.demo('lighthouse'), browser = await chromium();
	try {
		for (const path of pages)
			await test(`/${town}/${path}: accessibility, best practices and being found 100`, () =>
				score(`${server.base}/${town}/${path}`, browser.port, ['accessibility', 'best-practices', 'seo']));
		for (const path of [`/${town}/sign-in`, `/${town}/me`, `/${town}/demo`, '/'])
			await test(`${path}: accessibility and best practices 100`, () => score(server.base + path, browser.port, ['accessibility', 'best-practices']));
	} finally {
		await browser.end();
	}
});
