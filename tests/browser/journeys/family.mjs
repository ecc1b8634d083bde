// A family in Akune: registered at the counter in three words, a code on paper, bound on a phone without script, her page and who looked; found
// again, two records of her put together and apart. SHOTS=folder keeps pictures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Server, enterAs, h1, main, person, phone, desk, press, profile, someone, suite, test } from '../lib.mjs';

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

await suite(async () => {
	const server = await Server.demo('family'), { base } = server, p = profile('akune');
	const nurse = await person(), mother = await person(), stamp = String(Date.now()).slice(-4);
	const kana = 'ためし さやか', name = '\u845B\u{E0100}城 紗也加';
	let presses = 0, path, code, other;
	const tap = async (page, what) => { presses += 1; await press(page, what); };
	await nurse.setViewportSize(desk);
	await mother.setViewportSize(phone);
	await test('the counter registers with three words and at most eight presses besides the text', async () => {
		await enterAs(nurse, base, 'akune', 'morino');
		await tap(nurse, nurse.locator('nav.y-rail a', { hasText: 'ご家庭' }));
		await take(nurse, 'family-list');
		await tap(nurse, nurse.locator('main a', { hasText: '登録する' }));
		await take(nurse, 'family-new');
		assert.equal(await nurse.locator('main [required]').count(), 3, 'three required fields');
		await nurse.fill('#name', name);
		await nurse.fill('#kana', kana);
		await nurse.fill('#on', inDays(120));
		await nurse.fill('#phone', `0996-00-${stamp}`);
		await nurse.selectOption('#area', { index: 1 });
		presses += 2;
		await tap(nurse, nurse.locator('main form button', { hasText: '登録する' }));
		assert.match(new URL(nurse.url()).pathname, /\/charge$/, 'the proposal of a named worker comes next');
		path = new URL(nurse.url()).pathname.replace('/charge', '');
		assert.match(path, /^\/akune\/desk\/family\/[0-9a-z]{13}$/i);
		assert.ok(presses <= 8, `${presses} presses`);
		await nurse.goto(base + path);
		assert.ok((await main(nurse)).includes(name), 'the name stands as in the register, variant and all');
	});
	await test('her page tells who, now, next and what was last within the first 1,200 px, on both sizes', async () => {
		for (const size of [desk, phone]) {
			await nurse.setViewportSize(size);
			for (const id of ['now', 'know', 'next', 'last']) {
				const box = await nurse.locator(`#${id}`).boundingBox();
				assert.ok(box && box.y < 1200, `${id} begins at ${box && box.y} px of ${size.width}`);
			}
			assert.ok(await nurse.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
		}
		await nurse.setViewportSize(desk);
		assert.match(await main(nurse), /妊娠22週6日/);
	});
	await test('an empty next step stands on 今日 until it is decided', async () => {
		await nurse.goto(`${base}/akune/desk`);
		assert.equal(await nurse.locator(`main a[href="${path}"]`).count(), 1);
		await nurse.goto(base + path);
		await nurse.fill('#next-on', inDays(7));
		await nurse.fill('#next-line', '電話でようすを聞く');
		await press(nurse, nurse.locator('form[action$="/next"] button'));
		assert.match(await main(nurse), /電話でようすを聞く/);
		await nurse.goto(`${base}/akune/desk`);
		assert.equal(await nurse.locator(`main a[href="${path}"]`).count(), 0);
	});
	await test('what to know and what was said are written on her page', async () => {
		await nurse.goto(base + path);
		await nurse.locator('summary', { hasText: '書きたす' }).click();
		await nurse.fill('#fact', '電話は午前がよい');
		await press(nurse, nurse.locator('form[action$="/fact"] button'));
		await nurse.locator('summary', { hasText: '記録する' }).click();
		await nurse.fill('#note', 'つわりがおさまってきたとのこと。');
		await press(nurse, nurse.locator('form[action$="/note"] button'));
		assert.match(await main(nurse), /つわりがおさまって/);
		await take(nurse, 'family-record');
	});
	await test('a code on paper, without her name', async () => {
		await nurse.goto(`${base}${path}/people`);
		await take(nurse, 'family-people');
		await press(nurse, nurse.locator('main button', { hasText: '番号の紙' }));
		code = (await nurse.locator('#code').innerText()).trim();
		assert.match(code, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
		assert.ok(!(await main(nurse)).includes('紗也加'), 'no name on the paper');
		await take(nurse, 'family-paper');
	});
	await test('before that she asked something without a name, on her phone, without script', async () => {
		await mother.goto(`${base}/akune/ask`);
		await mother.fill('#words', 'においに弱くなって、ごはんが作れません。');
		await press(mother, mother.locator('main form button'));
		other = mother.url().split('?')[0];
	});
	await test('the paper binds her phone after a wrong code, written as people write', async () => {
		await mother.goto(`${base}/akune/join`);
		await take(mother, 'own-join');
		await mother.setViewportSize(phone);
		await mother.fill('#code', 'ZZZZ-9999');
		await press(mother, mother.locator('form[action$="/join"] button'));
		assert.equal(await mother.inputValue('#code'), 'ZZZZ-9999', 'what she typed is still there');
		await mother.fill('#code', code.toLowerCase().replace('-', ' '));
		await press(mother, mother.locator('form[action$="/join"] button'));
		assert.equal(new URL(mother.url()).pathname, '/akune/me/family');
		assert.match(await main(mother), /妊娠22週6日/);
		assert.ok(!(await main(mother)).includes('つわり'), 'notes of staff are not shown');
		assert.ok(await mother.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
	});
	await test('a code works once', async () => {
		const stranger = await person();
		await stranger.goto(`${base}/akune/join?code=${code}`);
		await press(stranger, stranger.locator('form[action$="/join"] button'));
		assert.equal(new URL(stranger.url()).pathname, '/akune/join');
		await stranger.context().close();
	});
	await test('her anonymous question joins her story when she says so', async () => {
		await mother.goto(other);
		await press(mother, mother.locator('form[action$="/join"] button'));
		assert.match(await main(mother), /相談しました/);
		await nurse.goto(base + path);
		assert.match(await main(nurse), /相談がありました/);
		await take(mother, 'own-page');
	});
	await test('she sees who looked, as a role and why', async () => {
		const manager = await enterAs(await person(), base, 'akune', someone(p, 'manager').login);
		await manager.goto(base + path);
		assert.match(await h1(manager), /開くわけ/);
		assert.ok(!(await main(manager)).includes('紗也加'), 'nothing is shown before');
		await take(manager, 'family-purpose');
		await manager.locator('#why').check();
		await press(manager, manager.locator('form[action$="/look"] button'));
		assert.ok((await main(manager)).includes('紗也加'));
		await manager.context().close();
		await mother.goto(`${base}/akune/me/family/looked`);
		const text = await main(mother);
		assert.match(text, /担当が留守のあいだの対応/);
		assert.match(text, /担当として/);
		assert.ok(!text.includes(someone(p, 'manager').name), 'no name');
		await take(mother, 'own-looked');
	});
	await test('her page speaks six languages', async () => {
		for (const lang of ['ja-easy', 'en', 'zh', 'vi', 'pt', 'ja']) {
			await mother.goto(`${base}/akune/me/family?lang=${lang}`);
			assert.ok((await h1(mother)).includes('紗也加'));
		}
	});
	await test('who may be there already stands beside the form while it is typed', async () => {
		const typist = await enterAs(await person({ javaScriptEnabled: true, viewport: desk }), base, 'akune', 'morino');
		await typist.goto(`${base}/akune/desk/family/new`);
		await typist.fill('#kana', 'タメシ　サヤカ');
		await typist.locator('#alike-live a', { hasText: '紗也加' }).waitFor();
		assert.match(await typist.locator('#alike-live').innerText(), /よみが同じ/);
		await take(typist, 'family-alike-live');
		await typist.fill('#kana', 'ベツジン');
		await typist.locator('#alike-live a').waitFor({ state: 'detached' });
		await typist.fill('#phone', `0996-00-${stamp}`);
		await typist.locator('#alike-live a', { hasText: '電話が同じ' }).waitFor();
		await typist.context().close();
	});
	await test('what was registered is put right with its history; who was slower overwrites nothing', async () => {
		const other = await nurse.context().newPage();
		await nurse.goto(`${base}${path}/edit`);
		await press(nurse, nurse.locator('main a[href*="/guardian/"]').first());
		await other.goto(nurse.url());
		await nurse.fill('#born', '1994-08-09');
		await press(nurse, nurse.locator('main form[action$="/edit"] button'));
		assert.match(await main(nurse), /生年月日：\s*（なし）\s*→\s*1994-08-09/);
		await take(nurse, 'family-edit-list');
		await other.fill('#mail', 'sayaka@example.jp');
		await press(other, other.locator('main form[action$="/edit"] button'));
		assert.match(await main(other), /ほかの人が直しました/);
		assert.equal(await other.inputValue('#mail'), 'sayaka@example.jp', 'what was typed stays');
		await other.close();
	});
	await test('twins are born in one act', async () => {
		await nurse.goto(`${base}${path}/edit`);
		await press(nurse, nurse.locator('main a[href*="/pregnancy/"]').first());
		await take(nurse, 'family-edit-pregnancy');
		await press(nurse, nurse.locator('main a', { hasText: '生まれました' }));
		await nurse.fill('#n', '2');
		await press(nurse, nurse.locator('main form[method=get] button'));
		await nurse.fill('#born', inDays(-1));
		await nurse.fill('#name-1', '葛城 葵');
		await take(nurse, 'family-birth');
		await press(nurse, nurse.locator('main form[method=post] button', { hasText: '誕生を記録する' }));
		assert.equal((await main(nurse)).match(/生後1日/g).length >= 2, true, 'two children of one day');
	});
	await test('the same mother again at the counter: found while registering; another record is put together with hers and apart again', async () => {
		await nurse.goto(`${base}/akune/desk/family/new`);
		await nurse.fill('#name', '葛城 さやか');
		await nurse.fill('#kana', 'タメシ　サヤカ');
		await nurse.fill('#on', inDays(120));
		await nurse.selectOption('#area', { index: 1 });
		await press(nurse, nurse.locator('main form button', { hasText: '登録する' }).last());
		assert.match(await main(nurse), /もしかして、このご家庭ですか/);
		await take(nurse, 'family-alike');
		await press(nurse, nurse.locator('button[name=anyway]'));
		const twin = new URL(nurse.url()).pathname.replace('/charge', '');
		assert.notEqual(twin, path);
		await nurse.goto(`${base}${path}/merge`);
		await nurse.locator(`input[name=other][value="${twin.split('/').pop()}"]`).check();
		await nurse.fill('#why', '窓口で同じ人とわかった');
		await take(nurse, 'family-merge');
		await press(nurse, nurse.locator('main form button', { hasText: 'まとめる' }));
		assert.match(await main(nurse), /窓口で同じ人とわかった/);
		await nurse.goto(base + twin);
		assert.ok((await main(nurse)).includes('葛城 さやか') && (await h1(nurse)).includes('紗也加'), 'the other number opens the one record');
		await nurse.goto(`${base}${path}/people`);
		await press(nurse, nurse.locator('button', { hasText: 'もとの二つに分ける' }));
		await nurse.goto(base + twin);
		assert.ok((await h1(nurse)).includes('葛城 さやか'));
	});
	await test('found by kana, by the end of a name, by telephone', async () => {
		for (const q of ['ためし', 'さやか', `099600${stamp}`, '葛城']) {
			await nurse.goto(`${base}/akune/desk/family?q=${encodeURIComponent(q)}`);
			assert.ok(await nurse.locator(`main a[href="${path}"]`).count() > 0, q);
		}
	});
	await test('she takes her record along as a document, and as a ZIP that holds both', async () => {
		await mother.goto(`${base}/akune/me/family/export`);
		const [html] = await Promise.all([mother.waitForEvent('download'), mother.locator('button[value=html]').click()]);
		assert.match(readFileSync(await html.path(), 'utf8'), /においに弱くなって/);
		await mother.goto(`${base}/akune/me/family/export`);
		const [zip] = await Promise.all([mother.waitForEvent('download'), mother.locator('button[value=zip]').click()]);
		const look = 'import sys,zipfile; z=zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(z.namelist())';
		assert.match(execFileSync('python3', ['-c', look, await zip.path()], { encoding: 'utf8' }), /yorisoi.html.*yorisoi.json/);
	});
	await test('whom the desk has seen asks on her phone for what the town holds, and the desk has it at once', async () => {
		await mother.goto(`${base}/akune/me/family/export`);
		await press(mother, mother.locator('main a[href$="/me/disclose"]'));
		await take(mother, 'disclose-own');
		await press(mother, mother.locator('form[action$="/me/disclose"] button'));
		assert.match(await main(mother), /までにお返事します/);
		await nurse.goto(`${base}/akune/desk/disclose`);
		assert.match(await main(nurse), /紗也加.*本人確認がまだ/s);
	});
	await test('a request to see what the town holds: checked, gathered, the father hidden, released by two, handed over', async () => {
		await nurse.goto(`${base}${path}/people`);
		await nurse.fill('#name', '葛城 隼人');
		await nurse.fill('#kana', 'ためし はやと');
		await press(nurse, nurse.locator('form[action$="/guardian"] button'));
		await nurse.goto(`${base}${path}`);
		await nurse.locator('summary', { hasText: '記録する' }).click();
		await nurse.fill('#note', '葛城 隼人さんからも電話。');
		await press(nurse, nurse.locator('form[action$="/note"] button'));
		await nurse.goto(`${base}${path}/edit`);
		await press(nurse, nurse.locator('main a', { hasText: '開示請求' }));
		await nurse.locator('input[name=who]').first().check();
		await nurse.fill('#asker', '葛城 紗也加');
		await press(nurse, nurse.locator('main form button'));
		await nurse.fill('#paper', '運転免許証');
		await press(nurse, nurse.locator('form[action$="/check"] button'));
		await press(nurse, nurse.locator('form[action$="/gather"] button'));
		assert.match(await main(nurse), /■+さんからも電話/);
		await take(nurse, 'disclose');
		const own = nurse.url();
		await press(nurse, nurse.locator('form[action$="/propose"] button'));
		assert.equal((await nurse.request.get(`${own}/paper`)).status(), 404, 'nothing leaves before two let it go');
		const manager = await enterAs(await person(), base, 'akune', someone(p, 'manager').login);
		await manager.goto(own);
		await press(manager, manager.locator('form[action$="/release"] button'));
		const pdf = await manager.request.get(`${own}/paper`), html = await (await manager.request.get(`${own}/paper?form=html`)).text();
		assert.equal(pdf.headers()['content-type'], 'application/pdf');
		assert.ok(!html.includes('隼人') && html.includes('■'), 'the other guardian is hidden');
		await press(manager, manager.locator('form[action$="/hand"] button'));
		assert.match(await main(manager), /わたしました/);
		await manager.goto(`${base}/akune/desk/looks?week=${inDays(0)}`);
		assert.match(await main(manager), /1週間/);
		await take(manager, 'looks');
		await manager.goto(`${base}/akune/desk/charge/year`);
		assert.match(await main(manager), /小学校に上がるご家庭（\d+）/);
		await press(manager, manager.locator('form[action$="/charge/plan"] button'));
		await manager.goto(`${base}/akune/desk/charge/year`);
		assert.match(await main(manager), /家庭は、いまの担当のままです/, 'the rehearsal stands on the page of the year');
		await take(manager, 'year');
		await manager.goto(`${base}/akune/desk/family`);
		await manager.selectOption('#who', { index: 1 });
		await press(manager, manager.locator('main form[role=search] button'));
		assert.ok(await manager.locator('main ul.y-rows a').count() > 5, 'the families of one named worker');
		await manager.context().close();
	});
	await server.stop();
});
