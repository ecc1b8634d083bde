// Forms without a browser, for when many come at once: one visitor with a cookie and connections kept open.
import http from 'node:http';

export class Visitor {
	cookie = '';

	constructor(base, sockets = 40) {
		this.base = base;
		this.agent = new http.Agent({ keepAlive: true, maxSockets: sockets });
	}

	// { status, place, text }; rejects when the connection breaks.
	send(method, path, body) {
		return new Promise((done, fail) => {
			const headers = { cookie: this.cookie };
			if (body) Object.assign(headers, { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) });
			const request = http.request(this.base + path, { method, agent: this.agent, headers }, answer => {
				let text = '';
				answer.setEncoding('utf8');
				answer.on('data', b => { text += b; });
				answer.on('error', fail);
				answer.on('end', () => {
					for (const c of answer.headers['set-cookie'] ?? []) if (!this.cookie) this.cookie = c.split(';')[0];
					done({ status: answer.statusCode, place: answer.headers.location, text });
				});
			});
			request.on('error', fail);
			request.end(body);
		});
	}

	// The hidden fields of a page's form.
	async fields(path) {
		const { text } = await this.send('GET', path), f = {};
		for (const name of ['csrf', 'once']) f[name] = new RegExp(`name="${name}" value="([^"]+)"`).exec(text)[1];
		return f;
	}

	async form(path, values) {
		const f = await this.fields(path);
		return () => this.send('POST', path, new URLSearchParams({ ...f, ...values }).toString());
	}

	close() { this.agent.destroy(); }
}
