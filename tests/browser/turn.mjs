// A real relay beside a suite: Debian's coturn on a free port of this machine, with the shared secret of time-limited credentials.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { folder, freePort, sleep } from './lib.mjs';

const running = new Set();
process.on('exit', () => { for (const child of running) child.kill('SIGKILL'); });

export class Relay {
	constructor(secret) {
		this.secret = secret;
		this.dir = folder('turn');
	}

	async start() {
		this.port ??= await freePort();
		// Its relays stand on this machine too; a relay of a town must never take loopback peers.
		this.child = spawn('turnserver', ['-n', '--no-cli', '--no-tls', '--no-dtls', '-L', '127.0.0.1', '-E', '127.0.0.1', '-p', String(this.port),
			'--allow-loopback-peers', '--use-auth-secret', `--static-auth-secret=${this.secret}`, '--realm=yorisoi', '--fingerprint',
			`--userdb=${join(this.dir, 'db')}`, `--pidfile=${join(this.dir, 'pid')}`, '--log-file=stdout', '--simple-log'],
		{ stdio: ['ignore', 'pipe', 'pipe'] });
		running.add(this.child);
		this.said = '';
		for (const way of [this.child.stdout, this.child.stderr]) way.on('data', b => { this.said += b; });
		for (let i = 0; i < 200 && !/listener opened on/i.test(this.said); i++) await sleep(20);
		return this;
	}

	async stop() {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			this.child.kill('SIGKILL');
			await once(this.child, 'exit');
		}
		running.delete(this.child);
	}
}
