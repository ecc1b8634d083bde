# `make bench`: every speed target as one line. `make bench ONLY=start,idle` runs those; it says what it needs when a peer is missing.
.PHONY: bench
bench: $(B)/yorisoi $(B)/bench/load
	@node bench/bench.mjs $(B) $(ONLY)

# `make bench-pg`: the second store, on a PostgreSQL of its own with fsync. It needs what `make test` installs.
.PHONY: bench-pg
bench-pg: $(B)/yorisoi $(B)/bench/load $(B)/test-deps.ok
	@node bench/pg.mjs $(B) $(ONLY)

# `make bench-find [N=20000]`: searching among so many entries, in process: milliseconds of CPU a question, and what the index weighs.
N ?= 20000
.PHONY: bench-find
bench-find: $(B)/yorisoi $(B)/bench/find $(B)/bench/load
	@sh bench/find.sh $(B) $(N)

$(B)/bench/find: bench/find.c $(filter-out $(B)/fast/app/main.o,$(FAST_O))
	@mkdir -p $(@D)
	@$(CC) $(filter-out -MMD -MP,$(FAST)) -DHOUSE_FLOOR_LOW -o $@ $^ $(LIBS)

# `make bench-family [N=100000]`: searching among so many families, and one family's page signed in.
.PHONY: bench-family
bench-family: $(B)/yorisoi $(B)/bench/family $(B)/bench/load
	@node bench/family.mjs $(B) $(if $(filter command,$(origin N)),$(N),100000)

$(B)/bench/family: bench/family.c $(filter-out $(B)/fast/app/main.o,$(FAST_O))
	@mkdir -p $(@D)
	@$(CC) $(filter-out -MMD -MP,$(FAST)) -DHOUSE_FLOOR_LOW -o $@ $^ $(LIBS)

# `make bench-care [N=10000]`: the desk's list of so many requests, signed in.
.PHONY: bench-care
bench-care: $(B)/yorisoi $(B)/bench/load
	@sh tools/need.sh sqlite3
	@node bench/care.mjs $(B) $(if $(filter command,$(origin N)),$(N),10000)

# `make bench-fees [N=100000]`: a year of so many visits settled, in process: seconds, and whether everything ties to the yen.
.PHONY: bench-fees
bench-fees: N := $(if $(filter 20000,$(N)),100000,$(N))
bench-fees: $(B)/yorisoi $(B)/bench/fees
	@sh bench/fees.sh $(B) $(N)

$(B)/bench/fees: bench/fees.c $(filter-out $(B)/fast/app/main.o,$(FAST_O))
	@mkdir -p $(@D)
	@$(CC) $(filter-out -MMD -MP,$(FAST)) -DHOUSE_FLOOR_LOW -o $@ $^ $(LIBS)

# `make bench-match`: ranking 200 helpers with 500 visits for one request, alone and while the web is under load.
.PHONY: bench-match
bench-match: $(B)/yorisoi $(B)/bench/match $(B)/bench/load
	@sh bench/match.sh $(B)

$(B)/bench/match: bench/match.c $(filter-out $(B)/fast/app/main.o,$(FAST_O))
	@mkdir -p $(@D)
	@$(CC) $(filter-out -MMD -MP,$(FAST)) -DHOUSE_FLOOR_LOW -o $@ $^ $(LIBS)

$(B)/bench/load: bench/load.c
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -O2 -g -Wall -Wextra -Wshadow -Werror -o $@ $<

# `make bench-wordpress [N=20000]`: our pages beside WordPress 6 with as many posts of the same words, as CPU a page. Installs what it needs.
APT_WORDPRESS := wordpress wordpress-theme-twentytwentythree mariadb-server php8.2-fpm php8.2-mysql php8.2-mbstring php8.2-xml nginx-light curl
.PHONY: bench-wordpress
bench-wordpress: $(B)/yorisoi $(B)/bench/find $(B)/bench/load
	@sh tools/need.sh $(APT_WORDPRESS)
	@sh bench/wordpress.sh $(B) $(N)

# `make bench-sos [N=500]`: how long until so many open desks ring.
.PHONY: bench-sos
bench-sos: $(B)/yorisoi
	@node bench/sos.mjs $(B) $(or $(filter-out 20000,$(N)),500)

# `make bench-notices [N=1000000]`: so many notices by LINE against a platform in C that takes 2,000 in a second.
.PHONY: bench-notices
bench-notices: $(B)/yorisoi $(B)/bench/notices
	@sh bench/notices.sh $(B) $(if $(filter command,$(origin N)),$(N),1000000)

$(B)/bench/notices: bench/notices.c $(B)/peer.o $(filter-out $(B)/fast/app/main.o,$(FAST_O))
	@mkdir -p $(@D)
	@$(CC) $(filter-out -MMD -MP,$(FAST)) -DHOUSE_FLOOR_LOW -I. -o $@ $^ $(LIBS)

# `make bench-webhook [N=500]`: so many webhooks of LINE a second, and none lost through kill -9.
.PHONY: bench-webhook
bench-webhook: $(B)/yorisoi
	@sh tools/need.sh sqlite3
	@node bench/webhook.mjs $(B) $(if $(filter command,$(origin N)),$(N),500)

$(B)/bench/soak: bench/soak.c bench/soak_wire.c bench/soak.h
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -I. -O2 -g -Wall -Wextra -Wshadow -Werror -o $@ $(filter %.c,$^) -lpthread
