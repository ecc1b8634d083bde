/* The product under the bench: its data, its server, and a visitor who keeps cookies and fills in forms as a browser would. */
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { request } from 'node:http';
import { free_port, start, wait_for } from './machine.mjs';

export function make_data(program, folder) {
	rmSync(folder, { recursive: true, force: true });
	execFileSync(program, ['demo', '--data', folder], { stdio: ['ignore', 'ignore', 'inherit'] });
}

export async function serve(program, folder, more = []) {
	const port = await free_port();
	const child = start(program, ['serve', '--data', folder, '--listen', `127.0.0.1:${port}`, '--trusted-proxy', '127.0.0.1', ...more]);
	await wait_for(port, '/healthz', child);
	return { child, port, pid: child.pid };
}

function ask(port, method, path, headers, body) {
	return new Promise((done, failed) => {
		const sent = request({ host: '127.0.0.1', port, method, path, headers: { Host: `localhost:${port}`, ...headers } }, (answer) => {
			const parts = [];
			answer.on('data', (part) => parts.push(part));
			answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
		});
		sent.on('error', failed);
		sent.end(body);
	});
}

const value_of = (html, name) => new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(html)?.[1] ?? '';

export class Visitor {
	constructor(port) {
		this.port = port;
		this.cookies = new Map();
	}

	get cookie() { return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '); }

	async ask(method, path, body) {
		const headers = { Cookie: this.cookie };
		if (method === 'POST')
			Object.assign(headers, { Origin: `http://localhost:${this.port}`, 'Content-Type': 'application/x-www-form-urlencoded' });
		const got = await ask(this.port, method, path, headers, body);
		for (const line of got.headers['set-cookie'] ?? []) {
			const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
			this.cookies.set(name, value);
		}
		return got;
	}

	/* Opens the page of a form, then sends it; gives where it leads. */
	async send(page, action, fields) {
		const html = (await this.ask('GET', page)).text;
		const body = new URLSearchParams({ ...fields, csrf: value_of(html, 'csrf'), once: value_of(html, 'once') });
		const got = await this.ask('POST', action, body.toString());
		if (got.status !== 303)
			throw new Error(`${action} answered ${got.status}: ${got.text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ').slice(0, 300)}`);
		return got.headers.location;
	}
}
