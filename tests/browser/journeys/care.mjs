// A mother asks for a hand on her phone, the desk sounds out helpers, the first yes comes, and the day is carried through to what was handed on.
import assert from 'node:assert/strict';
import { Server, desk, enterAs, main, patience, person, press, sleep, suite, test } from '../lib.mjs';

const town = 'kawasaki';
const inDays = n => new Date(Date.now() + 9 * 3600e3 + n * 86400e3).toISOString().slice(0, 10);

await suite(async () => {
	const server = await Server.demo('care'), { base } = server;
	server.must('tenant', 'set', town, 'sos.night=Mon-Sun 00:00-24:00');
	const to = (page, path) => page.goto(`${base}/${town}${path}`);
	const mother = await enterAs(await person(), base, town, 'sakura');
	const worker = await enterAs(await person({ viewport: desk }), base, town, 'hinata');
	const manager = await enterAs(await person({ viewport: desk }), base, town, 'takamine');
	const helper = await enterAs(await person(), base, town, 'kawabe');
	const other = await enterAs(await person(), base, town, 'tachibana');
	const wednesday = inDays((10 - new Date(Date.now() + 9 * 3600e3).getUTCDay()) % 7 + 7);
	let request, urgent, errand;

	// What the steps of asking have in common; the presses besides the text.
	async function ask(scene, day, begin, place, isUrgent, kind, words) {
		let presses = 0;
		const act = async x => { presses++; await x; };
		await to(mother, '/me/care/new');
		if (isUrgent) await act(mother.getByLabel('きょう、いますぐ必要です').check());
		await act(mother.locator('.y-tile', { hasText: scene }).locator('input').check());
		await mother.fill('#day', day);
		await mother.fill('#begin', begin);
		await mother.fill('#place-words', place);
		if (words) await mother.fill('#words', words);
		await act(press(mother, '次へ：お子さんのこと'));
		if (kind) await act(mother.getByLabel(kind, { exact: true }).check());
		await mother.fill('#soothe', '電車を見せると落ちつく');
		await mother.fill('#allergy', '卵');
		await mother.fill('#pickup-word', 'ひまわり');
		await act(mother.getByLabel('来る人に、ここに書いたことを伝えてよい').check());
		await act(press(mother, '次へ：確かめる'));
		await act(press(mother, mother.getByRole('button', { name: '手つだいを頼む' })));
		return { presses, path: new URL(mother.url()).pathname.slice(town.length + 1) };
	}
	// Ticks these people on the request's page and sounds them out.
	async function soundOut(who, way) {
		for (const name of who) await worker.locator('#offer label', { hasText: name }).first().click();
		await worker.fill('#why', '電話で、行けると聞きました');         // at night it is against their hours
		await worker.selectOption('#way', way);
		await press(worker, '声をかける');
	}

	await test('the ten scenes of the document stand there to choose from', async () => {
		await to(mother, '/me/care/new');
		assert.equal(await mother.locator('.y-tile').count(), 10);
		for (const word of ['通院への付き添い', '出産の前後', '園の行事', '免許・手続き', '美容院・買い物', '外遊び']) assert.ok((await main(mother)).includes(word), word);
	});
	await test('a draft that lacks its place stays, and says so', async () => {
		await mother.locator('.y-tile', { hasText: '外遊び' }).locator('input').check();
		await mother.fill('#day', inDays(9));
		await mother.fill('#begin', '10:00');
		await press(mother, '次へ：お子さんのこと');
		assert.match(await main(mother), /あとひとつ、教えてください/);
		await to(mother, '/me/care');
		await press(mother, mother.getByRole('link', { name: /書きかけのつづき/ }));
		assert.ok(await mother.locator('.y-tile', { hasText: '外遊び' }).locator('input').isChecked());
		assert.equal(await mother.locator('#day').inputValue(), inDays(9));
	});
	await test('she asks for company to her own hospital visit by at most eight presses', async () => {
		const { presses, path } = await ask('通院への付き添い', inDays(3), '09:00', '溝口の総合病院 正面入口');
		assert.ok(presses <= 8, `${presses} presses`);
		assert.match(await main(mother), /さがしています/);
		request = path.split('/').pop();
	});
	await test('the desk has it among what waits, and on 今日', async () => {
		await to(worker, '/desk');
		assert.match(await main(worker), /行く人をさがしている手つだい/);
		await to(worker, '/desk/care');
		assert.ok((await main(worker)).includes('佐倉 めい'));
		await press(worker, worker.locator(`a[href$="/desk/care/${request}"]`).first());
		for (const word of ['電車を見せると落ちつく', '卵', '溝口の総合病院']) assert.ok((await main(worker)).includes(word), word);
	});
	await test('two are sounded out in turn; the helper reads place, time and age, and no name', async () => {
		await soundOut(['橘 けいこ', '川辺 しおり'], 'turn');
		const first = (await (await to(helper, '/help')).text()).includes('行けます') ? helper : other;
		const text = await main(first);
		assert.match(text, /溝口の総合病院/);
		assert.ok(!text.includes('佐倉') && !text.includes('卵'), 'nothing of the family is told');
		await to(first, '/help');
		await press(first, '今回は行けません');
		const second = first === helper ? other : helper;
		await to(second, '/help');
		await press(second, second.getByRole('button', { name: '行けます', exact: true }));
		assert.match(await main(second), /佐倉 めい/);
		assert.ok(!(await (await to(mother, `/me/care/${request}`)).text()).includes('行けません'), 'a refusal is never shown to the family');
	});
	await test('family and helper see each other, and the plan', async () => {
		await to(mother, `/me/care/${request}`);
		const came = (await main(mother)).includes('川辺 しおり') ? helper : other;
		assert.match(await main(mother), /来る人/);
		await to(came, '/help');
		await press(came, came.locator('a[href*="/help/visit/"]', { hasText: '佐倉 めい' }));
		for (const word of ['電車を見せると落ちつく', '卵', 'ひまわり', '困った。窓口を鳴らす']) assert.ok((await main(came)).includes(word), word);
		await came.getByLabel('アレルギー、食べもの').check();
		await came.getByLabel('話して、確かめました').check();
		await press(came, '打合せを残す');
		await to(mother, `/me/care/${request}`);
		assert.match(await main(mother), /あなたの確かめを待っています/);
		await mother.getByLabel('話して、確かめました').check();
		await press(mother, '打合せを残す');
		assert.match(await main(mother), /打合せずみ/);
	});
	await test('an urgent one goes to the top, to several at once; the first yes wins and the other hears', async () => {
		const soon = new Date(Date.now() + 9 * 3600e3 + 2 * 3600e3);
		const day = soon.toISOString().slice(0, 10), begin = soon.toISOString().slice(11, 16);
		({ path: urgent } = await ask('ママが病気のとき', day, begin, '溝口の病院', true));
		urgent = urgent.split('/').pop();
		await to(worker, '/desk/care');
		assert.equal(await worker.locator('main table').first().locator('tbody a').first().getAttribute('href'), `/${town}/desk/care/${urgent}`);
		await to(worker, `/desk/care/${urgent}`);
		await soundOut(['橘 けいこ', '川辺 しおり'], 'many');
		await to(helper, '/help');
		await to(other, '/help');
		await press(helper, helper.getByRole('button', { name: '行けます', exact: true }));
		await press(other, other.getByRole('button', { name: '行けます', exact: true }));
		assert.match(await main(other), /ほかの人に決まりました/);
		await to(mother, `/me/care/${urgent}`);
		assert.match(await main(mother), /川辺 しおり/);
	});
	await test('she begins and ends with one tap each, and hands on a place of the directory', async () => {
		await to(helper, '/help');
		await press(helper, helper.locator('a[href*="/help/visit/"]').first());
		const visit = helper.url();
		const card = await (await helper.request.get(`${visit}/card`)).text();
		for (const word of ['119', '卵', 'ひまわり', '000-0000-0058']) assert.ok(card.includes(word), `the card says ${word}`);
		// Without signal: pressed once, and gone as soon as it is back.
		let phone = await enterAs(await person({ javaScriptEnabled: true }), base, town, 'kawabe');
		await phone.goto(visit);
		await phone.locator('[data-kept]').waitFor();
		const device = phone.context();
		await device.setOffline(true);
		await phone.close();
		phone = await device.newPage();
		await phone.goto(visit);
		for (const word of ['電波がありません', '卵', 'ひまわり', '119']) assert.ok((await main(phone)).includes(word), `without signal: ${word}`);
		await phone.locator('[data-kept]').waitFor();
		await press(phone, phone.getByRole('button', { name: '始めます' }));
		await phone.getByText('「始めます」を押したときを覚えました').waitFor();
		assert.ok(await phone.getByRole('button', { name: '終わりました' }).isVisible(), 'a whole visit may lie in a valley');
		// The page is closed when the signal is back: what was pressed goes all the same, by the browser's own hand (Background Sync).
		await phone.close();
		await device.setOffline(false);
		const bystander = await device.newPage(), hand = await device.newCDPSession(bystander);
		const reach = `${base}/${town}/help/visit/`, registered = new Promise(done => hand.on('ServiceWorker.workerRegistrationUpdated',
			({ registrations }) => { for (const x of registrations) if (x.scopeURL === reach) done(x.registrationId); }));
		await bystander.goto(`${base}/healthz`);
		await hand.send('ServiceWorker.enable');
		await hand.send('ServiceWorker.dispatchSyncEvent', { origin: base, registrationId: await registered, tag: 'press', lastChance: false });
		for (const end = Date.now() + patience; !(await (await helper.request.get(visit)).text()).includes('に始めました');) {
			assert.ok(Date.now() < end, 'what was pressed without signal reached the desk');
			await sleep(100);
		}
		await bystander.close();
		phone = await device.newPage();
		await phone.goto(visit);
		await phone.getByText('に始めました').waitFor();
		// In trouble, and again without signal: the page told the truth before, the press is not lost, and the desk reads when it was made.
		assert.match(await main(phone), /窓口の人が見ています/);
		await device.setOffline(true);
		await press(phone, phone.getByRole('button', { name: '困った。窓口を鳴らす' }));
		await phone.getByText('まだ届いていません').waitFor();
		assert.doesNotMatch(await main(phone), /窓口の人が見ています/, 'nobody can see it now');
		await device.serviceWorkers()[0].evaluate(() => { const now = Date.now; Date.now = () => now() + 12 * 60000; });
		await device.setOffline(false);
		await phone.getByText('いま、担当を呼び出しています').waitFor();
		await to(worker, '/desk');
		assert.match(await worker.locator('.y-sosbar').innerText(), /電波がなく[\s\S]*支え手が困っています/);
		await press(worker, worker.locator('.y-sosbar').getByRole('link'));
		await press(worker, 'わたしが受けます');
		await press(worker, worker.getByRole('link', { name: /手つだいのカードを読む/ }));
		for (const word of ['川辺 しおり', '卵']) assert.ok((await main(worker)).includes(word), `the card at the desk says ${word}`);
		await phone.reload();
		assert.match(await main(phone), /知らせを受けとりました/);
		// Whoever else is signed in on this phone, or nobody, finds nothing kept.
		assert.notEqual(await phone.evaluate(async () => (await caches.keys()).length), 0);
		await enterAs(phone, base, town, 'sakura');
		await phone.waitForFunction(async () => (await caches.keys()).length === 0);
		await enterAs(phone, base, town, 'kawabe');
		await phone.goto(visit);
		await phone.locator('[data-kept]').waitFor();
		await to(phone, '/help');
		await press(phone, 'この電話から出る');
		await phone.waitForFunction(async () => !(await caches.keys()).length && !(await navigator.serviceWorker.getRegistrations()).length);
		await device.setOffline(true);
		await assert.rejects(phone.goto(visit), 'nothing opens without signal once she has left');
		await device.close();
		await helper.reload();
		await press(helper, '終わりました');
		await helper.fill('#report', '待合室で絵本を三冊。よく笑っていました。');
		await helper.fill('#q', '公園');
		await press(helper, helper.getByRole('button', { name: 'さがす', exact: true }));
		assert.equal(await helper.locator('#report').inputValue(), '待合室で絵本を三冊。よく笑っていました。');
		const place = helper.locator('label[for^="entry-"]').first();
		const name = (await place.innerText()).trim();
		await place.click();
		await press(helper, '報告を届ける');
		await to(mother, `/me/care/${urgent}`);
		for (const word of ['絵本を三冊', name]) assert.ok((await main(mother)).includes(word), word);
	});
	await test('the family confirms and says frankly what it thought; the helper never reads it', async () => {
		await press(mother, '読みました。このとおりです');
		assert.match(await main(mother), /済みました/);
		await mother.getByLabel('助かった').check();
		await mother.fill('#voice-words', '待ち時間が短く感じました。');
		await press(mother, '声を届ける');
		assert.match(await main(mother), /ありがとうございます/);
		await press(helper, helper.getByRole('link', { name: /予定/ }).first());
		assert.ok(!(await helper.content()).includes('待ち時間が短く'));
		await to(worker, `/desk/care/${urgent}`);
		await worker.fill('#reply', '聞かせてくださって、うれしいです。');
		await press(worker, '返事を届ける');
		await to(mother, `/me/care/${urgent}`);
		assert.match(await main(mother), /うれしいです/);
	});
	await test('a private word pauses the helper at once; only a manager opens it', async () => {
		await mother.locator('summary', { hasText: 'そっと伝えたい' }).click();
		await mother.fill('#private', '少し心配なことがありました。');
		await press(mother, '責任者だけに伝える');
		assert.equal((await to(worker, '/desk/care/private')).status(), 404);
		await to(manager, '/desk/care/private');
		assert.match(await main(manager), /少し心配なことがありました/);
		for (const path of ['/helper/me', '/help']) assert.ok(!(await (await to(helper, path)).text()).includes('少し心配な'), `${path} shows nothing of it`);
		await manager.locator('textarea[name="outcome"]').first().fill('本人と話し、様子を見ます。');
		await press(manager, 'しめくくる（お願いを再開する）');
		assert.match(await main(manager), /済み/);
	});
	await test('staff take one down on the telephone by at most eight presses', async () => {
		let presses = 0;
		const act = async x => { presses++; await x; };
		await to(worker, '/desk/family');
		await act(press(worker, worker.locator('main a[href*="/desk/family/"]', { hasText: '佐倉 めい' }).first()));
		if (await worker.locator('input[name="why"]').count()) {
			await act(worker.locator('input[name="why"]').first().check());
			await act(press(worker, worker.locator('main form button').first()));
		}
		await act(press(worker, '手つだいの依頼を受ける'));
		await act(worker.locator('.y-tile', { hasText: '美容院' }).locator('input').check());
		await worker.fill('#day', inDays(12));
		await worker.fill('#begin', '13:00');
		await worker.fill('#place-words', '溝口駅');
		await act(worker.getByLabel('来る人に、ここに書いたことを伝えてよい').check());
		await act(press(worker, '依頼を受ける'));
		assert.match(await main(worker), /人をさがす/);
		assert.ok(presses <= 8, `${presses} presses`);
	});
	await test('what could not be met ends with its reason, and the family reads it kindly', async () => {
		await worker.locator('summary', { hasText: 'かなわなかった' }).click();
		await to(manager, '/desk/care/unmet');
		const told = async () => Number(await manager.locator('dl.y-facts > div', { hasText: '近くに行ける人がいない' }).locator('dd').innerText());
		const before = await told();
		await worker.selectOption('#reason', 'nobody_near');
		await press(worker, 'かなわなかったことにする');
		await manager.reload();
		assert.equal(await told(), before + 1, 'its reason stands beside the share that was met');
		const path = new URL(worker.url()).pathname.split('/').pop();
		await to(mother, `/me/care/${path}`);
		assert.match(await main(mother), /町に足りないものとして/);
		await press(mother, '前と同じように頼む');
		assert.ok(await mother.locator('.y-tile', { hasText: '美容院' }).locator('input').isChecked());
	});
	await test('errands are care too: bags and a queue, an outing with the siblings, the papers of 入園', async () => {
		for (const [scene, kind, words] of [['外遊び', null, 'きょうだいふたりと公園へ'], ['入園のサポート', null, '入園の書類をいっしょに書く'],
			['免許・手続き', '用事の手つだい', '荷物を持って、窓口の列に並んでほしい']]) {
			({ path: errand } = await ask(scene, wednesday, '09:30', '高津区役所', false, kind, words));
			errand = errand.split('/').pop();
			await to(worker, `/desk/care/${errand}`);
			for (const word of [words, kind ?? (scene === '外遊び' ? '付き添い' : '手つづきの手つだい')]) assert.ok((await main(worker)).includes(word), word);
		}
	});
	await test('whose training lapsed is not offered, and is again from the day that the new one is written into her record', async () => {
		const reasons = async () => {
			await to(worker, `/desk/care/${errand}/match`);
			return worker.locator('tr', { hasText: '浜中 ゆず' }).first().innerText();
		};
		assert.match(await reasons(), /担当者研修の期限 \d{4}-\d\d-\d\d が利用日より前/);
		await to(worker, `/desk/care/${errand}`);
		await soundOut(['浜中 ゆず'], 'many');
		assert.match(await main(worker), /今回はお願いできない人がいます[\s\S]*浜中 ゆずさん/);
		await to(manager, '/desk/helpers');
		await press(manager, manager.getByRole('link', { name: '浜中 ゆず' }).first());
		assert.match(await main(manager), /担当者研修[\s\S]*期限が切れました/);
		await press(manager, '名簿と研修の日');
		const training = manager.locator('form[action$="/training"]');
		await manager.locator('details', { has: training }).locator('summary').click();
		await training.locator('[name=name]').fill('担当者研修');
		await training.locator('[name=done]').fill(inDays(0));
		await press(manager, training.locator('button'));
		assert.doesNotMatch(await reasons(), /研修の期限/);
		await to(worker, `/desk/care/${errand}`);
		await soundOut(['浜中 ゆず'], 'many');
		await press(worker, '電話で「行けます」');
		await to(mother, `/me/care/${errand}`);
		assert.match(await main(mother), /浜中 ゆず/);
	});
	await test('nothing scrolls sideways on a phone or on a desk', async () => {
		for (const [page, path] of [[mother, '/me/care'], [mother, '/me/care/new'], [mother, `/me/care/${request}`], [helper, '/help'],
			[worker, '/desk/care'], [worker, `/desk/care/${request}`]])
			for (const width of [320, 390, 1280]) {
				await page.setViewportSize({ width, height: 900 });
				await to(page, path);
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${path} at ${width}`);
			}
	});
});
