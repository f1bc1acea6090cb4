# make run   sets everything up and opens the studio        make test  passes the tests
# make setup · lint · web (build the front end) · docs (check them) · film · screenshots · clean
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
EXTRAS ?= $(if $(CI),dev$(comma)train,dev)
comma  := ,
NODE   := $(shell node -e 'process.exit(+process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null && echo yes)

.PHONY: run setup dev test lint web docs film screenshots clean

run: setup
	$(BIN)/mindseye serve --open

setup: $(VENV)/core.stamp
dev: $(VENV)/dev.stamp

$(VENV)/core.stamp: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; this is " + sys.version.split()[0]) if sys.version_info < (3, 11) else 0'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/core.stamp
	$(BIN)/pip install --quiet --editable '.[$(EXTRAS)]'
	@touch $@

test: lint
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist loadfile
	@$(MAKE) --no-print-directory test-web

lint: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory lint-web

.PHONY: test-web lint-web
ifeq ($(NODE),yes)
web/node_modules: web/package-lock.json
	cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

lint-web: web/node_modules dev
	cd web && npm run --silent lint
	PATH="$(abspath $(BIN)):$$PATH" scripts/check_fresh.sh

test-web: web/node_modules
	cd web && npm run --silent test

web: web/node_modules dev
	$(BIN)/mindseye openapi > web/openapi.json
	cd web && npm run --silent api && npm run --silent build
else
lint-web test-web web:
	@echo "Not run: $@, because it needs Node.js 20 or newer with npm; install it and run make again."
	@test -z "$(CI)"
endif

docs: dev
	$(BIN)/python -m pytest tests/test_docs.py

film: dev
	$(BIN)/python scripts/film.py

screenshots: dev
	$(BIN)/python scripts/screenshots.py

clean:
	rm -rf $(VENV) web/node_modules
