# Rekom. Two commands to know: `make demo` and `make test`. Each does all its own set-up, once.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
export LC_ALL := C.UTF-8

VENV := .venv
PY := $(VENV)/bin/python
READY := build/ready

MO := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

.PHONY: help setup demo demo-reset test check bench format clean

help:
	@echo "make demo        start the portal with a demo county; Ctrl-C stops it, and the data is kept"
	@echo "make demo-reset  throw the demo's data away"
	@echo "make test        run all tests"
	@echo "make check       format, lint, types, migrations, translations, templates, architecture"
	@echo "make bench       measure the pages on the demo county"
	@echo "make format      put the code in its form"
	@echo "make clean       remove everything that the set-up has made, but not the demo's data"

demo: setup
	@$(PY) -m rekom.local.demo

demo-reset: $(VENV)/.ready
	@$(PY) -m rekom.local.demo --reset

test: setup $(READY)/browser
	@REKOM_ENV=test $(PY) -m pytest -n 2 --dist loadgroup $(PYTEST)

check: setup
	@REKOM_ENV=test $(PY) -m rekom.local.checks

bench: setup $(READY)/browser
	@$(PY) -m tests.bench

format: $(VENV)/.ready
	@$(PY) -m ruff check --fix --quiet . || true
	@$(PY) -m ruff format .

clean:
	rm -rf $(VENV) node_modules build $(MO) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --- Set-up: each step leaves a stamp, and is done again when what it was made of has changed -------------

setup: $(READY)/system $(VENV)/.ready node_modules/.ready $(MO) $(READY)/static

$(READY):
	@mkdir -p $@

$(READY)/system: scripts/system-packages.sh | $(READY)
	@sh scripts/system-packages.sh needed
	@touch $@

$(READY)/browser: scripts/system-packages.sh | $(READY)
	@sh scripts/system-packages.sh browser
	@touch $@

$(VENV)/.ready: requirements/dev.txt requirements/uv.txt scripts/virtual-environment.sh | $(READY)
	@sh scripts/virtual-environment.sh $(VENV)
	@touch $@

node_modules/.ready: package.json package-lock.json .npmrc | $(READY) $(READY)/system
	@echo "rekom  | npm packages"
	@npm ci --ignore-scripts --no-progress --loglevel=error
	@touch $@

%.mo: %.po | $(READY)/system
	@msgfmt --check-format -o $@ $<

STATIC_SOURCES := $(shell find static -type f 2>/dev/null) rekom/apps.py
$(READY)/static: node_modules/.ready $(VENV)/.ready $(STATIC_SOURCES)
	@echo "rekom  | static files"
	@REKOM_ENV=development $(PY) manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@
