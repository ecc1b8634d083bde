// A code on a poster: a nurse makes a touchpoint, prints it in six languages, a mother who is about to move in comes by it, asks and registers; it is
// counted by place and day, and a withdrawn one still answers kindly. SHOTS=folder keeps pictures.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, desk, enterAs, folder, h1, main, person, phone, press, suite, test } from '../lib.mjs';

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
	const server = await Server.demo('touch'), { base } = server, dir = folder('paper');
	const nurse = await enterAs(await person(), base, 'akune', 'morino'), mother = await person();
	let link, own;
	await nurse.setViewportSize(desk);
	await mother.setViewportSize(phone);
	await test('a nurse makes a touchpoint for the clinic', async () => {
		await nurse.goto(`${base}/akune/desk/family`);
		await press(nurse, nurse.locator('main a', { hasText: '入口のコード' }));
		await take(nurse, 'touch-none');
		await press(nurse, nurse.locator('main a', { hasText: '入口をつくる' }));
		await nurse.selectOption('#kind', 'clinic');
		await nurse.fill('#name', ' ');
		await press(nurse, nurse.locator('main form button'));
		assert.match(new URL(nurse.url()).pathname, /touch\/new$/, 'a name is wanted');
		assert.equal(await nurse.inputValue('#kind'), 'clinic', 'what was chosen stays');
		await nurse.fill('#name', '市民病院 産科の受付');
		await take(nurse, 'touch-new');
		await press(nurse, nurse.locator('main form button'));
		own = nurse.url();
		link = await nurse.locator('main a[href*="/q/"]').getAttribute('href');
		assert.match(link, /\/akune\/q\/[0-9a-z]{26}$/);
	});
	await test('poster and cards come as PDF in six languages, and their code leads to the page', async () => {
		for (const lang of ['ja', 'ja-easy', 'en', 'zh', 'vi', 'pt'])
			for (const form of ['poster', 'card']) {
				const answer = await nurse.request.get(`${own.split('?')[0]}/paper?form=${form}&lang=${lang}`);
				assert.equal(answer.headers()['content-type'], 'application/pdf');
				const bytes = await answer.body(), file = join(dir, `${form}-${lang}.pdf`);
				assert.ok(bytes.length < 100e3, `${form} ${lang} has ${bytes.length} bytes`);
				writeFileSync(file, bytes);
			}
		execFileSync('pdftoppm', ['-r', '110', '-png', join(dir, 'poster-en.pdf'), join(dir, 'poster')]);
		const code = execFileSync('zbarimg', ['-q', '--raw', join(dir, 'poster-1.png')], { encoding: 'utf8' }).trim();
		assert.equal(code, link);
		if (shots)
			for (const name of ['poster-ja', 'poster-vi', 'poster-ja-easy', 'card-ja', 'card-pt'])
				execFileSync('pdftoppm', ['-r', '60', '-png', join(dir, `${name}.pdf`), join(shots, name)]);
	});
	await test('a mother opens it on her phone: nothing is sent, in her language', async () => {
		await mother.goto(`${link}?lang=vi`);
		assert.equal(await mother.locator('main a[href*="/ask?at="]').count(), 1);
		await mother.goto(`${link}?lang=ja`);
		await take(mother, 'touch-open');
		await mother.setViewportSize(phone);
		assert.ok(await mother.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
	});
	await test('she asks and, about to move in, registers; both keep where they came from', async () => {
		await press(mother, mother.locator('main a[href*="/ask?at="]'));
		await mother.fill('#words', '来月、引っこします。健診はどうなりますか。');
		await press(mother, mother.locator('main form button').last());
		assert.match(new URL(mother.url()).pathname, /\/t\//);
		await mother.goto(link);
		await press(mother, mother.locator('main a[href*="/join/new?at="]'));
		await mother.fill('#name', 'ためし ひっこし');
		await mother.fill('#kana', 'ためし ひっこし');
		await mother.fill('#on', inDays(90));
		await mother.check('#is-coming');
		await take(mother, 'touch-join');
		await press(mother, mother.locator('main form button').last());
		assert.match(new URL(mother.url()).pathname, /\/me\/family/);
	});
	await test('the desk sees which touchpoint reaches whom, and the family’s record says where it came from', async () => {
		await nurse.goto(`${base}/akune/desk/touch`);
		const row = nurse.locator('tbody tr', { hasText: '市民病院' });
		for (let i = 0; i < 150 && !/^[1-9]/.test(await row.locator('td').first().innerText()); i++) {
			await nurse.waitForTimeout(100);        // counts are written within a second after the page has left
			await nurse.reload();
		}
		const cells = await row.locator('td').allInnerTexts();
		assert.ok(Number(cells[0]) >= 3, `opened ${cells[0]}`);
		assert.deepEqual(cells.slice(1, 4), ['1', '1', '1'], 'one question, one registration, of somebody who expects a child');
		await take(nurse, 'touch-list');
		await nurse.goto(`${base}/akune/desk/family?q=${encodeURIComponent('ためし ひっこし')}`);
		await press(nurse, nurse.locator('main ul.y-rows a').first());
		if (await nurse.locator('#why').count()) {
			await nurse.locator('#why').check();
			await press(nurse, nurse.locator('form[action$="/look"] button'));
		}
		assert.match(await main(nurse), /転入予定/);
		assert.match(await main(nurse), /市民病院 産科の受付のコード/);
		await take(nurse, 'touch-record');
	});
	await test('she becomes a resident by one act', async () => {
		await press(nurse, nurse.locator('main a[href$="/edit#coming"]'));
		await nurse.fill('#came-address', '本町 1-2');
		await take(nurse, 'family-edit');
		await press(nurse, nurse.locator('form[action$="/came"] button'));
		assert.match(await main(nurse), /本町 1-2/);
		await nurse.goto(nurse.url().replace(/\/edit.*/, ''));
		assert.ok(!/転入予定/.test(await main(nurse)));
	});
	await test('a withdrawn code still answers, kindly', async () => {
		await nurse.goto(own);
		await take(nurse, 'touch-one');
		await press(nurse, nurse.locator('form[action$="/withdraw"] button'));
		const answer = await mother.goto(link);
		assert.equal(answer.status(), 410);
		assert.match(await h1(mother), /もう使われていません/);
		assert.ok(await mother.locator('main a[href*="/ask"]').count() > 0, 'and leads on');
		await take(mother, 'touch-gone');
	});
	await server.stop();
});
