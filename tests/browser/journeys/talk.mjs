// A mother picks a talk by video and moves it; she waits at the door, her nurse lets her in; pictures flow through a real relay, also after it was
// gone; her husband joins; they write; she says how it was. Whoever has no account picks a counter's time; whoever has no camera gets a telephone.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import ICAL from 'ical.js';
import { Server, enterAs, flags, main, person, press, profile, sleep, suite, test } from '../lib.mjs';
import { Relay } from '../turn.mjs';

const town = 'akune', quarter = 15 * 60e3;
flags.push('--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', '--allow-loopback-in-peer-connection');

// Every connection that a page makes, to be looked at.
const watched = () => {
	const Real = window.RTCPeerConnection;
	window.ways = [];
	window.RTCPeerConnection = class extends Real {
		constructor(...x) {
			super(...x);
			window.ways.push(this);
		}
	};
};

async function withScript() {
	const page = await person({ javaScriptEnabled: true });
	await page.addInitScript(watched);
	return page;
}

const faces = n => document.querySelectorAll('video[data-face]').length === n
	&& [...document.querySelectorAll('video[data-face]')].every(v => v.videoWidth > 0 && v.currentTime > 0);

// What really came: frames decoded from each open way, and by what kind of road.
const roads = page => page.evaluate(async () => {
	const found = [];
	for (const way of window.ways.filter(w => w.connectionState === 'connected')) {
		const all = [...(await way.getStats()).values()], of = id => all.find(x => x.id === id);
		const pair = of(all.find(x => x.type === 'transport')?.selectedCandidatePairId);
		found.push({ local: of(pair?.localCandidateId)?.candidateType, remote: of(pair?.remoteCandidateId)?.candidateType,
			frames: all.find(x => x.type === 'inbound-rtp' && x.kind === 'video')?.framesDecoded ?? 0,
			sound: all.find(x => x.type === 'inbound-rtp' && x.kind === 'audio')?.packetsReceived ?? 0 });
	}
	return found;
});

async function flows(page, n) {
	await page.waitForFunction(faces, n);
	const before = await roads(page);
	assert.equal(before.length, n);
	await page.waitForFunction(([list, count]) => count && window.ways.length && document.querySelector('video[data-face]').currentTime > list + 0.5,
		[await page.evaluate(() => document.querySelector('video[data-face]').currentTime), n]);
	const after = await roads(page);
	for (const [i, road] of after.entries()) {
		assert.ok(road.frames > before[i].frames && road.sound > before[i].sound, JSON.stringify({ before, after }));
		assert.equal(road.local, 'relay');
		assert.equal(road.remote, 'relay');
	}
}

const noteIs = (page, word, timeout = 20000) => page.waitForFunction(w => document.querySelector('[data-note]').dataset.is === w, word, { timeout });
const jst = ms => new Date(ms + 9 * 3600e3).toISOString();

async function enter(page, base) {
	await page.goto(`${base}/room`);
	await page.getByRole('button', { name: 'カメラとマイクを使う' }).click();
}

await suite(async () => {
	const server = await Server.demo('talk'), { base } = server, relay = await new Relay('komorebi-7').start();
	// Where the town lies in a database, the family asks another process than its nurse.
	const other = process.env.YORISOI_PG ? await new Server(server.data).start() : server;
	server.must('tenant', 'set', town, `video.turn_url=turn:127.0.0.1:${relay.port}?transport=udp`, `video.turn_secret=${relay.secret}`);
	const mother = await enterAs(await withScript(), other.base, town, 'nagisa'), father = await withScript();
	const nurse = await withScript();
	let link, name, talk, slot;

	await test('she picks a time with her worker by three presses', async () => {
		await mother.goto(`${other.base}/${town}/meet`);
		await press(mother, '担当と話す時間をえらぶ');
		name = (await mother.locator('main strong').first().innerText()).trim();
		const chip = mother.locator('main a.y-chip[href*="slot="]').last();
		slot = Number(new URL(await chip.getAttribute('href'), base).searchParams.get('slot'));
		await press(mother, chip);
		await press(mother, 'この時間に話したい');
		link = mother.url().split('?')[0];
		assert.match(link, /\/meet\/go\/[0-9a-z]{26}$/);
	});
	await test('her calendar gets an entry that says nothing of it', async () => {
		const text = await mother.evaluate(async () => (await fetch(`${location.pathname}/talk.ics`)).text());
		const entry = new ICAL.Event(new ICAL.Component(ICAL.parse(text)).getFirstSubcomponent('vevent'));
		assert.equal(entry.summary, 'お約束');
		assert.equal(entry.startDate.toJSDate().getTime(), slot);
		assert.equal(entry.endDate.toJSDate().getTime(), slot + 2 * quarter);
		assert.ok(!/相談|ビデオ|渚|子育て/.test(text));
	});
	await test('she moves it and cancels it', async () => {
		await press(mother, '時間を変える');
		await press(mother, mother.locator('main a.y-chip[href*="slot="]').first());
		await press(mother, 'この時間に変える');
		await press(mother, 'この約束をやめる');
		assert.match(await main(mother), /この約束は、やめました/);
	});
	await test('her nurse plans one for now; it stands beside the visits of the day', async () => {
		const who = profile(town).person.find(x => x.name === name);
		await enterAs(nurse, base, town, who.login);
		await nurse.setViewportSize({ width: 1280, height: 900 });
		await nurse.goto(`${base}/${town}/desk/family?q=${encodeURIComponent('なぎさ')}`);
		await press(nurse, nurse.getByRole('link', { name: /渚 ともこ/ }).first());
		if (await nurse.locator('input[name="why"]').count()) throw new Error('she is in charge');
		await press(nurse, '相談を約束する');
		const now = Math.floor(Date.now() / quarter) * quarter;
		await nurse.fill('#on', jst(now).slice(0, 10));
		await nurse.fill('#begin', jst(now).slice(11, 16));
		await press(nurse, nurse.locator('main form button'));
		talk = nurse.url().split('?')[0];
		await nurse.goto(`${base}/${town}/desk/visits?on=${jst(now).slice(0, 10)}`);
		assert.match(await main(nurse), /訪問のほかの約束[^]*相談/);
	});
	await test('a device is tried before: camera, microphone and the relay', async () => {
		await mother.goto(`${other.base}/${town}/meet`);
		await press(mother, mother.locator('main a[href*="/meet/go/"]').first());
		link = mother.url();
		await press(mother, 'この端末で話せるか、ためす');
		await mother.getByRole('button', { name: 'ためす' }).click();
		for (const what of ['camera', 'mic', 'way'])
			await mother.waitForFunction(w => document.querySelector(`[data-try="${w}"]`).dataset.is === 'yes', what);
	});
	await test('where UDP is shut: what the page is given opens the relay by TLS, and nothing else does', async () => {
		const way = `turns:127.0.0.1:${relay.tlsPort}?transport=tcp`, plain = `turn:127.0.0.1:${relay.port}?transport=udp`;
		server.must('tenant', 'set', town, `video.turn_url=${plain},${way}`);
		await mother.reload();
		const answer = mother.waitForResponse(r => r.request().method() === 'POST' && r.url().endsWith('/try'));
		await mother.getByRole('button', { name: 'ためす' }).click();
		const { ice } = await (await answer).json(), [given] = ice.server;
		assert.deepEqual(given.urls, [plain, way]);
		assert.ok(await relay.overTls(given.username, given.credential) > 0);
		assert.equal(await relay.overTls(given.username, 'guessed'), 0);
		server.must('tenant', 'set', town, `video.turn_url=${plain}`);
	});
	await test('only these pages may ask for a camera', async () => {
		const policy = async path => (await fetch(path)).headers.get('permissions-policy');
		assert.match(await policy(`${link}/room`), /camera=\(self\), microphone=\(self\)/);
		assert.match(await policy(link), /camera=\(\), microphone=\(\)/);
	});
	await test('she waits at the door, and the nurse sees it on 今日 and in the room', async () => {
		await enter(nurse, talk);
		await noteIs(nurse, 'wait');
		await mother.goto(link);
		await press(mother, 'ビデオの待合室に入る');
		assert.equal(await mother.evaluate(() => window.ways.length), 0);
		await mother.getByRole('button', { name: 'カメラとマイクを使う' }).click();
		await mother.getByText('担当の人に、あなたが来たことを').waitFor();
		await nurse.getByText('待合室に一人来ました').waitFor();
		const today = await nurse.context().newPage();
		await today.goto(`${base}/${town}/desk`);
		assert.match(await main(today), /渚 ともこ さん\s*待っています/);
		await today.close();
		assert.equal(await mother.evaluate(() => window.ways.length), 0);
	});
	await test('let in, each sees the other through the relay alone', async () => {
		await nurse.getByRole('button', { name: '入れる' }).click();
		await noteIs(mother, 'on');
		await flows(mother, 1);
		await flows(nurse, 1);
	});
	await test('the relay goes away and comes back: they are connected anew', async () => {
		await relay.stop();
		await noteIs(mother, 'lost', 30000);
		await relay.start();
		await noteIs(mother, 'on', 40000);
		await flows(mother, 1);
	});
	await test('her husband comes by the same link: three see each other', async () => {
		await enter(father, link.replace(other.base, base));
		await nurse.getByRole('button', { name: '入れる' }).click();
		for (const page of [mother, father, nurse]) await flows(page, 2);
		await father.getByRole('button', { name: '終わる' }).click();
		await father.getByText('話してみて、どうでしたか').waitFor();
		await mother.waitForFunction(faces, 1);
	});
	await test('without a picture the voice goes on', async () => {
		await mother.getByRole('button', { name: 'カメラ' }).click();
		const sound = (await roads(nurse))[0].sound;
		await nurse.waitForFunction(async had => {
			const way = window.ways.find(w => w.connectionState === 'connected');
			return [...(await way.getStats()).values()].find(x => x.type === 'inbound-rtp' && x.kind === 'audio').packetsReceived > had + 20;
		}, sound);
	});
	await test('what they write stands on both screens and in the inbox', async () => {
		await mother.fill('#words', '声が小さいです');
		await mother.getByRole('button', { name: '文字を送る' }).click();
		await nurse.locator('[data-said]').getByText('声が小さいです').waitFor();
		await nurse.fill('#words', 'では、少し大きく話しますね');
		await nurse.getByRole('button', { name: '文字を送る' }).click();
		await mother.locator('[data-said]').getByText('少し大きく話しますね').waitFor();
	});
	await test('she ends it, is asked one question, and the note stands in the story', async () => {
		await mother.getByRole('button', { name: '終わる' }).click();
		await mother.getByText('話してみて、どうでしたか').waitFor();
		await mother.getByLabel('話してよかった').check();
		await mother.fill('#words', 'ほっとしました');
		await press(mother, mother.locator('main form button'));
		assert.match(await main(mother), /ありがとうございました/);
		await noteIs(nurse, 'wait');
		await nurse.getByRole('button', { name: '終わる' }).click();
		await nurse.waitForURL(talk);
		assert.match(await main(nurse), /ほっとしました/);
		await nurse.getByLabel('話せた').check();
		await nurse.fill('#note', '夜の授乳のこと。');
		await press(nurse, '記録を終える');
		await press(nurse, nurse.locator('main h1 a'));
		assert.match(await main(nurse), /ビデオで話しました。夜の授乳のこと。/);
	});
	await test('without account, without script: a counter, a time, a page to keep', async () => {
		const page = await person();
		await page.goto(`${base}/matsuyama/meet`);
		await press(page, page.locator('main a[href*="/meet/at/"]').first());
		await press(page, page.getByRole('link', { name: '電話で話す' }));
		while (!(await page.locator('main a.y-chip[href*="slot="]').count())) await press(page, '次の週');
		await press(page, page.locator('main a.y-chip[href*="slot="]').first());
		await press(page, 'この時間に話したい');
		assert.match(await main(page), /あとひとつ/);
		await page.fill('#phone', '090-0000-0000');
		await page.fill('#name', 'みかん');
		await press(page, 'この時間に話したい');
		assert.match(await main(page), /090-0000-0000\s*へ電話します[^]*このページをとっておく/);
		await page.goto(`${page.url().split('?')[0]}/room`);
		assert.match(await main(page), /このブラウザでは、ビデオで話せません[^]*089-948-6194/);
		await page.context().close();
	});
	await test('a browser that cannot do video says so and shows the telephone', async () => {
		const page = await person({ javaScriptEnabled: true });
		await page.addInitScript(() => { delete window.RTCPeerConnection; });
		await page.goto(`${link}/room`);
		if (await page.getByText('もう終わっています').count()) return;
		await page.getByText('このブラウザでは、ビデオで話せません').waitFor();
		await page.context().close();
	});
	await relay.stop();
	if (process.env.TALK_LOG) console.log(readFileSync(`${server.data}.log`, 'utf8'));
	await sleep(0);
});
