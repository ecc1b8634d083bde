// A mother needs somebody: in the night the page says that nobody watches; on duty two desks ring, one takes it, it closes with what came of it.
// Notices reach screens that show no page of ours, also through a kill.
import assert from 'node:assert/strict';
import { Server, checkKey, desk, enterAs, h1, main, person, press, pressKey, suite, test } from '../lib.mjs';
import { Push } from '../push.mjs';

const town = 'akune';
const days = n => new Date(Date.now() + (9 + 24 * n) * 3600e3).toISOString().slice(0, 10);
const all = 'Mon-Sun 00:00-24:00';

await suite(async () => {
	const server = await Server.demo('sos'), { base } = server, push = await Push.open();
	const set = (...words) => server.must('tenant', 'set', town, ...words);
	const at = path => `${base}/${town}${path}`;
	const screen = async (login, js = true) => {
		const page = await person({ viewport: desk, javaScriptEnabled: js });
		return enterAs(page, base, town, login);
	};
	set(`closed_days=${days(0)},${days(1)}`, `push.base=${push.base}`);
	const mother = await person();
	let thread = '';

	await test('in the night: nobody watches, numbers first, and the button is for the morning', async () => {
		await mother.goto(at('/sos'));
		const said = await main(mother);
		assert.match(said, /いまは、だれも見ていません/);
		for (const number of ['119', '110', '189', '#8008', '#7119', '#8000']) assert.ok(said.includes(number), number);
		assert.ok(said.indexOf('#8000') < said.indexOf('朝いちばんに連絡がほしい'));
		assert.ok(!said.includes('SOS') && !said.includes('いま、助けてほしい'));
		await mother.fill('#words', 'ずっと泣いていて、わたしも泣きそうです');
		await mother.fill('#contact', '090-0000-0000');
		await press(mother, '朝いちばんに連絡がほしい');
		assert.match(await main(mother), /いちばんに知らせます[\s\S]*それまでは、だれも見ていません/);
		const nurse = await screen('morino', false);
		assert.match(await nurse.locator('#sos-top').innerText(), /朝いちばんに連絡がほしい/);
		assert.equal(await nurse.locator('.y-sosbar').count(), 0, 'it does not ring yet');
		await nurse.context().close();
	});
	await test('the word SOS cannot be switched on without somebody at every hour', async () => {
		assert.notEqual(server.run('tenant', 'set', town, 'sos.word=yes').code, 0);
		set(`sos.night=${all}`);
		set('sos.word=yes');
		await mother.goto(at('/sos'));
		assert.match(await h1(mother), /^SOS/);
	});

	// Somebody on duty: two desks of her area, one of another.
	const one = await screen('hinata'), two = await screen('morino'), other = await screen('ebihara');
	await test('before the press she reads that somebody watches; two desks ring, a third learns that there is something', async () => {
		await mother.goto(at('/ask'));
		await mother.fill('#words', '夜泣きがつづいています');
		await mother.selectOption('#area', { label: '中部（阿久根・山下のあたり）' });
		await press(mother, mother.locator('main form button.y-wide'));
		thread = new URL(mother.url()).pathname;
		await mother.goto(base + thread + '/sos');
		assert.match(await main(mother), /いま、窓口の人が見ています/);
		await press(mother, mother.locator('button[value=now]'));
		assert.match(await main(mother), /いま、担当を呼び出しています/);
		await Promise.all([one, two].map(page => page.locator('.y-sosbar').waitFor()));
		await other.locator('#sos-top .y-sosline').filter({ hasText: 'ほかの担当に' }).waitFor();
		assert.equal(await other.locator('.y-sosbar').count(), 0);
		const line = await other.locator('.y-sosline').filter({ hasText: 'ほかの担当に' }).innerText();
		assert.ok(!line.includes('中部') && !line.includes('夜泣き'));
	});
	await test('a desk is mute until it was pressed once, and says so; then it sounds', async () => {
		const fresh = await two.context().newPage();
		await two.goto(at('/numbers'));
		await fresh.goto(at('/desk'));
		await fresh.locator('#sos-mute').waitFor();
		assert.match(await fresh.locator('#sos-mute').innerText(), /音が出ません/);
		assert.equal(await fresh.locator('#sos-top').getAttribute('data-heard'), null);
		await fresh.getByRole('button', { name: '音を出す' }).click();
		await fresh.locator('#sos-mute').waitFor({ state: 'hidden' });
		await fresh.locator('#sos-top[data-heard]').waitFor();
		await fresh.close();
	});
	await test('without script the next page says it at its top', async () => {
		const plain = await screen('kakimoto', false);
		await plain.goto(at('/desk/family'));
		assert.match(await plain.locator('.y-sosbar').innerText(), /助けを求めています[\s\S]*中部/);
		await plain.context().close();
	});
	await test('of two who take it at once one has it; the other reads who was faster; the sound stops', async () => {
		await two.goto(at('/desk'));
		for (const page of [one, two]) await pressKey(page, page.locator('.y-sosbar').getByRole('link'));
		await Promise.all([one, two].map(page => pressKey(page, page.locator('main form[action$="/take"] button'))));
		const said = await Promise.all([one, two].map(main));
		assert.equal(said.filter(x => x.includes('ひと足先に')).length, 1);
		assert.equal(said.filter(x => x.includes('終わりにする')).length, 2);
		await two.goto(at('/desk'));
		assert.equal(await two.locator('.y-sosbar').count(), 0);
		await mother.goto(base + thread);
		assert.match(await main(mother), /窓口の人が、知らせを受けとりました/);
	});
	await test('it closes only with an outcome, and what was told to others with what that rests on', async () => {
		const mine = (await one.locator('main').innerText()).includes('ひと足先に') ? two : one;
		await mine.goto(at('/desk/sos'));
		await mine.goto(new URL(await mine.locator('main a.y-rowlink').filter({ hasText: 'が受けています' }).first().getAttribute('href'), base).href);
		await checkKey(mine.locator('#outcome-passed'));
		await mine.fill('#note', '明日、訪問します');
		await press(mine, mine.locator('form[action$="/close"] button'));
		assert.match(await main(mine), /あと少し、教えてください/);
		assert.equal(await mine.inputValue('#note'), '明日、訪問します');
		await mine.fill('#agency', '児童相談所');
		await checkKey(mine.locator('#basis-law'));
		await press(mine, mine.locator('form[action$="/close"] button'));
		assert.match(await main(mine), /法律と条文/);
		await mine.fill('#article', '児童福祉法 第25条');
		await press(mine, mine.locator('form[action$="/close"] button'));
		const said = await main(mine);
		assert.match(said, /ほかの機関につないだ[\s\S]*児童相談所[\s\S]*児童福祉法 第25条/);
		for (const line of ['知らせがありました', 'に知らせました', 'さんが受けました', 'さんが終わりにしました']) assert.ok(said.includes(line), line);
	});
	await test('urgent words ring by themselves, with their reason', async () => {
		await mother.goto(at('/ask'));
		await mother.fill('#words', 'もう消えてしまいたい');
		await press(mother, mother.locator('main form button.y-wide'));
		await two.locator('.y-sosbar').filter({ hasText: 'いのち' }).waitFor();
		await pressKey(two, two.locator('.y-sosbar').filter({ hasText: 'いのち' }).getByRole('link'));
		assert.match(await main(two), /「[^」]*消え[^」]*」にあたる言葉がありました/);
		await press(two, two.locator('main form[action$="/take"] button'));
	});

	let place = null;
	const listen = async (page, where = at('/desk/push')) => {
		await page.goto(where);
		const browser = push.browser(await page.locator('form[data-push]').getAttribute('data-push'));
		await Promise.all([page.waitForNavigation(), page.evaluate(x => {
			const form = document.querySelector('form[data-push]');
			for (const name of ['endpoint', 'open', 'auth']) form.elements[name].value = x[name];
			HTMLFormElement.prototype.submit.call(form);
		}, browser)]);
		return browser.place;
	};
	const raise = async reason => {
		await one.goto(at('/desk/sos'));
		await one.locator('summary').filter({ hasText: 'みんなを呼ぶ' }).press('Enter');       // whatever moves on a page that is alive
		await one.fill('#reason', reason);
		await pressKey(one, one.locator('form[action$="/desk/sos"] button'));
	};
	await test('a screen that shows no page is told, without a word of what it is', async () => {
		place = await listen(two);
		await raise('ひみつの理由');
		const [first] = await push.waits(place);
		assert.deepEqual(Object.keys(first.notice).sort(), ['body', 'tag', 'title', 'url']);
		assert.match(first.notice.url, /^desk\/sos\/[0-9a-z]{13}$/);
		assert.ok(!JSON.stringify(first.notice).includes('ひみつ'));
	});
	await test('told by a service that is busy it waits and comes again under the same topic', async () => {
		push.failing = [429];
		await raise('いそがしい');
		const all = await push.waits(place, 3);
		assert.equal(all[1].topic, all[2].topic);
		assert.notEqual(all[0].topic, all[1].topic);
	});
	await test('killed at once after the call is taken in: it is told all the same', async () => {
		await one.goto(at('/desk/sos'));
		await one.locator('summary').filter({ hasText: 'みんなを呼ぶ' }).press('Enter');       // whatever moves on a page that is alive
		await one.fill('#reason', 'たおれる前に');
		const before = push.got.length;
		const answered = one.waitForResponse(r => r.request().method() === 'POST');
		await one.locator('form[action$="/desk/sos"] button').click({ noWaitAfter: true });
		assert.equal((await answered).status(), 303);
		await server.kill9();
		await server.start();
		const all = await push.waits(place, 4);
		assert.ok(push.got.length > before);
		for (const again of all.slice(4)) assert.equal(again.topic, all[3].topic, 'twice is once');
	});
	await test('who listens no more is asked no more; a service that is not listed is never asked', async () => {
		push.failing = [410];
		await raise('もういない');
		await push.waits(place, 5);
		const left = async () => (await two.goto(at('/desk/push')), two.locator('form[action$="/drop"]').count());
		for (let i = 0; i < 300 && await left(); i++) await two.waitForTimeout(100);
		assert.equal(await left(), 0);
		const status = await two.evaluate(async () => {
			const form = document.querySelector('form[data-push]'), body = new URLSearchParams(new FormData(form));
			body.set('endpoint', 'https://127.0.0.1:1/x');
			return (await fetch(form.action, { method: 'POST', body })).status;
		});
		assert.equal(status, 422);
		assert.deepEqual(push.wrong, []);
	});
	await test('a mother who wishes it is told of her answer, without a word of it, and it leads to her own link', async () => {
		const hers = await person({ javaScriptEnabled: true });
		const heard = await listen(hers, base + thread);
		assert.match(await main(hers), /お返事が来たら、この端末に知らせます/);
		await one.goto(at('/desk/talk?state=waiting'));
		await one.goto(base + await one.locator('main a[href*="/desk/talk/"]').filter({ hasText: '夜泣きがつづいています' }).or(
			one.locator('main a[href*="/desk/talk/"]').filter({ hasText: 'すぐに話したいです' })).first().getAttribute('href'));
		await one.fill('#words', 'ひみつのお返事');
		await press(one, one.locator('form[action$="/answer"] button:not([name])').last());
		const [told] = await push.waits(heard);
		assert.equal('/' + town + '/' + told.notice.url, thread);
		assert.ok(!JSON.stringify(told.notice).includes('ひみつ'));
		await hers.goto(base + thread);
		await press(hers, '知らせるのをやめる');
		assert.ok(!(await main(hers)).includes('この端末に知らせます。'));
	});
	await test('the notice is shown by the browser though no page is asked', async () => {
		const context = one.context(), [scope] = [at('/')];
		await context.grantPermissions(['notifications'], { origin: base });
		await one.goto(at('/desk/push'));
		const cdp = await context.newCDPSession(one);
		const registered = new Promise(done => cdp.on('ServiceWorker.workerRegistrationUpdated', e => {
			const found = e.registrations.find(x => x.scopeURL === scope && !x.isDeleted);
			if (found) done(found.registrationId);
		}));
		await cdp.send('ServiceWorker.enable');
		await one.evaluate(async () => {
			await navigator.serviceWorker.register(document.querySelector('form[data-push]').dataset.worker);
			await navigator.serviceWorker.ready;
		});
		const data = JSON.stringify(push.got[0].notice);
		// Chromium may lose one that it is handed while its worker falls asleep; the same topic again replaces it.
		let shown = [];
		for (let i = 0; i < 10 && !shown.length; i++) {
			await cdp.send('ServiceWorker.deliverPushMessage', { origin: base, registrationId: await registered, data });
			shown = await one.evaluate(async () => {
				const registration = await navigator.serviceWorker.ready;
				for (let i = 0; i < 60; i++) {
					const all = await registration.getNotifications();
					if (all.length) return all.map(x => ({ title: x.title, body: x.body, url: x.data.url }));
					await new Promise(done => setTimeout(done, 50));
				}
				return [];
			});
		}
		assert.deepEqual(shown, [{ title: push.got[0].notice.title, body: push.got[0].notice.body, url: push.got[0].notice.url }]);
	});
	await push.close();
});
