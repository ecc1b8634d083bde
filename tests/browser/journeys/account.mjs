// Entering: one-time links, passwords, six digits, paper codes, devices, the PIN of a shared PC; and the letters that carry links.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Server, folder, h1, main, must, person, press, sleep, suite, test, totp } from '../lib.mjs';
import { Mailbox } from '../mail.mjs';

const town = 'akune';
const password = 'komorebi-no-niwa-7', other = 'hidamari-no-michi-8';

// A server with real data: no demo door.
async function real() {
	const data = join(folder('account'), 'data');
	must('tenant', 'create', town, '--name', '子育て支援コンシェルジュ', '--profile', 'demo/akune.conf', '--data', data);
	return new Server(data).start();
}

// Sets an account up by its link: { secret, codes }. `setUp` leaves the page signed in.
async function setUp(page, server, link, secretWord) {
	await page.goto(`${server.base}/${town}${link}`);
	await press(page, page.locator('main form button'));
	await page.fill('#password', secretWord);
	await page.fill('#again', secretWord);
	await press(page, page.locator('main form button'));
	const secret = (await page.locator('main code').first().textContent()).trim();
	await page.fill('#code', totp(secret));
	await press(page, '確かめて次へ');
	const codes = (await page.locator('.y-codes code').allTextContents()).map(c => c.trim());
	await press(page, page.locator('form[action$="/setup/done"] button'));
	return { secret, codes, path: new URL(page.url()).pathname };
}

async function signIn(page, server, login, secretWord, code) {
	await page.goto(`${server.base}/${town}/sign-in`);
	await page.fill('#login', login);
	await page.fill('#password', secretWord);
	await page.fill('#code', code);
	await press(page, page.locator('main form button'));
	return page;
}

// Digits count once: those of the next half minute have not been used.
const later = secret => totp(secret, Date.now() + 30000);
const isIn = async (page, server) => (await page.goto(`${server.base}/${town}/desk`)).ok() && new URL(page.url()).pathname === `/${town}/desk`;
const signOut = async page => {
	await page.locator('.y-bar details:has(form[action$="/sign-out"]) summary').click();
	await press(page, page.locator('.y-bar form[action$="/sign-out"] button'));
};

async function byCommand(server) {
	const link = server.link('account', 'add', 'hinata', '--tenant', town, '--role', 'worker', '--name', '日向 あおい');
	const page = await person();
	let made;
	await test('a real town has no demo door', async () => assert.equal((await page.goto(`${server.base}/${town}/demo`)).status(), 404));
	await test('looking at a one-time link, even twice, uses nothing up', async () => {
		for (let i = 0; i < 2; i++) {
			const response = await page.goto(`${server.base}/${town}${link}`);
			assert.equal(response.status(), 200);
			assert.match(await h1(page), /日向 あおいさん、ようこそ/);
		}
	});
	await test('a password that is weak, or typed in two ways, is asked for again', async () => {
		await page.goto(`${server.base}/${town}${link}`);
		await press(page, page.locator('main form button'));
		assert.equal(new URL(page.url()).pathname, `/${town}/setup/password`);
		await page.fill('#password', 'password');
		await page.fill('#again', 'password');
		await press(page, page.locator('main form button'));
		assert.match(await main(page), /人にあてられやすい/);
		await page.fill('#password', password);
		await page.fill('#again', `${password}x`);
		await press(page, page.locator('main form button'));
		assert.match(await main(page), /同じものを書いてください/);
	});
	await test('password, six digits, ten codes: and she stands on 今日', async () => {
		await page.fill('#password', password);
		await page.fill('#again', password);
		await press(page, page.locator('main form button'));
		const secret = (await page.locator('main code').first().textContent()).trim();
		await page.fill('#code', String((Number(totp(secret)) + 1) % 1000000).padStart(6, '0'));
		await press(page, '確かめて次へ');
		assert.match(await main(page), /合っていません/);
		await page.fill('#code', totp(secret));
		await press(page, '確かめて次へ');
		const codes = (await page.locator('.y-codes code').allTextContents()).map(c => c.trim());
		assert.equal(new Set(codes).size, 10);
		await press(page, page.locator('form[action$="/setup/done"] button'));
		assert.equal(new URL(page.url()).pathname, `/${town}/desk`);
		made = { secret, codes };
	});
	await test('a link used twice is refused kindly', async () => {
		const late = await person();
		const response = await late.goto(`${server.base}/${town}${link}`);
		assert.equal(response.status(), 410);
		assert.match(await h1(late), /もう使われました/);
		assert.match(await main(late), /だいじょうぶです/);
		await late.context().close();
	});
	return { page, ...made };
}

async function inAndOut(server, who) {
	const { page, secret, codes } = who;
	await test('she goes out, and the desk is closed to her', async () => {
		await signOut(page);
		assert.equal(await isIn(page, server), false);
	});
	await test('a wrong password does not say which part was wrong, and keeps the name', async () => {
		await signIn(page, server, 'hinata', 'something-else-9', later(secret));
		assert.match(await main(page), /どれかがちがいます/);
		assert.equal(await page.inputValue('#login'), 'hinata');
		assert.equal(await page.inputValue('#password'), '');
	});
	await test('password and six digits let her in; the same digits do not count twice', async () => {
		const code = later(secret);
		await signIn(page, server, 'hinata', password, code);
		assert.equal(new URL(page.url()).pathname, `/${town}/desk`);
		const again = await person();
		await signIn(again, server, 'hinata', password, code);
		assert.match(await main(again), /どれかがちがいます/);
		await again.context().close();
	});
	await test('a paper code lets her in once', async () => {
		const phone = await person();
		await signIn(phone, server, 'hinata', password, codes[0]);
		assert.equal(new URL(phone.url()).pathname, `/${town}/desk`);
		await phone.context().close();
		const again = await person();
		await signIn(again, server, 'hinata', password, codes[0]);
		assert.match(await main(again), /どれかがちがいます/);
		await again.context().close();
	});
}

async function devices(server, who) {
	await test('she sees her devices, and ends another one from here', async () => {
		const lost = await person({ userAgent: 'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36' });
		await signIn(lost, server, 'hinata', password, who.codes[1]);
		assert.ok(await isIn(lost, server));
		await who.page.goto(`${server.base}/${town}/desk/me`);
		const rows = who.page.locator('section[aria-labelledby=sessions-head] li');
		assert.ok(await rows.count() >= 2);
		assert.equal(await rows.filter({ hasText: 'この端末' }).count(), 1);
		await press(who.page, rows.filter({ hasText: 'Android' }).locator('form button').first());
		assert.equal(await isIn(lost, server), false, 'the lost telephone sees nothing any more');
		assert.ok(await isIn(who.page, server), 'she herself stays');
		await lost.context().close();
	});
}

async function setPin(page, server, secretWord, pin) {
	await page.goto(`${server.base}/${town}/desk/me`);
	await page.fill('#pin', pin);
	await page.fill('#pin-now', secretWord);
	await press(page, 'PINを決める');
}

async function sharedPc(server, who) {
	const { page } = who;
	await test('a PIN that anybody would try is refused', async () => {
		await setPin(page, server, password, '1234');
		assert.match(await main(page), /人にあてられやすい|合っていません/);
	});
	await test('on one PC two nurses take turns by PIN, in two presses', async () => {
		await setPin(page, server, password, '2580');
		assert.match(await main(page), /PINを決めました/);
		const link = server.link('account', 'add', 'nohara', '--tenant', town, '--role', 'worker', '--name', '野原 なつみ');
		await signOut(page);
		await setUp(page, server, link, other);
		await setPin(page, server, other, '7391');
		await page.goto(`${server.base}/${town}/desk/change`);
		await page.getByLabel('日向 あおい').check();
		await page.fill('#pin', '2580');
		await press(page, page.locator('form[action$="/desk/change"] button'));
		assert.equal(new URL(page.url()).pathname, `/${town}/desk`);
		assert.ok((await page.locator('header').innerText()).includes('日向 あおい'));
	});
	await test('away from the desk it is locked; a wrong PIN does not open it, hers does', async () => {
		await page.locator('.y-bar details:has(form[action$="/desk/lock"]) summary').click();
		await press(page, page.locator('.y-bar form[action$="/desk/lock"] button'));
		assert.match(await h1(page), /日向 あおいさんの画面を閉じています/);
		assert.equal(await isIn(page, server), false);
		await page.goto(`${server.base}/${town}/desk/unlock`);
		await page.fill('#pin', '9999');
		await press(page, '開く');
		assert.match(await main(page), /合っていません/);
		await page.fill('#pin', '2580');
		await press(page, '開く');
		assert.ok(await isIn(page, server));
	});
}

// ---- letters ----

const linkOf = letter => {
	const found = /https?:\/\/\S+\/enter\/\S+/.exec(letter.text);
	assert.ok(found, `a link stands in the letter: ${letter.text}`);
	return new URL(found[0]).pathname.slice(`/${town}`.length);
};

// Nothing in what a lock screen shows says that it is about care.
function neutral(letter) {
	const shown = `${letter.subject} ${letter.from.text}`;
	assert.ok(!/相談|保健師|子育て|育児|コンシェルジュ|お返事|enter/.test(shown), `the letter's outside is neutral: ${shown}`);
	assert.equal(letter.html, false);
}

async function invitations(server, box) {
	const admin = await person();
	const link = server.link('account', 'add', 'minato', '--tenant', town, '--role', 'admin', '--name', '湊 ゆう');
	await setUp(admin, server, link, password);
	const invite = async (login, name, mail) => {
		await admin.goto(`${server.base}/${town}/desk/accounts/new`);
		await admin.fill('#name', name);
		await admin.fill('#login', login);
		await admin.fill('#mail', mail);
		await admin.locator('#role-worker').check();
		await press(admin, admin.locator('main form button.govuk-button'));
	};
	await test('an invitation goes by mail, says nothing outside, and lets her in', async () => {
		await invite('isobe', '磯辺 はるか', 'isobe@example.jp');
		assert.match(await h1(admin), /磯辺 はるかさんを招待しました/);
		assert.ok(!(await main(admin)).includes('/enter/'), 'the link goes to her alone');
		const letter = await box.next('isobe@example.jp');
		neutral(letter);
		assert.equal(letter.sender, 'kosodate@akune.example');
		assert.ok(letter.messageId);
		const guest = await person();
		const { path } = await setUp(guest, server, linkOf(letter), other);
		assert.equal(path, `/${town}/desk`);
		await guest.context().close();
	});
	await test('a letter refused for good stands on the administrator\'s 今日, and goes when settled', async () => {
		await invite('kakimoto', '柿本 みのり', 'gone@example.jp');
		let text = '';
		for (let i = 0; i < 60 && !text.includes('gone@example.jp'); i++) {
			await sleep(150);
			await admin.goto(`${server.base}/${town}/desk`);
			text = await main(admin);
		}
		assert.match(text, /届かなかったメール/);
		assert.ok(text.includes('gone@example.jp'));
		await press(admin, admin.locator('li', { hasText: 'gone@example.jp' }).locator('form button'));
		assert.ok(!(await main(admin)).includes('gone@example.jp'));
	});
	await test('an invitation without a mail address is shown once, to be printed', async () => {
		await invite('ebihara', '海老原 さき', '');
		assert.match(await main(admin), /\/enter\//);
	});
	return admin;
}

async function familyLink(server, box) {
	await test('a mother asks for a link by mail: one button, and she is in; the link has then been used', async () => {
		const mother = await person();
		await mother.goto(`${server.base}/${town}/me/mail`);
		await mother.fill('#mail', 'nagisa@example.jp');
		await press(mother, mother.locator('main form button'));
		assert.match(await h1(mother), /メールを見てください/);
		const letter = await box.next('nagisa@example.jp');
		neutral(letter);
		const link = linkOf(letter), phone = await person();
		for (let i = 0; i < 2; i++) assert.equal((await phone.goto(`${server.base}/${town}${link}`)).status(), 200, 'a scanner may look');
		assert.equal(await h1(phone), 'おかえりなさい');
		await press(phone, phone.locator('main form button'));
		assert.equal(new URL(phone.url()).pathname, `/${town}/me`);
		assert.match(await main(phone), /まだ何もありません/);
		const late = await person();
		assert.equal((await late.goto(`${server.base}/${town}${link}`)).status(), 410);
		assert.match(await main(late), /だいじょうぶです/);
		for (const p of [mother, phone, late]) await p.context().close();
	});
	await test('an address that is none is asked for again, in words', async () => {
		const mother = await person();
		await mother.goto(`${server.base}/${town}/me/mail`);
		await mother.fill('#mail', 'nagisa');
		await press(mother, mother.locator('main form button'));
		assert.match(await main(mother), /メールアドレスの形とちがう/);
		assert.equal(await mother.inputValue('#mail'), 'nagisa');
		await mother.context().close();
	});
}

async function answerNotice(server, box, nurse) {
	await test('who left an address is told by mail that there is an answer, and not what it says', async () => {
		const words = 'ミルクを飲んでくれません。', reply = 'あすの朝、お電話しますね。';
		const mother = await person();
		await mother.goto(`${server.base}/${town}/ask`);
		await mother.fill('#words', words);
		await mother.fill('#nickname', 'みかん');
		await mother.fill('#mail', 'mikan@example.jp');
		await press(mother, mother.locator('main form button'));
		await nurse.goto(`${server.base}/${town}/desk`);
		await press(nurse, nurse.getByRole('link', { name: /みかん/ }));
		await nurse.fill('#words', reply);
		await press(nurse, nurse.locator('form[action$="/answer"] button:not([name])'));
		const letter = await box.next('mikan@example.jp');
		neutral(letter);
		assert.match(letter.text, /お返事が届きました/);
		for (const secret of [words, reply, 'みかん', '/t/', '日向']) assert.ok(!letter.text.includes(secret), `${secret} is not in it`);
		await mother.context().close();
	});
}

await suite(async () => {
	const box = await Mailbox.open(), server = await real();
	server.must('tenant', 'set', town, `smtp.url=${box.url}`, 'mail_from=kosodate@akune.example', 'mail_name=お知らせ係');
	const who = await byCommand(server);
	await inAndOut(server, who);
	await devices(server, who);
	await sharedPc(server, who);
	await invitations(server, box);
	await familyLink(server, box);
	await answerNotice(server, box, who.page);
	await test('audit verify holds', () => assert.equal(server.run('audit', 'verify').code, 0));
	await box.close();
});
