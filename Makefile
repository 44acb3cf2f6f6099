# Andon is started with `make run` and tested with `make test`; `make` alone lists what else there is.
#
# What is missing on the machine is put there by scripts/tools, which does nothing where it is. Files say whether
# something is up to date, so a second call does only what has changed since the first. The order within `test` is
# the order of patience: what fails in a second comes before what fails in ten minutes.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
# Two cargo calls would only wait for each other, and the order above would be lost.
.NOTPARALLEL:
MAKEFLAGS += --no-builtin-rules

CARGO_BIN := $(or $(CARGO_HOME),$(HOME)/.cargo)/bin
export PATH := $(CARGO_BIN):$(PATH)

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
BIN := $(TARGET)/release/andon
SITE := $(TARGET)/site
BROWSER := tests/browser

# On a build server nothing is built twice, so what speeds up the second build is only in the way; and a lock file
# that does not fit Cargo.toml is a mistake.
ifdef CI
export CARGO_INCREMENTAL := 0
LOCKED := --locked
endif

# What the program and the site in it are made of, folders included: a file that is gone counts as a change.
SOURCES := Cargo.toml Cargo.lock .cargo/config.toml scripts/build scripts/site/node_modules/.installed \
    $(shell find src style public migrations scripts/site -name node_modules -prune -o -print 2>/dev/null)
# A stamp, written last: should something else have written to the program since (a plain `cargo build --release`) or
# should it be gone, it is built anew.
BUILT := $(TARGET)/release/andon.built
# Optimised as a whole, for `make dist` and `make bench`.
OPTIMISED := $(TARGET)/dist/andon

SAY := @printf '==> %s\n'

##@ Use

help: ## Say what there is
	@awk 'BEGIN { FS = ":.*## " } \
	    /^##@/ { printf "\n%s\n", substr($$0, 5) } \
	    /^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@printf '\nThe first build fetches and builds its tools too: allow about 10 minutes on two cores.\n'

run: build ## Build Andon and serve it on this machine; the data goes to the folder data
	$(SAY) "Starting Andon. Its data is in the folder $(or $(ANDON_DATA),data); Ctrl-C stops it"
	@exec $(BIN) serve

build: $(BUILT) ## Build the release: one program, with the site inside

##@ Work on it

dev: scripts/site/node_modules/.installed | tool-rust ## Serve a debug build; build again and reload the browser at every change
	$(SAY) "Building for debugging (about 3 minutes the first time), then watching for changes"
	@node scripts/site/dev.mjs

test: ## Run every check and every test
	@scripts/parts fmt licences advised lint docs unit postgres examples size browser

quick: | tool-rust tool-nextest ## Run what a change of one page needs: formatting, clippy on the server, unit tests
	$(SAY) "Checking formatting and lints, then unit tests (about 2 minutes)"
	@cargo fmt --check
	@cargo clippy $(LOCKED) --features ssr -- -D warnings
	@cargo nextest run $(LOCKED) --features ssr --lib

check: fmt licences lint docs size ## Run what needs no test: formatting, clippy, rustdoc, licences, sizes

fmt: | tool-rust ## Check how the code is set
	$(SAY) "Checking how the code is set (a second); 'cargo fmt' sets it right"
	@cargo fmt --check

lint: | tool-rust ## Run clippy on the server and on the browser's half
	$(SAY) "Linting the server and its tests (about 2 minutes the first time)"
	@cargo clippy $(LOCKED) --all-targets --features ssr -- -D warnings
	$(SAY) "Linting the browser's half (about a minute the first time)"
	@cargo clippy $(LOCKED) --lib --features hydrate --target wasm32-unknown-unknown -- -D warnings

docs: | tool-rust ## Build the documentation of the code; a link to nowhere is an error
	$(SAY) "Documenting the code (about a minute)"
	@RUSTDOCFLAGS='-D warnings' cargo doc $(LOCKED) --no-deps --lib --features ssr

licences: | tool-rust tool-deny ## Check the licences and origins of everything that is built in
	$(SAY) "Checking licences, origins and banned crates (seconds)"
	@cargo deny --log-level error check bans licenses sources

# Where it is kept; a machine without a way there has nothing to look things up in.
ADVISORIES := https://github.com/rustsec/advisory-db

advisories: | tool-rust tool-deny ## Ask the RustSec database about everything that is built in (needs a network)
	$(SAY) "Asking $(ADVISORIES) (seconds)"
	@cargo deny --log-level error check advisories

# The same, where the database can be reached; else one line says that it was not done.
advised:
	@if timeout 10 git ls-remote --exit-code $(ADVISORIES) HEAD >/dev/null 2>&1; then $(MAKE) --no-print-directory advisories; \
	else printf '==> %s\n' "Advisories were not looked up: $(ADVISORIES) cannot be reached from here ('make advisories' tries again)"; fi

unit: | tool-rust tool-nextest tool-postgres ## Run the unit, property and integration tests
	$(SAY) "Testing with a debug build (about 10 minutes the first time)"
	@cargo nextest run $(LOCKED) --features ssr

postgres: | tool-rust tool-nextest tool-postgres ## Run the tests that need a database once more, on PostgreSQL
	$(SAY) "Testing what needs a database once more, on PostgreSQL (minutes)"
	@ANDON_TEST_DATABASE=postgres cargo nextest run $(LOCKED) --features ssr --profile postgres

examples: | tool-rust ## Run the examples in the documentation of the code
	$(SAY) "Testing the examples in the documentation (about a minute)"
	@cargo test $(LOCKED) --doc --features ssr

size: $(BUILT) ## Weigh the release against its budgets
	$(SAY) "Weighing the release (a second)"
	@# Not optimised as a whole, it is some 5 MB heavier than what is handed out.
	@scripts/weigh $(BIN) $(SITE) 37000000

browser: $(BUILT) $(BROWSER)/node_modules/.installed | tool-chromium tool-postgres ## Run the browser tests on the release
	$(SAY) "Testing the release in Chromium (minutes)"
	@cd $(BROWSER) && ANDON_BIN=$(BIN) \
	    node --test --test-concurrency=2 --test-reporter=spec *.test.mjs

# The programs in tests/soak, in the order in which they run: what is added there is named here.
SOAK := kill garbage attack fuzz openapi

soak: | tool-rust tool-nextest tool-fuzz ## Run the long tests: kills under load, much garbage, fuzzing, the interface against its document
	$(SAY) "Soaking: $(SOAK) (about an hour on two cores)"
	@tests/soak/run $(SOAK)

bench: $(OPTIMISED) | tool-rust tool-postgres ## Measure speed and memory, and write what was found to benches/README.md
	$(SAY) "Measuring one thing at a time (about 10 minutes, the first time 20)"
	@cargo bench $(LOCKED) --features ssr --bench charts --bench measure --bench pages
	$(SAY) "Measuring under load, on SQLite and on PostgreSQL (about 15 minutes)"
	@ANDON_BIN=$(OPTIMISED) cargo bench $(LOCKED) --features ssr --bench load -- --write

clean: ## Throw away everything that was built here, but no data
	$(SAY) "Throwing away what was built"
	@rm -rf $(TARGET) $(BROWSER)/node_modules scripts/site/node_modules

.PHONY: help run build dev test quick check fmt lint docs licences advisories advised unit postgres examples size browser soak bench clean

$(BUILT): $(SOURCES) $(BIN) | tool-rust
	$(SAY) "Building the program and the site in it (about 9 minutes the first time)"
	@scripts/build release $(SITE)
	@touch $@

$(OPTIMISED): $(SOURCES) | tool-rust
	$(SAY) "Building the program, optimised as a whole (about 15 minutes the first time)"
	@scripts/build dist $(SITE)
	@touch $@

$(BIN): ;

# Nothing that these packages would run when they are installed is needed, the download of a browser least of all.
%/node_modules/.installed: %/package-lock.json | tool-node
	$(SAY) "Fetching packages from npm for $* (seconds)"
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

# A second or less each where the tool is there.
tool-%: FORCE
	@scripts/tools $*

FORCE:
