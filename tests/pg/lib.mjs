// What the suites beside a PostgreSQL share: commands, servers of ours, families that write as fast as they are answered, and a count at the end.
import { execFileSync, spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { createServer } from 'node:net';

export const sleep = ms => new Promise(done => setTimeout(done, ms));
const bin = 'build/yorisoi';

// A command of the program beside what this process does: what it said, or an error.
export function run(...words) {
	return new Promise((done, fail) => {
		const child = spawn(bin, words);
		let said = '';
		child.stdout.on('data', b => { said += b; });
		child.stderr.on('data', b => { said += b; });
		child.on('close', code => code === 0 ? done(said) : fail(new Error(`yorisoi ${words.join(' ')}: exit ${code}: ${said}`)));
	});
}

export const psql = (folder, sql, name = 'yorisoi') => execFileSync('psql', ['-X', '-A', '-t', '-h', folder, '-U', 'admin', '-d', name, '-c', sql],
	{ encoding: 'utf8', maxBuffer: 1 << 28 }).trim();

// ---- servers ----

const running = new Set();
process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });

function freePort() {
	return new Promise((done, fail) => {
		const s = createServer().on('error', fail).listen(0, '127.0.0.1', () => {
			const { port } = s.address();
			s.close(() => done(port));
		});
	});
}

export async function serve(log, ...words) {
	const port = await freePort(), out = openSync(log, 'a');
	const child = spawn(bin, ['serve', '--listen', `127.0.0.1:${port}`, '--address-limit', '100000000', ...words], { stdio: ['ignore', out, out] });
	running.add(child);
	child.on('exit', () => running.delete(child));
	const server = { port, child, stop: () => new Promise(done => { child.on('exit', done); child.kill('SIGTERM'); }) };
	for (let i = 0; i < 1500; i++, await sleep(20)) {
		try {
			if ((await ask(server, 'GET', '/healthz')).status === 200) return server;
		} catch { /* not yet */ }
	}
	throw new Error(`the server did not start; see ${log}`);
}

// ---- HTTP ----

const agent = new Agent({ keepAlive: true, maxSockets: 64 });
export function ask(server, method, path, { cookie = '', body, headers = {}, patience_ms = 30000 } = {}) {
	const host = `localhost:${server.port}`;
	const form = body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded', 'Content-Length': Buffer.byteLength(body) };
	return new Promise((done, fail) => {
		const r = request({ host: server.host ?? '127.0.0.1', port: server.port, method, path, agent, timeout: patience_ms,
			headers: { Host: host, Origin: `http://${host}`, Cookie: cookie, ...form, ...headers } }, answer => {
			let text = '';
			answer.setEncoding('utf8');
			answer.on('data', b => { text += b; });
			answer.on('end', () => done({ status: answer.statusCode, text, headers: answer.headers }));
		});
		r.on('timeout', () => r.destroy(new Error(`no answer in ${patience_ms} ms`)));
		r.on('error', fail);
		r.end(body);
	});
}

const cookieOf = (answer, name) => (answer.headers['set-cookie'] ?? []).map(x => x.split(';')[0]).find(x => x.startsWith(`${name}=`)) ?? '';
export const field = (text, name) => new RegExp(`name="${name}" value="([^"]*)"`).exec(text)?.[1];

// A form as a browser would send it: its page first.
export async function send(server, page, to, fields, cookie = '') {
	const shown = await ask(server, 'GET', page, { cookie });
	const all = [cookie, cookieOf(shown, 'visitor')].filter(Boolean).join('; ');
	const body = new URLSearchParams({ ...fields, csrf: field(shown.text, 'csrf'), once: field(shown.text, 'once') }).toString();
	const answer = await ask(server, 'POST', to, { cookie: all, body });
	return { ...answer, shown, cookies: [all, cookieOf(answer, 'yorisoi')].filter(Boolean).join('; ') };
}

// ---- families ----

// `n` of them ask one question after the other until stop(); what was acknowledged, how the others ended, and the longest wait.
export function families(servers, tenant, n, mark) {
	const seen = { acknowledged: [], other: {}, longest_ms: 0, stop: async () => { over = true; await Promise.all(all); } };
	let over = false;
	const one = async who => {
		for (let i = 0; !over; i++) {
			const words = `${mark}-${who}-${i}`, begun = Date.now();
			try {
				const r = await send(servers[i % servers.length], `/${tenant}/ask`, `/${tenant}/ask`, { words });
				const token = /\/t\/([^?]+)/.exec(r.headers.location ?? '')?.[1];
				if (r.status === 303 && token) seen.acknowledged.push({ token, words });
				else seen.other[r.status] = (seen.other[r.status] ?? 0) + 1;
			} catch (e) {
				seen.other[e.message] = (seen.other[e.message] ?? 0) + 1;
			}
			seen.longest_ms = Math.max(seen.longest_ms, Date.now() - begun);
		}
	};
	const all = Array.from({ length: n }, (_, who) => one(who));
	return seen;
}

// ---- the count ----

let passed = 0, failed = 0;
export function expect(what, is, more = '') {
	is ? passed++ : failed++;
	console.log(`${is ? 'ok' : 'FAILED'} ${what}${more ? `: ${more}` : ''}`);
}

export function end() {
	console.log(`${passed} passed, ${failed} failed`);
	process.exit(failed ? 1 : 0);
}
