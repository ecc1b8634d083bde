// 担当制 at Akune: a clerk registers an expectant mother, reads the proposal aloud and confirms; the label can be pasted into a handbook and its code
// opens nothing but a page to write on; a colleague sees the one history; a leave hands over with a note, and the family is told.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, desk, enterAs, folder, h1, main, person, press, profile, someone, suite, test } from '../lib.mjs';

const shots = process.env.YORISOI_SHOTS, town = 'akune';
const day = n => new Date(Date.now() + n * 864e5).toISOString().slice(0, 10);

async function shot(page, name) {
	if (!shots) return;
	mkdirSync(shots, { recursive: true });
	for (const width of [390, 1280]) {
		await page.setViewportSize({ width, height: 900 });
		await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
	}
	await page.setViewportSize(desk);
}

async function register(page, base, x) {
	await page.goto(`${base}/${town}/desk/family/new`);
	await page.fill('#name', x.name);
	await page.fill('#kana', x.kana);
	await page.fill('#on', x.on);
	if (x.first) await page.check('#first');
	const areas = await page.locator('#area option').allInnerTexts();
	if (x.area) await page.selectOption('#area', { label: areas.find(a => a.startsWith(x.area)) });
	await press(page, page.locator('form[action$="/desk/family/new"] button').last());
	return new URL(page.url()).pathname.split('/')[4];
}

const sentence = page => page.locator('#sentence').innerText();
const confirm = page => press(page, page.locator('form[action$="/charge"]:has(input[name=proposed]) button'));

// What a camera and an eye make of the PDF.
function read_label(bytes) {
	const at = folder('label'), pdf = join(at, 'label.pdf');
	writeFileSync(pdf, bytes);
	const text = execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8' });
	execFileSync('pdftoppm', ['-r', '200', '-png', pdf, join(at, 'label')]);
	const code = execFileSync('zbarimg', ['-q', '--raw', join(at, 'label-1.png')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
	const size = /Page size:\s+([\d.]+) x ([\d.]+)/.exec(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })).slice(1).map(Number);
	return { text, codes: code.trim().split('\n'), size };
}

async function registered(server, clerk) {
	const { base } = server;
	let family, nurse;
	await test('registered, the clerk stands before a sentence to read aloud, with two next best and why not', async () => {
		family = await register(clerk, base, { name: '浜崎 ゆい', kana: 'はまさき ゆい', on: day(150), first: true, area: '北部' });
		assert.equal(await h1(clerk), '担当を決める');
		const words = await sentence(clerk);
		assert.match(words, /(慣れている|受け持っている|軽い|予定がない)/, words);
		assert.match(words, /に、担当をお願いしてはどうでしょう/);
		assert.equal(await clerk.locator('section[aria-labelledby=next] > ul > li').count(), 2);
		assert.ok(await clerk.locator('section[aria-labelledby=next] .y-why li').count() >= 2, 'each with a reason');
		nurse = (await clerk.locator('#sentence strong').innerText()).replace(/さん$/, '');
		await shot(clerk, 'charge-proposal');
	});
	await test('without the named reason somebody else is proposed', async () => {
		const words = await sentence(clerk), said = { 慣れて: 'first', 地区: 'area', 軽: 'load', ことば: 'language', お休み: 'leave', 前にも: 'known' };
		const terms = Object.keys(said).filter(word => words.includes(word)).map(word => said[word]);
		assert.ok(terms.length > 0, words);
		server.must('tenant', 'set', town, `charge.order=${terms.map(term => `${term}=0`).join(',')}`);
		await clerk.reload();
		assert.notEqual(await clerk.locator('#sentence strong').innerText(), `${nurse}さん`);
		server.must('tenant', 'set', town, 'charge.order=');
		await clerk.reload();
		assert.equal(await sentence(clerk), words);
	});
	await test('another than the proposed needs a reason, and what was typed stays', async () => {
		await clerk.locator('details:has(#reason) > summary').click();
		await clerk.locator('form:has(#reason) .govuk-radios__item').filter({ hasNotText: nurse }).first().locator('input').check();
		await press(clerk, clerk.locator('form:has(#reason) button'));
		assert.match(await main(clerk), /わけをひとこと書いてください/);
		assert.equal(await clerk.locator('input[name=person][type=radio]:checked').count(), 1);
	});
	await test('confirmed: the family has its worker, and the record says since when', async () => {
		await confirm(clerk);
		assert.match(await main(clerk), /決まりました/);
		assert.ok((await main(clerk)).includes(nurse));
		await shot(clerk, 'charge-confirmed');
		await clerk.goto(`${base}/${town}/desk/family/${family}`);
		assert.ok((await clerk.locator('section[aria-labelledby=charge]').innerText()).includes(nurse));
		await shot(clerk, 'charge-record');
	});
	return { family, nurse };
}

async function labelled(server, clerk, { family, nurse }) {
	const { base } = server;
	let label;
	const fetched = async path => (await clerk.request.get(base + path)).body();
	await test('the label: name, telephone and a code, 91 x 55 mm, nothing of the family', async () => {
		await clerk.goto(`${base}/${town}/desk/family/${family}/charge`);
		const href = await clerk.locator('section[aria-labelledby=label] a').first().getAttribute('href');
		label = read_label(await fetched(href));
		assert.ok(label.text.includes(nurse), label.text);
		assert.ok(!label.text.includes('浜崎') && !label.text.includes('はまさき'));
		assert.ok(Math.abs(label.size[0] - 91 * 72 / 25.4) < 0.1 && Math.abs(label.size[1] - 55 * 72 / 25.4) < 0.1, String(label.size));
		assert.equal(label.codes.length, 1);
		const sheet = read_label(await fetched(`${href}?sheet=1`));
		assert.ok(Math.abs(sheet.size[0] - 595.3) < 0.5 && Math.abs(sheet.size[1] - 841.9) < 0.5);
		assert.equal(sheet.text.split(nurse).length - 1, 10, 'ten on a sheet');
	});
	await test('its code opens a page to write on, in six languages, which names no family', async () => {
		const mother = await person();
		await mother.goto(label.codes[0].replace(/^https?:\/\/[^/]+/, base));
		assert.equal(await h1(mother), '担当の人に、書いてください。');
		assert.ok((await main(mother)).includes(nurse));
		assert.ok(!(await mother.content()).includes('浜崎'));
		await shot(mother, 'charge-nurse');
		for (const lang of ['ja-easy', 'en', 'zh', 'vi', 'pt']) {
			await mother.goto(`${mother.url().split('?')[0]}?lang=${lang}`);
			assert.notEqual(await h1(mother), '担当の人に、書いてください。', lang);
		}
		await mother.goto(`${mother.url().split('?')[0]}?lang=ja`);
		await press(mother, mother.locator('main a.govuk-button'));
		assert.match(new URL(mother.url()).pathname, /\/ask$/);
		assert.ok((await main(mother)).includes(nurse), 'it says to whom');
		await mother.fill('#words', '担当の方へ。夜、ねむれません。');
		await press(mother, mother.locator('main form button'));
		assert.equal(await h1(mother), 'お預かりしました。');
		await mother.context().close();
	});
}

async function balanced(server, { family, nurse }, clerk) {
	const { base } = server, p = profile(town);
	const chief = await enterAs(await person({ viewport: desk }), base, town, someone(p, 'manager').login);
	await test('a few families more, each with whom the rule proposes', async () => {
		for (const [i, area] of ['中部', '北部', '南部', '北部', '中部'].entries()) {
			await register(clerk, base, { name: `試 ${i}`, kana: `ためし ${'あいうえお'[i]}`, on: day(60 + i * 20), first: i % 2 === 0, area });
			await confirm(clerk);
		}
	});
	await test('whoever has no worker yet gets one at a press', async () => {
		await register(clerk, base, { name: '残 りえ', kana: 'のこり りえ', on: day(200), first: false, area: '南部' });
		await chief.goto(`${base}/${town}/desk/charge`);
		await press(chief, chief.locator('form[action$="/desk/charge/name"] button'));
		assert.equal(await chief.locator('form[action$="/desk/charge/name"]').count(), 0);
	});
	await test('the manager sees six nurses, their loads drawn, and that it is for balance', async () => {
		await chief.goto(`${base}/${town}/desk/charge`);
		assert.match(await main(chief), /人の評価には使いません/);
		assert.equal(await chief.locator('tbody tr').count(), 6);
		assert.equal(await chief.locator('svg.y-chart rect').count(), 6);
		assert.match(await main(chief), /ジニ係数/);
		await chief.selectOption('#without', { label: nurse });
		await press(chief, chief.getByRole('button', { name: '見てみる' }));
		assert.match(await main(chief), /ひとり分の平均は/);
		await shot(chief, 'charge-balance');
	});
	await test('a leave: the draft says who goes to whom and why, and changes nothing yet', async () => {
		await chief.selectOption('#kind', 'leave');
		await chief.selectOption('#person', { label: nurse });
		await press(chief, chief.getByRole('button', { name: '下書きをつくる' }));
		assert.equal(await h1(chief), 'お休みの引きつぎ');
		assert.match(await main(chief), /よい分けかた/);
		assert.ok((await chief.locator('tbody').innerText()).includes('浜崎 ゆい'));
		await shot(chief, 'charge-plan');
		await clerk.goto(`${base}/${town}/desk/family/${family}/charge`);
		assert.ok((await clerk.locator('section[aria-labelledby=now]').innerText()).includes(nurse));
	});
	await test('carried out: another nurse, the old one in the history, a note to write', async () => {
		await press(chief, chief.getByRole('button', { name: 'このとおりに引きつぐ' }));
		const on = chief.getByRole('button', { name: /^つづける/ });
		while (await on.count()) await press(chief, on);
		assert.match(await main(chief), /引きつぎました/);
		await chief.goto(`${base}/${town}/desk/charge/notes`);
		assert.ok((await main(chief)).includes('浜崎 ゆい'));
		await shot(chief, 'charge-notes');
	});
	await chief.context().close();
}

async function handed_over(server, { family, nurse }) {
	const { base } = server, p = profile(town);
	const login = name => p.person.find(x => x.name === name).login;
	const from = await enterAs(await person({ viewport: desk }), base, town, login(nurse));
	let next;
	await test('the one who goes writes a note', async () => {
		await from.goto(`${base}/${town}/desk`);
		await press(from, from.locator('section:has(#kind-handover) a').first());
		const mine = from.locator('section.y-card', { hasText: '浜崎 ゆい' });
		next = (await mine.locator('button').innerText()).replace('さんに渡す', '');
		await mine.locator('textarea').fill('上のお母さまが遠方です。夜の電話は20時までに。');
		await press(from, mine.locator('button'));
		assert.match(await main(from), /渡しました/);
	});
	const to = await enterAs(await person({ viewport: desk }), base, town, login(next));
	await test('the one who takes over reads it and says so; both have confirmed', async () => {
		await to.goto(`${base}/${town}/desk/charge/notes`);
		const mine = to.locator('section.y-card', { hasText: '浜崎 ゆい' });
		assert.ok((await mine.innerText()).includes('夜の電話は20時までに'));
		await press(to, mine.getByRole('button', { name: '読みました' }));
		assert.ok(!(await main(to)).includes('浜崎 ゆい'));
	});
	await test('she stands before the one history: who it was, since when, and that the family was told', async () => {
		await to.goto(`${base}/${town}/desk/family/${family}`);
		const text = await main(to);
		assert.ok(text.includes(next) && text.includes('担当になりました') && text.includes('にかわりました'), text);
		await to.goto(`${base}/${town}/desk/family/${family}/charge`);
		const past = await to.locator('section[aria-labelledby=past]').innerText();
		assert.ok(past.includes(nurse) && past.includes(next));
	});
	await from.context().close();
	await to.context().close();
}

await suite(async () => {
	const server = await Server.demo('charge'), { base } = server, p = profile(town);
	const clerk = await enterAs(await person({ viewport: desk }), base, town, someone(p, 'worker').login);
	const x = await registered(server, clerk);
	await labelled(server, clerk, x);
	await balanced(server, x, clerk);
	await handed_over(server, x);
	await server.stop?.();
});
