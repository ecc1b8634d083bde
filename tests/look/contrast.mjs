// A town chooses one number, its hue; the contrast of what is drawn with it is a property of our rule. This computes it from the stylesheet's own
// source for all 360 hues, light and dark, as WCAG 2 reckons, and holds every pair to AA (4.5) or to the figure that the look promises.
import { readFileSync } from 'node:fs';

const scss = readFileSync(new URL('../../assets/yorisoi.scss', import.meta.url), 'utf8');

function tokens(mixin) {
	const from = scss.indexOf(`@mixin ${mixin} {`), to = scss.indexOf('\n}', from);
	const list = {};
	for (const [, name, value] of scss.slice(from, to).matchAll(/--([a-z0-9-]+): (#[0-9A-Fa-f]{6}|oklch\([^;]*\)\)?);/g)) list[name] = value;
	return list;
}

// oklch to the three channels of sRGB, clipped as browsers do.
function rgb(value, hue) {
	if (value[0] === '#') return [1, 3, 5].map(i => parseInt(value.slice(i, i + 2), 16) / 255);
	const [L, C] = value.match(/oklch\(([\d.]+) ([\d.]+)/).slice(1).map(Number);
	const a = C * Math.cos(hue * Math.PI / 180), b = C * Math.sin(hue * Math.PI / 180);
	const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3;
	const m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3;
	const s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
	const linear = [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
		-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
		-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
	return linear.map(x => Math.min(1, Math.max(0, x))).map(x => x <= 0.0031308 ? 12.92 * x : 1.055 * x ** (1 / 2.4) - 0.055);
}

function luminance(channels) {
	const [r, g, b] = channels.map(x => Math.round(x * 255) / 255).map(x => x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one, other) {
	const [high, low] = [luminance(one), luminance(other)].sort((x, y) => y - x);
	return (high + 0.05) / (low + 0.05);
}

// Text, ground, least contrast. A literal colour is written as itself.
const both = [
	['ink', 'page', 7], ['ink', 'card', 7], ['ink', 'sunk', 7], ['ink-2', 'page', 4.5], ['ink-2', 'card', 4.5], ['ink-2', 'sunk', 4.5],
	['edge', 'page', 3], ['edge', 'card', 3], ['on-brand', 'brand', 4.5], ['on-brand', 'deep', 4.5], ['brand', 'page', 4.5],
	['brand', 'card', 4.5], ['brand', 'tint', 4.5], ['brand', 'lamp-tint', 4.5], ['brand', 'sunk', 4.5], ['deep', 'soft', 4.5],
	['ink', 'soft', 7], ['ink-2', 'soft', 4.5], ['ink-2', 'tint', 4.5], ['ink', 'tint', 7], ['ink', 'mid', 4.5], ['deep', 'tint', 4.5],
	['#FFF8EC', 'night', 4.5], ['#F3E6D2', 'night', 4.5], ['#F3E6D2', 'night-2', 4.5], ['#FFE3A3', 'night', 4.5], ['sos', 'sos-tint', 4.5],
	['ok', 'ok-tint', 4.5], ['wait', 'wait-tint', 4.5], ['info', 'info-tint', 4.5], ['note', 'note-tint', 4.5], ['#FFFFFF', 'alarm', 4.5],
	['lamp-ink', 'lamp-tint', 4.5], ['ink', 'lamp-tint', 7], ['ink', 'sos-tint', 7], ['sos', 'page', 4.5], ['sos', 'card', 4.5],
];

let passed = 0, failed = 0;
for (const mode of ['light', 'dark']) {
	const token = tokens(mode);
	const colour = (name, hue) => name[0] === '#' ? rgb(name, 0) : rgb(token[name], hue);
	for (const [text, ground, least] of both) {
		let worst = Infinity, at = 0;
		for (let hue = 0; hue < 360; hue++) {
			const c = contrast(colour(text, hue), colour(ground, hue));
			if (c < worst) [worst, at] = [c, hue];
		}
		if (worst >= least) passed++;
		else {
			failed++;
			console.log(`${mode}: ${text} on ${ground} has ${worst.toFixed(2)} at hue ${at}, needs ${least}`);
		}
	}
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
