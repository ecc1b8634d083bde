// The main job across rooms, lived through by the clock: a question at night, a named person's answer in the morning, company to the hospital on
// Thursday asked, ranked, offered and accepted on phones, card, start, end, report, what it costs, what the family says, and the count of it.
// SHOTS=folder keeps pictures of every step.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { Server, clockAt, desk, enterAs, main, person, phone, press, suite, test } from '../lib.mjs';

const town = 'kawasaki', shots = process.env.SHOTS;
let shown = 0;
// The page as it stands, in both widths; nothing scrolls sideways in either.
async function look(page, name) {
	const own = page.viewportSize();
	shown++;
	for (const size of [phone, desk]) {
		await page.setViewportSize(size);
		assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} at ${size.width}`);
		if (!shots) continue;
		mkdirSync(shots, { recursive: true });
		await page.screenshot({ path: `${shots}/${String(shown).padStart(2, '0')}-${name}-${size.width}.png`, fullPage: true });
	}
	await page.setViewportSize(own);
}

const tokyo = 9 * 3600e3, dayOf = time => new Date(time + tokyo).toISOString().slice(0, 10);
// The next Thursday but one; everything else is told from it.
const thursday = dayOf(Date.now() + (11 - new Date(Date.now() + tokyo).getUTCDay()) * 86400e3);
const clock = (days, hours) => Date.parse(`${dayOf(Date.parse(`${thursday}T12:00:00Z`) + days * 86400e3)}T${hours}:00+09:00`);

await suite(async () => {
	clockAt(clock(-2, '23:10'));
	const server = await Server.demo('main'), { base } = server;
	const to = (page, path) => page.goto(`${base}/${town}${path}`);
	const at = async time => { await server.stop(); clockAt(time); await server.start(); };
	const enter = (page, login) => enterAs(page, base, town, login);
	const mother = await person(), worker = await person({ viewport: desk }), manager = await person({ viewport: desk }), helper = await person();
	const words = '木曜日の朝、ひとりで病院に行かなければなりません。上の子を見てくれる人がいなくて、眠れません。';
	// Requests that were met in the half year, of the page beside the document's figure.
	const met = async () => {
		await to(manager, `/desk/care/unmet?from=${thursday.slice(0, 4)}-${thursday.slice(5, 7) > '06' ? '07' : '01'}-01`);
		return Number(/（(\d+)件。/.exec(await main(manager))[1]);
	};
	const names = { kawabe: '川辺 しおり', tachibana: '橘 けいこ' };
	let login, request, visit, yen, before, talk;

	await test('at night a mother writes on her phone; she reads when she will be answered', async () => {
		await enter(mother, 'sakura');
		assert.match(await main(mother), /こんばんは/);
		await look(mother, 'night');
		await press(mother, '話してみる');
		await mother.fill('#words', words);
		await look(mother, 'ask');
		await press(mother, mother.locator('main form button').last());
		assert.match(await main(mother), /お預かりしました/);
		await look(mother, 'kept');
	});
	await test('in the morning a person with a name answers, and leads on to asking for help', async () => {
		await at(clock(-1, '09:05'));
		await enter(manager, 'takamine');
		before = await met();
		await enter(worker, 'hinata');
		await look(worker, 'today');
		await to(worker, '/desk/talk');
		await press(worker, worker.locator('.y-queue a', { hasText: '眠れません' }).or(worker.locator('.y-queue a', { hasText: '佐倉' })).first());
		await worker.fill('#words', 'おはようございます、日向です。ひとりで抱えなくて大丈夫です。付き添いの人を、いっしょにさがしましょう。');
		assert.match(await main(worker), /佐倉 めい さん/);
		await look(worker, 'talk');
		talk = worker.url();
		await press(worker, worker.locator('form[action$="/answer"] button:not([name])'));
	});
	await test('the mother reads it, and asks for company on Thursday from there: the price stands before she asks', async () => {
		await enter(mother, 'sakura');
		await to(mother, '/me');
		await look(mother, 'me');
		await press(mother, mother.locator('main a[href*="/me/talk/"]').first());
		assert.match(await main(mother), /日向です/);
		await look(mother, 'answered');
		await press(mother, '付き添い・預かりを頼む');
		await press(mother, '手つだいを頼む');
		await mother.locator('.y-tile', { hasText: '通院への付き添い' }).locator('input').check();
		await mother.fill('#day', thursday);
		await mother.fill('#begin', '09:00');
		await mother.selectOption('#minutes', '120');
		await mother.fill('#place-words', '溝口の総合病院 正面入口');
		await look(mother, 'scene');
		await press(mother, '次へ：お子さんのこと');
		await mother.fill('#soothe', '電車を見せると落ちつく');
		await mother.fill('#allergy', '卵');
		await mother.fill('#pickup-word', 'ひまわり');
		await mother.getByLabel('来る人に、ここに書いたことを伝えてよい').check();
		await look(mother, 'know');
		await press(mother, '次へ：確かめる');
		assert.match(await main(mother), /この時間だと、\d+円です/);
		yen = Number(/この時間だと、(\d+)円です/.exec(await main(mother))[1]);
		await look(mother, 'confirm');
		await press(mother, mother.getByRole('button', { name: '手つだいを頼む' }));
		assert.match(await main(mother), /さがしています/);
		request = new URL(mother.url()).pathname.split('/').pop();
		await look(mother, 'asked');
	});
	await test('the desk sees who can go, ranked with reasons, and offers', async () => {
		await to(worker, '/desk/care');
		await look(worker, 'requests');
		await press(worker, worker.locator(`a[href$="/desk/care/${request}"]`).first());
		await look(worker, 'request');
		await press(worker, '行ける人を、わけといっしょに見る');
		await look(worker, 'ranked');
		for (const word of ['同じ地区', '担当者研修の期限', '1番目より']) assert.ok((await main(worker)).includes(word), word);
		const able = await worker.locator('main table').first().innerText();
		login = Object.keys(names).find(x => able.includes(names[x]));
		await worker.getByLabel(names[login]).first().check();
		await press(worker, '声をかける');
		await look(worker, 'offered');
	});
	await test('the helper reads place, time and age on her phone, and says yes; family and helper see each other', async () => {
		await enter(helper, login);
		await to(helper, '/help');
		await look(helper, 'offer');
		assert.match(await main(helper), /溝口の総合病院/);
		assert.ok(!(await main(helper)).includes('佐倉'));
		await press(helper, helper.getByRole('button', { name: '行けます', exact: true }));
		await look(helper, 'accepted');
		await press(helper, helper.locator('a[href*="/help/visit/"]', { hasText: '佐倉 めい' }));
		visit = new URL(helper.url()).pathname.slice(town.length + 1);
		for (const word of ['電車を見せると落ちつく', '卵', 'ひまわり']) assert.ok((await main(helper)).includes(word), word);
		await look(helper, 'plan');
		await to(mother, `/me/care/${request}`);
		assert.ok((await main(mother)).includes(names[login]));
		await look(mother, 'who-comes');
	});
	await test('on Thursday: the card in the pocket, start, end, and the report', async () => {
		await at(clock(0, '08:55'));
		await enter(helper, login);
		await to(helper, visit);
		await look(helper, 'day');
		const card = await (await helper.request.get(`${base}/${town}${visit}/card`)).text();
		for (const word of ['119', '卵', 'ひまわり', '000-0000-0058']) assert.ok(card.includes(word), `the card says ${word}`);
		await press(helper, '始めます');
		assert.match(await main(helper), /8:55に始めました/);
		await look(helper, 'started');
		await at(clock(0, '10:58'));
		await enter(helper, login);
		await to(helper, visit);
		await press(helper, '終わりました');
		await look(helper, 'ended');
		await helper.fill('#report', '待合室で絵本を三冊。よく笑っていました。');
		await press(helper, '報告を届ける');
		await look(helper, 'reported');
	});
	await test('the mother reads the report and what it costs, confirms both, and says frankly what she thought', async () => {
		await enter(mother, 'sakura');
		await to(mother, `/me/care/${request}`);
		assert.match(await main(mother), /絵本を三冊/);
		await look(mother, 'report');
		assert.ok((await main(mother)).includes(`料金：${yen}円`));
		await press(mother, '読みました。このとおりです');
		await mother.getByLabel('助かった').check();
		await mother.fill('#voice-words', 'ひとりで行かなくてよくて、ほっとしました。');
		await press(mother, '声を届ける');
		await look(mother, 'thanked');
		await press(mother, '内わけを見る');
		assert.match(await main(mother), /これから/);
		await look(mother, 'fee');
	});
	await test('what came of it is written beside the talk and counted once; the share that was met has one more', async () => {
		await enter(worker, 'hinata');
		await to(worker, `/desk/care/${request}`);
		assert.match(await main(worker), /ほっとしました/);
		await look(worker, 'request-after');
		await worker.goto(talk);
		await worker.locator('summary', { hasText: 'したことを書く' }).click();
		await worker.locator('label[for="outcome-accompany"]').click();
		await look(worker, 'act');
		await press(worker, worker.locator('form[action$="/act"] button').last());
		await press(worker, 'ひと区切りにする');
		await enter(manager, 'takamine');
		await to(manager, '/desk/counts?by=outcome');
		assert.match(await manager.locator('table.y-table tbody').innerText(), /付き添った/);
		assert.equal(await manager.locator('#all').innerText(), '1');
		await look(manager, 'counts');
		assert.equal(await met(), before + 1);
		await look(manager, 'unmet');
	});
});
