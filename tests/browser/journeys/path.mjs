// The thinnest true path: a mother writes at night, the machine dies, the nurse reads and answers in the morning, the mother reads it and who looked.
// No script anywhere. Akune first and in detail, then every town that takes questions, and the one that does not.
import assert from 'node:assert/strict';
import { Server, enterAs, h1, main, person, press, profile, someone, suite, test, towns } from '../lib.mjs';

const nurse = page => page.setViewportSize({ width: 1280, height: 900 });

// Writes as nobody; gives the recovery link shown on the page.
async function ask(page, base, town, words, area) {
	await page.goto(`${base}/${town}/`);
	await press(page, page.locator('main a.govuk-button').first());
	assert.equal(new URL(page.url()).pathname, `/${town}/ask`);
	await page.fill('#words', words);
	if (area) await page.selectOption('#area', { label: area });
	await press(page, page.locator('main form button'));
	assert.match(new URL(page.url()).pathname, new RegExp(`^/${town}/t/`));
	assert.equal(await h1(page), 'お預かりしました。');
	assert.ok((await main(page)).includes(words), 'her words stand on the page');
	const link = (await page.locator('#recovery-link').innerText()).trim();
	assert.ok(link.startsWith(`${base}/${town}/t/`), `the link leads here: ${link}`);
	return link;
}

// Opens the question from 今日 and answers it.
async function answer(page, base, town, words, reply) {
	await page.goto(`${base}/${town}/desk`);
	for (const href of await page.locator('main a[href*="/desk/talk/"]').evaluateAll(all => all.map(a => a.getAttribute('href')))) {
		await page.goto(base + href);
		if (!(await main(page)).includes(words)) continue;
		await page.fill('#words', reply);
		await press(page, page.locator('form[action$="/answer"] button:not([name])'));
		assert.ok((await main(page)).includes(reply), 'the answer stands in the talk');
		return href;
	}
	throw new Error('the question does not stand on 今日');
}

async function akune(server) {
	const words = `夜泣きが続いていて、もう何日も眠れていません。${Date.now()}`, reply = 'よく話してくださいました。あすの午後、おうちに伺えます。';
	const { base } = server;
	const p = profile('akune'), worker = someone(p, 'worker');
	const mother = await person();
	let link, href;
	await test('akune: a question goes in without name and without script', async () => { link = await ask(mother, base, 'akune', words); });
	await test('akune: killed with -9 and started again, the page behind the link still has her words', async () => {
		await server.kill9();
		await server.start();
		await mother.goto(link);
		assert.ok((await main(mother)).includes(words));
		assert.match(await main(mother), /お返事を待っています/);
		assert.match(await main(mother), /まだ、だれも見ていません/);
	});
	const page = await person();
	await nurse(page);
	await test('akune: the nurse enters by the demo door and stands on 今日', async () => {
		await enterAs(page, base, 'akune', worker.login);
		assert.equal(new URL(page.url()).pathname, '/akune/desk');
		assert.equal(await h1(page), '今日');
		assert.match(await main(page), /お返事を待っている相談/);
	});
	const open = await person({ javaScriptEnabled: true });
	await open.goto(link);
	await open.fill('#words', '書きかけ');
	await test('akune: she opens the question and answers', async () => { href = await answer(page, base, 'akune', words, reply); });
	await test('akune: the page that the mother left open shows the answer by itself, and what she was writing stays', async () => {
		await open.locator('#talk li', { hasText: reply }).waitFor();
		assert.equal(await open.locator('#talk li', { hasText: reply }).count(), 1);
		await open.locator('#talk-state', { hasText: 'お返事が届いています' }).waitFor();
		assert.equal(await open.inputValue('#words'), '書きかけ');
		await open.context().close();
	});
	await test('akune: answered, it no longer stands on 今日', async () => {
		await page.goto(`${base}/akune/desk`);
		assert.equal(await page.locator(`main a[href="${href}"]`).count(), 0);
	});
	await test('akune: on another device, by the link alone, the mother reads the answer and that a nurse looked', async () => {
		const again = await person();
		await again.goto(link);
		const text = await main(again);
		assert.ok(text.includes(words) && text.includes(reply));
		assert.match(text, /お返事が届いています/);
		const looked = await again.locator('section[aria-labelledby=looked]').innerText();
		assert.ok(looked.includes(p.worker_word), `her role is named: ${looked}`);
		assert.ok(!looked.includes(worker.name), 'not her name');
		assert.equal(looked.split(p.worker_word).length - 1, 1, `opened twice within minutes is one look: ${looked}`);
		await again.context().close();
	});
	await test('akune: the mother writes on, and it waits on 今日 again', async () => {
		await mother.goto(link);
		await mother.fill('#words', 'ありがとうございます。おねがいします。');
		await press(mother, mother.locator('form:has(#words) button:not([name])'));
		assert.ok((await main(mother)).includes('ありがとうございます。おねがいします。'));
		await page.goto(`${base}/akune/desk`);
		assert.equal(await page.locator(`main a[href="${href}"]`).count(), 1);
	});
	await test('akune: a link that nobody was given opens nothing', async () => {
		const stranger = await person();
		const response = await stranger.goto(`${base}/akune/t/${'a'.repeat(link.split('/').pop().length)}`);
		assert.equal(response.status(), 404);
		await stranger.context().close();
	});
	await mother.context().close();
	await page.context().close();
}

// A worker answers in her own area; a question without an area reaches somebody too.
async function town(server, name) {
	const p = profile(name), worker = someone(p, 'worker'), { base } = server;
	const area = p.area[(worker.area ?? '').split(',')[0].trim()]?.name;
	const words = `${name}の、はじめての相談です。`, lost = `${name}の、地域を選ばない相談です。`, reply = `${name}からのお返事です。`;
	const mother = await person(), page = await person();
	await nurse(page);
	await test(`${name}: asked, answered, read, and who looked`, async () => {
		const link = await ask(mother, base, name, words, Object.keys(p.area).length > 1 ? area : undefined);
		await enterAs(page, base, name, worker.login);
		await answer(page, base, name, words, reply);
		await mother.goto(link);
		assert.ok((await main(mother)).includes(reply));
		assert.ok((await mother.locator('section[aria-labelledby=looked]').innerText()).includes(p.worker_word));
	});
	await test(`${name}: a question without an area falls between no two desks`, async () => {
		await ask(mother, base, name, lost);
		for (const x of p.person.filter(one => ['worker', 'manager'].includes(one.role))) {
			await enterAs(page, base, name, x.login);
			await page.goto(`${base}/${name}/desk/talk`);
			if ((await main(page)).includes(lost)) return;
		}
		throw new Error('nobody sees it');
	});
	await mother.context().close();
	await page.context().close();
}

async function closed(server, name) {
	const p = profile(name), { base } = server, page = await person();
	await test(`${name}: lives on its counters: they stand on the front page, with no way to ask`, async () => {
		await page.goto(`${base}/${name}/`);
		const text = await page.locator('body').innerText(), html = await page.content();
		assert.ok(p.counter.length > 0);
		for (const counter of p.counter) assert.ok(text.includes(counter.name) || html.includes(counter.name), `${counter.name} is shown`);
		assert.ok(!html.includes(`/${name}/ask`) && !html.includes(`/${name}/me"`), 'no link to the room');
		assert.equal(await page.getByRole('link', { name: '話す' }).count(), 0);
	});
	await test(`${name}: the room's addresses answer 404`, async () => {
		for (const path of ['ask', 'me', 'desk/talk']) assert.equal((await page.goto(`${base}/${name}/${path}`)).status(), 404, path);
	});
	await test(`${name}: staff see no inbox in their menu`, async () => {
		await enterAs(page, base, name, someone(p, 'worker').login);
		assert.equal(await h1(page), '今日');
		assert.ok(!(await page.content()).includes('/desk/talk'));
		assert.equal(await page.getByRole('link', { name: '受信箱' }).count(), 0);
	});
	await page.context().close();
}

await suite(async () => {
	const server = await Server.demo('path');
	await akune(server);
	for (const name of towns.filter(n => n !== 'akune'))
		await ((profile(name).rooms ?? '').includes('consult') ? town : closed)(server, name);
	await test('akune: 今日 shows three kinds at once: a question, a letter that did not arrive, an invitation about to end', async () => {
		const page = await person();
		await enterAs(page, server.base, 'akune', 'shiomi');
		const heads = await page.locator('main h2').allInnerTexts();
		for (const kind of ['お返事を待っている相談', '届かなかったメール', 'もうすぐ終わる招待'])
			assert.ok(heads.some(head => head.includes(kind)), `${kind} stands on 今日: ${heads}`);
		await page.context().close();
	});
	await test('the record of who looked holds while the server runs', () => {
		const r = server.run('audit', 'verify');
		assert.equal(r.code, 0, r.out + r.err);
		assert.equal(r.out.match(/: holds\./g)?.length, towns.length);
	});
	await test('and after it has ended', async () => {
		assert.equal(await server.stop(), 0);
		const r = server.run('audit', 'verify');
		assert.equal(r.code, 0, r.out + r.err);
		assert.ok(!/[1-9]\d* not sealed yet/.test(r.out), `nothing is left unsealed: ${r.out}`);
	});
});
