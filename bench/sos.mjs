/* `make bench-sos [N=500]`: so many signed-in members of staff have a desk open; one raises a call for help. How long from the answer to the post
 * (it is durable then) until each of them has heard of it on the stream, and until each has asked for its own top and been shown that it rings. */
import { mkdirSync } from 'node:fs';
import { request } from 'node:http';
import { machine_words, median, sleep, stop } from './machine.mjs';
import { Visitor, make_data, serve } from './visit.mjs';

const build = process.argv[2] ?? 'build', people_n = Number(process.argv[3] ?? 500), rounds = 5;
const folder = `${build}/bench/sos-data`, town = 'akune';
mkdirSync(`${build}/bench`, { recursive: true });
make_data(`${build}/yorisoi`, folder);
const server = await serve(`${build}/yorisoi`, folder, ['--address-limit', '1000000']);

async function signed_in(login) {
	const who = new Visitor(server.port);
	await who.send(`/${town}/demo`, `/${town}/demo/enter`, { login });
	return who;
}

/* A desk: its stream, and what it does when the stream says that something changed. */
function open_desk(who, heard) {
	return new Promise((done, failed) => {
		const headers = { Host: `localhost:${server.port}`, Cookie: who.cookie, Accept: 'text/event-stream' };
		const asked = request({ host: '127.0.0.1', port: server.port, path: `/${town}/desk/live`, headers, agent: false }, answer => {
			answer.setEncoding('utf8');
			answer.on('data', part => { if (part.includes('event: sos')) heard(); });
			answer.on('error', () => {});
			done(asked);
		});
		asked.on('error', failed);
		asked.end();
	});
}

const share = (list, p) => list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.ceil(list.length * p) - 1)];
const ms = x => `${x.toFixed(0)} ms`;

const people = [];
for (let i = 0; i < people_n; i++)
	people.push(await signed_in(['hinata', 'morino', 'isobe', 'kakimoto'][i % 4]));
let on_heard = () => {};
const streams = [];
for (const who of people)
	streams.push(await open_desk(who, () => on_heard(who)));

async function round() {
	const heard = [], shown = [];
	let began = 0;
	const all = new Promise(done => {
		on_heard = async who => {
			heard.push(performance.now());
			const { text } = await who.ask('GET', `/${town}/desk/ring`);
			if (!text.includes('data-rings="yes"'))
				throw new Error('a desk does not ring');
			if (shown.push(performance.now()) === people_n)
				done();
		};
	});
	const one = await signed_in('hinata');
	await one.send(`/${town}/desk/sos`, `/${town}/desk/sos`, { reason: 'bench' });
	began = performance.now();
	await Promise.race([all, sleep(20000)]);
	if (shown.length !== people_n)
		throw new Error(`${shown.length} of ${people_n} desks rang`);
	return { heard: heard.map(x => x - began), shown: shown.map(x => x - began) };
}

const results = [];
for (let i = 0; i < rounds; i++) {
	results.push(await round());
	await sleep(300);
}
const middle = (of, p) => median(results.map(r => share(r[of], p)));
console.log(machine_words());
console.log(`sos_heard  ${people_n} desks: p50 ${ms(middle('heard', 0.5))}, last ${ms(middle('heard', 1))} after it was durable`);
const [half, most, last] = [0.5, 0.99, 1].map(p => ms(middle('shown', p)));
console.log(`sos_shown  ${people_n} desks: p50 ${half}, p99 ${most}, last ${last} (target <= 1,000)`);
for (const stream of streams)
	stream.destroy();
await stop(server.child);
process.exit(0);
