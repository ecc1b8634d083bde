/* The peers we measure against, each set up in a folder of its own on a loopback port: nginx, PHP-FPM behind it, Fossil. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { free_port, has_command, sleep, start, wait_for } from './machine.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const is_root = process.getuid() === 0;

const php_has = (module) => has_command('php-fpm8.2') && execFileSync('php-fpm8.2', ['-m'], { encoding: 'utf8' }).includes(module);
export const missing = () => [['nginx-light', has_command('nginx')], ['php8.2-fpm', has_command('php-fpm8.2')],
	['php8.2-sqlite3', php_has('pdo_sqlite')], ['fossil', has_command('fossil')]].filter(([, is_there]) => !is_there).map(([name]) => name);

function nginx_conf(folder, port) {
	return `${is_root ? 'user root;' : ''}
worker_processes auto;
daemon off;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log warn;
events { worker_connections 4096; }
http {
	access_log off;
	default_type text/plain;
	types { text/css css; text/html html; }
	sendfile on;
	tcp_nopush on;
	keepalive_requests 100000000;
	open_file_cache max=100;
	client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
	uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
	server {
		listen 127.0.0.1:${port} backlog=4096;
		root ${folder}/www;
		location = /page.php {
			fastcgi_pass unix:${folder}/php.sock;
			fastcgi_param SCRIPT_FILENAME ${folder}/www/page.php;
			fastcgi_param REQUEST_METHOD $request_method;
			fastcgi_param QUERY_STRING $query_string;
			fastcgi_param HTTP_COOKIE $http_cookie;
		}
	}
}
`;
}

/* files: name -> bytes, served as they are. */
export async function start_nginx(folder, files) {
	const port = await free_port();
	mkdirSync(join(folder, 'www'), { recursive: true });
	for (const [name, bytes] of Object.entries(files))
		writeFileSync(join(folder, 'www', name), bytes);
	writeFileSync(join(folder, 'www', 'ready.html'), 'ready\n');
	writeFileSync(join(folder, 'nginx.conf'), nginx_conf(resolve(folder), port));
	const child = start('nginx', ['-c', resolve(folder, 'nginx.conf'), '-p', resolve(folder), '-e', resolve(folder, 'nginx.log')]);
	await wait_for(port, '/ready.html', child);
	return { child, port };
}

function php_conf(folder) {
	return `[global]
error_log = ${folder}/php.log
daemonize = no
[bench]
listen = ${folder}/php.sock
listen.backlog = 1024
pm = static
pm.max_children = 4
pm.max_requests = 0
${is_root ? 'user = root\ngroup = root\n' : ''}
php_admin_value[opcache.enable] = 1
php_admin_value[opcache.validate_timestamps] = 0
php_admin_value[opcache.jit_buffer_size] = 32M
`;
}

/* Rows of a page: the HTML between the first and the last mark cut into equal pieces, of which the parts that differ are the row's columns. */
function rows_of(html, row) {
	const rows = html.match(row);
	const cut = rows.map((one) => one.split(/(<[^>]*>)/).flatMap((part) => part.split(/(?<==")([^"]*)(?=")/)));
	if (rows.length < 20 || cut.some((one) => one.length !== cut[0].length))
		throw new Error(`the page has ${rows.length} rows, or they are not alike`);
	const differs = cut[0].map((_, i) => cut.some((one) => one[i] !== cut[0][i]));
	const first = html.indexOf(rows[0]), last = html.lastIndexOf(rows.at(-1)) + rows.at(-1).length;
	const between = html.slice(first + rows[0].length, html.indexOf(rows[1], first + 1));
	return { cut, differs, between, head: html.slice(0, first), tail: html.slice(last) };
}

const entities = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const unescape_html = (text) => text.replace(/&(lt|gt|quot|#39|amp);/g, (entity) => entities[entity]);

/* The same page by PHP: the frame is constant text, a session is looked up, twenty rows come from SQLite and are escaped, as a page in PHP does. */
export function write_php_page(folder, html, row) {
	const { cut, differs, between, head, tail } = rows_of(html, row);
	const columns = differs.map((is, i) => (is ? i : -1)).filter((i) => i >= 0);
	const sql_text = (text) => `'${unescape_html(text).replace(/'/g, "''")}'`;
	const table = `CREATE TABLE session (token TEXT PRIMARY KEY, name TEXT); INSERT INTO session VALUES ('bench', 'x');
		CREATE TABLE row (n INTEGER PRIMARY KEY, ${columns.map((i) => `c${i} TEXT`).join(', ')});
		${cut.map((one, n) => `INSERT INTO row VALUES (${n}, ${columns.map((i) => sql_text(one[i])).join(', ')});`).join('\n')}`;
	const string = (text) => `'${text.replace(/\\/g, '\\\\').replace(/'/g, "\\'")}'`;
	const pieces = cut[0].map((part, i) => (differs[i] ? `e($r['c${i}'])` : string(part))).join(' . ');
	mkdirSync(join(folder, 'www'), { recursive: true });
	writeFileSync(join(folder, 'rows.sql'), table);
	writeFileSync(join(folder, 'www', 'page.php'), readFileSync(join(here, 'page.php'), 'utf8')
		.replace('/*ROWS_DB*/', () => string(resolve(folder, 'rows.db'))).replace('/*HEAD*/', () => string(head))
		.replace('/*PIECES*/', () => pieces).replace('/*BETWEEN*/', () => string(between)).replace('/*TAIL*/', () => string(tail)));
	execFileSync('php', ['-r', '$d = new PDO("sqlite:" . $argv[1]); $d->exec("PRAGMA journal_mode=WAL"); $d->exec(file_get_contents($argv[2]));',
		resolve(folder, 'rows.db'), resolve(folder, 'rows.sql')]);
}

export async function start_php(folder) {
	writeFileSync(join(folder, 'php.conf'), php_conf(resolve(folder)));
	const child = start('php-fpm8.2', ['-F', '-y', resolve(folder, 'php.conf'), ...(is_root ? ['-R'] : [])]);
	await sleep(500);
	if (child.exitCode !== null)
		throw new Error(`php-fpm: ${child.said}`);
	return { child };
}

/* A repository with thirty check-ins; its timeline of twenty. */
export async function start_fossil(folder) {
	const port = await free_port(), repository = resolve(folder, 'bench.fossil'), work = join(folder, 'work');
	mkdirSync(work, { recursive: true });
	const environment = { ...process.env, HOME: resolve(folder), USER: 'bench', FOSSIL_USER: 'bench' };
	const fossil = (...args) => execFileSync('fossil', args, { cwd: work, env: environment, stdio: 'pipe' });
	fossil('init', '--admin-user', 'bench', repository);
	fossil('open', '--force', '--nosync', repository);
	for (let i = 0; i < 30; i++) {
		writeFileSync(join(work, 'note.txt'), 'line of the note\n'.repeat(i + 1));
		if (i === 0)
			fossil('add', 'note.txt');
		fossil('commit', '--no-warnings', '-m', `Check-in number ${i}: what changed and why`);
	}
	const child = start('fossil', ['server', '--localhost', '--port', String(port), repository], { env: environment });
	await wait_for(port, '/timeline?n=20', child);
	return { child, port, path: '/timeline?n=20' };
}
