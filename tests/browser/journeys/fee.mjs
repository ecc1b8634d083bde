// What help costs: seen before it is asked for, confirmed by a person, a statement and a receipt after the visit, a month that is closed; what was
// not met beside the document's figure; and the box for 率直な声.
import assert from 'node:assert/strict';
import { Server, desk, enterAs, main, person, press, suite, test } from '../lib.mjs';

const town = 'kawasaki';
const inDays = n => new Date(Date.now() + 9 * 3600e3 + n * 86400e3).toISOString().slice(0, 10);
// The next Thursday but one: no week end, and far from today.
const thursday = inDays(11 - new Date(Date.now() + 9 * 3600e3).getUTCDay());

await suite(async () => {
	const server = await Server.demo('fee'), { base } = server;
	const to = (page, path) => page.goto(`${base}/${town}${path}`);
	const mother = await enterAs(await person(), base, town, 'sakura');
	const manager = await enterAs(await person({ viewport: desk }), base, town, 'takamine');
	const admin = await enterAs(await person({ viewport: desk }), base, town, 'nijihara');
	const anybody = await person();
	let fee, rule;

	await test('two children and two and a half hours: the price stands there before anything is asked', async () => {
		await to(anybody, '/care/fee');
		await anybody.fill('#on', thursday);
		await anybody.fill('#from', '09:00');
		await anybody.fill('#until', '11:30');
		await anybody.fill('#children', '2');
		await press(anybody, '計算する');
		const text = await main(anybody);
		assert.match(text, /この時間だと、1875円です/);
		for (const word of ['前の日まで', '予定していた料金のぜんぶ', 'きょうだいは、ふたり目から半額です']) assert.ok(text.includes(word), word);
	});
	await test('a time outside of the hours is refused in words, and what was typed stays', async () => {
		await anybody.fill('#from', '22:00');
		await anybody.fill('#until', '23:00');
		await press(anybody, '計算する');
		assert.match(await main(anybody), /料金の表にありません/);
		assert.equal(await anybody.locator('#from').inputValue(), '22:00');
	});
	await test('new rules are seen by nobody but staff until somebody has confirmed them', async () => {
		await to(admin, '/desk/fee/rules');
		await admin.fill('#b1-yen', '900');
		await admin.fill('#source', '要綱の新しい表');
		await press(admin, '下書きにして、金額を見る');
		rule = new URL(admin.url()).pathname.slice(town.length + 1);
		assert.match(await main(admin), /900円\s*500円\s*1400円/);
		await to(anybody, '/care/fee');
		assert.ok(!(await main(anybody)).includes('900円'));
		await press(admin, '確認した');
		assert.match(await main(admin), /確認ずみ\s*虹原 ことみ/);
		await to(anybody, '/care/fee');
		assert.ok((await main(anybody)).includes('900円'));
	});
	await test('rules that contradict each other come back with what was typed', async () => {
		await to(admin, '/desk/fee/rules');
		await admin.fill('#b2-from', '08:00');
		await admin.fill('#b2-until', '10:00');
		await press(admin, '下書きにして、金額を見る');
		assert.match(await main(admin), /同じ日の同じ時間に、ふたつの料金があります/);
		assert.equal(await admin.locator('#b2-from').inputValue(), '08:00');
	});
	await test('the month shows three amounts that tie to the yen', async () => {
		await to(manager, '/desk/fee');
		for (let i = 0; i < 3 && !await manager.locator('main table td a').count(); i++) await press(manager, manager.getByRole('link', { name: '前の月' }));
		const text = await main(manager);
		assert.match(text, /1円まで合っています/);
		const yen = async name => Number(/(\d+)円/.exec(await manager.locator('dl.y-facts > div', { hasText: name }).first().innerText())[1]);
		assert.equal(await yen('ご家庭が払う') + await yen('町が足す'), await yen('支え手が受けとる'));
	});
	await test('money that came has a receipt; too much is refused', async () => {
		await press(manager, manager.locator('main table td a').first());
		fee = new URL(manager.url()).pathname.slice(town.length + 1);
		const owed = Number(await manager.locator('#yen').inputValue());
		await manager.fill('#yen', String(owed + 1));
		await press(manager, '受けとった');
		assert.match(await main(manager), /この金額は受けとれません/);
		await manager.fill('#yen', String(owed));
		await press(manager, '受けとった');
		assert.match(await main(manager), /お支払いずみ/);
		const pdf = await manager.request.get(`${base}/${town}${fee}/receipt`);
		assert.equal(pdf.headers()['content-type'], 'application/pdf');
		assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-');
	});
	await test('a correction takes back and stands beside what is right', async () => {
		await manager.locator('summary', { hasText: '書きなおす' }).click();
		await manager.fill('#from', '10:00');
		await manager.fill('#until', '11:00');
		await manager.fill('#note', '一時間でした');
		await press(manager, 'この料金を取り消す');
		assert.match(await main(manager), /一時間でした/);
		assert.match(await main(manager), /この手つだいの、ほかの料金/);
		await to(manager, fee);
		assert.match(await main(manager), /書きなおしました/);
	});
	await test('papers and tables of the month: PDF, Excel, CSV with its mark, and Shift_JIS', async () => {
		const file = async query => (await manager.request.get(`${base}/${town}/desk/fee/files?${query}`)).body();
		assert.equal((await file('what=payout&as=pdf')).subarray(0, 5).toString(), '%PDF-');
		assert.equal((await file('what=payout&as=xlsx')).subarray(0, 2).toString(), 'PK');
		const csv = (await file('what=payout&as=csv')).toString();
		assert.ok(csv.startsWith('\ufeff支え手,回数,') && csv.endsWith('\r\n'));
		assert.ok(new TextDecoder('shift_jis').decode(await file('what=payout&as=cp932')).startsWith('支え手,回数,'));
	});
	await test('the mother finds prices and payments beside what she asked for', async () => {
		await to(mother, '/me/care');
		await press(mother, mother.getByRole('link', { name: 'お支払い' }));
		assert.match(await main(mother), /お支払い/);
	});
	await test('the share that was met stands beside the 24.9 % of the document', async () => {
		await to(manager, '/desk/care/unmet');
		const text = await main(manager);
		for (const word of ['24.9%', '時間が合う人がいない', '急すぎた', '溝口・二子']) assert.ok(text.includes(word), word);
		const [met, not] = /（(\d+)件。かなわなかったのは(\d+)件）/.exec(text).slice(1).map(Number);
		assert.ok(text.includes(`${(met * 100 / (met + not)).toFixed(1)}%`), `${met} of ${met + not}`);
	});
	await test('in public no number from 1 to 9 is shown', async () => {
		await to(anybody, '/care/unmet');
		const cells = await anybody.locator('main tbody td').allInnerTexts();
		for (const cell of cells) assert.ok(!/^[1-9]$/.test(cell.trim()), cell);
	});
	let before;
	await test('a voice without a name waits on the desk and is answered in public', async () => {
		await to(manager, '/desk/voice');
		before = (await manager.locator('main tbody tr').first().locator('td').allInnerTexts()).map(Number);
		await to(anybody, '/voice');
		await anybody.fill('#words', '待つところに椅子が少ないです。山田より');
		await press(anybody, '届ける');
		assert.match(await main(anybody), /届きました/);
		const link = anybody.url().split('?')[0];
		await to(manager, '/desk');
		await press(manager, manager.getByRole('link', { name: 'こうなったらいいな' }).first());
		await manager.fill('#answer', '六つ足しました。');
		await manager.fill('#shown', '待つところに椅子が少ないです。');
		await press(manager, 'お返事する');
		await anybody.goto(link);
		assert.match(await main(anybody), /六つ足しました/);
		await to(anybody, '/voices');
		const text = await main(anybody);
		assert.ok(text.includes('待つところに椅子が少ないです。') && !text.includes('山田'));
	});
	await test('a private answer opens by one press and is not on the public page', async () => {
		await to(anybody, '/voice');
		await anybody.fill('#words', '電話がつながりにくいです。');
		await anybody.getByLabel('わたしだけに').check();
		await press(anybody, '届ける');
		const link = anybody.url().split('?')[0];
		await to(manager, '/desk/voice');
		await press(manager, manager.locator('main li a').first());
		await manager.fill('#answer', '二人に増やします。');
		await press(manager, 'お返事する');
		await anybody.goto(link);
		assert.ok(!(await main(anybody)).includes('二人に増やします'));
		await press(anybody, 'お返事をひらく');
		assert.match(await main(anybody), /二人に増やします/);
		await to(anybody, '/voices');
		assert.ok(!(await main(anybody)).includes('二人に増やします'));
	});
	await test('voices are counted by month, and their answers', async () => {
		await to(manager, '/desk/voice');
		const cells = (await manager.locator('main tbody tr').first().locator('td').allInnerTexts()).map(Number);
		assert.equal(cells[0], before[0] + 2, 'two came');
		assert.equal(cells.at(-1), before.at(-1) + 2, 'two were answered');
	});
	await test('a month is closed by a person, once', async () => {
		await to(manager, '/desk/fee');
		for (let i = 0; i < 6; i++) await press(manager, manager.getByRole('link', { name: '前の月' }));
		await press(manager, '締める');
		assert.match(await main(manager), /締めました\s*高嶺 ゆかり/);
		assert.equal(await manager.getByRole('button', { name: '締める' }).count(), 0);
	});
});
