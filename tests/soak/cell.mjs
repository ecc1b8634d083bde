// A cell of five machines in network namespaces of this one, configured by the very files of deploy/cell: three that keep the data, two that serve.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { sleep } from '../pg/lib.mjs';

export const nodes = ['n1', 'n2', 'n3'], fronts = ['a1', 'a2'];
const machines = [...nodes, ...fronts], net = '10.213.0', prefix = 'ysk';
export const address = m => `${net}.${{ n1: 1, n2: 2, n3: 3, a1: 11, a2: 12, here: 254 }[m]}`;
const secret = {};
for (const x of ['POSTGRES', 'REPLICATION', 'REWIND', 'OWNER', 'APP', 'BACKUP', 'PATRONI']) secret[x] = randomBytes(12).toString('hex');

const run = (file, ...words) => execFileSync(file, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const quietly = (file, ...words) => { try { return run(file, ...words); } catch { return ''; } };
export const space = m => `${prefix}-${m}`;
export const pids = m => quietly('ip', 'netns', 'pids', space(m)).split('\n').filter(Boolean).map(Number);
export const signal = (m, what) => { for (const pid of pids(m)) try { process.kill(pid, what); } catch { /* gone already */ } };

// ---- the network ----

export function networkUp() {
	networkDown();
	run('ip', 'netns', 'add', space('sw'));
	run('ip', '-n', space('sw'), 'link', 'add', 'br0', 'type', 'bridge');
	run('ip', '-n', space('sw'), 'link', 'set', 'br0', 'up');
	for (const m of [...machines, 'here']) {
		const inner = `${prefix}i${m}`, outer = `${prefix}o${m}`;
		run('ip', 'link', 'add', inner, 'type', 'veth', 'peer', 'name', outer);
		run('ip', 'link', 'set', outer, 'netns', space('sw'));
		run('ip', '-n', space('sw'), 'link', 'set', outer, 'master', 'br0');
		run('ip', '-n', space('sw'), 'link', 'set', outer, 'up');
		if (m === 'here') {
			run('ip', 'addr', 'add', `${address(m)}/24`, 'dev', inner);
			run('ip', 'link', 'set', inner, 'up');
			continue;
		}
		run('ip', 'netns', 'add', space(m));
		run('ip', 'link', 'set', inner, 'netns', space(m), 'name', 'eth0');
		run('ip', '-n', space(m), 'addr', 'add', `${address(m)}/24`, 'dev', 'eth0');
		for (const x of ['lo', 'eth0']) run('ip', '-n', space(m), 'link', 'set', x, 'up');
	}
}

export function networkDown() {
	for (const m of machines) {
		signal(m, 'SIGCONT');
		signal(m, 'SIGKILL');
	}
	for (const m of [...machines, 'sw']) quietly('ip', 'netns', 'del', space(m));
	quietly('ip', 'link', 'del', `${prefix}ihere`);
}
export const cable = (m, is) => run('ip', '-n', space(m), 'link', 'set', 'eth0', is ? 'up' : 'down');

// ---- the machines ----

export class Cell {
	constructor(folder) {
		this.folder = folder;
		mkdirSync(folder, { recursive: true });
		chmodSync(folder, 0o755);
		this.archive = `${folder}/archive`;
		mkdirSync(`${this.archive}/wal`, { recursive: true });
		for (const m of machines) mkdirSync(`${folder}/${m}`);
		const bin = run('sh', '-c', 'ls -d /usr/lib/postgresql/*/bin | tail -n 1').trim();
		this.bin = bin;
		for (const m of nodes) {
			const of = `${folder}/${m}`;
			const conf = { CELL: 'soak', NODES: `"${nodes.join(' ')}"`, NETWORK: `${net}.0/24`, PG_BIN: bin, PG_DATA: `${of}/data`, PG_SOCKET: of,
				PG_MEMORY: '64MB', ETCD_DATA: `${of}/etcd`, POOL_LOG: of, POOL_USERS: `${of}/userlist.txt`, ARCHIVE: this.archive, WATCHDOG: 'off' };
			for (const x of nodes) conf[`ADDRESS_${x}`] = address(x);
			for (const [k, v] of Object.entries(secret)) conf[`PASSWORD_${k}`] = v;
			writeFileSync(`${of}/cell.conf`, Object.entries(conf).map(([k, v]) => `${k}=${v}\n`).join(''));
			run('sh', 'deploy/cell/fill.sh', `${of}/cell.conf`, m, of);
		}
		for (const m of fronts) run('sh', 'deploy/cell/fill.sh', `${folder}/n1/cell.conf`, m, `${folder}/${m}`);
		copyFileSync('deploy/cell/archive.sh', `${this.archive}/archive.sh`);
		run('chown', '-R', 'postgres', this.archive, ...nodes.map(m => `${folder}/${m}`));
	}

	start(m, name, words, { user, env = {} } = {}) {
		const log = openSync(`${this.folder}/${m}/${name}.out`, 'a');
		const as = user ? ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups'] : [];
		const child = spawn('ip', ['netns', 'exec', space(m), ...as, ...words], { stdio: ['ignore', log, log],
			cwd: user ? `${this.folder}/${m}` : undefined, env: { ...process.env, ...env } });
		child.on('error', e => console.log(`${m} ${name}: ${e.message}`));
		return child;
	}

	nodeUp(m, isKnown = false) {
		const of = `${this.folder}/${m}`, env = { HOME: of, ETCD_UNSUPPORTED_ARCH: '' };
		for (const line of readFileSync(`${of}/etcd.env`, 'utf8').split('\n')) {
			const [, key, value] = /^([A-Z_0-9]+)=(.*)$/.exec(line) ?? [];
			if (key) env[key] = value;
		}
		if (isKnown) env.ETCD_INITIAL_CLUSTER_STATE = 'existing';
		this.start(m, 'etcd', ['etcd'], { user: 'postgres', env });
		this.start(m, 'patroni', ['/usr/bin/python3', '/usr/bin/patroni', `${of}/patroni.yml`], { user: 'postgres', env: { HOME: of } });
		this.start(m, 'pgbouncer', ['pgbouncer', `${of}/pgbouncer.ini`], { user: 'postgres' });
	}

	proxyUp(m) {
		return this.start(m, 'haproxy', ['haproxy', '-db', '-f', `${this.folder}/${m}/haproxy.cfg`]);
	}

	serveUp(m) {
		const of = `${this.folder}/${m}`;
		return this.start(m, 'yorisoi', ['build/yorisoi', 'serve', '--conf', `${of}/yorisoi.conf`, '--data', `${of}/own`, '--keys', `${this.folder}/keys`,
			'--listen', `${address(m)}:8080`, '--address-limit', '100000000', '--trusted-proxy', '']);
	}

	url(role, m, port = 5432) {
		const of = role === 'replicator' ? 'REPLICATION' : role.replace('yorisoi_', '').toUpperCase();
		return `postgresql://${role}:${secret[of]}@${address(m)}:${port}/${role === 'replicator' ? '' : 'yorisoi'}`;
	}

	psql(m, sql, name = 'yorisoi') {
		const to = `postgresql://postgres:${secret.POSTGRES}@${address(m)}/${name}`;
		return execFileSync('psql', ['-X', '-A', '-t', '-q', '-v', 'ON_ERROR_STOP=1', '-d', to, '-c', sql],
			{ encoding: 'utf8', maxBuffer: 1 << 28, timeout: 20000, stdio: ['ignore', 'pipe', 'pipe'] }).trim();
	}

	file(m, path, name) {
		run('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', `postgresql://postgres:${secret.POSTGRES}@${address(m)}/${name}`, '-f', path);
	}

	passwords(m) {
		for (const x of ['OWNER', 'APP', 'BACKUP']) this.psql(m, `ALTER ROLE yorisoi_${x.toLowerCase()} PASSWORD '${secret[x]}'`, 'postgres');
	}

	async asked(m, path, options = {}) {
		try {
			return await fetch(`http://${address(m)}:8008${path}`, { signal: AbortSignal.timeout(1000), ...options });
		} catch {
			return null;
		}
	}

	async leader() {
		for (const m of nodes) if ((await this.asked(m, '/primary'))?.status === 200) return m;
		return null;
	}

	async switchover(from) {
		const auth = Buffer.from(`patroni:${secret.PATRONI}`).toString('base64');
		const r = await this.asked(from, '/switchover', { method: 'POST', body: JSON.stringify({ leader: from }), signal: AbortSignal.timeout(60000),
			headers: { 'Content-Type': 'application/json', Authorization: `Basic ${auth}` } });
		return r?.status;
	}

	// Three members that follow, one of them waited for at every commit.
	async whole(seconds) {
		for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(500)) {
			const leader = await this.leader();
			const r = leader && await this.asked(leader, '/cluster');
			const members = r ? (await r.json().catch(() => ({ members: [] }))).members : [];
			const good = members.filter(x => x.state === 'running' || x.state === 'streaming');
			if (good.length === 3 && members.some(x => x.role === 'sync_standby')) return leader;
		}
		return null;
	}

	waiting() {
		let n = 0;
		for (const m of fronts) {
			const at = `${this.folder}/${m}/own/spool/machi`;
			if (existsSync(at)) n += readdirSync(at).filter(x => x.endsWith('.post')).length;
		}
		return n;
	}
}
