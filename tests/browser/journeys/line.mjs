// Over the wire of LINE: a mother writes in the night, a person reads it, nothing of it lies there; what is told twice or in disorder happens once.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { validateSignature } from '@line/bot-sdk';
import { createHmac } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { Server, enterAs, h1, main, person, press, profile, someone, suite, test } from '../lib.mjs';
import { Line } from '../line.mjs';

const town = 'matsudo';
const somebody = () => `U${randomBytes(16).toString('hex')}`;
const linkIn = sent => sent.texts.join('\n').match(/https?:\/\/\S+\/l\/[0-9a-z]{26}\S*/)[0];

await suite(async () => {
	const server = await Server.demo('line'), { base } = server, line = await Line.open(`${base}/${town}/line/webhook`);
	const set = (...words) => server.must('tenant', 'set', town, ...words);
	await test('before a secret is set the address answers nobody', async () => {
		assert.equal(await line.tell([line.text(somebody(), 'x')]), 403);
	});
	set(`line.channel_secret=${line.secret}`, `line.channel_token=${line.token}`, `line.api_base=${line.base}`,
		`line.data_base=${line.base}`, 'line.mode=door');
	const mother = somebody(), page = await person(), phone = await person();
	await page.setViewportSize({ width: 1280, height: 900 });
	const inbox = async words => {
		await page.goto(`${base}/${town}/desk/talk`);
		for (const href of await page.locator('main a[href*="/desk/talk/"]').evaluateAll(all => all.map(a => a.getAttribute('href')))) {
			await page.goto(base + href);
			if ((await main(page)).includes(words)) return href;
		}
		return null;
	};
	// Whoever serves no area of their own reads what comes without one.
	await enterAs(page, base, town, 'hatano');

	await test('who cannot sign is told nothing and leaves nothing; an empty webhook is fine; what is none is refused', async () => {
		const good = JSON.stringify({ destination: `U${'b'.repeat(32)}`, events: [line.text(mother, 'にせもの')] });
		assert.ok(validateSignature(good, line.secret, createHmac('sha256', line.secret).update(good).digest('base64')), 'the second opinion signs alike');
		for (const lie of [{ secret: 'wrong' }, { signature: '' }, { signature: 'AAAA' }]) assert.equal(await line.tell([], { body: good, ...lie }), 403);
		const signature = createHmac('sha256', line.secret).update(good).digest('base64');
		assert.equal(await line.tell([], { body: good.replace('にせもの', 'かきかえ'), signature }), 403);
		assert.equal(await line.tell([], { body: '{"destination":"U","events":[]}' }), 200);
		for (const body of ['', '{', '{"events":7}', '\u0000']) assert.equal(await line.tell([], { body }), 400, body);
		assert.equal(await inbox('にせもの'), null);
	});
	await test('a friend is greeted, a worry is confirmed by a fixed sentence with a way in', async () => {
		assert.equal(await line.tell([line.event('follow', mother, { follow: { isUnblocked: false } })]), 200);
		assert.equal(await line.tell([line.text(mother, '夜泣きで、もう限界です')]), 200);
		const [hello, taken] = await line.waits(mother, 2);
		assert.equal(hello.kind, 'reply');
		assert.equal(taken.kind, 'reply');
		assert.ok(!JSON.stringify(line.sent).includes('限界'), 'nothing of what she wrote goes back');
		assert.match(linkIn(taken), /openExternalBrowser=1$/);
		assert.ok(await inbox('夜泣きで、もう限界です'), 'a person sees it');
	});
	await test('every kind of message and event leaves a trace in the talk', async () => {
		const image = { type: 'image', contentProvider: { type: 'line' }, quoteToken: 'q' };
		const media = { contentProvider: { type: 'line' }, duration: 1000 };
		assert.equal(await line.tell([
			line.message(mother, { type: 'sticker', packageId: '446', stickerId: '1988', stickerResourceType: 'STATIC', keywords: ['crying'],
				quoteToken: 'q' }),
			line.message(mother, image), line.message(mother, { type: 'video', ...media, quoteToken: 'q' }), line.message(mother, { type: 'audio', ...media }),
			line.message(mother, { type: 'file', fileName: 'けんしん.pdf', fileSize: 100 }),
			line.message(mother, { type: 'location', title: '矢切の渡し', address: '千葉県松戸市', latitude: 35.7, longitude: 139.9 }),
			line.event('postback', mother, { postback: { data: 'menu=1' } }),
		]), 200);
		await inbox('夜泣きで、もう限界です');
		const text = await main(page);
		const traces = ['スタンプ', 'crying', 'LINEの写真', 'LINEの動画', 'LINEの音声', 'けんしん.pdf', '矢切の渡し', 'LINEのボタンを押しました'];
		for (const trace of traces) assert.ok(text.includes(trace), trace);
	});
	await test('what a message holds is fetched at once and kept here: a photo as a photo, what is none by its name', async () => {
		const photo = line.message(mother, { type: 'image', contentProvider: { type: 'line' }, quoteToken: 'q' });
		const film = line.message(mother, { type: 'video', contentProvider: { type: 'line' }, duration: 1000, quoteToken: 'q' });
		const paper = line.message(mother, { type: 'file', fileName: 'おくすり.pdf', fileSize: 100 });
		line.content.set(photo.message.id, { bytes: readFileSync('docs/picture.png'), type: 'image/png', waits: 1 });
		line.content.set(film.message.id, { bytes: Buffer.from('0000001866747970697' + '36f6d0000000069736f6d', 'hex'), type: 'video/mp4', waits: 0 });
		line.content.set(paper.message.id, { bytes: Buffer.from('%PDF-1.7\n%%EOF\n'), type: 'application/pdf', waits: 0 });
		assert.equal(await line.tell([photo, film, paper]), 200);
		const href = await inbox('夜泣きで、もう限界です');
		const img = page.locator('main .y-chat img');
		for (let i = 0; i < 150 && !(await img.count() && /お預かりできません/.test(await main(page))); i++) {
			await page.waitForTimeout(100);
			await page.goto(base + href);
		}
		const src = await img.last().getAttribute('src'), got = await page.request.get(base + src);
		assert.match(got.headers()['content-type'], /^image\/jpeg/);
		assert.match(await main(page), /LINEの動画[\s\S]*お預かりできません/);
		assert.equal(await page.locator('main .y-chat a[href*="/file/"]').count() >= 2, true, 'photo and paper');
		assert.ok(line.fetched.length >= 4, 'asked again after it was not ready');
		await line.tell([line.event('unsend', mother, { unsend: { messageId: photo.message.id } })]);
		assert.equal((await page.request.get(base + src)).status(), 404, 'taken back: the photo too');
	});
	await test('sound and film are kept, without where they were taken, and play when somebody presses; else it says why not', async () => {
		const box = (type, ...inside) => {
			const content = Buffer.concat(inside.map(x => Buffer.from(x))), head = Buffer.alloc(8);
			head.writeUInt32BE(content.length + 8);
			head.write(type, 4);
			return Buffer.concat([head, content]);
		};
		const track = handler => box('trak', box('mdia', box('hdlr', '\0'.repeat(8), handler)));
		const media = (handler, n) => Buffer.concat([box('ftyp', 'isom0000'), box('moov', track(handler), box('udta', '+35.7+139.9/')),
			box('mdat', Buffer.alloc(n, 7))]);
		const held = { contentProvider: { type: 'line' }, duration: 1000 };
		const film = line.message(mother, { type: 'video', ...held, quoteToken: 'q' }), sound = line.message(mother, { type: 'audio', ...held });
		const long = line.message(mother, { type: 'video', ...held, quoteToken: 'q' }), gone = line.message(mother, { type: 'audio', ...held });
		line.content.set(film.message.id, { bytes: media('vide', 5000), type: 'video/mp4', waits: 0 });
		line.content.set(sound.message.id, { bytes: media('soun', 100), type: 'audio/x-m4a', waits: 1 });
		line.content.set(long.message.id, { bytes: media('vide', 16 << 20), type: 'video/mp4', waits: 0 });
		assert.equal(await line.tell([film, sound, long, gone]), 200);
		const href = await inbox('夜泣きで、もう限界です');
		const film_at = page.locator('main .y-chat video'), sound_at = page.locator('main .y-chat audio');
		const told = /LINEの動画[\s\S]*大きすぎて（15MBまで）[\s\S]*LINEの音声[\s\S]*受けとれませんでした/;
		for (let i = 0; i < 200 && !(await film_at.count() && await sound_at.count() && told.test(await main(page))); i++) {
			await page.waitForTimeout(100);
			await page.goto(base + href);
		}
		assert.match(await main(page), told);
		for (const at of [film_at, sound_at]) {
			assert.equal(await at.getAttribute('preload'), 'none');
			assert.notEqual(await at.getAttribute('controls'), null);
			assert.equal(await at.getAttribute('autoplay'), null);
		}
		const src = await film_at.getAttribute('src'), whole = await page.request.get(base + src);
		assert.equal(whole.headers()['content-type'], 'video/mp4');
		assert.ok(!(await whole.body()).includes('+35.7'));
		const piece = await page.request.get(base + src, { headers: { range: 'bytes=0-99' } });
		assert.equal(piece.status(), 206);
		assert.equal(piece.headers()['content-range'], `bytes 0-99/${(await whole.body()).length}`);
		assert.deepEqual(await piece.body(), (await whole.body()).subarray(0, 100));
		if (process.env.YORISOI_SHOTS) await page.screenshot({ path: `${process.env.YORISOI_SHOTS}/line-film.png`, fullPage: true });
	});
	await test('told twice, told again, told in disorder: once, and in the order in which it was said', async () => {
		const first = line.text(mother, '一つめ', { timestamp: Date.now() - 2000 });
		const second = line.text(mother, '二つめ', { timestamp: Date.now() - 1000 });
		assert.equal(await line.tell([second, first, second]), 200);
		assert.equal(await line.tell([{ ...first, deliveryContext: { isRedelivery: true } }, { ...second, deliveryContext: { isRedelivery: true } }]), 200);
		await inbox('一つめ');
		const text = await main(page);
		assert.equal(text.split('一つめ').length, 2);
		assert.equal(text.split('二つめ').length, 2);
		assert.ok(text.indexOf('一つめ') < text.indexOf('二つめ'));
	});
	await test('what she takes back is gone, also when that is told before it', async () => {
		const said = line.text(mother, 'やっぱり消します'), early = line.text(mother, 'これも消します');
		await line.tell([line.event('unsend', mother, { unsend: { messageId: early.message.id } })]);
		await line.tell([said, early]);
		await line.tell([line.event('unsend', mother, { unsend: { messageId: said.message.id } })]);
		await inbox('一つめ');
		assert.ok(!(await main(page)).includes('消します'));
		assert.match(await main(page), /LINEで取り消されました/);
	});
	await test('the answer is announced without a word of it, and its way in opens once, in any browser', async () => {
		await inbox('一つめ');
		await page.fill('#words', 'あすの朝、お電話します');
		await press(page, page.locator('form[action$="/answer"] button:not([name])'));
		const [notice] = await line.waits(mother, 1, 0, 'push');
		assert.equal(notice.kind, 'push');
		assert.match(notice.retryKey, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
		assert.ok(!JSON.stringify(line.sent).includes('お電話'), 'staff\'s words never leave by LINE');
		await phone.goto(linkIn(notice));
		assert.equal(await h1(phone), '相談のつづきを開きます。');
		await phone.reload();
		await press(phone, phone.locator('main form button'));
		assert.match(new URL(phone.url()).pathname, new RegExp(`^/${town}/t/`));
		assert.ok((await main(phone)).includes('あすの朝、お電話します'));
		const other = await person();
		assert.equal((await other.goto(linkIn(notice))).status(), 410);
		assert.equal(await h1(other), 'このリンクは、もう使われました。');
	});
	await test('killed at once after the answer to the webhook: nothing is lost, nothing is said twice', async () => {
		const father = somebody(), event = line.text(father, '消えないことば');
		assert.equal(await line.tell([event]), 200);
		await server.kill9();
		await server.start();
		assert.equal(await line.tell([{ ...event, deliveryContext: { isRedelivery: true } }]), 200);
		await page.goto(`${base}/${town}/desk`);
		assert.ok(await inbox('消えないことば'));
		assert.equal((await main(page)).split('消えないことば').length, 2);
	});
	await test('LINE gives no answer, an error, a limit: each letter arrives once all the same', async () => {
		const one = somebody(), two = somebody(), three = somebody();
		line.failing = ['drop'];
		await line.tell([line.text(one, '返事なし')]);
		await line.waits(one);
		line.failing = [500];
		await line.tell([line.text(two, '五百')]);
		await line.waits(two);
		const late = line.text(three, '使えない合図');
		line.replyTokens.get(late.replyToken).is_used = true;
		await line.tell([late]);
		const [pushed] = await line.waits(three);
		assert.equal(pushed.kind, 'push', 'a reply token that is no good: the same letter as a push');
		for (const user of [one, two, three]) assert.equal(line.sent.filter(x => x.to === user).length, 1);
	});
	await test('in room mode, where she was told so, staff\'s words go by LINE too', async () => {
		set('line.mode=room');
		const friend = somebody();
		await line.tell([line.text(friend, 'へやのはなし')]);
		await line.waits(friend);
		assert.ok(await inbox('へやのはなし'));
		await page.fill('#words', 'へやのお返事です');
		await press(page, page.locator('form[action$="/answer"] button:not([name])'));
		const [, answer] = await line.waits(friend, 2);
		assert.equal(answer.texts[0], 'へやのお返事です');
		await line.tell([line.event('postback', friend, { postback: { data: 'answers=link' } })]);
		await line.tell([line.text(friend, 'へやはやめます')]);
		await line.waits(friend, 3);
		await inbox('へやはやめます');
		await page.fill('#words', 'もう中身は送りません');
		await press(page, page.locator('form[action$="/answer"] button:not([name])'));
		const [, , , last] = await line.waits(friend, 4);
		assert.ok(!last.texts.join('').includes('中身は送りません'));
	});
	await test('whoever writes urgent words is given the numbers at once, and stands first on the desk', async () => {
		set('line.mode=door');
		const alone = somebody();
		await line.tell([line.text(alone, 'もう消えてしまいたい')]);
		assert.match((await line.waits(alone))[0].texts[0], /119か110[\s\S]*189/);
		await page.goto(`${base}/${town}/desk`);
		assert.match(await page.locator('main section').first().innerText(), /いま、読んでほしい相談/);
		await page.goto(base + await page.locator('main section').first().locator('a').first().getAttribute('href'));
		assert.match(await main(page), /いのちにかかわるかもしれません[\s\S]*消えてしまいたい/);
	});
	await test('who blocks us is sent nothing more, and that is seen', async () => {
		const gone = somebody();
		await line.tell([line.text(gone, 'さようなら')]);
		await line.waits(gone);
		await line.tell([line.event('unfollow', gone)]);
		await inbox('さようなら');
		assert.match(await main(page), /LINEをブロックしました/);
	});
	await test('the page of the channel says what is set and what came', async () => {
		const admin = await person();
		await admin.setViewportSize({ width: 1280, height: 900 });
		await enterAs(admin, base, town, someone(profile(town), 'admin').login);
		await admin.goto(`${base}/${town}/desk/line`);
		assert.match(await main(admin), new RegExp(`${base}/${town}/line/webhook`));
		assert.match(await main(admin), /ブロックした/);
	});
	await test('the menu below the chat is made of the town\'s settings, once though its answers are lost, and replaced when they change', async () => {
		const admin = await person();
		await admin.setViewportSize({ width: 1280, height: 900 });
		await enterAs(admin, base, town, someone(profile(town), 'admin').login);
		const section = admin.locator('section[aria-labelledby=menu]');
		const put = async (...cells) => {
			await admin.goto(`${base}/${town}/desk/line`);
			for (const box of await section.locator('input[type=checkbox]').all()) await box.setChecked(cells.includes(await box.getAttribute('value')));
			await press(admin, section.locator('button'));
		};
		const until = async what => {
			for (let i = 0; i < 150 && !what.test(await section.innerText()); i++) {
				await admin.waitForTimeout(100);
				await admin.reload();
			}
			assert.match(await section.innerText(), what);
		};
		line.menus.set('richmenu-own', { richMenuId: 'richmenu-own', size: { width: 2500, height: 843 }, selected: false, name: 'made by hand',
			chatBarText: 'x', areas: [] });
		line.menuLost = ['POST /v2/bot/richmenu', 'image'];
		await put('ask', 'find', 'help');
		await until(/まだ替えられません/);
		await put('ask', 'find', 'help');
		await until(/まだ替えられません/);
		await put('ask', 'find', 'help');
		await until(/いまの内容で出ています/);
		assert.equal(line.menus.size, 2, 'one of ours, and the one that they made themselves');
		const first = line.menus.get(line.byDefault);
		assert.deepEqual(first.areas.map(x => x.action.type), ['postback', 'uri', 'uri']);
		assert.equal(first.areas[0].action.inputOption, 'openKeyboard');
		assert.ok(first.areas[1].action.uri.startsWith(`${base}/${town}/search?`));
		if (process.env.YORISOI_SHOTS) writeFileSync(`${process.env.YORISOI_SHOTS}/menu-3.png`, first.image);
		await put('ask', 'find', 'support', 'call', 'help');
		await until(/いまの内容で出ています/);
		const second = line.menus.get(line.byDefault);
		assert.notEqual(second.richMenuId, first.richMenuId);
		assert.ok(!line.menus.has(first.richMenuId), 'the one before is taken away');
		assert.match(second.areas.at(-2).action.uri, /^tel:[0-9-]+$/);
		assert.equal(second.size.height, 1686);
		if (process.env.YORISOI_SHOTS) {
			writeFileSync(`${process.env.YORISOI_SHOTS}/menu-5.png`, second.image);
			await admin.screenshot({ path: `${process.env.YORISOI_SHOTS}/menu-desk.png`, fullPage: true });
		}
		await put();
		await until(/メニューを下げました/);
		assert.deepEqual([...line.menus.keys()], ['richmenu-own']);
	});
	await test('all that we asked of LINE was as its description wants it', () => assert.deepEqual(line.refused, []));
	await line.close();
});
