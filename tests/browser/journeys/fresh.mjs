// A partner group keeps its own entry true: the office's yes, a word back, a letter that needs no signing in, an old version, two at one form; and a
// family learns what it can get without leaving a trace.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Server, desk, enterAs, folder, main, person, press, suite, test } from '../lib.mjs';
import { Mailbox } from '../mail.mjs';

const town = 'matsudo', group = 'hidamari@matsudo.example', place = 'mado@matsudo.example';
let server, mail, partner, manager, entry;

const status = async path => (await fetch(`${server.base}/${town}${path}`)).status;
const text = async path => (await fetch(`${server.base}/${town}${path}`)).text();
const link = (letter, way) => new RegExp(`/${town}(/${way}/[0-9a-z]+)`).exec(letter.text)[1];

async function openProposal() {
	await manager.goto(`${server.base}/${town}/desk/proposals`);
	await press(manager, manager.locator('main .y-rowlink').first());
}

async function newEntry() {
	await test('a group adds its place; nothing is lost when the name is missing', async () => {
		await partner.goto(`${server.base}/${town}/desk/directory/new`);
		await partner.fill('#phone', '000-0000-0301');
		await press(partner, '責任者に送る');
		assert.equal(await partner.inputValue('#phone'), '000-0000-0301');
		await partner.fill('#name', 'ひだまりの窓');
		await partner.fill('#summary', '雨の日も、ふらっと入れる部屋です。');
		await partner.locator('summary', { hasText: 'もっとくわしく' }).click();
		await partner.fill('#mail', place);
		await press(partner, '責任者に送る');
		entry = /directory\/([0-9a-z]+)/i.exec(partner.url())[1];
		assert.match(await main(partner), /責任者が見るのを待っている/);
	});
	await test('families see it only after the yes', async () => {
		assert.equal(await status(`/d/${entry}`), 404);
		await openProposal();
		assert.match(await main(manager), /ひだまりの窓/);
		await press(manager, 'この内容で載せる');
		assert.equal(await status(`/d/${entry}`), 200);
		assert.match((await mail.next(group)).text, /載せました/);
	});
}

async function change(phone) {
	await partner.goto(`${server.base}/${town}/desk/directory/${entry}`);
	await partner.fill('#phone', phone);
	await partner.fill('#why', '番号が変わりました');
	await press(partner, '責任者に送る');
}

async function changed() {
	await test('a change goes back with a word, is mended, and then families see it', async () => {
		await change('000');
		await openProposal();
		assert.match(await main(manager), /000-0000-0301/);
		await press(manager, '団体にもどす');
		assert.match(await main(manager), /まだ空いています/);
		await manager.fill('#words', '番号が短いようです');
		await press(manager, '団体にもどす');
		assert.match((await mail.next(group)).text, /番号が短いようです/);
		await partner.goto(`${server.base}/${town}/desk/directory/${entry}`);
		assert.match(await main(partner), /番号が短いようです/);
		assert.equal(await partner.inputValue('#phone'), '000');
		await change('000-0000-0302');
		assert.ok((await text(`/d/${entry}`)).includes('000-0000-0301'));
		await openProposal();
		await press(manager, 'この内容で載せる');
		assert.ok((await text(`/d/${entry}`)).includes('000-0000-0302'));
		await mail.next(group);
	});
}

async function letter() {
	await test('a letter asks whether all is right; looking consumes nothing, one press does', async () => {
		await manager.goto(`${server.base}/${town}/desk/directory/${entry}`);
		await press(manager, 'メールで確かめてもらう');
		const way = link(await mail.next(place), 'confirm');
		for (let i = 0; i < 2; i++) assert.equal(await status(way), 200);
		const keeper = await person();
		await keeper.goto(`${server.base}/${town}${way}`);
		assert.match(await main(keeper), /000-0000-0302/);
		await press(keeper, 'このままで合っています');
		assert.match(await main(keeper), /ありがとうございました/);
		assert.equal(await status(way), 404);
		await keeper.context().close();
	});
	await test('what the keeper changes behind the link waits for the office too', async () => {
		await manager.goto(`${server.base}/${town}/desk/directory/${entry}`);
		await press(manager, 'メールで確かめてもらう');
		const keeper = await person();
		await keeper.goto(`${server.base}/${town}${link(await mail.next(place), 'confirm')}`);
		await press(keeper, 'ちがうところを直す');
		await keeper.fill('#fee', '100円');
		await press(keeper, 'この内容で送る');
		assert.match(await main(keeper), /お預かりしました/);
		assert.ok(!(await text(`/d/${entry}`)).includes('100円'));
		await openProposal();
		await press(manager, 'この内容で載せる');
		assert.ok((await text(`/d/${entry}`)).includes('100円'));
		await keeper.context().close();
	});
}

const facts = phone => `ID,名称,住所,電話番号\n1,そらまめの家,松戸市根本1-1,${phone}\n`;

// One telephone number: as the source had it, as a person wrote it here, as the source has it now.
async function conflict() {
	const file = join(folder('source'), 'list.csv');
	const take = phone => {
		writeFileSync(file, facts(phone));
		return JSON.parse(server.must('import', file, '--tenant', town, '--json'));
	};
	const told = async () => { await manager.goto(`${server.base}/${town}/desk/conflicts`); return main(manager); };
	let id;
	await test('what a person wrote here is not overwritten by the source: old, ours and theirs are asked about', async () => {
		assert.equal(take('000-0000-0401').added_n, 1);
		id = JSON.parse(server.must('export', '--tenant', town, '--format', 'json')).find(x => x.name === 'そらまめの家').id;
		await manager.goto(`${server.base}/${town}/desk/directory/${id}`);
		await manager.fill('#phone', '000-0000-0402');
		await press(manager, '保存して');
		assert.equal(take('000-0000-0401').unchanged_n, 1);
		assert.doesNotMatch(await told(), /そらまめの家/);
		assert.equal(take('000-0000-0403').changed_n, 1);
		assert.ok((await text(`/d/${id}`)).includes('000-0000-0402'));
		const seen = await told();
		for (const value of ['そらまめの家', '000-0000-0401', '000-0000-0402', '000-0000-0403']) assert.ok(seen.includes(value), value);
	});
	await test('decided once: the same list again does not ask, and what the source says next is asked about again', async () => {
		await manager.locator('#all').check();
		await press(manager, 'ここで書いたまま');
		assert.doesNotMatch(await told(), /そらまめの家/);
		assert.equal(take('000-0000-0403').unchanged_n, 1);
		assert.doesNotMatch(await told(), /そらまめの家/);
		assert.ok((await text(`/d/${id}`)).includes('000-0000-0402'));
		take('000-0000-0404');
		assert.match(await told(), /000-0000-0404/);
		await manager.locator('#all').check();
		await press(manager, '今度来たデータに');
		assert.ok((await text(`/d/${id}`)).includes('000-0000-0404'));
		assert.doesNotMatch(await told(), /そらまめの家/);
	});
}

async function news() {
	const read = async wish => (await fetch(`${server.base}/${town}/`, { headers: { 'accept-language': wish } })).text();
	await test('news may be written in other languages: who has no words of their own gets the plain ones', async () => {
		await manager.goto(`${server.base}/${town}/desk/news`);
		await manager.fill('#words', 'あすは休館いたします');
		await manager.locator('summary', { hasText: 'ほかのことば' }).click();
		await manager.fill('#words-ja-easy', 'あすは やすみます');
		await manager.fill('#words-vi', 'Ngày mai nghỉ');
		await manager.fill('#to', '2020-01-01');
		await press(manager, '出す');
		assert.equal(await manager.inputValue('#words-vi'), 'Ngày mai nghỉ');
		await manager.fill('#to', new Date(Date.now() + 5 * 86400e3).toISOString().slice(0, 10));
		await press(manager, '出す');
		assert.match(await read('ja'), /lang="ja">あすは休館いたします/);
		assert.match(await read('vi'), /lang="vi">Ngày mai nghỉ/);
		assert.match(await read('pt-BR'), /lang="ja">あすは やすみます/);
	});
}

async function versions() {
	await test('of two at one form neither loses a word', async () => {
		const other = await enterAs(await person({ viewport: desk }), server.base, town, 'minowa');
		for (const page of [manager, other]) await page.goto(`${server.base}/${town}/desk/directory/${entry}`);
		await manager.fill('#phone', '000-0000-0303');
		await press(manager, '保存して');
		await other.fill('#phone', '000-0000-0304');
		await press(other, '保存して');
		assert.match(await main(other), /先に書きかえました/);
		assert.match(await main(other), /000-0000-0303/);
		assert.equal(await other.inputValue('#phone'), '000-0000-0304');
		await press(other, '保存して');
		assert.ok((await text(`/d/${entry}`)).includes('000-0000-0304'));
		await other.context().close();
	});
	await test('an old version comes back as a new one', async () => {
		await manager.goto(`${server.base}/${town}/desk/directory/${entry}/versions`);
		const all = await manager.locator('main ol li a').count();
		assert.ok(all >= 5);
		await press(manager, manager.locator('main ol li a').nth(all - 1));
		await press(manager, 'この時の内容にもどす');
		assert.ok((await text(`/d/${entry}`)).includes('000-0000-0301'));
	});
	await test('what is taken down is not found any more, and can come back', async () => {
		await manager.goto(`${server.base}/${town}/desk/directory/${entry}`);
		await manager.fill('#state-why', '工事のあいだ');
		await press(manager, 'ご家庭のページから下げる');
		assert.equal(await status(`/d/${entry}`), 404);
		await press(manager, 'もう一度、載せる');
		assert.equal(await status(`/d/${entry}`), 200);
	});
}

async function support() {
	await test('five answers, nothing kept: what fits, what must be asked, what does not and why', async () => {
		const family = await person();
		await family.goto(`${server.base}/${town}/support`);
		for (const answer of ['0歳', 'いいえ', 'いいえ', 'いいえ', 'はい']) await press(family, family.getByRole('link', { name: answer, exact: true }));
		const seen = await main(family);
		assert.match(seen, /使えそうな制度が、5つあります/);
		assert.match(seen, /ねむる時間の便/);
		assert.match(seen, /1歳の誕生日の前の日まで/);
		await family.locator('summary', { hasText: '合わなかった' }).click();
		assert.match(await main(family), /ふたごの外出おとも/);
		await family.goto(`${server.base}/${town}/support?lang=vi`);
		assert.match(await main(family), /Con nhỏ nhất/);
		await family.context().close();
	});
}

await suite(async () => {
	server = await Server.demo('fresh');
	mail = await Mailbox.open();
	server.must('tenant', 'set', town, `smtp.url=${mail.url}`, 'smtp.tls=no', `site_url=${server.base}/${town}`);
	partner = await enterAs(await person(), server.base, town, 'kawai');
	manager = await enterAs(await person({ viewport: desk }), server.base, town, 'minowa');
	await newEntry();
	await changed();
	await letter();
	await conflict();
	await news();
	await versions();
	await support();
	await mail.close();
});
