# The parts of the interface: npm packages into node_modules, our layer on them into build/assets-out, that into C.
$(B)/node.ok: package.json package-lock.json .npmrc $(B)/deps.ok
	@mkdir -p $(@D)
	@echo "  npm ci"
	@npm ci --ignore-scripts --omit=optional --no-audit --no-fund --loglevel=error >$(B)/npm.log 2>&1 || { cat $(B)/npm.log; exit 1; }
	@touch $@

$(B)/assets.ok: $(B)/node.ok $(wildcard assets/*)
	@echo "  assets"
	@node assets/build.mjs $(B)/assets-out
	@touch $@

$(G)/assets.c $(G)/assets.h &: $(B)/assets.ok $(B)/tools/embed
	@mkdir -p $(@D)
	@$(B)/tools/embed assets $(G)/assets.c $(G)/assets.h $(B)/assets-out

$(G)/common.c: $(B)/node.ok assets/common.mjs
	@mkdir -p $(@D)
	@node assets/common.mjs $@
