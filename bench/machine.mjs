/* What the bench asks of the machine: processes, their CPU time and memory, the load generator, free ports. Linux's /proc, loopback only. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus, totalmem } from 'node:os';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';

export const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const tick_ms = 1000 / Number(execFileSync('getconf', ['CLK_TCK']));
const started = new Set();

export async function free_port() {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address();
	server.close();
	await once(server, 'close');
	return port;
}

/* Starts a program that goes when the bench goes; what it says on standard error is kept for a failure's message. */
export function start(file, args, options = {}) {
	const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
	child.said = '';
	child.stderr.on('data', (text) => { child.said = (child.said + text).slice(-4000); });
	child.stdout.on('data', () => {});
	child.on('error', (error) => { child.said += error.message; });
	started.add(child);
	return child;
}

export async function stop(child, signal = 'SIGTERM') {
	if (child.exitCode === null && child.signalCode === null) {
		child.kill(signal);
		await Promise.race([once(child, 'exit'), sleep(20000).then(() => child.kill('SIGKILL'))]);
	}
	started.delete(child);
}

process.on('exit', () => started.forEach((child) => child.kill('SIGKILL')));

/* The first line of an answer, or '' when nobody listens. */
export function knock(port, path) {
	return new Promise((done) => {
		const socket = connect(port, '127.0.0.1', () => socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\n\r\n`));
		socket.on('data', (data) => { socket.destroy(); done(String(data).split('\r\n')[0]); });
		socket.on('error', () => done(''));
		socket.on('close', () => done(''));
	});
}

export async function wait_for(port, path, child, most_ms = 10000) {
	const end = Date.now() + most_ms;
	while (!(await knock(port, path)).includes(' 200')) {
		if (Date.now() > end || child.exitCode !== null)
			throw new Error(`${child.spawnfile} does not answer on ${path}: ${child.said}`);
		await sleep(2);
	}
}

/* ---- figures of processes ---- */
function stat_of(pid) {
	const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
	return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

function children_of(pid) {
	return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).filter((name) => {
		try {
			return Number(stat_of(name)[1]) === pid;
		} catch {
			return false;
		}
	}).map(Number);
}

/* User and system time of a process, its children and those of them that ended and were waited for. */
export function cpu_ms(pid) {
	const sum = (one) => stat_of(one).slice(11, 15).reduce((n, part) => n + Number(part), 0);
	return [pid, ...children_of(pid)].reduce((n, one) => n + sum(one), 0) * tick_ms;
}

export function pss_kib(pid) {
	return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))[1]);
}

export function machine_words() {
	const model = /model name\s*:\s*(.*)/.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? process.arch;
	const kernel = readFileSync('/proc/sys/kernel/osrelease', 'utf8').trim();
	return `${cpus().length} cores ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${kernel}`;
}

/* ---- the load generator ---- */
export class Load {
	constructor(file) { this.file = file; }

	async run(...args) {
		const child = spawn(this.file, args.map(String), { stdio: ['ignore', 'pipe', 'inherit'] });
		let said = '';
		child.stdout.on('data', (text) => { said += text; });
		const [code] = await once(child, 'close');
		if (code !== 0)
			throw new Error(`load ${args.join(' ')} ended with ${code}`);
		return JSON.parse(said);
	}

	/* GETs for some seconds; every answer must be a 200. */
	async get(port, path, { connections = 32, seconds = 3, rate = 0, headers = [] } = {}) {
		const more = headers.flatMap((line) => ['-H', line]);
		const got = await this.run('get', '-c', connections, '-t', seconds, '-r', rate, ...more, `127.0.0.1:${port}`, path);
		if (got.s2 !== got.requests || got.lost)
			throw new Error(`${path}: ${got.requests} answers, only ${got.s2} of them fine, ${got.lost} lost`);
		return got;
	}

	/* CPU time of a process (and its children) per request, after a warm-up. */
	async cpu_per_request(pid, port, path, options = {}) {
		await this.get(port, path, { ...options, seconds: 0.5 });
		const before = cpu_ms(pid);
		const got = await this.get(port, path, options);
		return (cpu_ms(pid) - before) / got.requests;
	}

	hold(port, path, connections, headers = []) {
		const more = headers.flatMap((line) => ['-H', line]);
		const child = start(this.file, ['hold', '-c', String(connections), '-t', '20', ...more, `127.0.0.1:${port}`, path]);
		return new Promise((done, failed) => {
			child.stdout.once('data', (text) => done({ child, ...JSON.parse(String(text).split('\n')[0]) }));
			child.once('exit', () => failed(new Error(`streams: ${child.said}`)));
		});
	}

	show(port, path, headers = []) {
		const more = headers.flatMap((line) => ['-H', line]);
		return execFileSync(this.file, ['show', ...more, `127.0.0.1:${port}`, path], { maxBuffer: 1 << 24 });
	}
}

export function median(list) {
	const sorted = [...list].sort((a, b) => a - b);
	return sorted[sorted.length >> 1];
}

export function has_command(name) {
	return (process.env.PATH + ':/usr/sbin:/sbin').split(':').some((folder) => existsSync(`${folder}/${name}`));
}
