// A mother picks an evening and a box on her phone; her nurse sees her day, keeps a draft, hands the box over and closes the note.
import assert from 'node:assert/strict';
import { Server, enterAs, h1, main, person, press, profile, suite, test } from '../lib.mjs';

const town = 'akune';

// The first free evening of the three weeks that are offered: follows the weeks as she would.
async function openEvening(page, base) {
	await page.goto(`${base}/${town}/me/visit`);
	for (let week = 0; week < 4; week++) {
		for (const chip of await page.locator('main a.y-chip[href*="slot="]').all())
			if (/^1[789]:/.test((await chip.innerText()).trim())) {
				const slot = Number(new URL(await chip.getAttribute('href'), base).searchParams.get('slot'));
				await press(page, chip);
				return slot;
			}
		await press(page, page.getByRole('link', { name: '次の週' }));
	}
	throw new Error('no evening is free');
}

const dayOf = slot => new Date(slot + 9 * 3600e3).toISOString().slice(0, 10);

await suite(async () => {
	const server = await Server.demo('visit'), { base } = server;
	const mother = await enterAs(await person(), base, town, 'nagisa');
	const nurse = await person();
	let slot, name, visit;

	await test('she chooses one of three boxes', async () => {
		await mother.goto(`${base}/${town}/me/gift`);
		for (const box of ['授乳ケープ', 'ボディケアクリーム', 'カフェインレス飲み物セット']) assert.ok((await main(mother)).includes(box), box);
		await mother.getByLabel('授乳ケープ').check();
		await press(mother, mother.getByRole('button', { name: 'これにする' }));
		assert.match(await main(mother), /授乳ケープ\s*を、訪問のときにお持ちします/);
	});
	await test('she picks an evening by two presses', async () => {
		slot = await openEvening(mother, base);
		assert.match(await main(mother), /この時間でいいですか/);
		name = (await mother.locator('main .y-name').first().innerText()).trim();
		await press(mother, mother.getByRole('button', { name: 'この時間に来てほしい' }));
		assert.match(await main(mother), /次の訪問/);
	});
	await test('the time that she has is no longer offered', async () => {
		assert.equal(await mother.locator(`main a.y-chip[href$="slot=${slot}"]`).count(), 0);
	});
	await test('she moves it to another day and back by the same presses', async () => {
		const other = mother.locator('main a.y-chip[href*="slot="]').last();
		await press(mother, other);
		await press(mother, mother.getByRole('button', { name: 'この時間に変える' }));
		assert.match(await main(mother), /次の訪問/);
		await mother.goto(`${base}/${town}/me/visit?slot=${slot}`);
		await press(mother, mother.getByRole('button', { name: 'この時間に変える' }));
	});
	await test('her nurse sees it on the day, with the box to bring', async () => {
		await nurse.setViewportSize({ width: 1280, height: 900 });
		const who = profile(town).person.find(x => x.name === name);
		assert.ok(who, `${name} is one of the town's people`);
		await enterAs(nurse, base, town, who.login);
		await nurse.goto(`${base}/${town}/desk/visits?on=${dayOf(slot)}`);
		const text = await main(nurse);
		for (const word of ['渚 ともこ', '授乳ケープ', 'ご家庭がえらんだ時間']) assert.ok(text.includes(word), word);
		await press(nurse, nurse.getByRole('link', { name: '渚 ともこ' }));
		visit = nurse.url().split('?')[0];
	});
	await test('a draft stays on the server and waits for her', async () => {
		await nurse.fill('#note', '授乳の間隔が空いてきた。');
		await press(nurse, nurse.getByRole('button', { name: '下書きを残す' }));
		await nurse.goto(visit);
		assert.equal(await nurse.locator('#note').inputValue(), '授乳の間隔が空いてきた。');
	});
	await test('the box is handed over', async () => {
		await press(nurse, nurse.getByRole('button', { name: '手わたした' }));
		assert.match(await main(nurse), /お渡しずみ/);
	});
	await test('a note without the answer whether they met comes back whole', async () => {
		await nurse.fill('#note', '離乳食をよく食べる。次は10か月のころに。');
		await press(nurse, nurse.getByRole('button', { name: '記録を終える' }));
		assert.equal(await nurse.locator('#note').inputValue(), '離乳食をよく食べる。次は10か月のころに。');
		await nurse.getByLabel('会えた').check();
		await press(nurse, nurse.getByRole('button', { name: '記録を終える' }));
		assert.match(await main(nurse), /会えました/);
	});
	await test("it stands in the family's story", async () => {
		await press(nurse, nurse.locator('main h1 a'));
		if (await nurse.locator('input[name="why"]').count()) return;
		const text = await main(nurse);
		for (const word of ['離乳食をよく食べる', '授乳ケープ', 'ご家庭が']) assert.ok(text.includes(word), word);
	});
	await test('she reads that she has it, and the money says what it bought', async () => {
		await mother.goto(`${base}/${town}/me/gift`);
		assert.match(await main(mother), /お渡ししました/);
		await nurse.goto(`${base}/${town}/desk/gift`);
		assert.equal(await h1(nurse), '応援BOX');
		assert.match(await main(nurse), /380000円/);
	});
});
