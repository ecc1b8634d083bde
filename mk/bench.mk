# `make bench`: every speed target as one line. `make bench ONLY=start,idle` runs those; it says what it needs when a peer is missing.
.PHONY: bench
bench: $(B)/yorisoi $(B)/bench/load
	@node bench/bench.mjs $(B) $(ONLY)

$(B)/bench/load: bench/load.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Wshadow -Werror -o $@ $<
