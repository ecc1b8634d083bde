// The commonest passwords (npm @zxcvbn-ts/language-common), sorted, as C: what somebody might choose here as it is, and the words that people put
// digits or marks behind. Shorter ones are refused by their length already.
import { readFileSync, writeFileSync } from 'node:fs';

const all = JSON.parse(readFileSync('node_modules/@zxcvbn-ts/language-common/src/passwords.json', 'utf8')).map(x => x.toLowerCase());
const wanted = new Set(all.filter(x => /^[!-~]+$/.test(x) && (x.length >= 10 || (x.length >= 4 && /[a-z]$/.test(x)))));
if (all.length < 40000 || wanted.size < 20000)
	throw new Error(`the list of common passwords has ${all.length} words, ${wanted.size} of use: is it the right one?`);
const line = x => `\t"${x.replace(/[\\"]/g, '\\$&').replaceAll('?', '\\?')}\\n"\n`;
const head = '/* Made by assets/common.mjs. */\n#include "base/common.h"\n\nconst char common_words[] =\n';
writeFileSync(process.argv[2], head + [...wanted].sort().map(line).join('') + '\t;\n'
	+ 'const size_t common_words_n = sizeof common_words - 1;\n');
