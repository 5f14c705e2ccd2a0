# What a developer does here. `make` alone explains itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test test-fast test-dates fuzz check format bench bench-large bench-search bench-statement bench-products bench-imports kills money-machine clean words lock sbom

help:  ## Say what each target does
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: $(VENV)/.runtime  ## Open the market at http://127.0.0.1:8000 (fills it on first start; Ctrl-C closes it)
	@$(BIN)/tianguis serve

install: $(VENV)/.runtime  ## Make .venv with what the product needs

install-dev: $(VENV)/.dev  ## Make .venv with what tests and checks need on top

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: requirements/runtime.txt requirements/cfdi.txt pyproject.toml | $(VENV)/bin/python
	@test -f $(VENV)/.dev || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/runtime.txt
	@test -f $(VENV)/.dev || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/cfdi.txt
	@$(BIN)/python scripts/install_here.py
	@touch $@

$(VENV)/.dev: requirements/dev.txt requirements/contract.txt requirements/cfdi.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/contract.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/cfdi.txt
	@$(BIN)/python scripts/install_here.py
	@touch $@ $(VENV)/.runtime

T ?= tests
A ?=

# The browser's market is served within its process, by whose clock it lives: apart from what moves that (5: nothing to run).
test: $(VENV)/.dev  ## Run every test, the browser's included; T=path runs some, A="--at 2028-02-29" gives pytest more
	@$(BIN)/python scripts/find_chromium.py
	@$(BIN)/python scripts/find_nginx.py
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser" $(A) $(T) || [ $$? -eq 5 ]
	$(BIN)/python -m pytest -n 2 --dist loadfile -m browser $(A) $(T) || [ $$? -eq 5 ]

test-fast: $(VENV)/.dev  ## Run what needs neither a browser nor other processes nor a long walk (not `browser`, `faults`, `slow`, `long`)
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not browser and not faults and not slow and not long" $(A) $(T)

test-dates: $(VENV)/.dev  ## Run what speaks of dates, at another moment: A="--at 2027-01-01T00:30"
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "dates and not faults and not slow and not long" $(A) $(T)

fuzz: $(VENV)/.dev  ## Send every box of every form all that no keyboard sends, and the API as much (minutes; `make test` sends a part)
	EVERY_VALUE=1 $(BIN)/python -m pytest --timeout 3000 $(A) tests/doors/test_every_form.py tests/api/test_schema.py

check: $(VENV)/.dev  ## Types, style, floors, translations, the locks of migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/python -m scripts.formatting --check
	$(BIN)/python scripts/migration_locks.py
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/words.py check

format: $(VENV)/.dev  ## Write Python, templates, style sheets and scripts in the house's style
	$(BIN)/ruff check --fix --select I .
	$(BIN)/ruff format .
	$(BIN)/python -m scripts.formatting

bench: $(VENV)/.dev  ## Measure against bare Flask and the raw driver; writes bench/RESULTS.md
	$(BIN)/python -m bench.run

bench-large: $(VENV)/.dev  ## Compare 10,000 with 100,000 products; writes its part of bench/RESULTS.md
	$(BIN)/python -m bench.large

bench-search: $(VENV)/.dev  ## Measure search at 100,000 listings against tantivy and Whoosh's own API; writes bench/SEARCH.md
	$(BIN)/python -m bench.search

bench-statement: $(VENV)/.dev  ## Measure a shop's month of 10,000 orders; writes its part of bench/RESULTS.md
	$(BIN)/python -m bench.statement

bench-products: $(VENV)/.dev  ## Measure the work table of 10,000 products, and +5 % on all; writes its part of bench/RESULTS.md
	$(BIN)/python -m bench.products

bench-imports: $(VENV)/.dev  ## Measure a file of 50,000 products, looked at and carried out; writes its part of bench/RESULTS.md
	$(BIN)/python -m bench.imports

kills: $(VENV)/.dev  ## Kill web, worker and database 200 times while people buy; writes bench/KILLS.md (a quarter of an hour)
	$(BIN)/python -m bench.kills

money-machine: $(VENV)/.dev  ## Do 10,000 steps with money in any order, all its rules checked after each; writes bench/MONEY.md (a quarter of an hour)
	$(BIN)/python -m bench.money

words: $(VENV)/.dev  ## Collect the words that people read into the English catalogue, to be translated
	$(BIN)/python scripts/words.py update

lock: $(VENV)/.dev  ## Lock requirements/*.in with hashes, at the newest that they allow
	@for set in runtime dev data; do $(BIN)/uv pip compile -q --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements/$$set.in -o requirements/$$set.txt; done
	@$(BIN)/uv pip compile -q --no-deps --upgrade --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements/cfdi.in -o requirements/cfdi.txt

sbom:  ## Write what the product is made of into sbom.json (CycloneDX, from the lock)
	@$(PYTHON) scripts/sbom.py > sbom.json

clean:  ## Forget the market on this machine: database, pictures, index, caches (keeps .venv)
	-@$(BIN)/python scripts/stop_private_servers.py 2>/dev/null
	rm -rf var .mypy_cache .ruff_cache .import_linter_cache .hypothesis
