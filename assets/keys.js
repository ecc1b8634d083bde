// One key for what is pressed often in the inbox. None while somebody types, and none at all where that was switched off (WCAG 2.1.4).
(() => {
	const sheet = document.getElementById('keys');
	if (!sheet) return;
	const box = document.getElementById('keys-on'), open = document.querySelector('[data-keys-open]');
	const kept = value => {
		try {
			if (value) localStorage.setItem('keys', value);
			return localStorage.getItem('keys');
		} catch { return null; }
	};
	const step = by => {
		const all = [...document.querySelectorAll('.y-queue a')], at = all.indexOf(document.activeElement);
		all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
	};
	box.checked = kept() !== 'off';
	box.addEventListener('change', () => kept(box.checked ? 'on' : 'off'));
	open.hidden = false;
	open.addEventListener('click', () => sheet.showModal());
	sheet.querySelector('[data-keys-close]').addEventListener('click', () => sheet.close());
	addEventListener('keydown', e => {
		if (!box.checked || sheet.open || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
		if (e.target.closest('input, textarea, select, [contenteditable]')) return;
		const to = /^[a-z]$/.test(e.key) && !e.repeat ? document.querySelector(`[data-key="${e.key}"]`) : null;
		if (e.key === '?') sheet.showModal();
		else if (e.key === 'j' || e.key === 'k') step(e.key === 'j' ? 1 : -1);
		else if (!to) return;
		else if (to.matches('textarea')) to.focus();
		else to.click();
		e.preventDefault();
	});
})();
