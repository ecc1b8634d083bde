# Hunts beside `make test`: `make tsan` (races between threads), `make valgrind` (memory, in the program as it is shipped), `make scan` (strangers'
# scanners on the demo). Each installs what it needs. `make soak` runs all three. `make sbom`: build/sbom.spdx.json, what the program is made of.
APT_TSAN := libtsan2
APT_VALGRIND := valgrind
TSAN := $(BASE_FLAGS) -O1 -fsanitize=thread -fno-omit-frame-pointer -Wno-tsan
TSAN_O := $(SAN_O:$(B)/san/%=$(B)/tsan/%) $(TEST_O:$(B)/san/%=$(B)/tsan/%)

.PHONY: tsan valgrind tsan-deps valgrind-deps
tsan-deps:
	@sh tools/need.sh $(APT_TSAN)

valgrind-deps:
	@sh tools/need.sh $(APT_VALGRIND) curl

$(B)/tsan/%.o: src/%.c | tsan-deps $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(TSAN) $(LOW) -DYORISOI_VERSION='"test"' -c -o $@ $<

$(B)/tsan/gen/%.o: $(G)/%.c | tsan-deps $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(TSAN) -c -o $@ $<

$(B)/tsan/tests/%.o: tests/%.c | tsan-deps $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(TSAN) -DHOUSE_FLOOR_LOW -c -o $@ $<

$(B)/tsan/unit: $(TSAN_O)
	@echo "  link $@"
	@$(CC) -fsanitize=thread -o $@ $^ $(LIBS)

tsan: $(B)/tsan/unit
	@sh tests/hostile/tsan.sh $(ONLY)

valgrind: $(B)/yorisoi valgrind-deps
	@sh tests/hostile/valgrind.sh

.PHONY: scan scan-deps sbom
scan-deps:
	@sh tools/need.sh sqlmap wapiti php-cli sqlite3 curl

scan: $(B)/yorisoi scan-deps
	@sh tests/hostile/scan.sh $(or $(FOR),600)

sbom: $(B)/sbom.spdx.json
$(B)/sbom.spdx.json: $(B)/yorisoi tools/sbom.mjs package-lock.json tests/browser/package-lock.json
	@node tools/sbom.mjs $(B)/yorisoi $@
