// The office tells: its staff, who read and confirm, and the families of the town, who find it on their own page. SHOTS=folder keeps pictures.
import assert from 'node:assert/strict';
import { Server, checkKey, desk, enterAs, h1, main, patience, person, phone, press, sleep, suite, test } from '../lib.mjs';

const shots = process.env.SHOTS;
async function take(page, name) {
	if (!shots) return;
	for (const [size, viewport] of [['390', phone], ['1280', desk]]) {
		await page.setViewportSize(viewport);
		await page.screenshot({ path: `${shots}/${name}-${size}.png`, fullPage: true });
	}
	await page.setViewportSize(desk);
}
const inDays = n => new Date(Date.now() + 9 * 3600e3 + n * 864e5).toISOString().slice(0, 10);
// Looks again until the page says so.
async function says(page, address, words) {
	for (const until = Date.now() + patience; Date.now() < until; await sleep(200)) {
		await page.goto(address);
		if ((await main(page)).includes(words)) return;
	}
	assert.fail(`${words} never stood on ${address}: ${await main(page)}`);
}

await suite(async () => {
	const server = await Server.demo('notice'), { base } = server;
	const manager = await enterAs(await person(), base, 'akune', 'shiomi'), nurse = await enterAs(await person(), base, 'akune', 'morino');
	const mother = await person();
	await manager.setViewportSize(desk);
	await test('a manager tells the office, and asks to confirm', async () => {
		await manager.goto(`${base}/akune/desk`);
		await press(manager, manager.locator('main a[href$="/desk/notice"]'));
		await press(manager, '庁内に知らせる');
		await take(manager, 'notice-new');
		await manager.fill('#title', ' ');
		await manager.fill('#words', '台風のため、あすは15時に閉めます。');
		await press(manager, '知らせる');
		assert.equal(await manager.inputValue('#words'), '台風のため、あすは15時に閉めます。', 'what was typed stays');
		await manager.fill('#title', 'あすの閉館');
		await checkKey(manager.locator('#confirm'));
		await press(manager, '知らせる');
		assert.equal(await h1(manager), 'あすの閉館');
		assert.match(await main(manager), /読んだ人 0人/);
	});
	await test('a nurse finds it on 今日, opens and confirms it; her manager sees that', async () => {
		await nurse.goto(`${base}/akune/desk`);
		await take(nurse, 'notice-today');
		await press(nurse, nurse.locator('main li', { hasText: 'あすの閉館' }).getByRole('button'));
		await take(nurse, 'notice-read');
		await nurse.goto(`${base}/akune/desk`);
		assert.match(await main(nurse), /あすの閉館/, 'opened is not confirmed');
		await press(nurse, nurse.locator('main li', { hasText: 'あすの閉館' }).getByRole('button'));
		await press(nurse, '確認しました');
		await nurse.goto(`${base}/akune/desk`);
		assert.doesNotMatch(await main(nurse), /あすの閉館/);
		await manager.reload();
		assert.match(await main(manager), /読んだ人 1人/);
		await take(manager, 'notice-readers');
	});
	await test('a mother registers; the manager sees how many families a message reaches, and sends it by a second press', async () => {
		await mother.goto(`${base}/akune/join/new`);
		await mother.fill('#name', 'ためし はな');
		await mother.fill('#kana', 'ためし はな');
		await mother.fill('#on', inDays(90));
		await press(mother, mother.locator('main form button').last());
		await manager.goto(`${base}/akune/desk/notice`);
		await press(manager, '家庭に届ける');
		await manager.fill('#title', '断水のお知らせ');
		await manager.fill('#words', 'あす10時から12時まで、水が出ません。<b>\nお水をためておいてください。');
		await checkKey(manager.locator('#urgent'));                   // the test may run by night
		await take(manager, 'notice-area-new');
		await press(manager, '届く家庭を確かめる');
		await take(manager, 'notice-area-draft');
		assert.equal((await main(manager)).split('水が出ません。<b>\nお水').length, 3, 'the words as they are, by LINE and by mail');
		await press(manager, manager.getByRole('button', { name: /家庭に届ける$/ }));
		await says(manager, manager.url(), '紙で届ける家庭');
		await take(manager, 'notice-area-sent');
		await manager.goto(`${base}/akune/desk/notice`);
		await take(manager, 'notice-list');
	});
	await test('it stands on her own page, in her language around it, and she may want no more', async () => {
		await says(mother, `${base}/akune/me`, '断水のお知らせ');
		await take(mother, 'notice-me');
		await mother.goto(`${base}/akune/me/notice?lang=vi`);
		assert.match(await main(mother), /お水をためておいてください/);
		await take(mother, 'notice-own-vi');
		await mother.goto(`${base}/akune/me/notice?lang=ja`);
		await take(mother, 'notice-own');
		await press(mother, 'お知らせを送るのを止める');
		assert.match(await main(mother), /止めています/);
		await mother.goto(`${base}/akune/me/family`);
		assert.match(await main(mother), /町からお知らせが届きました/);
	});
});
