// Families that send questions with keys of their own and press again until they are answered, and readers beside them: what was acknowledged, how
// long nobody was served. For the suites in which the database goes away.
import { randomBytes } from 'node:crypto';
import { ask, field, sleep } from './lib.mjs';

const letters = '0123456789abcdefghjkmnpqrstvwxyz';
const token = () => [...randomBytes(26)].map(x => letters[x & 31]).join('');
const cookieOf = answer => (answer.headers['set-cookie'] ?? []).map(x => x.split(';')[0]).find(x => x.startsWith('visitor=')) ?? '';

// Any of these servers; a reader or writer that gets no answer goes to the next one, as behind a web server with two upstreams.
export function storm(servers, tenant, { writers = 8, readers = 4, mark, pause_ms = 0, patience_ms = 8000 }) {
	const seen = { mark, acknowledged: [], taken_n: 0, refused: {}, pages: 0, not_pages: {}, reader_gap_ms: 0, writer_gap_ms: 0, over: false };
	const note = (where, word) => { where[word] = (where[word] ?? 0) + 1; };

	const form_of = async i => {
		for (;;) {
			try {
				const shown = await ask(servers[i % servers.length], 'GET', `/${tenant}/ask`, { patience_ms });
				if (shown.status === 200) return { csrf: field(shown.text, 'csrf'), cookie: cookieOf(shown) };
			} catch { /* the next one */ }
			i++;
			await sleep(20);
		}
	};
	// From the first press of a question until somebody took it.
	const press = async (i, form, words) => {
		const once = token(), begun = Date.now();
		const body = new URLSearchParams({ words, csrf: form.csrf, once }).toString();
		for (;; i++) {
			try {
				const r = await ask(servers[i % servers.length], 'POST', `/${tenant}/ask`, { cookie: form.cookie, body, patience_ms });
				if (r.status === 303 || r.status === 202) {
					seen.acknowledged.push({ words, once, status: r.status, at: Date.now() });
					seen.taken_n += r.status === 202;
					break;
				}
				note(seen.refused, r.status);
			} catch (e) {
				note(seen.refused, e.message.split(' ').slice(0, 3).join(' '));
			}
			if (seen.is_given_up) return;
			await sleep(20);
		}
		seen.writer_gap_ms = Math.max(seen.writer_gap_ms, Date.now() - begun);
	};
	const write = async who => {
		const form = await form_of(who);
		for (let i = 0; !seen.over; i++) {
			await press(who + i, form, `${mark}-${who}-${i}`);
			if (pause_ms) await sleep(pause_ms);
		}
	};
	// How long one reader in a row got no page: from the beginning of the first request that failed to the end of the first that did not.
	const read = async who => {
		let lost_at = 0;
		for (let i = who; !seen.over; i++) {
			const begun = Date.now();
			try {
				const r = await ask(servers[i % servers.length], 'GET', `/${tenant}/ask`, { patience_ms });
				if (r.status !== 200) throw new Error(String(r.status));
				seen.pages++;
				seen.reader_gap_ms = Math.max(seen.reader_gap_ms, Date.now() - (lost_at || begun));
				lost_at = 0;
			} catch (e) {
				note(seen.not_pages, e.message.split(' ').slice(0, 3).join(' '));
				lost_at = lost_at || begun;
				await sleep(20);
			}
			await sleep(pause_ms || 5);
		}
	};
	const all = [...Array(writers).keys()].map(write).concat([...Array(readers).keys()].map(read));
	seen.stop = async () => { seen.over = true; await Promise.all(all); };
	// Numbers of one round begin anew.
	seen.lap = () => {
		const lap = { acknowledged: seen.acknowledged.length, taken: seen.taken_n, reader_gap_ms: seen.reader_gap_ms, writer_gap_ms: seen.writer_gap_ms,
			refused: seen.refused, not_pages: seen.not_pages, pages: seen.pages };
		Object.assign(seen, { reader_gap_ms: 0, writer_gap_ms: 0, refused: {}, not_pages: {}, pages: 0 });
		return lap;
	};
	return seen;
}

// What is there against what was told: `rows` are the words as they lie in the database.
export function compare(seen, rows) {
	const there = new Map();
	for (const x of rows) there.set(x, (there.get(x) ?? 0) + 1);
	return { lost: seen.acknowledged.filter(x => !there.has(x.words)).map(x => x.words), doubled: [...there].filter(x => x[1] > 1).map(x => x[0]) };
}
