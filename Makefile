# Yorisoi. Two commands: `make run` (the product, with its demo) and `make test` (everything that must hold).
.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-print-directory
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
ifeq ($(MAKELEVEL)$(filter -j%,$(MAKEFLAGS)),0)
MAKEFLAGS += -j$(JOBS)
endif

B := build
G := $(B)/gen
CC := gcc
PACKAGES := pangocairo libmicrohttpd sqlite3 libpq libsodium libcurl liboath libqrencode libutf8proc jansson libfido2 libcrypto
PACKAGES += libdeflate libjpeg libpng libwebp xlsxwriter
WARN := -Wall -Wextra -Wshadow -Wconversion -Wmissing-prototypes -Wstrict-prototypes -Wvla -Werror
BASE_FLAGS := -std=gnu17 -D_GNU_SOURCE -I. -Isrc -I$(B) -I$(G) -MMD -MP -g -fno-common $(WARN) -include src/base/banned.h
FAST := $(BASE_FLAGS) -O2 -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fno-plt
SAN := $(BASE_FLAGS) -O0 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LIBS := $(shell pkg-config --libs $(PACKAGES) 2>/dev/null) -lpthread -lm
# One file alone draws on paper; its library's headers are not ours to warn about.
PANGO := $(patsubst -I%,-isystem %,$(shell pkg-config --cflags pangocairo 2>/dev/null))
$(B)/fast/picture/paper.o: FAST += $(PANGO)
$(B)/san/picture/paper.o: SAN += $(PANGO)
$(B)/tsan/picture/paper.o: TSAN += $(PANGO)
$(B)/fuzz/o/picture/paper.o: FUZZ_FLAGS += $(PANGO)
# The header of the library for spreadsheets says words that are banned here; it is read before they are.
$(B)/fast/picture/sheet.o: FAST := -include xlsxwriter.h $(FAST)
$(B)/san/picture/sheet.o: SAN := -include xlsxwriter.h $(SAN)
$(B)/tsan/picture/sheet.o: TSAN := -include xlsxwriter.h $(BASE_FLAGS) -O1 -fsanitize=thread -fno-omit-frame-pointer -Wno-tsan
VERSION := $(shell git describe --always --dirty 2>/dev/null || echo unknown)

PAGES := $(wildcard src/*/*.page)
QUERIES := $(wildcard src/*/*.sql)
SCHEMA := $(sort $(wildcard schema/*.sql))
PO := $(wildcard locale/*.po)
TESTS := $(wildcard src/*/*_test.c)
SRC := $(filter-out $(TESTS),$(wildcard src/*/*.c))
GEN_C := $(PAGES:src/%=$(G)/%.c) $(QUERIES:src/%=$(G)/%.c) $(G)/words.c $(G)/assets.c $(G)/common.c $(G)/schema.c $(G)/queries.c $(G)/tables.c
GEN_H := $(PAGES:src/%=$(G)/%.h) $(QUERIES:src/%=$(G)/%.h) $(G)/ids.h $(G)/assets.h

FAST_O := $(SRC:src/%.c=$(B)/fast/%.o) $(GEN_C:$(G)/%.c=$(B)/fast/gen/%.o)
SAN_O := $(filter-out $(B)/san/app/main.o,$(SRC:src/%.c=$(B)/san/%.o)) $(GEN_C:$(G)/%.c=$(B)/san/gen/%.o)
TEST_O := $(TESTS:src/%.c=$(B)/san/%.o) $(patsubst tests/%.c,$(B)/san/tests/%.o,$(wildcard tests/*.c tests/town/*.c))

include mk/run.mk mk/setup.mk mk/assets.mk mk/test.mk mk/bench.mk mk/deb.mk mk/hunt.mk $(wildcard mk/fuzz.mk mk/room.mk)

.PHONY: all
all: $(B)/yorisoi $(B)/tidy.ok

$(B)/tidy.ok: $(B)/tools/tidy $(SRC) $(TESTS) $(PAGES) $(QUERIES) $(SCHEMA) $(wildcard src/*/*.h tests/*.[ch] tests/town/*.[ch] tools/*.c) floors.txt
	@$(B)/tools/tidy
	@touch $@

$(B)/yorisoi: $(FAST_O)
	@echo "  link $@"
	@$(CC) -o $@ $^ $(LIBS) -pie -Wl,-z,relro,-z,now

# ---- tools ----
.SECONDEXPANSION:
# What queryc needs to prepare our own full-text search: sources with `int store_tokenizer_add(sqlite3 *)`, where there are such.
QUERYC_EXTRA := src/store/tokenize.c src/base/fold.c src/base/fold_words.c src/base/check.c
QUERYC_LIBS := -lsqlite3 -lutf8proc
$(B)/tools/queryc: $(QUERYC_EXTRA)
$(B)/tools/%: tools/%.c $$(wildcard tools/$$*_*.c tools/$$*.h) | $(B)/deps.ok
	@mkdir -p $(@D)
	@echo "  tool $(*F)"
	@$(CC) -std=gnu17 -D_GNU_SOURCE -O1 -g -Wall -Wextra -Wshadow -Werror -Isrc -Itools -I. -o $@ $(filter %.c,$^) \
		$(if $(filter queryc,$*),$(QUERYC_LIBS))

# ---- generated code: never committed, never edited ----
$(G)/%.page.c $(G)/%.page.h $(G)/%.page.words &: src/%.page $(B)/tools/pagec
	@mkdir -p $(@D)
	@$(B)/tools/pagec $< $(G)/$*.page

$(G)/%.sql.c $(G)/%.sql.h &: src/%.sql $(SCHEMA) $(B)/tools/queryc
	@mkdir -p $(@D)
	@$(B)/tools/queryc query $< $(G)/$*.sql $(SCHEMA)

$(G)/ids.h $(G)/schema.c $(G)/queries.c $(G)/tables.c &: $(SCHEMA) $(QUERIES) $(B)/tools/queryc
	@mkdir -p $(@D)
	@$(B)/tools/queryc schema $(G) $(SCHEMA) -- $(QUERIES)

$(G)/words.c: $(PAGES:src/%=$(G)/%.words) $(PO) $(B)/tools/embed
	@$(B)/tools/embed words $@ $(filter %.words,$^) -- $(PO)

# ---- objects ----
LOW = $(if $(filter base/% store/% web/% match/% picture/% channel/% tests/%,$*),-DHOUSE_FLOOR_LOW)
$(B)/fast/%.o: src/%.c | $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(FAST) $(LOW) -DYORISOI_VERSION='"$(VERSION)"' -c -o $@ $<

# What --version says moves with every commit; only one file hears of it.
$(shell mkdir -p $(B); echo '$(VERSION)' | cmp -s - $(B)/version.txt || echo '$(VERSION)' > $(B)/version.txt)
$(B)/fast/app/version.o: $(B)/version.txt

$(B)/fast/gen/%.o: $(G)/%.c | $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(FAST) -c -o $@ $<

$(B)/san/%.o: src/%.c | $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(SAN) $(LOW) -DYORISOI_VERSION='"test"' -c -o $@ $<

$(B)/san/gen/%.o: $(G)/%.c | $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(SAN) -c -o $@ $<

$(B)/san/tests/%.o: tests/%.c | $(GEN_H)
	@mkdir -p $(@D)
	@$(CC) $(SAN) -DHOUSE_FLOOR_LOW -c -o $@ $<

-include $(shell find $(B) -name '*.d' 2>/dev/null)
