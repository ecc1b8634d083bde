// Finding help, as somebody does at night: from the front page in two taps to a number that can be called; without a script; in all ten towns.
import assert from 'node:assert/strict';
import { Server, enterAs, h1, main, person, press, profile, someone, suite, test, towns } from '../lib.mjs';

const own = { name: 'よるのひろば', phone: '000-0000-0909', days: "月火水木金土日", opens: "0:00", closes: "24:00" };

// Something that is open at every hour, written by the town's own people through their form.
async function writeEntry(server, town, admin) {
	await enterAs(admin, server.base, town, someone(profile(town), 'admin').login);
	await admin.goto(`${server.base}/${town}/desk/directory/new`);
	for (const [field, value] of Object.entries(own)) {
		const input = admin.locator(`[name="${field}"]`).first();
		if (await input.count()) await input.fill(value, { force: true });
	}
	await admin.selectOption('[name=type]', 'hiroba');
	await press(admin, admin.locator('main form button.govuk-button').first());
}

async function twoTaps(server, town) {
	const page = await person();
	await test(`${town}: two taps from the front page to a number to call, without a script`, async () => {
		await page.goto(`${server.base}/${town}/`);
		await press(page, page.locator('main a[href*="/search?need=play"]').first());
		assert.ok(await page.locator('main a[href^="tel:"]').count() > 0, 'a number stands in the list');
	});
	await test(`${town}: the page of a place says its number, its hours and who checked`, async () => {
		const [page2] = [page];
		await page2.goto(`${server.base}/${town}/search?q=${encodeURIComponent(own.name)}`);
		await press(page2, page2.locator('main a[href*="/d/"]').first());
		assert.equal(await h1(page2), own.name);
		const text = await main(page2);
		assert.match(text, /電話する/);
		assert.match(text, /この情報について/);
		assert.equal(await page2.locator(`main a[href="tel:${own.phone.replaceAll('-', '')}"]`).count(), 2);
	});
	await test(`${town}: what is wrong is said without a name, and stands on 今日`, async () => {
		await press(page, page.getByRole('link', { name: 'ちがっていたら、教えてください' }));
		await page.locator('#what').check();
		await page.fill('#words', 'つながりません');
		await press(page, page.locator('main form button'));
		assert.match(await main(page), /ありがとうございます/);
	});
	await test(`${town}: nothing found is never an empty page`, async () => {
		await page.goto(`${server.base}/${town}/search?q=${encodeURIComponent('ぬぽぽ')}`);
		assert.match(await main(page), /見つかりませんでした/);
		assert.ok(await page.locator('main a[href^="tel:"], main a[href*="/d/"]').count() > 0, 'there is a way on');
	});
	await test(`${town}: the map's list stands without a script`, async () => {
		assert.equal((await page.goto(`${server.base}/${town}/map`)).status(), 200);
		assert.ok(await page.locator('#map').isHidden());
	});
	await page.context().close();
}

async function printed(server, town) {
	const page = await person({ javaScriptEnabled: true }), asked = [];
	page.on('request', r => asked.push(r.url()));
	await test(`${town}: on paper a place carries its QR code, on the screen it is not even fetched`, async () => {
		await page.goto(`${server.base}/${town}/search?q=${encodeURIComponent(own.name)}`);
		await press(page, page.locator('main a[href*="/d/"]').first());
		await page.waitForLoadState('networkidle');
		assert.ok(!asked.some(u => u.endsWith('/qr.svg')), 'not fetched');
		await page.pdf();
		assert.ok(asked.some(u => u.endsWith('/qr.svg')), 'fetched for printing');
	});
	await page.context().close();
}

async function wards(server) {
	const page = await person(), p = profile('osaka');
	await test('osaka: a ward in one tap: its nickname, its place, its number', async () => {
		await page.goto(`${server.base}/osaka/`);
		assert.equal(await page.locator('main a[href*="/osaka/area/"]').count(), Object.keys(p.area).length);
		const [key, area] = Object.entries(p.area)[7], counter = p.counter.find(x => x.area === key);
		await press(page, page.locator('main a[href*="/osaka/area/"]', { hasText: area.name }).first());
		const text = await main(page);
		assert.ok(text.includes(area.nickname) && text.includes(counter.name) && text.includes(counter.place), text.slice(0, 300));
		assert.ok(await page.locator(`main a[href="tel:${counter.phone.replaceAll('-', '')}"]`).count() > 0);
	});
	await page.context().close();
}

await suite(async () => {
	const server = await Server.demo('directory');
	for (const town of towns) {
		const admin = await person({ viewport: { width: 1280, height: 900 } });
		await test(`${town}: the office writes an entry`, () => writeEntry(server, town, admin));
		await twoTaps(server, town);
		await test(`${town}: the desk looks at it and settles it`, async () => {
			await admin.goto(`${server.base}/${town}/desk/reports`);
			await press(admin, admin.locator('main a[href*="/desk/reports/"]').first());
			assert.match(await main(admin), /つながりません/);
			await admin.locator('#is-true').check();
			await press(admin, admin.locator('main form button'));
			assert.match(await main(admin), /届いている知らせはありません/);
		});
		await admin.context().close();
	}
	await printed(server, 'akune');
	await wards(server);
});
