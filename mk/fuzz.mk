# `make fuzz [FOR=60]`: every parser against mangled input, that many seconds each. `make fuzz ONLY=conf` runs one. Found inputs: build/fuzz/found.
# A target is fuzz/NAME.c; its seeds lie in fuzz/corpus/NAME (or fuzz/corpus/shared), what a run learns in build/fuzz/corpus/NAME.
FOR ?= 60
APT_FUZZ := clang libclang-rt-14-dev
FUZZ_CC := clang
FUZZ_FLAGS := -std=gnu17 -D_GNU_SOURCE -I. -Isrc -I$(B) -I$(G) -g -O1 -DHOUSE_FLOOR_LOW -DYORISOI_VERSION='"fuzz"' -fsanitize=address,undefined \
	-fno-sanitize-recover=all -include src/base/banned.h -MMD -MP
# What reads a file that others published needs no desk.
FUZZ_IMPORT := uuid table json words header_words layout cell record value
FUZZ_LOW := $(filter-out %_test.c %/sheet.c,$(wildcard src/base/*.c src/web/*.c src/picture/*.c src/*/*_rules.c src/directory/*_words.c \
	$(FUZZ_IMPORT:%=src/exchange/exchange_%.c)))
FUZZ_O := $(FUZZ_LOW:src/%.c=$(B)/fuzz/o/%.o)
comma := ,
FUZZ_NAMES := $(patsubst fuzz/%.c,%,$(wildcard fuzz/*.c))
FUZZ_RUN := $(if $(ONLY),$(subst $(comma), ,$(ONLY)),$(FUZZ_NAMES) pagec queryc)

.PHONY: fuzz fuzz-deps $(FUZZ_RUN:%=fuzz-%)
fuzz: $(FUZZ_RUN:%=fuzz-%)

fuzz-deps:
	@sh tools/need.sh $(APT_FUZZ)

$(filter-out fuzz-pagec fuzz-queryc,$(FUZZ_RUN:%=fuzz-%)): fuzz-%: $(B)/fuzz/%
	@mkdir -p $(B)/fuzz/corpus/$* $(B)/fuzz/found
	@echo "  fuzz $* for $(FOR) s"
	@$(B)/fuzz/$* -max_total_time=$(FOR) -timeout=10 -rss_limit_mb=2048 -artifact_prefix=$(B)/fuzz/found/$*- -verbosity=0 -print_final_stats=1 \
		$(B)/fuzz/corpus/$* $(wildcard fuzz/corpus/$* fuzz/corpus/shared) 2>$(B)/fuzz/$*.log || { tail -n 30 $(B)/fuzz/$*.log; exit 1; }
	@sed -n 's/^stat::number_of_executed_units: */  $* ran /p' $(B)/fuzz/$*.log

fuzz-pagec: $(B)/fuzz/mutate $(B)/fuzz/pagec
	@$(B)/fuzz/mutate $(FOR) $(B)/fuzz/found $(B)/fuzz/in.page $(PAGES) -- $(B)/fuzz/pagec $(B)/fuzz/in.page $(B)/fuzz/out.page

fuzz-queryc: $(B)/fuzz/mutate $(B)/fuzz/queryc
	@mkdir -p $(B)/fuzz/consult
	@$(B)/fuzz/mutate $(FOR) $(B)/fuzz/found $(B)/fuzz/consult/consult.sql $(wildcard src/consult/*.sql) -- \
		$(B)/fuzz/queryc query $(B)/fuzz/consult/consult.sql $(B)/fuzz/consult/out.sql $(SCHEMA)

$(B)/fuzz/pagec: $(wildcard tools/pagec*)
$(B)/fuzz/queryc: $(wildcard tools/queryc*) $(QUERYC_EXTRA)
$(B)/fuzz/pagec $(B)/fuzz/queryc:
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -O1 -g -I. -Isrc -fsanitize=address,undefined -fno-sanitize-recover=all -o $@ $(filter %.c,$^) \
		$(if $(filter %queryc,$@),$(QUERYC_LIBS))

$(B)/fuzz/mutate: fuzz/tools/mutate.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Wshadow -Werror -o $@ $<

$(B)/fuzz/o/%.o: src/%.c | fuzz-deps $(GEN_H)
	@mkdir -p $(@D)
	@$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link -c -o $@ $<

$(B)/fuzz/house.a: $(FUZZ_O) mk/fuzz.mk
	@rm -f $@
	@ar rcs $@ $(filter %.o,$^)

$(B)/fuzz/%: fuzz/%.c fuzz/fuzz.h $(B)/fuzz/house.a
	@$(FUZZ_CC) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $< $(B)/fuzz/house.a $(LIBS)
