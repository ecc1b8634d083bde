// The town's own sign-in for staff and LINE Login for families, against oidc-provider in Chromium: there, back, bound, refused.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Issuer, signInThere } from '../issuer.mjs';
import { Server, folder, freePort, h1, main, must, person, press, suite, test } from '../lib.mjs';

const town = 'akune';
const people = { hinata: { email: 'Hinata@example.jp', email_verified: true }, liar: { email: 'minato@example.jp', email_verified: false },
	nobody: { email: 'nobody@example.jp', email_verified: true }, isobe: {}, mikan: {}, yuzu: {} };

async function real() {
	const data = join(folder('oidc'), 'data');
	must('tenant', 'create', town, '--name', '子育て支援コンシェルジュ', '--profile', 'demo/akune.conf', '--data', data);
	const server = new Server(data);
	server.port = await freePort();
	server.site = `http://localhost:${server.port}/${town}`;
	const issuer = await Issuer.open({ back: `${server.site}/sign-in/town/back`, people });
	const line = await Issuer.open({ back: `${server.site}/sign-in/line/back`, people, alg: 'HS256', post: true });
	server.must('tenant', 'set', town, `oidc.issuer=${issuer.url}`, 'oidc.client_id=yorisoi', `oidc.client_secret=${issuer.secret}`,
		'oidc.label=庁内ログイン', `line_login.base_url=${line.url}`, 'line_login.channel_id=yorisoi', `line_login.secret=${line.secret}`);
	server.must('account', 'add', 'hinata', '--tenant', town, '--role', 'worker', '--name', '日向 あおい', '--mail', 'hinata@example.jp');
	server.must('account', 'add', 'minato', '--tenant', town, '--role', 'admin', '--name', '湊 ゆう', '--mail', 'minato@example.jp');
	await server.start();
	return { server, issuer, line };
}

const pathOf = page => new URL(page.url()).pathname;
const isOn = (page, path) => page.waitForURL(url => url.pathname === `/${town}${path}`);

async function staff({ server, issuer }) {
	const fresh = () => person({ javaScriptEnabled: true });
	const goThere = async (page, name) => {
		await page.goto(`${server.site}/sign-in`);
		await page.getByRole('button', { name: '庁内ログインで入る' }).click();
		await page.waitForURL(url => url.origin === issuer.url);
		await signInThere(page, name);
	};
	const nurse = await fresh();
	await test('an invited nurse comes in by the town’s own sign-in, by her verified address', async () => {
		await goThere(nurse, 'hinata');
		await isOn(nurse, '/desk');
		assert.ok((await nurse.locator('header').innerText()).includes('日向 あおい'));
	});
	await test('the address of an administrator that the issuer has not verified opens nothing', async () => {
		const page = await fresh();
		await goThere(page, 'liar');
		await isOn(page, '/sign-in/town/back');
		assert.match(await main(page), /まだ招待されていません/);
		await page.context().close();
	});
	await test('whom nobody invited gets no account', async () => {
		const page = await fresh();
		await goThere(page, 'nobody');
		await isOn(page, '/sign-in/town/back');
		assert.match(await main(page), /まだ招待されていません/);
		assert.doesNotMatch(server.must('account', 'list', '--tenant', town), /nobody/);
		await page.context().close();
	});
	await test('an administrator records a subject, and this person comes in', async () => {
		server.must('account', 'add', 'isobe', '--tenant', town, '--role', 'worker', '--name', '磯辺 はるか');
		server.must('account', 'bind', 'isobe', 'isobe', '--tenant', town);
		const page = await fresh();
		await goThere(page, 'isobe');
		await isOn(page, '/desk');
		await page.context().close();
	});
	await test('somebody with an invitation sets up by it instead of a password', async () => {
		const link = server.link('account', 'add', 'yuzu', '--tenant', town, '--role', 'worker', '--name', '柚木 りん');
		const page = await fresh();
		await page.goto(`${server.site}${link}`);
		await press(page, page.locator('main form button'));
		await page.getByRole('button', { name: '庁内ログインで入る' }).click();
		await page.waitForURL(url => url.origin === issuer.url);
		await signInThere(page, 'yuzu');
		await isOn(page, '/desk');
		await page.context().close();
	});
	return nurse;
}

// A code is good once, in the browser that asked for it.
async function replay({ server, issuer }) {
	const page = await person({ javaScriptEnabled: true });
	let back;
	await test('the address that the issuer sent her back to opens nothing a second time, nor elsewhere', async () => {
		page.on('request', r => { if (r.url().includes('/sign-in/town/back?')) back = r.url(); });
		await page.goto(`${server.site}/sign-in`);
		await page.getByRole('button', { name: '庁内ログインで入る' }).click();
		await page.waitForURL(url => url.origin === issuer.url);
		await signInThere(page, 'hinata');
		await isOn(page, '/desk');
		assert.match(back, /code=/);
		const asked = issuer.exchanges.length;
		for (const again of [page, await person({ javaScriptEnabled: true })]) {
			await again.context().clearCookies();
			await again.goto(`${server.site}/sign-in`);
			await again.goto(back);
			await again.getByText('時間がたったか、もう使われたログインのようです').waitFor();
			assert.notEqual((await again.goto(`${server.site}/desk`)).url(), `${server.site}/desk`);
		}
		assert.equal(issuer.exchanges.length, asked, 'the issuer was not even asked');
	});
	await page.context().close();
}

async function families({ server, line }) {
	const mother = await person(), other = await person();
	const pressThrough = async (page, name, button) => {
		await press(page, button);
		assert.match(await h1(page), /LINEのログインへ進みます/);
		await press(page, page.locator('[data-press]'));
		await signInThere(page, name);
		await page.waitForURL(url => url.pathname.endsWith('/sign-in/line/back'));
		await press(page, page.locator('[data-press]'));
	};
	await test('a mother comes in by LINE without scripts: two presses more', async () => {
		await mother.goto(`${server.site}/me/account`);
		await pressThrough(mother, 'mikan', 'LINEで入る');
		assert.equal(pathOf(mother), `/${town}/me/account`);
		assert.match(await main(mother), /いま入っています[\s\S]*LINEでも入れます/);
	});
	await test('on another telephone the same LINE is the same account', async () => {
		await other.goto(`${server.site}/me/account`);
		await pressThrough(other, 'mikan', 'LINEで入る');
		await other.goto(`${server.site}/me/sessions`);
		assert.equal(await other.locator('main .y-rows li').count(), 2);
	});
	await test('a family that is in by a link adds LINE; somebody else’s LINE is not taken', async () => {
		const page = await person();
		await page.goto(`${server.site}${server.link('account', 'add', 'nohara', '--tenant', town, '--role', 'family', '--name', 'のはら')}`);
		await press(page, page.locator('main form button'));
		await page.goto(`${server.site}/me/account`);
		await pressThrough(page, 'mikan', 'LINEでも入れるようにする');
		assert.match(await main(page), /ほかの登録につながっています/);
		await page.context().clearCookies({ domain: '127.0.0.1' });
		await page.goto(`${server.site}/me/account`);
		await pressThrough(page, 'yuzu', 'LINEでも入れるようにする');
		assert.match(await main(page), /LINEでも入れます/);
		await page.context().close();
	});
	await test('who stops at LINE comes back to a page that says so', async () => {
		const page = await person();
		await page.goto(`${server.site}/sign-in/line/back?error=access_denied&state=x`);
		assert.match(await main(page), /とちゅうで終わりました/);
		await page.context().close();
	});
	await line.close();
	await test('when LINE is away, the page says so and everything else stands', async () => {
		const page = await person();
		server.must('tenant', 'set', town, 'line_login.base_url=http://127.0.0.1:1');
		await page.goto(`${server.site}/me/account`);
		await press(page, 'LINEで入る');
		assert.match(await main(page), /いま、ログインのところにつながりません/);
		await page.context().close();
	});
}

// The same way with the two other kinds of keys.
async function otherKeys({ server }) {
	for (const alg of ['RS256', 'EdDSA'])
		await test(`an issuer that signs with ${alg}`, async () => {
			const issuer = await Issuer.open({ back: `${server.site}/sign-in/town/back`, people, alg });
			server.must('tenant', 'set', town, `oidc.issuer=${issuer.url}`, 'oidc.client_id=yorisoi', `oidc.client_secret=${issuer.secret}`);
			const login = `x${alg.toLowerCase()}`;
			server.must('account', 'add', login, '--tenant', town, '--role', 'worker', '--name', 'ひと');
			server.must('account', 'bind', login, 'mikan', '--tenant', town);
			const page = await person({ javaScriptEnabled: true });
			await page.goto(`${server.site}/sign-in`);
			await page.getByRole('button', { name: '庁内ログインで入る' }).click();
			await page.waitForURL(url => url.origin === issuer.url);
			await signInThere(page, 'mikan');
			await isOn(page, '/desk');
			await page.context().close();
			await issuer.close();
		});
}

await suite(async () => {
	const house = await real();
	await staff(house);
	await replay(house);
	await families(house);
	await otherKeys(house);
	await house.issuer.close();
});
