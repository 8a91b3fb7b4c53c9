# The words of the house. `make demo` and `make test` install what is missing first.
SHELL := bash
PREFIX ?= /usr/local
DESTDIR ?=
AGENT ?= claude-code

.DEFAULT_GOAL := help
.PHONY: help dependencies build demo test bench e2e fuzz lint format docs install uninstall clean

help:  ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

dependencies:  ## Install what is missing (apt or brew; Swift is only looked for)
	@scripts/install-dependencies.sh

build: dependencies  ## Build bin/taffrail, static and stripped
	@scripts/build.sh

demo: build  ## Play the demonstration (AGENT=codex, cursor, devin, gemini-cli, copilot, droid or qwen plays another agent)
	@demo/run.sh --agent $(AGENT)

test: dependencies  ## Run every test
	@scripts/test.sh

bench: build  ## Measure hook calls against an empty C program
	@python3 -B scripts/bench.py $(ARGS)

e2e: build  ## Drive the real Claude Code and Codex, and Cursor's hook runner, offline
	@e2e/run.sh $(ARGS)

fuzz: dependencies  ## Look for inputs that crash, hang or break an invariant (RUNS=1000000)
	@scripts/fuzz.sh $(ARGS)

lint: dependencies  ## Check style, syntax and that generated documentation is fresh
	@scripts/lint.sh

format:  ## Format the Swift sources in place
	@swift format --in-place -r Package.swift Sources Tests

docs:  ## Write the generated parts of the documentation anew
	@python3 -B scripts/docs.py
	@TAFFRAIL_UPDATE_DOCS=1 swift test --filter 'DocumentationTests|AgentsPageTests'

install:  ## Install to $(DESTDIR)$(PREFIX)/bin; builds first when nothing is built
	@[[ -x bin/taffrail ]] || $(MAKE) --no-print-directory build
	@install -d "$(DESTDIR)$(PREFIX)/bin"
	@dd if=bin/taffrail of="$(DESTDIR)$(PREFIX)/bin/.taffrail.new" bs=4M 2>/dev/null
	@chmod 755 "$(DESTDIR)$(PREFIX)/bin/.taffrail.new"
	@mv -f "$(DESTDIR)$(PREFIX)/bin/.taffrail.new" "$(DESTDIR)$(PREFIX)/bin/taffrail"
	@echo "installed $(DESTDIR)$(PREFIX)/bin/taffrail"

uninstall:  ## Remove what install put there
	@rm -f "$(DESTDIR)$(PREFIX)/bin/taffrail"

clean:  ## Remove everything that was built
	@rm -rf .build .build-fuzz bin .bench .demo .e2e
