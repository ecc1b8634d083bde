// Builds what browsers fetch into build/assets-out: the stylesheet from our layer on govuk-frontend, a little script, two drawings.
// Each file lies there three times: plain, gzip, brotli. tools/embed compiles them in.
import { compile } from 'sass';
import { brotliCompressSync, gzipSync, constants } from 'node:zlib';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const out = process.argv[2] ?? 'build/assets-out';
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });

const options = { loadPaths: ['node_modules'], style: 'compressed', quietDeps: true, logger: { warn() {} } };
const css = compile('assets/yorisoi.scss', options).css;
const script = readFileSync('assets/yorisoi.js', 'utf8') + readFileSync('assets/keys.js', 'utf8') + readFileSync('assets/talk.js', 'utf8');
const js = script.replace(/^\s*\/\/.*$/gm, '').replace(/^\s+/gm, '').replace(/\n+/g, '\n');
const motif = readFileSync('assets/motif.svg', 'utf8');

// The ring of the sign, alone: browsers show it beside the page's title.
const ring = motif.match(/<symbol id="ring"[^>]*>([\s\S]*?)<\/symbol>/)[1]
	.replaceAll(/var\(--brand,[^)]+\)/g, '#007752')
	.replaceAll(/var\(--lamp,([^)]+)\)/g, '$1');
const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${ring}</svg>`;

// Nothing of a person is for search engines.
const alone = ['desk', 'me', 'demo'], folders = ['desk/', 'me/', 't/', 'meet/go/', 'enter/', 'setup/'];
const shut = [...alone.map(x => `${x}$`), ...folders].flatMap(x => [`Disallow: /${x}`, `Disallow: /*/${x}`]);
const robots = ['User-agent: *', ...shut, ''].join('\n');

// The map's page alone carries Leaflet; its pictures are not used, places are dots of our own colour.
const leaflet = name => readFileSync(`node_modules/leaflet/dist/leaflet.${name}`, 'utf8').replace(/\/\/# sourceMappingURL=.*/, '');
const without_pictures = leaflet('css').replace(/[^{}]*\{[^{}]*url\(images[^{}]*\}/g, '');
const map_css = (without_pictures + readFileSync('assets/map.css', 'utf8')).replace(/\/\*[^]*?\*\//g, '').replace(/\s+/g, ' ');
const bare = text => text.replace(/^\s*\/\/.*$/gm, '').replace(/^\s+/gm, '').replace(/\n+/g, '\n');

const files = {
	'app.css': css,
	'app.js': js,
	'sw.js': bare(readFileSync('assets/sw.js', 'utf8')),
	'map.css': map_css,
	'map.js': leaflet('js') + bare(readFileSync('assets/map.js', 'utf8')),
	'meet.js': bare(readFileSync('assets/meet_device.js', 'utf8') + readFileSync('assets/meet.js', 'utf8')),
	'icons.svg': readFileSync('assets/icons.svg', 'utf8'),
	'motif.svg': motif,
	'favicon.svg': favicon,
	'robots.txt': robots,
	'openapi.json': readFileSync('assets/openapi.json', 'utf8'),
};

for (const [name, text] of Object.entries(files)) {
	const bytes = Buffer.from(text);
	writeFileSync(`${out}/${name}`, bytes);
	writeFileSync(`${out}/${name}.gz`, gzipSync(bytes, { level: 9 }));
	writeFileSync(`${out}/${name}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
writeFileSync(`${out}/FIXED`, 'robots.txt\n');
