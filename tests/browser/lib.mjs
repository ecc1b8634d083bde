// What every browser suite needs: a server of its own with a fresh demo, Chromium, people to be, and a count at the end.
// A suite is a file run from the repository's root; its last line is `N passed, N failed`.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, openSync } from 'node:fs';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

export const bin = process.env.YORISOI_BIN || 'build/yorisoi';
export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };
export const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update',
	'--disable-sync', '--no-first-run', '--disable-dev-shm-usage'];

// How long is waited for what must come: a machine may be busy, and no test asks how quick it was.
export const patience = 30000;

export const sleep = ms => new Promise(done => setTimeout(done, ms));

// ---- commands ----

// YORISOI_PG=FOLDER (tests/pg_server.sh): what a suite keeps in a folder lies in a database of its own there.
const pg = process.env.YORISOI_PG, databases = new Map();
const address = (who, name) => `postgresql://${who}@/${name}?host=${pg}`;
function placed(words) {
	const all = words.map(String), at = all.indexOf('--data'), data = all[at + 1];
	if (!pg || at < 0) return all;
	if (!databases.has(data)) {
		const name = `suite_${process.pid}_${databases.size}`;
		databases.set(data, name);
		execFileSync('createdb', ['-h', pg, '-U', 'admin', '-O', 'yorisoi_owner', '-E', 'UTF8', '--locale=C', '-T', 'template0', name]);
		must('migrate', '--store', address('yorisoi_owner', name));
	}
	const keys = all.includes('--keys') ? [] : ['--keys', `${data}.keys`];
	return [...all, '--store', address('yorisoi_app', databases.get(data)), ...keys];     // the folder keeps what people attach
}

// Suites that live through days set the clock which servers and commands read from then on (libfaketime); browsers keep their own.
let env = process.env;
export function clockAt(time) {
	const seconds = Math.round((time - Date.now()) / 1000), preload = '/usr/$LIB/faketime/libfaketimeMT.so.1';
	env = { ...process.env, LD_PRELOAD: preload, FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s`, DONT_FAKE_MONOTONIC: '1', NO_FAKE_STAT: '1' };
}

// One command of the program, to its end: { code, out, err }.
export function run(...words) {
	const r = spawnSync(bin, placed(words), { encoding: 'utf8', maxBuffer: 1 << 28, env });
	return { code: r.status, out: r.stdout, err: r.stderr };
}

export function must(...words) {
	const r = run(...words);
	if (r.code !== 0) throw new Error(`yorisoi ${words.join(' ')}: exit ${r.code}\n${r.out}${r.err}`);
	return r.out;
}

// The same without standing still: for commands beside a server that this process talks to.
export function runBeside(...words) {
	return new Promise(done => {
		const child = spawn(bin, placed(words));
		let out = '', err = '';
		child.stdout.on('data', b => { out += b; });
		child.stderr.on('data', b => { err += b; });
		child.on('close', code => done({ code, out, err }));
	});
}

export function freePort() {
	return new Promise((done, fail) => {
		const s = createServer().on('error', fail).listen(0, '127.0.0.1', () => {
			const { port } = s.address();
			s.close(() => done(port));
		});
	});
}

// A folder under build/tmp that goes when the suite ends.
const folders = [];
export function folder(name) {
	mkdirSync('build/tmp', { recursive: true });
	const dir = mkdtempSync(join('build/tmp', `${name}-`));
	folders.push(dir);
	return dir;
}

// ---- the server ----

const running = new Set();
// However a suite ends, its servers end with it.
process.on('exit', () => { for (const s of running) s.child.kill('SIGKILL'); });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(1));

export class Server {
	// A fresh demo in a folder of its own, served on a free port.
	static async demo(name) {
		const s = new Server(join(folder(name), 'data'));
		must('demo', '--data', s.data);
		return s.start();
	}

	constructor(data, ...more) {
		this.data = data;
		this.more = more;
	}

	async start() {
		this.port ??= await freePort();
		this.base = `http://127.0.0.1:${this.port}`;
		const log = openSync(`${this.data}.log`, 'a');
		const words = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, '--address-limit', '1000000', ...this.more];
		this.child = spawn(bin, placed(words), { stdio: ['ignore', log, log], env });
		this.ended = new Promise(done => this.child.on('exit', (code, signal) => done(code ?? signal)));
		running.add(this);
		for (let i = 0; i < 2000; i++) {
			if (this.child.exitCode !== null) break;
			try {
				if ((await fetch(`${this.base}/healthz`)).ok) return this;
			} catch { /* not yet */ }
			await sleep(15);
		}
		throw new Error(`the server did not start:\n${readFileSync(`${this.data}.log`, 'utf8')}`);
	}

	async end(signal) {
		this.child.kill(signal);
		running.delete(this);
		return this.ended;
	}

	kill9() { return this.end('SIGKILL'); }
	stop() { return this.end('SIGTERM'); }

	// A command on this server's data.
	run(...words) { return run(...words, '--data', this.data, ...this.more); }
	must(...words) { return must(...words, '--data', this.data, ...this.more); }
	// One that is left to itself, to be killed.
	begin(...words) { return spawn(bin, placed([...words, '--data', this.data, ...this.more]), { stdio: 'ignore' }); }

	// The way in a printed one-time link, without its host.
	link(...words) {
		const found = /\/enter\/\S+/.exec(this.must(...words));
		if (!found) throw new Error('no link was printed');
		return found[0];
	}
}

// ---- browsers ----

let one;
export async function browser() {
	one ??= await chromium.launch({ executablePath: '/usr/bin/chromium', args: flags });
	return one;
}

// A person's own device: a context without anything in it, and one page.
export async function person(options = {}) {
	const usual = { locale: 'ja-JP', timezoneId: 'Asia/Tokyo', viewport: phone, javaScriptEnabled: false };
	const context = await (await browser()).newContext({ ...usual, ...options });
	context.setDefaultTimeout(patience);
	return context.newPage();
}

export const h1 = page => page.locator('h1').innerText();
export const main = page => page.locator('main').innerText();

// Presses and waits for the page that comes.
export async function press(page, what) {
	const target = typeof what === 'string' ? page.getByRole('button', { name: what }).or(page.getByRole('link', { name: what })).first() : what;
	const clicked = target.click();
	await Promise.all([page.waitForNavigation(), clicked]).catch(async e => {
		e.message += `\non ${page.url()}: ${await Promise.race([clicked.then(() => 'pressed', x => x.message), sleep(1000)])}\n${await main(page)}`;
		throw e;
	});
}

// The same by key: on a page that is alive, what one aims at may move just then.
export async function pressKey(page, target) {
	await Promise.all([page.waitForNavigation(), target.press('Enter')]);
}

// A choice made by key, likewise; it must stand.
export async function checkKey(target) {
	await target.press('Space');
	if (!await target.isChecked()) throw new Error(`not chosen: ${target}`);
}

// Through the demo's door as the person with this login.
export async function enterAs(page, base, town, login) {
	await page.goto(`${base}/${town}/demo`);
	await press(page, page.locator(`form:has(input[name=login][value="${login}"]) button`));
	return page;
}

// ---- the demo's people ----

// { title, rooms, person: [{ login, name, role, area: [] }], area: { key: name } } of a profile.
export function profile(town) {
	const p = { name: town, person: [], area: {}, counter: [], question: [] };
	let at = p;
	for (const line of readFileSync(`demo/${town}.conf`, 'utf8').split('\n')) {
		const head = /^\[(\w+) (\S+)\]/.exec(line), pair = /^(\w+) = ?(.*)$/.exec(line);
		if (head) {
			at = { key: head[2] };
			if (head[1] === 'person') p.person.push(Object.assign(at, { login: head[2] }));
			if (head[1] === 'counter') p.counter.push(at);
			if (head[1] === 'question') p.question.push(at);
			if (head[1] === 'area') p.area[head[2]] = at;
		} else if (pair) at[pair[1]] = pair[2].trim();
	}
	return p;
}

export const towns = readdirSync('demo').filter(f => f.endsWith('.conf')).map(f => f.slice(0, -5)).sort();
export const someone = (p, role) => p.person.find(x => x.role === role);

// ---- six digits ----

// RFC 6238 with SHA-1: what an authenticator app shows for this secret.
export function totp(secret, at = Date.now()) {
	let bits = '';
	for (const c of secret.replace(/[\s=]/g, '').toUpperCase()) bits += 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(c).toString(2).padStart(5, '0');
	const key = Buffer.from(bits.match(/.{8}/g).map(b => parseInt(b, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(at / 30000)));
	const mac = createHmac('sha1', key).update(counter).digest();
	return String((mac.readUInt32BE(mac[19] & 15) & 0x7fffffff) % 1000000).padStart(6, '0');
}

// ---- tests ----

let passed = 0, failed = 0;
const began = Date.now();

// One claim. What throws has failed; the suite goes on.
export async function test(title, body) {
	try {
		await body();
		passed++;
		console.log(`ok ${title}`);
		return true;
	} catch (e) {
		failed++;
		const said = String(e?.stack ?? e).split('\n').filter(line => !/node_modules|node:internal|^\s*at (async )?(test|suite) /.test(line));
		console.log(`FAILED ${title}\n    ${said.slice(0, 14).join('\n    ')}`);
		return false;
	}
}

// Clears up and says the count: the last thing of a suite.
export async function end(isTest = true) {
	await one?.close();
	for (const s of [...running]) await s.stop();
	if (!process.env.YORISOI_KEEP) for (const dir of folders) rmSync(dir, { recursive: true, force: true });
	console.log(`${((Date.now() - began) / 1000).toFixed(1)} s`);
	if (!isTest) process.exit(0);
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed || !passed ? 1 : 0);
}

// A suite is its body: what breaks outside of a claim is a failure too, and nothing is left running.
export async function suite(body) {
	await test('the suite came to its end', body);
	await end();
}

export const weight = async response => (await response.request().sizes()).responseBodySize + (await response.request().sizes()).responseHeadersSize;
