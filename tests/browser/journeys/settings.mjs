// An administrator makes the site her town's own: names, colour, counters, rooms. What is closed leaves no trace.
import assert from 'node:assert/strict';
import { Server, enterAs, h1, main, person, press, profile, someone, suite, test } from '../lib.mjs';

const town = 'akune';
const save = page => press(page, '保存する');

// What a family sees on the front page, as text and as markup.
async function front(server) {
	const page = await person();
	await page.goto(`${server.base}/${town}/`);
	const seen = { text: await page.locator('body').innerText(), html: await page.content(), title: await page.title(),
		hue: await page.locator('html').getAttribute('data-hue'),
		// At night the first button is the lamp's, whatever the hue: the colour itself is asked.
		brand: await page.locator('html').evaluate(x => getComputedStyle(x).getPropertyValue('--brand')) };
	await page.context().close();
	return seen;
}

async function look(server, admin) {
	const go = group => admin.goto(`${server.base}/${town}/desk/settings/${group}`);
	await test('a new name and a new hue stand on the front page at once', async () => {
		const before = await front(server);
		await go('look');
		await admin.fill('#title', 'ひだまり相談室');
		await admin.locator('#hue-290').check();
		await save(admin);
		assert.match(await main(admin), /保存しました/);
		const after = await front(server);
		assert.ok(after.title.includes('ひだまり相談室') && after.text.includes('ひだまり相談室'));
		assert.equal(after.hue, '290');
		assert.notEqual(after.brand, before.brand, 'the button has the new colour');
	});
	await test('a hue near red moves to the nearer edge, because red is for danger', async () => {
		await go('look');
		await admin.locator('#hue-free').check();
		await admin.fill('#hue-other', '20');
		await save(admin);
		const { hue } = await front(server);
		assert.ok(Number(hue) < 8 || Number(hue) > 45, `hue ${hue}`);
	});
	await test('an empty name and a telephone that is none are not kept; what was typed stays', async () => {
		await go('look');
		await admin.fill('#title', '');
		await admin.fill('#lead', 'いつでもどうぞ。');
		await save(admin);
		assert.match(await admin.title(), /^\s*エラー：/);
		assert.equal(await admin.inputValue('#lead'), 'いつでもどうぞ。');
		assert.ok((await front(server)).text.includes('ひだまり相談室'));
	});
	await test('languages that are not ticked are not offered', async () => {
		await go('languages');
		await admin.locator('#languages-vi').uncheck();
		await save(admin);
		const { html } = await front(server);
		assert.ok(!html.includes('lang=vi') && html.includes('lang=en'));
	});
}

async function counters(server, admin) {
	await test('a counter is added with nickname and hours, changed, and taken away', async () => {
		const page = admin;
		await page.goto(`${server.base}/${town}/desk/settings/counters/new`);
		await page.fill('#name', '港のひろば');
		await page.fill('#nickname', 'なぎさ');
		await page.fill('#phone', '0996-00-0000');
		await page.fill('#hours', '土曜 9:00〜12:00');
		await page.fill('#hours-rule', 'Sat 09:00-12:00');
		await save(page);
		let seen = await front(server);
		for (const word of ['港のひろば', 'なぎさ', '土曜 9:00〜12:00']) assert.ok(seen.html.includes(word), word);
		await press(page, page.getByRole('link', { name: /港のひろば/ }));
		await page.fill('#nickname', 'うみねこ');
		await save(page);
		seen = await front(server);
		assert.ok(seen.html.includes('うみねこ') && !seen.html.includes('なぎさ'));
		await press(page, page.getByRole('link', { name: /港のひろば/ }));
		await press(page, 'この窓口をなくす');
		assert.match(await h1(page), /「港のひろば」をなくしますか/);
		await press(page, 'なくす');
		assert.ok(!(await front(server)).html.includes('港のひろば'));
	});
	await test('hours that cannot be reckoned with are not kept', async () => {
		await admin.goto(`${server.base}/${town}/desk/settings/counters/new`);
		await admin.fill('#name', 'いつか');
		await admin.fill('#hours-rule', 'ときどき');
		await save(admin);
		assert.match(await admin.title(), /^\s*エラー：/);
		assert.ok(!(await front(server)).html.includes('いつか</'));
	});
}

async function rooms(server, admin) {
	const worker = await person();
	await enterAs(worker, server.base, town, someone(profile(town), 'worker').login);
	const status = async (page, path) => (await page.goto(`${server.base}/${town}${path}`)).status();
	const nobody = await person();
	const tick = async on => {
		await admin.goto(`${server.base}/${town}/desk/settings/rooms`);
		await admin.locator('#rooms-consult').setChecked(on);
		await save(admin);
	};
	await test('consult closed: gone from every menu, its addresses answer 404', async () => {
		await tick(false);
		const seen = await front(server);
		assert.ok(!seen.html.includes(`/${town}/ask`) && !seen.html.includes(`/${town}/me"`));
		for (const path of ['/ask', '/me']) assert.equal(await status(nobody, path), 404, path);
		assert.equal(await status(worker, '/desk/talk'), 404);
		await worker.goto(`${server.base}/${town}/desk`);
		assert.ok(!(await worker.content()).includes('/desk/talk'), 'no inbox in the menu, no question on 今日');
	});
	await test('a closed room and one that never was look the same', async () => {
		const text = async path => { await nobody.goto(`${server.base}/${town}${path}`); return (await main(nobody)).replace(/[0-9a-z]{13}/g, ''); };
		assert.equal(await text('/ask'), await text('/nothing-here'));
	});
	await test('consult opened again: the way to ask is back, and what waited still waits', async () => {
		await tick(true);
		assert.ok((await front(server)).html.includes(`/${town}/ask`));
		assert.equal(await status(nobody, '/ask'), 200);
		assert.equal(await status(worker, '/desk/talk'), 200);
		await worker.goto(`${server.base}/${town}/desk`);
		assert.ok((await worker.content()).includes('/desk/talk/'), 'the questions are on 今日 again');
	});
	await worker.context().close();
	await nobody.context().close();
}

await suite(async () => {
	const server = await Server.demo('settings'), p = profile(town), admin = await person({ viewport: { width: 1280, height: 900 } });
	await enterAs(admin, server.base, town, someone(p, 'admin').login);
	await test('only administrators find the settings', async () => {
		const worker = await person();
		await enterAs(worker, server.base, town, someone(p, 'worker').login);
		assert.ok(!(await worker.content()).includes('/desk/settings'));
		assert.ok((await worker.goto(`${server.base}/${town}/desk/settings`)).status() >= 400);
		await worker.context().close();
	});
	await look(server, admin);
	await counters(server, admin);
	await rooms(server, admin);
	await test('what was changed, and by whom, is in the record', async () => {
		await admin.goto(`${server.base}/${town}/desk/audit`);
		const text = await main(admin);
		assert.match(text, /設定を変えました/);
		assert.match(text, /窓口を書きました/);
		assert.equal(server.run('audit', 'verify').code, 0);
	});
});
