// Passkeys in Chromium with a device that CDP plays: made on one's own page, used without a name and behind a password, removed; and the same
// ceremonies read by @simplewebauthn/server, so that two programs of different makers agree about what is right and what is not.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { Server, folder, h1, main, must, person, press, suite, test, totp } from '../lib.mjs';

const town = 'akune', password = 'komorebi-no-niwa-7';

async function real() {
	const data = join(folder('passkey'), 'data');
	must('tenant', 'create', town, '--name', '子育て支援コンシェルジュ', '--profile', 'demo/akune.conf', '--data', data);
	const server = await new Server(data).start();
	server.site = `http://localhost:${server.port}`;
	return server;
}

// A browser with scripts and a device in it; what the page sends off is kept in `heard`.
async function withDevice(options = {}) {
	const page = await person({ javaScriptEnabled: true });
	const cdp = await page.context().newCDPSession(page);
	await cdp.send('WebAuthn.enable');
	const usual = { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
		automaticPresenceSimulation: true };
	const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options: { ...usual, ...options } });
	const heard = [];
	page.on('request', r => { if (r.method() === 'POST') heard.push(Object.fromEntries(new URLSearchParams(r.postData() ?? ''))); });
	return { page, cdp, authenticatorId, heard, last: () => heard.findLast(x => x.client) };
}

async function setUp(page, server) {
	const link = server.link('account', 'add', 'hinata', '--tenant', town, '--role', 'worker', '--name', '日向 あおい');
	await page.goto(`${server.site}/${town}${link}`);
	await press(page, page.locator('main form button'));
	await page.fill('#password', password);
	await page.fill('#again', password);
	await press(page, page.locator('main form button'));
	const secret = (await page.locator('main code').first().textContent()).trim();
	await page.fill('#code', totp(secret));
	await press(page, '確かめて次へ');
	const codes = (await page.locator('.y-codes code').allTextContents()).map(c => c.trim());
	await press(page, page.locator('form[action$="/setup/done"] button'));
	return codes;
}

async function makeKey(page, server, name) {
	await page.goto(`${server.site}/${town}/me/keys`);
	await page.fill('#name', name);
	await page.fill('#keys-now', password);
	await press(page, page.locator('form[data-passkey] button'));
}

const isIn = async (page, server) => (await page.goto(`${server.site}/${town}/desk`)).ok() && new URL(page.url()).pathname === `/${town}/desk`;
// Off the desk first: its open stream would come back without cookies and be given a visitor's of its own.
async function leave(page, server) {
	await page.goto('about:blank');
	await page.context().clearCookies();
	await page.goto(`${server.site}/${town}/sign-in`);
}

// What the page sent, in the shape of the other program.
const asRegistration = said => ({ id: said.id, rawId: said.id, type: 'public-key', clientExtensionResults: {}, response: {
	clientDataJSON: said.client, attestationObject: said.attestation } });
const asAnswer = said => ({ id: said.credential, rawId: said.credential, type: 'public-key', clientExtensionResults: {}, response: {
	clientDataJSON: said.client, authenticatorData: said.auth, signature: said.signature } });

// The other program wants the whole attestation: "none" around the same authenticator data, as the specification lays it out.
function attestationOf(auth) {
	const data = Buffer.from(auth, 'base64url');
	const head = Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746159', 'hex');
	return Buffer.concat([head, Buffer.from([data.length >> 8, data.length & 255]), data]).toString('base64url');
}

async function makingAndEntering(server) {
	const device = await withDevice(), { page } = device;
	let registered;
	const codes = await setUp(page, server);
	await test('she makes a passkey on her own page, by a press and a finger', async () => {
		await makeKey(page, server, '窓口のパソコン');
		assert.match(await main(page), /パスキーを登録しました/);
		assert.match(await main(page), /窓口のパソコン/);
	});
	await test('the other program reads the same key from the same words', async () => {
		const said = device.last(), id = Buffer.from(said.auth, 'base64url'), n = id.readUInt16BE(53);
		const response = asRegistration({ ...said, id: id.subarray(55, 55 + n).toString('base64url'), attestation: attestationOf(said.auth) });
		registered = await verifyRegistrationResponse({ response, expectedChallenge: said.challenge, expectedOrigin: server.site,
			expectedRPID: 'localhost', requireUserVerification: true });
		assert.ok(registered.verified);
	});
	await test('the same key is not made twice on one device', async () => {
		await page.goto(`${server.site}/${town}/me/keys`);
		await page.fill('#keys-now', password);
		assert.equal(await page.locator('[data-passkey-note]').isVisible(), false, 'nothing has failed yet');
		await page.locator('form[data-passkey] button').click();
		await page.locator('[data-passkey-note]').waitFor({ state: 'visible' });
	});
	await test('she comes in without typing anything; both programs take the same answer', async () => {
		await leave(page, server);
		await press(page, 'パスキーで入る');
		assert.equal(new URL(page.url()).pathname, `/${town}/desk`);
		const said = device.last();
		const answer = await verifyAuthenticationResponse({ response: asAnswer(said), expectedChallenge: said.challenge, expectedOrigin: server.site,
			expectedRPID: 'localhost', credential: registered.registrationInfo.credential, requireUserVerification: true });
		assert.ok(answer.verified);
	});
	return { device, registered, codes };
}

// Sends what the page would, by the page's own form and keys, with one thing changed.
async function sendForged(page, server, change) {
	await leave(page, server);
	return page.evaluate(async ([source, data]) => {
		const form = document.querySelector('form[data-passkey]'), v = form.dataset;
		const bytes = s => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0));
		const text = b => btoa(String.fromCharCode(...new Uint8Array(b))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
		const key = await navigator.credentials.get({ publicKey: { challenge: bytes(v.challenge), rpId: v.rp, userVerification: 'required' } });
		const said = { challenge: v.challenge, credential: text(key.rawId), client: text(key.response.clientDataJSON),
			auth: text(key.response.authenticatorData), signature: text(key.response.signature), user: new TextDecoder().decode(key.response.userHandle),
			csrf: form.elements.csrf.value, once: form.elements.once.value, to: '', ticket: '' };
		const forged = { ...said, ...data };
		if (source === 'signature') forged.signature = said.signature.slice(0, -6) + 'AAAAAA';
		const spoken = new TextDecoder().decode(bytes(said.client)).replace(location.origin, 'https://evil.example');
		if (source === 'origin') forged.client = text(new TextEncoder().encode(spoken));
		if (source === 'credential') forged.credential = said.credential.slice(0, -4) + 'AAAA';
		if (source === 'user') forged.user = 'f'.repeat(40);
		const answer = await fetch(form.action, { method: 'POST', body: new URLSearchParams(forged), redirect: 'manual' });
		return { status: answer.status, type: answer.type, said };
	}, change);
}

async function hostile(server, { device, registered }) {
	const { page } = device;
	let right;
	await test('the honest answer opens, sent by hand too', async () => {
		right = await sendForged(page, server, ['none', {}]);
		assert.equal(right.type, 'opaqueredirect');
	});
	for (const what of ['signature', 'origin', 'credential', 'user'])
		await test(`an answer with another ${what} opens nothing`, async () => {
			assert.equal((await sendForged(page, server, [what, {}])).status, 422);
		});
	await test('an answer that opened once does not open again, though its signature is right', async () => {
		const { challenge, credential, client, auth, signature } = right.said;
		const again = await sendForged(page, server, ['none', { challenge, credential, client, auth, signature }]);
		assert.equal(again.status, 422);
		const other = await verifyAuthenticationResponse({ response: asAnswer(right.said), expectedChallenge: challenge, expectedOrigin: server.site,
			expectedRPID: 'localhost', credential: { ...registered.registrationInfo.credential, counter: 0 } });
		assert.ok(other.verified, 'only the challenge had been used');
	});
	await test('after all that, she still comes in', async () => {
		await leave(page, server);
		await press(page, 'パスキーで入る');
		assert.ok(await isIn(page, server));
	});
}

// A plain USB key: no PIN, no finger. It stands behind the password.
async function usbKey(server, codes) {
	const device = await withDevice({ transport: 'usb', hasResidentKey: false, hasUserVerification: false, isUserVerified: false }), { page } = device;
	const signIn = async () => {
		await page.goto(`${server.site}/${town}/sign-in`);
		await page.fill('#login', 'hinata');
		await page.fill('#password', password);
	};
	await test('a plain USB key is taken for the step behind the password, and says so', async () => {
		await signIn();
		await page.fill('#code', codes[0]);
		await press(page, '入る');
		await makeKey(page, server, '青いUSBキー');
		assert.match(await main(page), /青いUSBキー[\s\S]*パスワードのあとの確認に使えます/);
	});
	await test('password, an empty code, a touch: in', async () => {
		await leave(page, server);
		await signIn();
		await press(page, page.locator('form[action$="/sign-in"] button'));
		assert.match(await h1(page), /パスキーで確かめてください/);
		await press(page, 'パスキーで入る');
		assert.ok(await isIn(page, server));
	});
	await test('a wrong password with an empty code leads to no second step', async () => {
		await leave(page, server);
		await page.fill('#login', 'hinata');
		await page.fill('#password', 'something-else-9');
		await press(page, page.locator('form[action$="/sign-in"] button'));
		assert.match(await h1(page), /職員として入る/);
	});
	await page.context().close();
}

async function places(server) {
	await test('without scripts the page is whole, and the button is not there', async () => {
		const page = await person();
		await page.goto(`${server.site}/${town}/sign-in`);
		assert.equal(await page.getByRole('button', { name: 'パスキーで入る' }).count(), 0);
		assert.equal(await page.locator('#login').count(), 1);
		await page.context().close();
	});
	await test('under an address of numbers no passkey is offered, and a page says why', async () => {
		const device = await withDevice(), { page } = device;
		const link = server.link('account', 'add', 'minato', '--tenant', town, '--role', 'family', '--name', 'みかん');
		await page.goto(`${server.base}/${town}${link}`);
		await press(page, page.locator('main form button'));
		const plain = await person();
		await plain.context().addCookies((await page.context().cookies()).map(c => ({ ...c, domain: 'localhost' })));
		await plain.goto(`${server.site}/${town}/me/keys`);
		assert.match(await main(plain), /この端末やブラウザでは、パスキーを作れません/);
		assert.equal(await plain.locator('form[data-passkey]').isVisible(), false);
		await page.goto(`${server.base}/${town}/me/keys`);
		assert.match(await main(page), /数字だけのアドレス/);
		assert.equal(await page.locator('form[data-passkey]').count(), 0);
		await page.context().close();
	});
	await test('a mother makes one, comes in with it, and is warned before she removes her last way in', async () => {
		const device = await withDevice(), { page } = device;
		const link = server.link('account', 'add', 'nohara', '--tenant', town, '--role', 'family', '--name', 'のはら');
		await page.goto(`${server.site}/${town}${link}`);
		await press(page, page.locator('main form button'));
		await page.goto(`${server.site}/${town}/me/keys`);
		await press(page, 'パスキーを作る');
		assert.match(await main(page), /パスキーを作りました/);
		await page.context().clearCookies();
		await page.goto(`${server.site}/${town}/me/account`);
		await press(page, 'パスキーで入る');
		assert.match(await main(page), /いま入っています/);
		await page.goto(`${server.site}/${town}/me/keys`);
		await press(page, page.locator('.y-rows a').first());
		assert.match(await main(page), /これが、入るためのさいごの方法です/);
		await press(page, page.locator('form[action$="/remove"] button'));
		assert.match(await main(page), /まだ空いています/);
		await page.locator('#sure').check();
		await press(page, page.locator('form[action$="/remove"] button'));
		assert.match(await main(page), /パスキーを消しました/);
		await page.context().close();
	});
}

await suite(async () => {
	const server = await real();
	const made = await makingAndEntering(server);
	await hostile(server, made);
	await usbKey(server, made.codes);
	await places(server);
});
