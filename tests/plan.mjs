// `yorisoi plan` against a solver of others: 200 random towns are shared out by us and by CBC; what we call proven is what CBC finds, no cost lies
// below a bound, every answer holds. Then the instances of OR-Library where they lie beside the tree, and what is malformed, tiny or impossible.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const program = 'build/yorisoi', library = '../shared/bench/gap', folder = mkdtempSync(join(tmpdir(), 'plan-'));
let passed = 0, failed = 0, skipped = 0;

function expect(name, is, said = '') {
	if (is)
		passed++;
	else {
		failed++;
		console.log(`FAILED ${name} ${said}`);
	}
}

let state = 20261122n;
function draw(below) {
	state = (state * 6364136223846793005n + 1442695040888963407n) & 0xffffffffffffffffn;
	return Number((state >> 33n) % BigInt(below));
}

const times = (n, f) => Array.from({ length: n }, (_, k) => f(k));
const text = p => [`${p.m} ${p.n}`, ...p.cost.map(r => r.join(' ')), ...p.load.map(r => r.join(' ')), p.room.join(' ')].join('\n') + '\n';

function read(words) {
	let at = 0;
	const v = words.trim().split(/\s+/).map(Number), next = () => v[at++], m = next(), n = next(), table = () => times(m, () => times(n, next));
	return { m, n, cost: table(), load: table(), room: times(m, next) };
}

function plan(input, ...options) {
	const x = spawnSync(program, ['plan', '-', '--format', 'gap', ...options], { input, encoding: 'utf8', maxBuffer: 1 << 28 });
	return { code: x.status, error: x.stderr, answer: x.status === 0 ? x.stdout.trim().split('\n').map(line => JSON.parse(line)) : [] };
}

/* What an answer costs; NaN when it does not hold. */
function cost_of(p, agent) {
	const used = times(p.m, () => 0);
	let cost = 0;
	if (agent.length !== p.n)
		return NaN;
	agent.forEach((i, j) => {
		cost += p.cost[i]?.[j] ?? NaN;
		used[i] += p.load[i]?.[j] ?? NaN;
	});
	return used.every((u, i) => u <= p.room[i]) ? cost : NaN;
}

/* Kinds: a town whose families have a nurse and an area; loads of a family; loads of pairs, tight; dear where heavy; one load for all. */
function town(k) {
	const m = 2 + draw(5), n = m * (2 + draw(6)), kind = k % 5, own = times(n, () => draw(m)), area = times(n, () => draw(m));
	const weight = times(n, () => 1 + draw(6)), load = times(m, () => times(n, j => kind === 4 ? 3 : kind < 2 ? weight[j] : 5 + draw(20)));
	const cost = times(m, i => times(n, j => kind === 0 ? (own[j] === i ? 0 : 30 + 5 * weight[j]) + (area[j] === i ? 0 : 10) + draw(4)
		: kind === 3 ? Math.max(0, 40 - load[i][j] + draw(10)) : draw(60)));
	const sum = load.flat().reduce((a, b) => a + b, 0) / m;
	return { m, n, cost, load, room: times(m, () => Math.floor(sum / m * (0.9 + draw(30) / 100)) + draw(5)) };
}

function lp(p) {
	const pairs = f => times(p.m, i => times(p.n, j => f(i, j)).join(' ')).join('\n');
	return ['Minimize', 'obj:', pairs((i, j) => `+ ${p.cost[i][j]} x${i}_${j}`), 'Subject To',
		...times(p.n, j => `j${j}: ${times(p.m, i => `x${i}_${j}`).join(' + ')} = 1`),
		...times(p.m, i => `a${i}: ${times(p.n, j => `${p.load[i][j]} x${i}_${j}`).join('\n + ')} <= ${p.room[i]}`),
		'Binaries', pairs((i, j) => `x${i}_${j}`), 'End', ''].join('\n');
}

/* What CBC says: the least cost, 'impossible', or null when 20 s were too short. */
function cbc(p) {
	const file = join(folder, 'x.lp');
	writeFileSync(file, lp(p));
	const said = execFileSync('cbc', [file, 'ratio', '0', 'allow', '0', 'sec', '20', 'solve', 'quit'], { encoding: 'utf8' });
	if (/proven infeasible|problem is infeasible|infeasible - stopping/i.test(said))
		return 'impossible';
	const found = /Result - Optimal solution found[\s\S]*Objective value:\s+([\d.]+)/.exec(said);
	return found ? Math.round(Number(found[1])) : null;
}

function against_cbc(k) {
	const p = town(k), theirs = cbc(p), { code, error, answer: [x] } = plan(text(p), '--time-limit-ms', '3000', '--seed', String(k));
	if (theirs === 'impossible')
		return expect(`town ${k}: no answer`, code === 1 && /no answer/i.test(error), error);
	if (!x && theirs === null)                              // nobody found one; that there is none is for the tests that ask every answer
		return expect(`town ${k}: no answer, said so`, code === 1 && /no answer/i.test(error), error);
	if (!x)
		return expect(`town ${k}: an answer`, false, error);
	expect(`town ${k}: holds`, cost_of(p, x.agent) === x.cost);
	if (theirs === null)                                    // CBC had not done in its time: it says nothing about cost or bound
		return expect(`town ${k}: proven or above its bound`, x.cost >= x.bound && x.proven === (x.cost === x.bound));
	expect(`town ${k}: ${x.cost} against ${theirs}, bound ${x.bound}`, x.bound <= theirs && x.cost >= theirs && (!x.proven || x.cost === theirs));
	expect(`town ${k}: proven`, x.proven === (x.cost === x.bound) && x.proven, JSON.stringify(x));
}

function from_library() {
	const lines = readFileSync(join(library, 'best_known.csv'), 'utf8').trim().split('\n').slice(1).map(line => line.split(','));
	const known = new Map(lines.map(([name, , , bound, , best]) => [name, { bound: Number(bound), best: Number(best) }]));
	for (const file of readdirSync(library).filter(f => f.endsWith('.txt.gz'))) {
		const name = file.replace('.txt.gz', ''), words = gunzipSync(readFileSync(join(library, file))).toString();
		const p = read(words), b = known.get(name);
		const { answer: [x], error } = plan(words, '--time-limit-ms', '1500');
		expect(`${name}: holds`, x && cost_of(p, x.agent) === x.cost, error);
		if (!x || !b)
			continue;
		expect(`${name}: ${x.cost}, bound ${x.bound}, best known ${b.best}`, x.cost >= b.bound && x.bound <= b.best && (!x.proven || x.cost <= b.best));
		expect(`${name}: within 2 % of the best known`, x.cost <= b.best * 1.02, String(x.cost));
	}
}

function refuses(name, input, word) {
	const { code, error } = plan(input, '--time-limit-ms', '500');
	expect(`refuses ${name}`, code === 1 && error.includes(word), `${code} ${error}`);
}

function odd_ones() {
	refuses('nothing', '', '0 numbers');
	refuses('words', '2 2 1 2 x 4 1 1 1 1 9 9', 'no whole number');
	refuses('fractions', '1 1 1.5 1 1', 'no whole number');
	refuses('too few', '2 2 1 2 3 4 1 1 1 1 9', '11 numbers');
	refuses('too many', '2 2 1 2 3 4 1 1 1 1 9 9 9', '13 numbers');
	refuses('a size below nought', '-2 2 1 2 3 4 1 1 1 1 9 9', 'numbers');
	refuses('a size past every memory', '2000 9000000000000000000 1', 'numbers');
	refuses('a number past 64 bits', '1 1 99999999999999999999 1 1', 'no whole number');
	refuses('a cost below nought', '1 1 -5 1 1', 'from 0');
	refuses('a load below nought', '1 1 5 -1 1', 'from 0');
	refuses('what fits nowhere', '2 1 1 1 5 5 4 4', 'no answer');
	refuses('what fits one by one, not together', '1 3 1 1 1 2 3 4 8', 'no answer');
	expect('one job, one agent', plan('1 1 7 3 3').answer[0]?.cost === 7);
	expect('nothing weighs anything', plan('2 2 1 2 3 4 0 0 0 0 0 0').answer[0]?.cost === 3);
	expect('commas, tabs and foreign line ends', plan('2,2\r\n1\t2\r\n3 4\r\n1 1\r\n1 1\r\n1 1\r\n').answer[0]?.cost === 5);
	const two = plan('2\n1 1 7 3 3\n2 1 4 5 1 1 0 1\n').answer;
	expect('several problems in a file, an answer a line', two.length === 2 && two[0].cost === 7 && two[1].cost === 5 && two[1].agent[0] === 1);
	expect('a file that is not there', spawnSync(program, ['plan', join(folder, 'none'), '--format', 'gap']).status === 1);
	expect('a folder', spawnSync(program, ['plan', folder, '--format', 'gap']).status === 1);
	const again = text(town(1)), seeded = () => plan(again, '--seed', '5').answer[0]?.agent.join();
	expect('the same seed, the same answer', seeded() === seeded());
}

function large_ones() {
	const n = 870, m = 6, weight = times(n, () => 1 + draw(6)), sum = weight.reduce((a, b) => a + b, 0);
	const p = { m, n, cost: times(m, () => times(n, () => draw(100))), load: times(m, () => weight), room: times(m, () => Math.floor(sum / m * 1.02)) };
	const { answer: [x] } = plan(text(p), '--time-limit-ms', '20000');
	expect('870 children, 6 nurses: proven', x?.proven && cost_of(p, x.agent) === x.cost, JSON.stringify({ ...x, agent: 0 }));
	const q = { m: 60, n: 2000, load: times(60, () => times(2000, () => 1)), cost: times(60, () => times(2000, () => draw(1000))),
		room: times(60, () => 34) };
	const { answer: [y] } = plan(text(q), '--time-limit-ms', '20000');
	expect('2,000 families of one weight, 60 workers: proven', y?.proven && cost_of(q, y.agent) === y.cost);
}

odd_ones();
for (let k = 0; k < 200; k++)
	against_cbc(k);
large_ones();
if (existsSync(library))
	from_library();
else
	skipped++;
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed ? 1 : 0);
