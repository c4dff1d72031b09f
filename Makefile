# `make run` starts the app, `make test` passes the tests on a fresh machine, `make bench` prints the figures.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PLAYER := assets/player
export DENO_NO_UPDATE_CHECK := 1

.PHONY: run test lint bench bench-core bench-stage bench-server samples browser

run: $(VENV)/run
	$(BIN)/streamlit run app.py

test: $(VENV)/dev browser lint
	$(BIN)/python -m pytest

lint: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/deno fmt --quiet --check --config $(PLAYER)/deno.json $(PLAYER)
	$(BIN)/deno lint --quiet --config $(PLAYER)/deno.json $(PLAYER)
	$(BIN)/deno check --quiet --config $(PLAYER)/deno.json $(PLAYER)/player.js

bench: bench-core bench-stage bench-server

bench-core: $(VENV)/dev
	$(BIN)/python -m tests.benchmarks.bench_core

bench-stage: $(VENV)/dev browser
	$(BIN)/python -m tests.benchmarks.bench_stage

bench-server: $(VENV)/dev
	$(BIN)/python -m tests.benchmarks.bench_server

samples: $(VENV)/run
	$(BIN)/python assets/samples/draw.py
	$(BIN)/python assets/readme.py

# A browser for the tests: one that is there already, else Playwright's download, else the system's package.
browser: $(VENV)/dev
	@$(BIN)/python -m tests.driving 2>/dev/null \
		|| { $(BIN)/python -m playwright install --with-deps chromium && $(BIN)/python -m tests.driving; } \
		|| { apt-get update && apt-get install --yes chromium && $(BIN)/python -m tests.driving; }

$(VENV)/run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@
