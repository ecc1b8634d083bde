// Pictures of each kind of page at 390 and 1,280 px, to be looked at: node tests/browser/shots.mjs [WORD...]
// They lie in build/shots; a word keeps only the pages whose name has it. No test: only eyes can fail it.
import { mkdirSync } from 'node:fs';
import { Server, end, enterAs, person, press, profile, someone, totp } from './lib.mjs';

const words = process.argv.slice(2), out = 'build/shots', town = 'akune';
const sizes = [['390', { viewport: { width: 390, height: 844 } }], ['1280', { viewport: { width: 1280, height: 900 } }],
	['390-dark', { viewport: { width: 390, height: 844 }, colorScheme: 'dark' }]];
mkdirSync(out, { recursive: true });

const server = await Server.demo('shots'), { base } = server, p = profile(town);
const wanted = name => !words.length || words.some(w => name.includes(w));

// Each state is made once, and taken in every size.
async function take(page, name) {
	if (!wanted(name)) return;
	for (const [size, { viewport, colorScheme }] of sizes) {
		await page.setViewportSize(viewport);
		await page.emulateMedia({ colorScheme: colorScheme ?? 'light', reducedMotion: 'reduce' });
		await page.screenshot({ path: `${out}/${name}-${size}.png`, fullPage: true });
	}
}

async function at(page, name, path) {
	if (!wanted(name)) return;
	await page.goto(base + path);
	await take(page, name);
}

const nobody = await person();
await at(nobody, 'front', '/');
for (const name of ['', 'about', 'privacy', 'numbers', 'accessibility', 'demo', 'ask', 'me', 'me/mail', 'sign-in', 'nothing-here'])
	await at(nobody, `family-${name.replace('/', '-') || 'home'}`, `/${town}/${name}`);
for (const name of ['osaka', 'matsuyama', 'obanazawa', 'kawasaki']) await at(nobody, `home-${name}`, `/${name}/`);
await nobody.goto(`${base}/${town}/ask`);
await nobody.fill('#words', '上の子が夜に何度も起きて、わたしもほとんど眠れていません。\n昼間もいらいらして、どなってしまいます。');
await nobody.fill('#nickname', 'みかん');
await press(nobody, nobody.locator('main form button'));
await take(nobody, 'family-asked');
const link = nobody.url().split('?')[0];

const worker = await enterAs(await person(), base, town, someone(p, 'worker').login);
await take(worker, 'desk-today');
await at(worker, 'desk-inbox', `/${town}/desk/talk`);
await at(worker, 'desk-me', `/${town}/desk/me`);
await worker.goto(`${base}/${town}/desk`);
await press(worker, worker.getByRole('link', { name: /みかん/ }));
await take(worker, 'desk-talk');
await worker.fill('#words', 'よく話してくださいました。眠れない日が続くのは、ほんとうにつらいですね。\nあすの10時に、おうちへ伺ってもいいですか。');
await press(worker, worker.locator('form[action$="/answer"] button:not([name])'));
await take(worker, 'desk-answered');
await nobody.goto(link);
await take(nobody, 'family-answered');

const admin = await enterAs(await person(), base, town, someone(p, 'admin').login);
const settings = ['look', 'rooms', 'mail', 'places', 'counters/new'].map(name => `settings/${name}`);
for (const name of ['accounts', 'accounts/new', 'settings', ...settings, 'audit'])
	await at(admin, `desk-${name.replaceAll('/', '-')}`, `/${town}/desk/${name}`);

if (wanted('setup')) {
	const page = await person();
	await page.goto(`${base}/${town}${server.link('account', 'add', 'atarashi', '--tenant', town, '--role', 'worker', '--name', '新木 ひなた')}`);
	await take(page, 'setup-link');
	await press(page, page.locator('main form button'));
	await take(page, 'setup-password');
	for (const id of ['#password', '#again']) await page.fill(id, 'komorebi-no-niwa-7');
	await press(page, page.locator('main form button'));
	await take(page, 'setup-app');
	await page.fill('#code', totp((await page.locator('main code').first().textContent()).trim()));
	await press(page, page.locator('form[action$="/setup/app"] button'));
	await take(page, 'setup-codes');
}

if (wanted('words')) {
	for (const lang of ['en', 'vi', 'zh', 'pt', 'ja-easy']) {
		await nobody.goto(`${base}/${town}/?lang=${lang}`);
		if (lang === 'ja-easy') await nobody.goto(`${base}/${town}/?ruby=on`);
		await take(nobody, `words-${lang}-home`);
		await nobody.goto(`${base}/${town}/ask`);
		await take(nobody, `words-${lang}-ask`);
	}
}
await end(false);
