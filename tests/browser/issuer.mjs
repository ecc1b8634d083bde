// A real issuer of identities for the tests: oidc-provider with its own login pages, PKCE demanded.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from './lib.mjs';

const jwk = (kid, type, options, more) => ({ ...generateKeyPairSync(type, options).privateKey.export({ format: 'jwk' }), kid, use: 'sig', ...more });
const keyOf = {
	ES256: kid => jwk(kid, 'ec', { namedCurve: 'P-256' }, { alg: 'ES256' }),
	RS256: kid => jwk(kid, 'rsa', { modulusLength: 2048 }, { alg: 'RS256' }),
	EdDSA: kid => jwk(kid, 'ed25519', {}, { alg: 'EdDSA' }),
};

export class Issuer {
	// people: { name: { email, email_verified } }; alg: ES256, RS256, EdDSA or HS256 (by the client's secret, as LINE Login does).
	static async open({ back, alg = 'ES256', people = {}, post = false }) {
		const issuer = new Issuer();
		issuer.port = await freePort();
		issuer.url = `http://127.0.0.1:${issuer.port}`;
		issuer.secret = 'a-secret-that-is-long-enough-for-hs256';
		issuer.exchanges = [];
		issuer.options = { back, alg, people, post };
		issuer.keys = [keyOf[alg === 'HS256' ? 'RS256' : alg]('first')];
		issuer.start();
		issuer.server = createServer((request, response) => {
			if (request.url.startsWith('/token')) issuer.exchanges.push(request.headers['content-type']);
			issuer.provider.callback()(request, response);
		});
		await new Promise(done => issuer.server.listen(issuer.port, '127.0.0.1', done));
		return issuer;
	}

	start() {
		const { back, alg, people, post } = this.options;
		this.provider = new Provider(this.url, {
			clients: [{ client_id: 'yorisoi', client_secret: this.secret, redirect_uris: [back], response_types: ['code'], grant_types: ['authorization_code'],
				id_token_signed_response_alg: alg, token_endpoint_auth_method: post ? 'client_secret_post' : 'client_secret_basic' }],
			jwks: { keys: this.keys },
			claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
			enabledJWA: { idTokenSigningAlgValues: ['ES256', 'RS256', 'EdDSA', 'HS256'] },
			conformIdTokenClaims: false,
			pkce: { required: () => true },
			cookies: { keys: ['k'] },
			findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
		});
		this.provider.on('server_error', (context, error) => console.log(`issuer: ${error.stack}`));
	}

	close() {
		this.server.closeAllConnections();
		return new Promise(done => this.server.close(done));
	}
}

// On the issuer's own pages: who one is, and that one agrees.
export async function signInThere(page, name) {
	await page.fill('input[name=login]', name);
	await page.fill('input[name=password]', 'x');
	await Promise.all([page.waitForNavigation(), page.click('button[type=submit]')]);
	if (await page.locator('input[name=prompt][value=consent]').count()) await page.click('button[type=submit]');
}
