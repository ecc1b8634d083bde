// A photo travels: from a mother's phone, without script, through the caged helper, sealed on disk, to the nurse and back; what cannot be taken is
// refused by a sentence, and what was written stays.
import assert from 'node:assert/strict';
import { closeSync, ftruncateSync, openSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, browser, desk, enterAs, folder, main, person, press, profile, run, someone, suite, test } from '../lib.mjs';

const town = 'akune', place = 'GPS 32.0144N 130.1956E Akune';
const files = folder('photos');

// A photo as a telephone makes it: red on the left, blue on the right, lying on its side (EXIF 6), with the place where it was taken.
// Grainy, it is several megabytes heavy, as they are from telephones.
async function photo(name, width, height, grainy = false) {
	const page = await (await browser()).newPage();
	const url = await page.evaluate(([w, h, grain]) => {
		const c = document.createElement('canvas'), x = c.getContext('2d');
		c.width = w;
		c.height = h;
		x.fillStyle = 'rgb(230,0,0)';
		x.fillRect(0, 0, w / 2, h);
		x.fillStyle = 'rgb(0,0,230)';
		x.fillRect(w / 2, 0, w / 2, h);
		if (grain) {
			const d = x.getImageData(0, 0, w, h);
			for (let i = 0; i < d.data.length; i++) if (i % 4 < 3) d.data[i] += Math.random() * 80 - 40;
			x.putImageData(d, 0, 0);
		}
		return c.toDataURL('image/jpeg', grain ? 1 : 0.9);
	}, [width, height, grainy]);
	await page.close();
	const jpeg = Buffer.from(url.split(',')[1], 'base64');
	const tiff = Buffer.from('4d4d002a000000080001011200030000000100060000', 'hex');
	const exif = Buffer.concat([Buffer.from('Exif\0\0'), tiff, Buffer.from(place)]);
	const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
	const behind = Buffer.from('<script>alert(1)</script>PK\x03\x04');
	writeFileSync(join(files, name), Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2), behind]));
	return join(files, name);
}

function hollow(name, bytes) {
	const path = join(files, name), f = openSync(path, 'w');
	ftruncateSync(f, bytes);
	closeSync(f);
	return path;
}

function written(name, bytes) {
	writeFileSync(join(files, name), bytes);
	return join(files, name);
}

async function send(page, base, words, photos) {
	await page.goto(`${base}/${town}/ask`);
	await page.fill('#words', words);
	await page.setInputFiles('#photo', photos);
	await press(page, page.locator('main form button'));
}

const pictures = page => page.locator('.y-photo img');

async function fetched(page, href) {
	const r = await page.context().request.get(href);
	return { status: r.status(), headers: r.headers(), body: await r.body() };
}

function everyFile(dir) {
	return readdirSync(dir, { recursive: true }).map(x => join(dir, x)).filter(x => statSync(x).isFile());
}

async function there(server) {
	const { base } = server, words = `発疹が出ています。写真を送ります。${Date.now()}`, p = profile(town), worker = someone(p, 'worker');
	const mother = await person(), big = await photo('rash.jpg', 1600, 900), second = await photo('arm.jpg', 640, 480);
	let link, talk, address;
	await test('a question with two photos goes in without script', async () => {
		await send(mother, base, words, [big, second]);
		assert.match(new URL(mother.url()).pathname, new RegExp(`^/${town}/t/`));
		link = mother.url().split('?')[0];
		assert.equal(await pictures(mother).count(), 2);
		assert.deepEqual(await pictures(mother).evaluateAll(all => all.map(x => x.alt)), ['添えられた写真（1枚目）', '添えられた写真（2枚目）']);
	});
	await test('the photo is turned upright, made anew, and forgets its place and what hung behind it', async () => {
		address = new URL(await mother.locator('.y-photo').first().getAttribute('href'), base).href;
		const r = await fetched(mother, address);
		assert.equal(r.status, 200);
		assert.equal(r.headers['content-type'], 'image/jpeg');
		assert.equal(r.headers['x-content-type-options'], 'nosniff');
		assert.match(r.headers['content-security-policy'], /sandbox/);
		assert.match(r.headers['cache-control'], /no-store/);
		for (const gone of [place, 'Exif', '<script', 'PK\x03\x04']) assert.ok(!r.body.includes(gone), gone);
		const size = await pictures(mother).first().evaluate(x => [x.naturalWidth, x.naturalHeight]);
		assert.deepEqual(size, [180, 320]);
	});
	await test('the small ones are light', async () => {
		for (const src of await pictures(mother).evaluateAll(all => all.map(x => x.src))) {
			const r = await fetched(mother, src);
			assert.ok(r.status === 200 && r.body.length < 30000, `${src}: ${r.status}, ${r.body.length} bytes`);
		}
	});
	await test('on the disk nothing of it can be read', () => {
		const all = everyFile(join(server.data, 'files', town));
		assert.equal(all.length, 4);
		for (const x of all) assert.ok(!readFileSync(x).includes(Buffer.from([0xff, 0xd8, 0xff])) && !readFileSync(x).includes('JFIF'), x);
	});
	const nurse = await person({ viewport: desk });
	await test('the nurse sees the photos in the talk, and answers with a paper', async () => {
		await enterAs(nurse, base, town, worker.login);
		for (const href of await nurse.locator('main a[href*="/desk/talk/"]').evaluateAll(all => all.map(a => a.getAttribute('href')))) {
			await nurse.goto(base + href);
			if ((await main(nurse)).includes(words)) break;
		}
		talk = nurse.url();
		assert.equal(await pictures(nurse).count(), 2);
		assert.equal((await fetched(nurse, new URL(await nurse.locator('.y-photo').first().getAttribute('href'), base).href)).status, 200);
		await nurse.fill('#words', 'この紙を読んでみてください。');
		await nurse.setInputFiles('#photo', written('kami.pdf', '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n'));
		await press(nurse, nurse.locator('form[action$="/answer"] button:not([name])'));
		assert.ok((await main(nurse)).includes('PDFをひらく'));
	});
	await test('the mother finds the paper by her link, and it is saved, not opened inside the site', async () => {
		await mother.goto(link);
		const r = await fetched(mother, new URL(await mother.locator('a.y-photo--paper').getAttribute('href'), base).href);
		assert.equal(r.headers['content-type'], 'application/pdf');
		assert.match(r.headers['content-disposition'], /^attachment/);
	});
	await test('by another link, or the desk of nobody, the same photo is not there', async () => {
		const stranger = await person(), id = address.split('/').pop();
		await send(stranger, base, 'べつの相談です', [second]);
		assert.equal((await fetched(stranger, `${stranger.url().split('?')[0]}/file/${id}`)).status, 404);
		assert.notEqual((await stranger.context().request.get(`${talk}/file/${id}`, { maxRedirects: 0 })).status(), 200);
		await stranger.context().close();
	});
	await test('a backup and the sheet alone bring the photos back on an empty machine', async () => {
		const to = join(folder('copies'), 'today'), sheet = written('sheet.txt', server.must('key', 'sheet')), empty = join(folder('empty'), 'data');
		server.must('backup', to);
		const r = run('restore', to, '--sheet', sheet, '--data', empty);
		assert.equal(r.code, 0, r.err);
		const other = await new Server(empty).start(), again = await person();
		await again.goto(other.base + new URL(link).pathname);
		assert.equal(await pictures(again).count(), 2);
		assert.deepEqual(await pictures(again).evaluateAll(all => all.map(x => x.naturalWidth > 0)), [true, true]);
		await again.context().close();
		assert.equal(await other.stop(), 0);
	});
	await mother.context().close();
	await nurse.context().close();
}

async function refused(server) {
	const { base } = server, page = await person(), good = await photo('good.jpg', 200, 100);
	const tries = [
		['a HEIC', [written('IMG_1.HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic')], /HEICという形で、開けません/],
		['an SVG', [written('a.svg', '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>')], /写真でもPDFでもない/],
		['a film', [written('a.mp4', '\0\0\0\x18ftypisom\0\0\0\0')], /動画や動く画像は送れません/],
		['a photo that ends too early', [written('half.jpg', readFileSync(good).subarray(0, 700))], /途中で切れているか/],
		['four photos', [good, good, good, good].map((x, i) => written(`n${i}.jpg`, readFileSync(x))), /一度に送れるのは3つまで/],
		['a page under the name of a photo', [written('b.jpg', '<html><script>1</script></html>')], /写真でもPDFでもない/],
	];
	for (const [name, photos, sentence] of tries)
		await test(`${name} is refused by a sentence, and the words stay`, async () => {
			await send(page, base, `ことばは残る ${name}`, photos);
			assert.match(await page.locator('#photo-error').innerText(), sentence);
			assert.equal(await page.inputValue('#words'), `ことばは残る ${name}`);
			assert.equal(await page.locator('input[name=once]').count() > 0, true);
		});
	await test('60 MB are read away and answered by a page that still has the words', async () => {
		await send(page, base, 'おおきな写真のまえに書いた文', [hollow('film.mov', 60 << 20)]);
		assert.match(await main(page), /大きすぎて、送れませんでした/);
		assert.match(await main(page), /おおきな写真のまえに書いた文/);
	});
	await test('two gigabytes are cut at once, with a page that says what to do', async () => {
		await send(page, base, 'とても大きな', [hollow('big.mov', 2 * 1024 ** 3)]);
		assert.match(await main(page), /大きすぎて、送れませんでした/);
	});
	await test('three photos of several megabytes wait sealed on disk and all arrive', async () => {
		const heavy = [];
		for (const name of ['h1.jpg', 'h2.jpg', 'h3.jpg']) heavy.push(await photo(name, 2400, 1800, true));
		assert.ok(statSync(heavy[0]).size > 3 << 20, `${statSync(heavy[0]).size} bytes`);
		await send(page, base, 'おもい写真', heavy);
		assert.deepEqual(await pictures(page).evaluateAll(all => all.map(x => x.naturalHeight)), [320, 320, 320]);
		server.before += 6;
	});
	await test('nothing of what was refused is left on the disk', () => {
		assert.deepEqual(everyFile(join(server.data, 'files', town)).length, server.before);
	});
	await page.context().close();
}

await suite(async () => {
	const server = await Server.demo('photo');
	await there(server);
	server.before = everyFile(join(server.data, 'files', town)).length;
	await refused(server);
});
