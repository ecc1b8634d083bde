// Every page that links lead to, as everybody who may come, and the pages between: accessible, valid, narrow enough, light enough, in its language.
// axe runs on light paper at 390 px and in the dark at 1,280 px: each pair of colours and each layout once, in half the time of all four.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { HtmlValidate } from 'html-validate';
import { Server, browser, enterAs, main, person, press, profile, sleep, someone, suite, test, totp } from './lib.mjs';
import { Mailbox } from './mail.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const modes = [{ width: 390, height: 844, colorScheme: 'light' }, { width: 1280, height: 900, colorScheme: 'dark' }];
const town = 'akune', helping = 'kawasaki';

const validator = new HtmlValidate({
	extends: ['html-validate:recommended'],
	rules: {
		'void-style': 'off',                    // <input> and <input/> mean the same; SVG pieces close themselves
		'no-trailing-whitespace': 'off',        // lines come from pieces of pages, nobody reads them
		'attribute-boolean-style': 'off',       // checked="" is what a hole in an attribute makes
		'no-inline-style': 'off',               // the policy of the site forbids them, the browser would refuse; SVG fill is not one
		'no-implicit-button-type': 'off',       // every button of ours sends its form, which is the default
		'long-title': 'off',                    // town and service have the names they have
		'tel-non-breaking': 'off',              // numbers are kept whole by the style sheet (.y-num)
		'prefer-native-element': 'off',         // role="status" on a paragraph is the pattern of the house for notices
		'attribute-empty-style': 'off',         // data-mode="" says: as the device wishes
		'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],      // ticks of one question share its name
		'doctype-style': 'off',                 // browsers read it in either case
		'aria-label-misuse': ['error', { allowAnyNamable: true }],      // a list of steps may say which of them it is at
	},
});

// ---- claims about one page, wherever it stands now ----

async function violations(page, mode) {
	await page.emulateMedia({ colorScheme: mode.colorScheme, reducedMotion: 'reduce' });    // else a colour is read half way to the other
	await page.setViewportSize({ width: mode.width, height: mode.height });
	// As tall as the page: else the sticky bar covers what lies under it, and the size of targets is counted without that part.
	const height = await page.evaluate(() => document.documentElement.scrollHeight);
	await page.setViewportSize({ width: mode.width, height: Math.max(mode.height, height) });
	await page.evaluate(axe);
	const options = { runOnly: tags, resultTypes: ['violations'] };
	const found = await page.evaluate(async o => (await globalThis.axe.run(document, o)).violations, options);
	const why = n => (n.any[0] ?? n.all[0] ?? n.none[0])?.message ?? '';
	return found.flatMap(v => v.nodes.slice(0, 3)
		.map(n => `${mode.width} ${mode.colorScheme} ${v.id}: ${n.target} ${n.html.slice(0, 120)} ${why(n)}`));
}

async function tooWide(page) {
	const found = [];
	for (const width of [320, 640, 390, 1280]) {
		await page.setViewportSize({ width, height: 800 });
		const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
		if (over > 0) found.push(`${width} px: ${over} px too wide`);
	}
	return found;
}

async function invalid(html) {
	const report = await validator.validateString(html);
	const line = n => html.split('\n')[n - 1]?.trim().slice(0, 140);
	return report.results.flatMap(r => r.messages.map(m => `${m.line}:${m.column} ${m.ruleId}: ${m.message} | ${line(m.line)}`));
}

async function plainFaults(page) {
	return page.evaluate(() => {
		const wrong = [], n = document.querySelectorAll('h1').length;
		if (n !== 1) wrong.push(`${n} h1`);
		if (!document.querySelector('details.y-menu--help p:not(.y-h3)')) wrong.push('no help');
		if (!document.documentElement.lang) wrong.push('no lang');
		if (!document.title.trim()) wrong.push('no title');
		for (const x of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
			if (!x.labels?.length) wrong.push(`no label: ${x.outerHTML.slice(0, 80)}`);
		// Leaflet moves what it draws by the style of its own elements.
		for (const x of document.querySelectorAll('[style]:not(.leaflet-container, .leaflet-container *), script:not([src])'))
			wrong.push(`inline: ${x.outerHTML.slice(0, 80)}`);
		return wrong;
	});
}

const known = new Set();

// The page as it stands, and its HTML as it came.
async function look(page, name, html) {
	await test(name, async () => {
		const wrong = [...await plainFaults(page), ...await invalid(html), ...await tooWide(page)];
		for (const mode of modes) wrong.push(...await violations(page, mode));
		await page.setViewportSize({ width: 390, height: 844 });
		assert.ok(!wrong.length, wrong.join('\n'));
	});
}

// Does what leads to a page, then looks at it.
async function after(page, name, act) {
	const coming = page.waitForResponse(r => r.request().isNavigationRequest() && r.status() !== 303);
	await act();
	const html = await (await coming).text();
	await page.waitForLoadState();
	await look(page, name, html);
}

// ---- following links ----

// Of a query only which fields it has, and where it has several just that: every choice of a search is the same page.
const query = q => (q.includes('&') ? '?many' : `?${q.slice(1).split('=')[0]}`);
const shape = path => path.replace(/\?.*$/, query).replace(/\/t\/[0-9a-z]{20,}/g, '/t/*').replace(/\/0[0-9a-z]{12}(?=\/|\?|$)/g, '/*');
// The same page in any town.
const tail = path => shape(path).replace(/^\/[^/]+/, '');

// Pages behind the links of `start`, one of each shape, as whoever `page` is. Addresses that only set a cookie are not pages.
// In another town than the first only what the first does not have.
async function crawl(page, base, who, start, where = town) {
	const todo = [...start], seen = new Set();
	while (todo.length) {
		const path = todo.shift(), key = `${who} ${shape(path)}`;
		if (seen.has(shape(path))) continue;
		seen.add(shape(path));
		const response = await page.goto(base + path).catch(e => (/Download is starting/.test(e) ? null : Promise.reject(e)));
		if (!response) {
			const paper = await page.request.get(base + path);
			await test(`${key} is something to keep`, async () => assert.ok(paper.ok() && (await paper.body()).length > 60, `${paper.status()}`));
			continue;
		}
		const links = await page.locator('a[href^="/"]').evaluateAll(all => all.map(a => a.getAttribute('href').split('#')[0]));
		for (const href of links)
			if (href.startsWith(`/${where}/`) && !/[?&](lang|ruby|mode)=/.test(href) && (where === town || !known.has(tail(href)))) todo.push(href);
		const html = await response.text(), family = !/\/desk/.test(path);
		if (family && who !== 'nobody' && known.has(shape(path)) && !/\/me/.test(path)) continue;
		known.add(shape(path));
		known.add(tail(path));
		await test(`${key} answers`, () => assert.ok(response.ok(), `${response.status()}`));
		await look(page, key, html);
	}
}

// ---- the pages between ----

async function between(server) {
	const { base } = server, page = await person({ javaScriptEnabled: true });
	await after(page, 'the towns side by side', () => page.goto(`${base}/`));
	await after(page, 'nothing here', () => page.goto(`${base}/${town}/nothing-here`));
	await page.goto(`${base}/${town}/ask`);
	await page.locator('#words').evaluate(x => x.removeAttribute('required'));
	await after(page, 'asked without words', () => page.locator('main form button').click());
	await page.fill('#words', 'ことばが\n二行あります。とても長い、切れ目のない文字もあります：' + 'あ'.repeat(80) + 'w'.repeat(120));
	await after(page, 'asked: the link is shown', () => page.locator('main form button').click());
	await page.goto(`${base}/${town}/sign-in`);
	await page.fill('#login', 'hinata');
	await page.fill('#password', 'x');
	await page.fill('#code', '000000');
	await after(page, 'signed in wrongly', () => page.locator('main form button').click());
	await page.goto(`${base}/${town}/me/mail`);
	await page.fill('#mail', 'nagisa');
	await after(page, 'a mail address that is none', () => page.locator('main form button').click());
	await page.fill('#mail', 'nagisa@example.jp');
	await after(page, 'a link by mail is sent', () => page.locator('main form button').click());
	await page.context().close();
}

async function setUp(server) {
	const { base } = server, page = await person({ javaScriptEnabled: true }), secretWord = 'komorebi-no-niwa-7';
	const link = server.link('account', 'add', 'atarashi', '--tenant', town, '--role', 'worker', '--name', '新木 ひなた');
	const next = what => page.locator(what ?? 'main form button').first().click();
	await after(page, 'the one-time link', () => page.goto(`${base}/${town}${link}`));
	await after(page, 'set-up: password', () => next());
	await page.fill('#password', secretWord);
	await page.fill('#again', 'x');
	await after(page, 'set-up: password typed in two ways', () => next());
	await page.fill('#password', secretWord);
	await page.fill('#again', secretWord);
	await after(page, 'set-up: six digits', () => next());
	await page.fill('#code', totp((await page.locator('main code').first().textContent()).trim()));
	await after(page, 'set-up: ten codes', () => next('form[action$="/setup/app"] button'));
	await after(page, 'an empty 今日', () => next('form[action$="/setup/done"] button'));
	await page.goto(`${base}/${town}/desk/me`);
	await after(page, 'a PIN without password', () => next('form[action$="/desk/me/pin"] button'));
	await page.locator('.y-bar details:has(form[action$="/desk/lock"]) summary').click();
	await after(page, 'locked', () => next('.y-bar form[action$="/desk/lock"] button'));
	await after(page, 'change of person', () => page.goto(`${base}/${town}/desk/change`));
	await after(page, 'a link that was used', () => page.goto(`${base}/${town}${link}`));
	await page.context().close();
}

async function wrongForms(server, admin) {
	const { base } = server;
	for (const path of ['accounts/new', 'settings/counters/new', 'settings/areas/new', 'settings/operators/new', 'settings/logo']) {
		await admin.goto(`${base}/${town}/desk/${path}`);
		await after(admin, `sent empty: ${path}`, () => admin.locator('main form button.govuk-button').first().click());
	}
	await admin.goto(`${base}/${town}/desk/accounts/new`);
	await admin.fill('#name', '柿本 みのり');
	await admin.fill('#login', 'kakimoto2');
	await admin.locator('#role-worker').check();
	await after(admin, 'a link to be printed', () => admin.locator('main form button.govuk-button').click());
}

// ---- menus open, by keyboard ----

async function menus(page, name, path) {
	await page.goto(path);
	await test(`${name}: its menus, opened one by one`, async () => {
		const wrong = [], n = await page.locator('header details').count();
		assert.ok(n >= 2);
		for (let i = 0; i < n; i++) {
			await page.evaluate(at => document.querySelectorAll('header details').forEach((x, k) => { x.open = k === at; }), i);
			for (const mode of modes) wrong.push(...await violations(page, mode));
			wrong.push(...await tooWide(page));
		}
		assert.ok(!wrong.length, wrong.join('\n'));
	});
}

// From the top of the page by Tab alone to `target`; every stop is to be seen, and to be seen as the one with the focus.
async function byKeyboard(page, name, path, target) {
	await test(`${name}: Tab leads to the button, and each stop shows`, async () => {
		await page.setViewportSize({ width: 1280, height: 900 });
		await page.goto(path);
		for (let i = 0; i < 80; i++) {
			await page.keyboard.press('Tab');
			const at = await page.evaluate(want => {
				const x = document.activeElement, style = getComputedStyle(x), box = x.getBoundingClientRect();
				return { is: x.matches(want), html: x.outerHTML.slice(0, 90), first: x.matches('.govuk-skip-link'),
					shows: style.outlineStyle !== 'none' || style.boxShadow !== 'none', inside: box.bottom > 0 && box.top < innerHeight && box.width > 0 };
			}, target);
			assert.ok(i > 0 || at.first, 'the first stop is the way past the menus');
			assert.ok(at.shows && at.inside, `the focus is to be seen on ${at.html}`);
			if (at.is) return;
		}
		throw new Error('80 stops, and not there');
	});
}

// ---- weight, languages ----

async function firstVisit(base, path) {
	const context = await (await browser()).newContext({ locale: 'ja-JP', viewport: { width: 390, height: 844 } }), page = await context.newPage();
	const finished = [];
	page.on('requestfinished', r => finished.push(r));
	await page.goto(base + path, { waitUntil: 'networkidle' });
	let bytes = 0;
	for (const r of finished) {
		const s = await r.sizes();
		bytes += s.responseBodySize + s.responseHeadersSize;
	}
	await context.close();
	return { bytes, n: finished.length, what: finished.map(r => r.url().replace(base, '')) };
}

async function weights(server) {
	const own = ['', 'ask', 'numbers', 'about', 'privacy', 'me'].map(page => `/${town}/${page}`);
	for (const path of ['/', ...own, '/osaka/', '/matsuyama/', '/obanazawa/'])
		await test(`first visit of ${path}: at most 60 KiB and 8 requests`, async () => {
			const w = await firstVisit(server.base, path);
			console.log(`    ${path}: ${w.bytes} bytes, ${w.n} requests`);
			assert.ok(w.bytes <= 60 * 1024, `${w.bytes} bytes`);
			assert.ok(w.n <= 8, `${w.n}: ${w.what.join(' ')}`);
		});
}

const languages = [['ja', 'ja'], ['ja-easy', 'ja'], ['en', 'en'], ['zh', 'zh-Hans'], ['vi', 'vi'], ['pt', 'pt-BR']];

// Kana outside of what is marked as Japanese: a sentence that nobody translated.
const kanaLeft = page => page.evaluate(() => {
	const left = [], walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let node = walk.nextNode(); node; node = walk.nextNode())
		if (/[ぁ-ヿ]/.test(node.data) && !node.parentElement.closest('[lang="ja"]:not(html), [translate="no"], script'))
			left.push(node.data.trim().slice(0, 60));
	return left;
});

async function spoken(server) {
	const page = await person();
	const paths = ['', 'ask', 'numbers', 'about', 'privacy', 'accessibility', 'map', 'me', 'me/mail', 'sign-in', 'demo', 'nothing-here'];
	for (const [word, lang] of languages)
		await test(`in ${word}: every family page says so and says it`, async () => {
			await page.goto(`${server.base}/${town}/?lang=${word}`);
			const wrong = [];
			for (const path of paths) {
				await page.goto(`${server.base}/${town}/${path}`);
				const is = await page.locator('html').getAttribute('lang');
				if (is !== (path === 'sign-in' ? 'ja' : lang)) wrong.push(`/${path}: lang ${is}`);
				if (lang !== 'ja' && is === lang) wrong.push(...(await kanaLeft(page)).map(text => `/${path}: ${text}`));
				wrong.push(...(await tooWide(page)).map(w => `/${path}: ${w}`));
			}
			assert.ok(!wrong.length, wrong.slice(0, 12).join('\n'));
		});
	await test('furigana is real ruby, and only when wished', async () => {
		await page.goto(`${server.base}/${town}/?lang=ja-easy`);
		await page.goto(`${server.base}/${town}/?ruby=on`);
		assert.ok(await page.locator('main ruby rt').count() > 0);
		assert.deepEqual(await tooWide(page), []);
		await page.goto(`${server.base}/${town}/?ruby=off`);
		assert.equal(await page.locator('main ruby').count(), 0);
	});
	await page.context().close();
}

// A letter that was refused for good, so that 今日 of those who mend addresses shows it.
async function failedLetter(server) {
	const box = await Mailbox.open(), page = await person();
	server.must('tenant', 'set', town, `smtp.url=${box.url}`, 'mail_from=kosodate@akune.example');
	await page.goto(`${server.base}/${town}/me/mail`);
	await page.fill('#mail', 'gone@example.jp');
	await press(page, page.locator('main form button'));
	await enterAs(page, server.base, town, someone(profile(town), 'admin').login);
	for (let i = 0; i < 60 && !(await main(page)).includes('gone@example.jp'); i++) {
		await sleep(150);
		await page.reload();
	}
	await test('a letter that did not arrive stands on 今日, to be looked at', async () => assert.ok((await main(page)).includes('gone@example.jp')));
	await page.context().close();
	await box.close();
}

await suite(async () => {
	const server = await Server.demo('look'), { base } = server, p = profile(town);
	await weights(server);
	await failedLetter(server);
	await between(server);
	await setUp(server);
	for (const role of ['nobody', 'family', 'worker', 'manager', 'admin']) {
		const page = await person({ javaScriptEnabled: true });
		if (role !== 'nobody') await enterAs(page, base, town, someone(p, role).login);
		await crawl(page, base, role, role === 'nobody' || role === 'family' ? [`/${town}/`] : [`/${town}/desk`]);
		if (role === 'nobody') {
			await menus(page, 'family pages', `${base}/${town}/`);
			await byKeyboard(page, 'asking', `${base}/${town}/ask`, 'main form button');
			await byKeyboard(page, 'the front', `${base}/${town}/`, 'main a.govuk-button');
		}
		if (role === 'worker') {
			await menus(page, 'the desk', `${base}/${town}/desk`);
			await page.goto(`${base}/${town}/desk`);
			await press(page, page.locator('main a[href*="/desk/talk/"]').first());
			await byKeyboard(page, 'answering', page.url(), 'form[action$="/answer"] button:not([name])');
		}
		if (role === 'admin') await wrongForms(server, page);
		await page.context().close();
	}
	for (const role of ['nobody', 'family', 'worker', 'manager']) {
		const page = await person({ javaScriptEnabled: true });
		if (role !== 'nobody') await enterAs(page, base, helping, someone(profile(helping), role).login);
		await crawl(page, base, `${helping} ${role}`, role === 'nobody' || role === 'family' ? [`/${helping}/`] : [`/${helping}/desk`], helping);
		await page.context().close();
	}
	const page = await person({ javaScriptEnabled: true });
	for (const name of ['osaka', 'matsuyama', 'obanazawa']) await after(page, `the front of ${name}`, () => page.goto(`${base}/${name}/`));
	await spoken(server);
});
