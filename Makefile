# The two commands to know are `make run` and `make test`; `make` lists the others.

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 2
DATA ?= ../shared/data/matching
export PORT
# Hundreds of short processes begin much faster with what Python keeps compiled.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
TRACKER := $(BIN)/tracker
SETUP := .venv/.complete
FOREIGN := .foreign/.complete
LOCK := .requirements/product.txt .requirements/development.txt
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	--extra postgres --extra redis --extra celery --extra semantic --group build

.DEFAULT_GOAL := help
.PHONY: help setup run test lint format types soak foreign bench bench-quick bench-full bench-matching openapi lock clean

help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(SETUP) ## Make .venv with the locked dependencies and the tracker command

$(SETUP): pyproject.toml $(LOCK)
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make setup PYTHON=…" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the locked dependencies into .venv (a minute or so)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .requirements/development.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m compileall -q tracker tests bench
	@touch $@

run: setup ## Serve the demonstration on PORT (8000) and print its keys
	@TRACKER_PUBLIC_URL=$${TRACKER_PUBLIC_URL:-http://127.0.0.1:$(PORT)}; export TRACKER_PUBLIC_URL; \
	$(TRACKER) db upgrade && $(TRACKER) demo --new-keys && exec $(TRACKER) serve --port $(PORT)

test: lint types ## Check the code's rules and types, then run the tests
	$(BIN)/pytest -n $(WORKERS) --dist loadscope $(ARGS)

lint: setup ## Check style, format and the import rule
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

format: setup ## Put imports and layout in order
	$(BIN)/ruff check --select I --fix .
	$(BIN)/ruff format .

types: setup ## Check the types
	$(BIN)/mypy

soak: setup ## Kill servers under load and look for lost writes (minutes); then what `make foreign` does
	$(BIN)/pytest -m soak $(ARGS)
	$(MAKE) foreign

foreign: setup $(FOREIGN) ## Let verifiers that others wrote look at a log (they need Go and golang.org/x/mod)
	@command -v go >/dev/null && test -d /usr/share/gocode/src/golang.org/x/mod || { echo "Left out: verification by Go, which needs the packages golang-go and golang-golang-x-mod-dev"; exit 0; }; \
	$(BIN)/pytest -m foreign $(ARGS)

$(FOREIGN): .requirements/foreign.txt
	@$(PYTHON) -m venv .foreign
	@.foreign/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r .requirements/foreign.txt
	@touch $@

bench: setup ## Measure with 10,000 and 100,000 claims (about 4 minutes); ARGS=--peers adds other services
	$(BIN)/python -m bench $(ARGS)

bench-quick: setup ## Measure a little of everything (40 seconds)
	$(BIN)/python -m bench --quick

bench-full: setup ## Measure on both databases, with a million claims, against other services
	$(BIN)/python -m bench --full

bench-matching: setup ## Measure how well earlier checks are found, on the sets in DATA
	$(BIN)/python -m bench.matching $(DATA)

openapi: setup ## Write the API's contract to openapi/
	$(TRACKER) openapi write

lock: setup ## Choose the newest allowed dependencies and lock them with their hashes
	$(COMPILE) --upgrade -o .requirements/development.txt --group dev pyproject.toml
	$(COMPILE) --constraints .requirements/development.txt -o .requirements/product.txt pyproject.toml

clean: ## Remove .venv and caches; var/, with its database, stays
	rm -rf .venv .foreign .coverage* .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache .schemathesis build dist htmlcov
	find tracker tests bench migrations -name __pycache__ -prune -exec rm -rf {} +
