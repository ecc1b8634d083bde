# `make deb`: a Debian package of what is built, build/deb/yorisoi_VERSION_ARCH.deb, and how tight its service is.
APT_DEB := dpkg-dev binutils

.PHONY: deb
deb: $(B)/yorisoi
	@sh tools/need.sh $(APT_DEB)
	@sh deploy/deb/build.sh $(B)/yorisoi $(B)/deb
	@if command -v systemd-analyze >/dev/null; then systemd-analyze security --offline=true deploy/yorisoi.service 2>/dev/null | tail -n 1; fi

# For tests/deb.sh: programs of versions to come, one that brings data forward and one that cannot.
$(B)/next/%/schema.c: tests/deb/%.sql $(SCHEMA) $(QUERIES) $(B)/tools/queryc
	@mkdir -p $(@D)
	@$(B)/tools/queryc schema $(@D) $(SCHEMA) $< -- $(QUERIES)

$(B)/next/%/yorisoi: $(B)/next/%/schema.c $(FAST_O)
	@$(CC) $(FAST) -c -o $(@D)/schema.o $<
	@$(CC) -o $@ $(@D)/schema.o $(filter-out %/gen/schema.o,$(FAST_O)) $(LIBS) -pie -Wl,-z,relro,-z,now
