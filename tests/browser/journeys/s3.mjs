// Files in an S3 store instead of a folder: sealed there too, read back through the same pages; when the store is away, words still arrive.
// s3rver does not check signatures of version 4, so a gate in front of it does, as AWS describes them.
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { createServer, request } from 'node:http';
import { readFileSync, readdirSync, statSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import S3rver from 's3rver';
import { Server, browser, folder, freePort, main, person, press, suite, test } from '../lib.mjs';

const town = 'akune', bucket = folder('bucket');

const hmac = (key, x) => createHmac('sha256', key).update(x).digest();
const sha = x => createHash('sha256').update(x).digest('hex');

function isSigned(r, body) {
	const m = /^AWS4-HMAC-SHA256 Credential=S3RVER\/(\d+)\/us-east-1\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)$/
		.exec(r.headers.authorization ?? '');
	if (!m || r.headers['x-amz-content-sha256'] !== sha(body)) return false;
	const [, day, names, signature] = m, own = names.split(';').map(n => `${n}:${r.headers[n]}\n`).join('');
	const canonical = [r.method, r.url, '', own, names, sha(body)].join('\n');
	const text = ['AWS4-HMAC-SHA256', r.headers['x-amz-date'], `${day}/us-east-1/s3/aws4_request`, sha(canonical)].join('\n');
	const key = ['us-east-1', 's3', 'aws4_request'].reduce(hmac, hmac('AWS4S3RVER', day));
	return hmac(key, text).toString('hex') === signature;
}

function gate(port, behind) {
	const server = createServer(async (r, reply) => {
		const parts = [];
		for await (const part of r) parts.push(part);
		const body = Buffer.concat(parts);
		if (!isSigned(r, body)) return reply.writeHead(403).end('SignatureDoesNotMatch');
		const on = request({ port: behind, host: '127.0.0.1', method: r.method, path: r.url, headers: r.headers }, answer => {
			reply.writeHead(answer.statusCode, answer.headers);
			answer.pipe(reply);
		});
		on.on('error', () => reply.writeHead(502).end()).end(body);
	});
	return new Promise(done => server.listen(port, '127.0.0.1', () => done(server)));
}

async function store(port) {
	const behind = await freePort();
	const s = new S3rver({ port: behind, address: '127.0.0.1', silent: true, directory: bucket, configureBuckets: [{ name: 'yorisoi' }] });
	await s.run();
	const front = await gate(port, behind);
	return { close: () => new Promise(done => { front.closeAllConnections(); front.close(() => s.close().then(done)); }) };
}

async function photo() {
	const page = await (await browser()).newPage();
	const url = await page.evaluate(() => {
		const c = document.createElement('canvas');
		c.width = c.height = 600;
		c.getContext('2d').fillRect(100, 100, 300, 300);
		return c.toDataURL('image/jpeg', 0.9);
	});
	await page.close();
	const path = join(folder('photo'), 'a.jpg');
	writeFileSync(path, Buffer.from(url.split(',')[1], 'base64'));
	return path;
}

async function send(page, base, words, file) {
	await page.goto(`${base}/${town}/ask`);
	await page.fill('#words', words);
	if (file) await page.setInputFiles('#photo', file);
	await press(page, page.locator('main form button:has-text("送る")'));
}

const shown = page => page.locator('.y-photo img').evaluateAll(all => all.map(x => x.naturalWidth > 0));
const objects = () => readdirSync(bucket, { recursive: true }).map(x => join(bucket, x)).filter(x => statSync(x).isFile() && /_object$/.test(x));

await suite(async () => {
	const port = await freePort(), server = await Server.demo('s3'), { base } = server, file = await photo(), mother = await person();
	let s3 = await store(port), link;
	const set = (...words) => server.must('tenant', 'set', town, ...words);
	set('files.store=s3', `files.s3_base=http://127.0.0.1:${port}/yorisoi`, 'files.s3_key=S3RVER', 'files.s3_secret=S3RVER');
	await test('a photo goes to the bucket and comes back', async () => {
		await send(mother, base, 'バケツの写真', file);
		link = mother.url().split('?')[0];
		assert.deepEqual(await shown(mother), [true]);
	});
	await test('it lies there sealed, under a name that says nothing, and not on this machine', () => {
		assert.equal(objects().length, 2);
		for (const x of objects()) assert.ok(!readFileSync(x).includes('JFIF') && !x.includes('バケツ'), x);
		assert.ok(!existsSync(join(server.data, 'files', town)));
	});
	await test('the store refuses a wrong secret: the photo is refused by a sentence, the words stay and go without it', async () => {
		set('files.s3_secret=wrong');
		await send(mother, base, 'だいじな文', file);
		assert.match(await mother.locator('#photo-error').innerText(), /いまは写真を受けとれません/);
		assert.equal(await mother.inputValue('#words'), 'だいじな文');
		await press(mother, mother.locator('main form button:has-text("送る")'));
		assert.ok((await main(mother)).includes('だいじな文'));
		set('files.s3_secret=S3RVER');
	});
	await test('while the store is away the talk is read and written all the same', async () => {
		await s3.close();
		await mother.goto(link);
		assert.ok((await main(mother)).includes('バケツの写真'));
		const src = await mother.locator('.y-photo img').first().evaluate(x => x.src);
		assert.equal((await mother.context().request.get(src)).status(), 500);
		await mother.fill('#words', 'まだいます');
		await press(mother, mother.locator('main form button:has-text("送る")'));
		assert.ok((await main(mother)).includes('まだいます'));
	});
	await test('back again, the photo is there, also after the town went back to its own disk', async () => {
		s3 = await store(port);
		set('files.store=disk');
		await mother.goto(link);
		assert.deepEqual(await shown(mother), [true]);
		await send(mother, base, 'こんどは手もとに', file);
		assert.deepEqual(await shown(mother), [true]);
		assert.equal(objects().length, 2);
		assert.ok(existsSync(join(server.data, 'files', town)));
	});
	await s3.close();
});
