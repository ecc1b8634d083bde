# Hunts beside `make test`: `make tsan` (races between threads), `make valgrind` (memory, in the program as it is shipped). Each installs what it
# needs. `make soak` runs them.
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
