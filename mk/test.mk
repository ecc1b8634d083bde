# `make test`: everything that must hold; installs what the tests need by itself. `make check`: tidy and unit tests, under a minute.
APT_TEST := chromium libasan8 libubsan1 gettext postgresql-15 sqlite3 nginx caddy curl openssl adduser dpkg-dev binutils coinor-cbc \
	libmecab2 mecab-ipadic-utf8 poppler-utils zbar-tools coturn faketime
# The cell of `make soak`: what deploy/cell is made of.
APT_SOAK := patroni etcd-server etcd-client haproxy pgbouncer postgresql-15 iproute2 python3-psycopg2 python3-etcd
SUITES := unit tools sweeps browser

$(B)/test-deps.ok: mk/test.mk tools/need.sh $(B)/deps.ok
	@sh tools/need.sh $(APT_TEST)
	@touch $@

$(B)/test-node.ok: tests/browser/package.json tests/browser/package-lock.json $(B)/test-deps.ok
	@echo "  npm ci (tests)"
	@cd tests/browser && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >../../$(B)/npm-tests.log 2>&1 \
		|| { cat ../../$(B)/npm-tests.log; exit 1; }
	@touch $@

$(B)/san/unit: $(SAN_O) $(TEST_O)
	@echo "  link $@"
	@$(CC) -fsanitize=address,undefined -o $@ $^ $(LIBS)

$(B)/kill: tests/kill/kill.c tests/disk/client.c tests/disk/client.h
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -I. -O1 -g -Wall -Wextra -Wshadow -Werror -o $@ $(filter %.c,$^) -lpthread

$(B)/peer.o: tests/peer/peer.c tests/peer/peer.h
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -I. -O2 -g -Wall -Wextra -Wshadow -Werror -c -o $@ $<

$(B)/client.o: tests/disk/client.c tests/disk/client.h
	@mkdir -p $(@D)
	@$(CC) -std=gnu17 -D_GNU_SOURCE -I. -O1 -g -Wall -Wextra -Wshadow -Werror -c -o $@ $<

$(B)/send: tests/kill/send.c $(B)/client.o $(B)/peer.o $(filter-out $(B)/fast/app/main.o,$(FAST_O))
	@mkdir -p $(@D)
	@$(CC) $(filter-out -MMD -MP,$(FAST)) -DHOUSE_FLOOR_LOW -I. -o $@ $^ $(LIBS)

# `make soak-pages [HOLD=3600]`: 40 staff and 2,000 parents with open pages for so long, on files and on PostgreSQL.
.PHONY: test check unit test-build soak soak-cell soak-pages
test-build: all $(B)/next/9000_more/yorisoi $(B)/next/9001_broken/yorisoi $(B)/san/unit $(B)/kill $(B)/send $(B)/bench/soak \
	$(B)/test-node.ok $(B)/sbom.spdx.json

test:
	@$(MAKE) $(B)/deps.ok $(B)/test-deps.ok
	@$(MAKE) test-build
	@sh tests/run.sh

unit: $(B)/san/unit
	@$(B)/san/unit $(ONLY)

check: $(B)/tidy.ok unit

# ROUNDS=10: a cell of machines in network namespaces loses them one by one (root). `make soak-cell` is that part alone.
soak-cell: $(B)/yorisoi
	@sh tools/need.sh $(APT_SOAK)
	@node tests/soak/soak.mjs $(or $(ROUNDS),10)

soak-pages: test-build
	@sh tests/soak/pages.sh $(or $(HOLD),3600)

soak: test-build
	@$(MAKE) soak-cell
	@$(MAKE) soak-pages
	@KILL_SECONDS=$(or $(FOR),600) POWER_STATES=$(or $(STATES),20000) sh tests/run.sh
	@$(MAKE) tsan
	@$(MAKE) valgrind
	@$(MAKE) scan
