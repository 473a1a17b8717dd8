# Commands of Gemeinwerk. A fresh machine needs Python 3.11 or newer, make and git.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
GEMEINWERK := $(BIN)/python -m backend
export PORT PEOPLE
# Where the environment forbids it to keep what it has compiled, each process of a run would compile all of it again.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo clean-demo install install-dev test coverage check fmt bench rush screenshots messages lock clean

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: install ## a living platform on http://localhost:$(PORT), with everything it needs
	@$(BIN)/python -m backend.local.demo

clean-demo: ## forget the demo's data
	@if test -x $(BIN)/python; then $(BIN)/python -m backend.local.demo forget; else rm -rf .local/demo; fi

# One more than cores: while one waits for a browser or a worker, another works. More of them only wait for each other.
IN_PARALLEL := -n 3 --dist worksteal

test: install-dev ## all checks and all tests, from nothing
	@$(MAKE) --no-print-directory check
	@$(BIN)/python tools/browser.py
	@$(BIN)/pytest $(IN_PARALLEL)

coverage: install-dev ## the tests once more, with every line and branch counted; fails below 90 % of any main part
	@$(BIN)/python tools/browser.py
	@$(BIN)/pytest $(IN_PARALLEL) --cov --cov-report=term --cov-report=xml:.local/coverage.xml
	@for part in programmes funding worker backend/core; do \
		total=$$($(BIN)/coverage report --include="$$part/*" --format=total --fail-under=90) || exit 1; \
		echo "$$part: $$total %"; done

check: install-dev ## lint, types, import contracts, sizes, migrations, API schema, translations, compose file
	@$(BIN)/python tools/check.py

fmt: install-dev ## format the code
	@$(BIN)/ruff format
	@$(BIN)/ruff check --fix --exit-zero --quiet
	@$(BIN)/djlint --reformat --quiet backend || true

bench: install-dev .local/bench/.installed ## measure, as ratios against baselines of the same run
	@$(BIN)/python -m tests.bench $(ONLY)

rush: install-dev ## the kick-off with real clients while parts fail; PEOPLE=1000 makes it smaller
	@$(BIN)/python -m tests.rush

# What figures compare with is no part of the environment, which it could change.
.local/bench/.installed: requirements/bench.txt .venv/.installed
	@rm -rf $(@D)
	@$(PIP) --target $(@D) -r requirements/bench.txt
	@touch $@

screenshots: install-dev ## every page, phone and desk, German and English, into .local/screenshots/
	@$(BIN)/python tools/browser.py
	@$(BIN)/python tools/screenshots.py

messages: install-dev ## collect the texts of the sources into locale/
	@$(BIN)/python tools/translations.py update

TEXTS := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

install: .venv/.installed .local/assets/.stamp $(TEXTS)
install-dev: .venv/.installed-dev .local/assets/.stamp $(TEXTS)

%.mo: %.po .venv/.installed
	@$(BIN)/python tools/translations.py compile

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Gemeinwerk needs Python 3.11 or newer; try make PYTHON=python3.11")'
	@$(PYTHON) -m venv .venv

# The locks are complete, so nothing is resolved again: older pip would look past a pin for what is asked for with extras.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile
# uv puts the same files there in a fraction of the time; where it does not know what pip is set up with, pip does it.
LOCKED = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --no-deps -r $(1) || $(PIP) -r $(1)
# On all cores at once; what a library keeps as a sample need not be sound. What the platform does not load is left out.
COMPILED := $(BIN)/python -m compileall -qq -j 0 -x '/tests?/|/testing/|/(stripe/params|pip|pygments)/' .venv/lib || true

.venv/.installed: requirements/base.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo "Installing what the platform needs …"
	@$(PIP) -r requirements/build.txt
	@$(call LOCKED,requirements/base.txt)
	@$(COMPILED)
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.installed-dev: requirements/dev.txt .venv/.installed
	@echo "Installing what tests and checks need …"
	@$(call LOCKED,requirements/dev.txt)
	@touch $@

.local/assets/.stamp: package-lock.json backend/web/assets.py $(wildcard backend/web/static_src/*) .venv/.installed
	@command -v npm > /dev/null || { $(call LOCKED,requirements/node.txt); }
	@$(BIN)/python -m backend.web.assets build
	@mkdir -p $(@D) && touch $@

lock: ## resolve and lock the dependencies anew
	@$(BIN)/python tools/lock.py

clean: ## remove everything that can be made again
	@rm -rf .local .venv node_modules
