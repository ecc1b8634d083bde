// A real relay beside a suite: Debian's coturn on a free port of this machine, with the shared secret of time-limited credentials.
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
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
		this.tlsPort ??= await freePort();
		if (!this.hasPaper) this.paper();
		// Its relays stand on this machine too; a relay of a town must never take loopback peers.
		this.child = spawn('turnserver', ['-n', '--no-cli', '--no-dtls', `--tls-listening-port=${this.tlsPort}`,
			`--cert=${join(this.dir, 'crt')}`, `--pkey=${join(this.dir, 'key')}`, '-L', '127.0.0.1', '-E', '127.0.0.1', '-p', String(this.port),
			'--allow-loopback-peers', '--use-auth-secret', `--static-auth-secret=${this.secret}`, '--realm=yorisoi', '--fingerprint',
			`--userdb=${join(this.dir, 'db')}`, `--pidfile=${join(this.dir, 'pid')}`, '--log-file=stdout', '--simple-log'],
		{ stdio: ['ignore', 'pipe', 'pipe'] });
		running.add(this.child);
		this.said = '';
		for (const way of [this.child.stdout, this.child.stderr]) way.on('data', b => { this.said += b; });
		for (let i = 0; i < 200 && !/listener opened on/i.test(this.said); i++) await sleep(20);
		return this;
	}

	// A certificate that no browser trusts: what asks here by TLS is coturn's own client.
	paper() {
		execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
			'-subj', '/CN=127.0.0.1', '-keyout', join(this.dir, 'key'), '-out', join(this.dir, 'crt')], { stdio: 'ignore' });
		this.hasPaper = true;
	}

	// Two that meet over this relay by TCP and TLS, with the name and password that a page was given: how many of their messages came.
	async overTls(name, password) {
		const words = ['-S', '-t', '-T', '-y', '-c', '-n', '1', '-u', name, '-w', password, '-p', String(this.tlsPort), '127.0.0.1'];
		const said = await promisify(execFile)('turnutils_uclient', words, { timeout: 8000 }).catch(e => e);
		return Number(/tot_send_msgs=[1-9]\d*, tot_recv_msgs=(\d+)\s/.exec(said.stdout ?? '')?.[1] ?? 0);
	}

	async stop() {
		if (this.child.exitCode === null && this.child.signalCode === null) {
			this.child.kill('SIGKILL');
			await once(this.child, 'exit');
		}
		running.delete(this.child);
	}
}
