// The list of parts is SPDX 2.3 and whole: every library the program asks for and every line of the lock files is in it; a damaged list is refused.
// Run as `node tests/hostile/sbom.mjs` behind `make sbom`; the last line is `N passed, N failed`.
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';

const file = process.argv[2] ?? 'build/sbom.spdx.json', program = process.argv[3] ?? 'build/yorisoi';
let passed = 0, failed = 0;
const expect = (what, is) => { if (is) passed++; else { failed++; console.log(`FAILED ${what}`); } };

const text = v => typeof v === 'string' && v.length > 0;
const kinds = ['DESCRIBES', 'DYNAMIC_LINK', 'BUILD_DEPENDENCY_OF', 'TEST_DEPENDENCY_OF'];
// What SPDX 2.3 demands of a document (clauses 6, 7 and 11): the complaints.
function complaints(d) {
	const all = [], say = (is, words) => { if (!is) all.push(words); };
	say(d.spdxVersion === 'SPDX-2.3' && d.dataLicense === 'CC0-1.0' && d.SPDXID === 'SPDXRef-DOCUMENT' && text(d.name), 'head');
	say(/^https?:\/\/[^\s#]+$/.test(d.documentNamespace ?? ''), 'namespace');
	say(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(d.creationInfo?.created ?? ''), 'created');
	say(d.creationInfo?.creators?.length && d.creationInfo.creators.every(c => /^(Person|Organization|Tool): \S/.test(c)), 'creators');
	const ids = new Set(['SPDXRef-DOCUMENT']);
	for (const p of d.packages ?? []) {
		say(/^SPDXRef-[A-Za-z0-9.-]+$/.test(p.SPDXID ?? '') && !ids.has(p.SPDXID), `id ${p.SPDXID}`);
		ids.add(p.SPDXID);
		say(text(p.name) && text(p.versionInfo) && text(p.downloadLocation) && p.filesAnalyzed === false, `package ${p.SPDXID}`);
		for (const r of p.externalRefs ?? [])
			say(r.referenceCategory === 'PACKAGE-MANAGER' &&
		r.referenceType === 'purl' && /^pkg:(deb|npm)\/\S+@\S+$/.test(r.referenceLocator), `purl ${p.name}`);
		for (const c of p.checksums ?? []) say({ SHA1: 40, SHA256: 64, SHA512: 128 }[c.algorithm] === c.checksumValue.length, `checksum ${p.name}`);
	}
	for (const r of d.relationships ?? [])
		say(ids.has(r.spdxElementId) && ids.has(r.relatedSpdxElement) && kinds.includes(r.relationshipType), `relation ${JSON.stringify(r)}`);
	for (const id of ids)
		say(id === 'SPDXRef-DOCUMENT' || (d.relationships ?? []).some(r => r.spdxElementId === id || r.relatedSpdxElement === id), `alone ${id}`);
	say((d.relationships ?? []).some(r => r.relationshipType === 'DESCRIBES'), 'describes');
	return all;
}

const read = () => JSON.parse(readFileSync(file, 'utf8'));
expect(`it is SPDX 2.3: ${complaints(read()).slice(0, 3)}`, complaints(read()).length === 0);
const damages = [d => delete d.spdxVersion, d => delete d.documentNamespace, d => delete d.creationInfo.created,
	d => { d.creationInfo.creators = ['me']; },
	d => delete d.packages[1].versionInfo, d => { d.packages[1].SPDXID = d.packages[2].SPDXID; }, d => { d.packages[3].SPDXID = 'a b'; },
	d => d.packages.splice(4, 1), d => { d.relationships[2].relationshipType = 'KNOWS'; }, d => d.relationships.splice(1, 1),
		d => d.relationships.shift(),
	d => { d.packages.find(p => p.checksums).checksums[0].checksumValue = 'ab'; }];
damages.forEach((harm, i) => {
	const d = read();
	harm(d);
	expect(`damage ${i} is refused`, complaints(d).length > 0);
});

const parts = new Set(read().packages.flatMap(p => (p.externalRefs ?? []).map(r => r.referenceLocator.replace(/\?.*/, ''))));
const libraries = execFileSync('ldd', [program], { encoding: 'utf8' });
for (const [, library] of execFileSync('readelf', ['-d', program], { encoding: 'utf8' }).matchAll(/\(NEEDED\).*\[(.+)\]/g)) {
	const path = realpathSync(new RegExp(`${library.replace(/[.+]/g, '\\$&')} => (\\S+)`).exec(libraries)?.[1] ?? `/lib64/${library}`);
	let name;
	for (const p of [path, path.replace(/^\/usr/, '')])
		try { name ??= execFileSync('dpkg-query', ['-S', p], { encoding: 'utf8', stdio: ['ignore', 'pipe',
			'ignore'] }).split(':')[0]; } catch { /* other */ }
	expect(`${library} is listed (${name})`, name && [...parts].some(p => p.startsWith(`pkg:deb/debian/${name}@`)));
}
for (const lock of ['package-lock.json', 'tests/browser/package-lock.json']) {
	const missing = Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages).filter(([path, p]) => path && !p.link)
		.map(([path, p]) => `pkg:npm/${(p.name ?? path.slice(path.lastIndexOf('node_modules/') + 13)).replace('@',
			'%40')}@${p.version}`).filter(x => !parts.has(x));
	expect(`all of ${lock} is listed: ${missing.slice(0, 3)}`, missing.length === 0);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
