// The desk's inbox at Nishinomiya: one list over all ways in, a talk taken, thought through side by side with the family, closed with its act and
// counted; and the figures of Matsuyama's document, by place.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Server, desk, enterAs, h1, main, person, press, suite, test } from '../lib.mjs';

const shots = process.env.YORISOI_SHOTS, town = 'nishinomiya';

async function shot(page, name) {
	if (!shots) return;
	mkdirSync(shots, { recursive: true });
	for (const width of [390, 1280]) {
		await page.setViewportSize({ width, height: 900 });
		await page.screenshot({ path: join(shots, `${name}-${width}.png`), fullPage: true });
	}
	await page.setViewportSize(desk);
}

const lines = page => page.locator('#live-list .y-queue > li').allInnerTexts();
const chip = (page, name) => page.locator('nav a.y-chip', { hasText: name }).first();
const section = (page, id) => page.locator(`section[aria-labelledby=${id}]`);

async function open(page, base, words, filter = '') {
	await page.goto(`${base}/${town}/desk/talk${filter}`);
	await press(page, page.locator('.y-queue a', { hasText: words }).first());
	return page.url();
}

async function in_the_list(base, hinata, mother) {
	await test('what a mother writes at night stands in the list with its way, its area and the moment it is due', async () => {
		await mother.goto(`${base}/${town}/ask`);
		await mother.fill('#words', '幼稚園と保育所、どちらにするか、ひとりでは決められません');
		await mother.fill('#nickname', 'ゆうひ');
		await mother.selectOption('#area', { label: '中央・浜手' });
		await press(mother, mother.locator('main form button').last());
		await hinata.goto(`${base}/${town}/desk/talk`);
		const line = (await lines(hinata)).find(x => x.includes('ゆうひ'));
		assert.match(line, /サイト/);
		assert.match(line, /中央・浜手/);
		assert.match(line, /まで/);
	});
	await test('filters are links with their counts; what is past its promise is found by one', async () => {
		const late = await chip(hinata, '約束をすぎた').innerText();
		assert.match(late, /[1-9]/, late);
		await press(hinata, chip(hinata, '約束をすぎた'));
		const all = await lines(hinata);
		assert.ok(all.length >= 1 && all.every(x => x.includes('約束をすぎました')), all.join('|'));
		await shot(hinata, 'inbox-late');
	});
}

async function taken(base, hinata, fukami) {
	let place;
	await test('one takes it, hands it to a colleague with a word, and she accepts; the note is for staff alone', async () => {
		place = await open(hinata, base, 'ゆうひ');
		await press(hinata, hinata.locator('button[value=take]'));
		assert.match(await section(hinata, 'owner').innerText(), /あなた/);
		await open(hinata, base, 'ゆうひ', '?filter=mine');
		await hinata.locator('#owner ~ form summary').click();
		const name = (await hinata.locator('#to option').allInnerTexts()).find(x => x.startsWith('深見'));
		await hinata.selectOption('#to', { label: name });
		await hinata.fill('#hand-words', '園の見学にくわしいので、お願いします');
		await press(hinata, hinata.locator('button[value=offer]'));
		await fukami.goto(`${base}/${town}/desk/talk`);
		assert.match(await section(fukami, 'offered').innerText(), /ゆうひ/);
		await fukami.goto(place);
		assert.match(await section(fukami, 'notes').innerText(), /園の見学にくわしい/);
		await press(fukami, fukami.locator('button[value=accept]'));
		assert.match(await section(fukami, 'owner').innerText(), /あなた/);
	});
	return place;
}

async function answered(place, fukami, mother) {
	await test('a canned text goes behind what was typed, and nothing is sent before she presses so', async () => {
		await fukami.fill('#words', 'こんにちは。');
		await fukami.locator('#answer summary', { hasText: 'よく使う文' }).click();
		await press(fukami, fukami.locator('button[name=canned]', { hasText: 'はじめのひとこと' }));
		assert.match(await fukami.inputValue('#words'), /^こんにちは。\nゆうひさん、.*深見/);
		await mother.reload();
		assert.ok(!(await main(mother)).includes('こんにちは'));
	});
	await test('an answer is taken back within ten minutes: its words are gone, and the family is told so', async () => {
		await press(fukami, fukami.locator('#answer button', { hasText: '送る' }).first());
		await mother.reload();
		assert.match(await main(mother), /こんにちは/);
		await press(fukami, fukami.locator('form[action$="/undo"] button'));
		await mother.reload();
		assert.ok(!(await main(mother)).includes('こんにちは'));
		assert.match(await main(mother), /書き直しています/);
		await fukami.fill('#words', 'いっしょに並べてみましょう。');
		await press(fukami, fukami.locator('#answer button', { hasText: '送る' }).first());
		assert.ok(fukami.url().endsWith(new URL(place).pathname));
	});
}

async function side_by_side(fukami, mother) {
	await test('ways lie side by side on both pages, and what the family chooses is recorded', async () => {
		for (const [title, good, hard] of [['幼稚園の預かり保育', '友だちと同じ園に行ける', '夏休みの預かりが短い'], ['保育所', '長い時間、お昼つき', '入れるかは結果を待つ']]) {
			await section(fukami, 'side').locator('summary').click();
			await fukami.fill('#title', title);
			await fukami.fill('#good', good);
			await fukami.fill('#hard', hard);
			await press(fukami, fukami.locator('button[value=lay]'));
		}
		await mother.reload();
		const seen = await section(mother, 'options').innerText();
		assert.match(seen, /夏休みの預かりが短い/);
		assert.match(seen, /保育所/);
		await shot(mother, 'inbox-options-family');
		await press(mother, mother.locator('form[action$="/choose"]').last().locator('button'));
		assert.match(await section(mother, 'options').innerText(), /これに決めました/);
		await fukami.reload();
		assert.match(await section(fukami, 'side').innerText(), /ご家庭が選びました/);
		await shot(fukami, 'inbox-talk');
	});
}

async function counted(base, fukami) {
	await test('a closed talk has its act, as suggested from the talk, and the month counts it', async () => {
		await press(fukami, fukami.locator('form[action$="/close"] button'));
		await fukami.goto(`${base}/${town}/desk/counts?by=topic`);
		assert.match(await fukami.locator('table.y-table').innerText(), /預け先・園/);
		assert.equal(await fukami.locator('#all').innerText(), '2', 'and the call that was written down');
	});
}

async function written_down(base, hinata) {
	await test('a call is written down with one field and one press; it is one talk with what came by the site, and apart again', async () => {
		await hinata.goto(`${base}/${town}/desk/write-down`);
		assert.equal(await h1(hinata), '書きとめる');
		await hinata.fill('#words', '迷っていると電話。見学の日を伝えた');
		await hinata.fill('#nickname', '迷い中');
		await press(hinata, hinata.locator('button[value=done]'));
		assert.match(await main(hinata), /この方は画面では読めません/);
		assert.match(await section(hinata, 'acts').innerText(), /電話・15分/);
		assert.match(await section(hinata, 'one').innerText(), /呼び名が同じです/);
		await press(hinata, hinata.locator('button[value=unite]').first());
		assert.match(await main(hinata), /幼稚園の預かり保育と保育所/);
		await hinata.goto(`${base}/${town}/desk/talk`);
		assert.equal((await lines(hinata)).filter(x => x.includes('迷い中')).length, 1);
		await open(hinata, base, '迷い中');
		await press(hinata, hinata.locator('button[value=part]').first());
		assert.ok(!(await main(hinata)).includes('幼稚園の預かり保育と保育所'));
	});
}

async function present(base, place) {
	await test('who has a talk open is seen there, and that she is writing', async () => {
		const one = await person({ viewport: desk, javaScriptEnabled: true }), two = await person({ viewport: desk, javaScriptEnabled: true });
		await enterAs(one, base, town, 'hinata');
		await enterAs(two, base, town, 'fukami');
		await one.goto(place);
		await two.goto(place);
		await one.locator('#present', { hasText: '深見 るりさんも開いています' }).waitFor();
		await two.locator('#words').pressSequentially('こ');
		await one.locator('#present', { hasText: '深見 るりさんが書いています' }).waitFor();
	});
}

// On the page of the call that was written down.
async function elsewhere(base, hinata) {
	await test('her talk is moved into an area that she does not serve, stays hers, is put back; joined with a record, and apart again', async () => {
		const place = hinata.url();
		const beside = section(hinata, 'place'), more = text => beside.locator('summary', { hasText: text });
		await more('ご家庭の記録とつなぐ').click();
		await hinata.fill('#near-sought', '浜野');
		await press(hinata, beside.locator('button[value=seek]'));
		await press(hinata, beside.locator('button[name=family]').first());
		assert.match(await beside.innerText(), /ご家庭とつなぎました/);
		await press(hinata, beside.locator('button[value=leave]'));
		assert.match(await beside.innerText(), /ご家庭から外しました/);
		await press(hinata, beside.locator('button[value=back]'));
		assert.match(await beside.innerText(), /もどしました[\s\S]*ご家庭の記録から外す/);
		await more('ほかの地区に移す').click();
		await hinata.selectOption('#move-area', { label: '北部（山口・塩瀬）' });
		await shot(hinata, 'inbox-move');
		await press(hinata, beside.locator('button[value=move]'));
		assert.match(await beside.innerText(), /へ移しました/);
		assert.equal(new URL(hinata.url()).pathname, new URL(place).pathname, 'she wrote it down: it stays hers to read wherever it lies');
		await shot(hinata, 'inbox-moved');
		await press(hinata, hinata.locator('button[value=back]'));
		assert.equal(new URL(hinata.url()).pathname, new URL(place).pathname);
		assert.match(await beside.innerText(), /へ移しました（もどしました）/);
	});
}

async function one_press(base, hinata, mother) {
	await test('a canned answer sends, labels and rests by one press; what came of an application is kept with its day', async () => {
		await hinata.goto(`${base}/${town}/desk/canned`);
		await hinata.fill('#title', '調べてから');
		await hinata.fill('#words', '{名前}さん、調べてからお返事します。');
		await hinata.selectOption('#label', '入園');
		await hinata.selectOption('#then', 'morning');
		await press(hinata, hinata.locator('main form button', { hasText: 'しまっておく' }));
		await mother.goto(`${base}/${town}/ask`);
		await mother.fill('#words', '入園の申しこみがわかりません');
		await mother.fill('#nickname', 'あさひ');
		await mother.selectOption('#area', { label: '中央・浜手' });
		await press(mother, mother.locator('main form button').last());
		const place = await open(hinata, base, 'あさひ');
		await hinata.locator('#answer summary', { hasText: 'よく使う文' }).click();
		await press(hinata, hinata.locator('li', { hasText: '調べてから' }).locator('button[name=macro]'));
		assert.equal(hinata.url(), place);
		assert.match(await section(hinata, 'owner').innerText(), /まで休ませています/);
		assert.equal(await hinata.locator('button[name=off]', { hasText: '入園' }).count(), 1);
		await mother.reload();
		assert.match(await main(mother), /あさひさん、調べてからお返事します。/);
		const steps = section(hinata, 'steps');
		for (const word of ['waiting', 'granted']) {
			await steps.locator('summary', { hasText: '結果を書く' }).click();
			await steps.locator(`label[for=result-${word}]`).click();
			await hinata.fill('#about', '中央こども園 4月入園');
			await press(hinata, steps.locator('button[value=result]'));
		}
		assert.match(await steps.innerText(), /決まった（内定・承認）[\s\S]*中央こども園[\s\S]*前は：\s*待機・保留/);
		await shot(hinata, 'inbox-result');
	});
}

async function keyed(base) {
	await test('the inbox goes by single keys, not while somebody types, and not where they are switched off', async () => {
		const page = await person({ viewport: desk, javaScriptEnabled: true });
		await enterAs(page, base, town, 'hinata');
		await page.goto(`${base}/${town}/desk/talk`);
		const at = () => page.evaluate(() => [...document.querySelectorAll('.y-queue a')].indexOf(document.activeElement));
		for (const [key, line] of [['j', 0], ['j', 1], ['k', 0]]) {
			await page.keyboard.press(key);
			assert.equal(await at(), line);
		}
		await page.keyboard.press('?');
		assert.ok(await page.locator('dialog#keys').isVisible());
		await shot(page, 'inbox-keys');
		await page.locator('[data-keys-close]').click();
		await page.keyboard.press('j');
		await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
		await page.keyboard.press('r');
		await page.keyboard.type('neau');
		assert.equal(await page.inputValue('#words'), 'neau', 'typed, and nothing pressed');
		await page.locator('h1').click();
		await page.keyboard.press('?');
		await page.locator('label[for=keys-on]').click();
		await page.locator('[data-keys-close]').click();
		await page.keyboard.press('n');
		assert.notEqual(await page.evaluate(() => document.activeElement.id), 'note');
		await page.reload();
		await page.keyboard.press('n');
		assert.notEqual(await page.evaluate(() => document.activeElement.id), 'note', 'still off');
	});
}

async function matsuyama(base) {
	const manager = await person({ viewport: desk });
	await test('Matsuyama: 823 talks by LINE and video in five months, by place; the same as of a day and as a file, less for one body', async () => {
		await enterAs(manager, base, 'matsuyama', 'michigo');
		await manager.goto(`${base}/matsuyama/desk/counts`);
		await press(manager, manager.locator('a', { hasText: 'もとの文書の数を見る' }));
		assert.equal(await manager.locator('#all').innerText(), '823');
		assert.ok(await manager.locator('tbody tr').count() >= 31);
		assert.match(await main(manager), /もとの文書にある数を、デモのデータとして入れています/);
		const file = await manager.request.get(`${base}/matsuyama/desk/counts.csv?from=2021-11&until=2022-03&by=counter&range=online`);
		const bytes = await file.body(), rows = bytes.toString('utf8').trimEnd().split('\r\n');
		assert.deepEqual([...bytes.subarray(0, 3)], [0xEF, 0xBB, 0xBF]);
		assert.equal(rows.at(-1).split(',')[6], '823');
		const sums = rows.slice(1, -1).map(row => Number(row.split(',').at(-3)));
		assert.equal(sums.reduce((a, b) => a + b, 0), 823);
		const then = async () => {
			await manager.goto(`${base}/matsuyama/desk/counts?from=2021-11&until=2022-03&by=counter&range=online&as-of=2022-01-15`);
			return manager.locator('#all').innerText();
		};
		const half = await then();
		assert.ok(Number(half) > 200 && Number(half) < 823, half);
		await manager.goto(`${base}/matsuyama/desk/counts?from=2021-11&until=2022-03&by=month`);
		await press(manager, manager.locator('form[action$="/counts/close"] button').first());
		assert.equal(await then(), half, 'closing a month changes no report of the past');
		await shot(manager, 'inbox-counts');
		const site = await person({ viewport: desk });
		await enterAs(site, base, 'matsuyama', 'hiroba1');
		await site.goto(`${base}/matsuyama/desk/counts?from=2021-11&until=2022-03&by=counter&range=online`);
		assert.ok(Number(await site.locator('#all').innerText()) < 100, 'a contractor counts its own');
	});
}

await suite(async () => {
	const { base } = await Server.demo('inbox');
	const hinata = await person({ viewport: desk }), fukami = await person({ viewport: desk }), mother = await person();
	await enterAs(hinata, base, town, 'hinata');
	await enterAs(fukami, base, town, 'fukami');
	await in_the_list(base, hinata, mother);
	const place = await taken(base, hinata, fukami);
	await answered(place, fukami, mother);
	await side_by_side(fukami, mother);
	await written_down(base, hinata);
	await elsewhere(base, hinata);
	await one_press(base, hinata, await person());
	await keyed(base);
	await present(base, place);
	await counted(base, await (async () => { await fukami.goto(place); return fukami; })());
	await matsuyama(base);
});
