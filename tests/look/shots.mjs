// Pictures of every page at 390 and 1280 px, to be looked at: node tests/look/shots.mjs BASE OUT [WORD...]
// Needs tests/browser/node_modules and Debian's chromium. A word keeps only the pages whose name has it.
import { createRequire } from 'node:module';
import { mkdirSync } from 'node:fs';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const { chromium } = require('playwright-core');
const [base = 'http://127.0.0.1:8080', out = 'build/shots', ...words] = process.argv.slice(2);
mkdirSync(out, { recursive: true });

const pages = {
	'front': '/', 'home': '/akune/', 'home-osaka': '/osaka/', 'home-matsuyama': '/matsuyama/', 'home-obanazawa': '/obanazawa/',
	'about': '/akune/about', 'privacy': '/akune/privacy', 'access': '/akune/accessibility', 'numbers': '/akune/numbers', 'door': '/akune/demo',
	'ask': '/akune/ask', 'me': '/akune/me', 'sign-in': '/akune/sign-in', 'missing': '/akune/nothing-here',
	'desk': ['hinata', '/akune/desk'], 'inbox': ['hinata', '/akune/desk/talk'], 'own': ['hinata', '/akune/desk/me'],
	'accounts': ['minato', '/akune/desk/accounts'], 'settings': ['minato', '/akune/desk/settings'], 'audit': ['minato', '/akune/desk/audit'],
};
const phone = { width: 390, height: 844 }, wide = { width: 1280, height: 900 };
const modes = [['390', { viewport: phone, colorScheme: 'light' }], ['1280', { viewport: wide, colorScheme: 'light' }],
	['390-dark', { viewport: phone, colorScheme: 'dark' }]];

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const [mode, options] of modes) {
	let at = '';
	const context = await browser.newContext({ locale: 'ja-JP', ...options });
	const tab = await context.newPage();
	for (const [name, where] of Object.entries(pages)) {
		if (words.length && !words.some(w => `${name}-${mode}`.includes(w))) continue;
		const [who, path] = Array.isArray(where) ? where : ['', where];
		if (who && who !== at) {
			await tab.goto(`${base}/akune/demo`);
			await Promise.all([tab.waitForNavigation(), tab.locator(`form:has(input[value="${who}"]) button`).click()]);
			at = who;
		}
		await tab.goto(base + path);
		const over = await tab.evaluate(() => document.documentElement.scrollWidth - innerWidth);
		if (over > 0) console.log(`${name} ${mode}: ${over} px too wide`);
		await tab.screenshot({ path: `${out}/${name}-${mode}.png`, fullPage: true });
	}
	await context.close();
}
await browser.close();
