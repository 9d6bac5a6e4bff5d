# Everything a checkout needs, from nothing but Python 3.11 or later and make. `make help` lists the commands.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
# The samples live in the checkout, in a library of their own.
WENYUAN_HOME ?= $(CURDIR)/.wenyuan
JOBS ?= 2
DATA ?=

INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input
RUN_READY := $(VENV)/.run-ready
DEV_READY := $(VENV)/.dev-ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-slow lint types imports bench bench-full lock clean

help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "$(PYTHON) is not here. Install Python 3.11 or later, or name yours: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "$(PYTHON) is $$($(PYTHON) -V 2>&1), and Python 3.11 or later is needed: make PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) -V 2>&1)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "$(PYTHON) cannot create a virtual environment; some systems pack that apart (python3.11-venv)." >&2; exit 1; }

# The locks are complete, so nothing is resolved, and every archive is checked against its hash. The package itself comes from this checkout, so edits take effect at once.
$(RUN_READY): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Installing what wenyuan needs to run (requirements/run.txt)"
	@$(INSTALL) --no-deps --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): requirements/dev.txt pyproject.toml | $(BIN)/python
	@echo "Installing what its tests and checks need (requirements/dev.txt)"
	@$(INSTALL) --no-deps --require-hashes -r requirements/dev.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $(RUN_READY) $@

run: $(RUN_READY) ## Add the sample documents to a library and ask them four questions
	@WENYUAN_HOME='$(WENYUAN_HOME)' WENYUAN=$(BIN)/wenyuan sh samples/tour.sh

test: $(DEV_READY) ## Run the tests, except the long ones
	@$(BIN)/python -m pytest -q -n $(JOBS) -m 'not slow'

test-slow: $(DEV_READY) ## Run the long tests
	@$(BIN)/python -m pytest -q -m slow

lint: $(DEV_READY) ## Check style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV_READY) ## Check types, strictly
	@$(BIN)/python -m pyright --warnings

imports: $(DEV_READY) ## Check that the rooms import one way only
	@$(BIN)/lint-imports

bench: $(DEV_READY) ## Run the benchmarks (DATA=folder holding the data sets)
	@$(BIN)/python benchmarks/all.py '$(DATA)'

bench-full: $(DEV_READY) ## Search beside its peers, every question, a million passages; writes docs/retrieval.md
	@$(BIN)/python benchmarks/retrieval '$(DATA)' --full --out docs

# The tool that writes the locks lives apart, so that it never moves a version in the environment it locks.
$(VENV)/lock/bin/pip-compile: requirements/lock.txt | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)/lock
	@$(VENV)/lock/bin/python -m pip install --quiet --disable-pip-version-check \
	  --no-deps --require-hashes -r requirements/lock.txt
	@touch $@

COMPILE := $(VENV)/lock/bin/pip-compile --quiet --generate-hashes --strip-extras --annotation-style line --no-header \
  --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

lock: $(VENV)/lock/bin/pip-compile ## Lock the dependencies again (UPGRADE=--upgrade for the newest)
	@$(COMPILE) $(UPGRADE) --build-deps-for wheel --output-file requirements/run.txt pyproject.toml
	@$(COMPILE) $(UPGRADE) --build-deps-for wheel --extra dev --constraint requirements/run.txt \
	  --output-file requirements/dev.txt pyproject.toml
	@$(COMPILE) $(UPGRADE) --allow-unsafe --output-file requirements/lock.txt requirements/lock.in

clean: ## Remove what these commands made, the sample library included
	rm -rf $(VENV) .wenyuan dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests benchmarks samples -name __pycache__ -type d -prune -exec rm -rf {} +
