// sbom.mjs PROGRAM OUT: what the program is made of, as SPDX 2.3 in JSON: the Debian packages of every library it links, and what the two npm lock
// files name (interface parts that go into it, and what only the tests use). The same commit on the same machine gives the same bytes.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';

const [program, out] = process.argv.slice(2);
const said = (name, ...words) => execFileSync(name, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
const version = said('git', 'describe', '--always', '--dirty');
const packages = [], relationships = [];

function add(kind, name, release, link, more = {}) {
	const id = `SPDXRef-${kind}-${name}-${release}`.replace(/[^A-Za-z0-9.-]+/g, '-');
	if (packages.some(p => p.SPDXID === id)) return;
	packages.push({ SPDXID: id, name, versionInfo: release, downloadLocation: 'NOASSERTION', filesAnalyzed: false, licenseConcluded: 'NOASSERTION',
		licenseDeclared: 'NOASSERTION', copyrightText: 'NOASSERTION', ...more });
	relationships.push(link === 'DYNAMIC_LINK' ? { spdxElementId: 'SPDXRef-yorisoi', relationshipType: link, relatedSpdxElement: id }
		: { spdxElementId: id, relationshipType: link, relatedSpdxElement: 'SPDXRef-yorisoi' });
}
const purl = locator => ({ externalRefs: [{ referenceCategory: 'PACKAGE-MANAGER', referenceType: 'purl', referenceLocator: locator }] });

// The Debian package that a library came from; merged /usr leaves two names for one file.
function owner(path) {
	for (const name of [path, realpathSync(path), path.replace(/^\/usr/, ''), realpathSync(path).replace(/^\/usr/, '')])
		try {
			return said('dpkg-query', '-S', name).split('\n')[0].split(': ')[0];
		} catch { /* the other name */ }
	throw new Error(`no Debian package holds ${path}`);
}

function debian() {
	const paths = [...said('ldd', program).matchAll(/(\/\S+) \(0x/g)].map(m => m[1]);
	for (const name of new Set(paths.map(owner))) {
		const [plain, release, arch] = said('dpkg-query', '-W', '-f', '${Package} ${Version} ${Architecture}', name).split(' ');
		add('deb', plain, release, 'DYNAMIC_LINK', purl(`pkg:deb/debian/${plain}@${encodeURIComponent(release)}?arch=${arch}`));
	}
}

function npm(lock, link) {
	for (const [path, p] of Object.entries(JSON.parse(readFileSync(lock, 'utf8')).packages)) {
		if (!path || p.link) continue;
		const name = p.name ?? path.slice(path.lastIndexOf('node_modules/') + 13);
		const [, algorithm, sum] = /^(sha\d+)-(\S+)$/.exec(p.integrity ?? '') ?? [];
		const more = purl(`pkg:npm/${name.replace('@', '%40')}@${p.version}`);
		if (algorithm) more.checksums = [{ algorithm: algorithm.toUpperCase(), checksumValue: Buffer.from(sum, 'base64').toString('hex') }];
		if (/^[A-Za-z0-9.+-]+$/.test(p.license ?? '')) more.licenseDeclared = p.license;
		add('npm', name, p.version, link, more);
	}
}

debian();
npm('package-lock.json', 'BUILD_DEPENDENCY_OF');
npm('tests/browser/package-lock.json', 'TEST_DEPENDENCY_OF');
packages.sort((a, b) => (a.SPDXID < b.SPDXID ? -1 : 1));
relationships.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
packages.unshift({ SPDXID: 'SPDXRef-yorisoi', name: 'yorisoi', versionInfo: version, downloadLocation: 'NOASSERTION', filesAnalyzed: false,
	licenseConcluded: 'Apache-2.0', licenseDeclared: 'Apache-2.0', copyrightText: 'NOASSERTION', primaryPackagePurpose: 'APPLICATION' });
relationships.unshift({ spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-yorisoi' });
const mark = createHash('sha256').update(JSON.stringify(packages)).digest('hex').slice(0, 32);
writeFileSync(out, `${JSON.stringify({
	spdxVersion: 'SPDX-2.3', dataLicense: 'CC0-1.0', SPDXID: 'SPDXRef-DOCUMENT', name: `yorisoi-${version}`,
	documentNamespace: `https://spdx.org/spdxdocs/yorisoi-${version}-${mark}`,
	creationInfo: { created: new Date(Number(said('git', 'log', '-1', '--format=%ct')) * 1000).toISOString().replace(/\.\d+/, ''),
		creators: ['Tool: yorisoi-sbom'] },
	packages, relationships,
}, null, '\t')}\n`);
console.log(`  ${out}: ${packages.length} packages`);
