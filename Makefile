# Ingat. `make help` lists what there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format lint types imports unused bench screenshots lock clean

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: $(VENV)/run.stamp ## Start Ingat: your bot with TELEGRAM_BOT_TOKEN set, otherwise the sandbox with a demo shop
	@$(BIN)/ingat run

test: $(VENV)/dev.stamp ## Run all tests, on SQLite and on a PostgreSQL that they bring themselves
	@$(BIN)/python -m tests

check: format lint types imports unused test ## Everything CI asks for

format: $(VENV)/dev.stamp ## Check the formatting
	@$(BIN)/ruff format --check .

lint: $(VENV)/dev.stamp ## Lint Python, and the JavaScript of the chat pages
	@$(BIN)/ruff check .
	@$(BIN)/oxlint --deny-warnings sandbox/pages/static

types: $(VENV)/dev.stamp ## Check the types, strictly
	@$(BIN)/mypy

imports: $(VENV)/dev.stamp ## Check the rules of who imports whom
	@$(BIN)/lint-imports

unused: $(VENV)/dev.stamp ## Look for unused and missing dependencies
	@$(BIN)/deptry .

bench: $(VENV)/dev.stamp ## Measure, and print one table
	@$(BIN)/python -m benchmarks

screenshots: $(VENV)/dev.stamp ## Write pictures of the chat pages to docs/screenshots/
	@$(BIN)/python -m tests.browser.screenshots

lock: ## Renew the lock files (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet \
	  pyproject.toml --group build -o requirements/run.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet \
	  pyproject.toml --group build --extra semantic -o requirements/semantic.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --quiet \
	  pyproject.toml --group build --group dev -o requirements/dev.txt

clean: ## Remove the virtual environment, all caches, and what the benchmark keeps
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Ingat needs Python 3.11 or newer; this is $$($(PYTHON) --version). Try: make PYTHON=python3.12 run"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what Ingat needs into $(VENV) (once; a minute or two)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@echo "Installing the tools for tests and checks into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@
