# What must be on the machine. `make run` installs what is missing; tests add their own (mk/test.mk).
APT_RUN := gcc make pkg-config libc6-dev \
	libmicrohttpd-dev libsqlite3-dev libpq-dev libsodium-dev libcurl4-openssl-dev liboath-dev libqrencode-dev libutf8proc-dev libjansson-dev \
	libfido2-dev libssl-dev libdeflate-dev libjpeg62-turbo-dev libpng-dev libwebp-dev libpango1.0-dev fonts-noto-cjk libxlsxwriter-dev

$(B)/deps.ok: mk/setup.mk tools/need.sh
	@mkdir -p $(@D)
	@sh tools/need.sh $(APT_RUN) -- node:nodejs npm:npm
	@touch $@
