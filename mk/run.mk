# `make run`: installs what is missing, builds, makes the demo where there is none, serves. PORT=8080 and DATA=var/demo may be given.
PORT ?= 8080
DATA ?= var/demo

.PHONY: run clean words
run:
	@$(MAKE) $(B)/deps.ok
	@$(MAKE) all
	@mkdir -p $(dir $(DATA))
	@$(B)/yorisoi demo --data $(DATA)
	@exec $(B)/yorisoi serve --data $(DATA) --listen 127.0.0.1:$(PORT)

# What is missing in the catalogues is added with an empty translation; what is no longer said goes.
words: $(PAGES:src/%=$(G)/%.words) $(B)/tools/embed
	@$(B)/tools/embed fill $(PAGES:src/%=$(G)/%.words) -- locale/ja_EASY.po locale/en.po locale/zh_CN.po locale/vi.po locale/pt_BR.po

clean:
	@rm -rf $(B)
