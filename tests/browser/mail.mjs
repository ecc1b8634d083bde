// A real mail server for the tests: keeps what arrives, refuses for good those whose address begins with `gone`.
import { SMTPServer } from 'smtp-server';
import { simpleParser } from 'mailparser';
import { sleep } from './lib.mjs';

export class Mailbox {
	letters = [];

	static async open() {
		const box = new Mailbox();
		box.server = new SMTPServer({
			authOptional: true, disabledCommands: ['STARTTLS', 'AUTH'], logger: false,
			onRcptTo(address, session, done) {
				done(address.address.startsWith('gone') ? Object.assign(new Error('5.1.1 no such mailbox'), { responseCode: 550 }) : null);
			},
			onData(stream, session, done) {
				simpleParser(stream).then(letter => {
					box.letters.push({ ...letter, to: session.envelope.rcptTo.map(r => r.address), sender: session.envelope.mailFrom.address });
					done();
				}, done);
			},
		});
		await new Promise((ready, fail) => { box.server.on('error', () => {}); box.server.listen(0, '127.0.0.1', e => (e ? fail(e) : ready())); });
		box.url = `smtp://127.0.0.1:${box.server.server.address().port}`;
		return box;
	}

	// The next letter to this address that nobody has taken yet.
	async next(to, seconds = 12) {
		for (const until = Date.now() + seconds * 1000; Date.now() < until; await sleep(50)) {
			const at = this.letters.findIndex(l => l.to.includes(to));
			if (at >= 0) return this.letters.splice(at, 1)[0];
		}
		throw new Error(`no letter came for ${to}`);
	}

	close() { return new Promise(done => this.server.close(done)); }
}
