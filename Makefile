# `make run` starts the app, `make serve` starts it for a class, `make test` passes the tests on a fresh machine,
# `make check` those that need no browser, `make soak` runs what the app must bear in full, `make bench` prints
# the figures, and `make docs` builds the documents' site.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PLAYER := assets/player
LOCALE := assets/locale
POT := build/kernelwalk.pot
# In as many processes as there are processors, up to four; each has a server and a browser of its own.
PARALLEL := -n auto --maxprocesses 4 --dist loadfile
export DENO_NO_UPDATE_CHECK := 1

.PHONY: run serve test check soak audit lint docs bench bench-core bench-stage bench-server samples messages font browser nginx

run: $(VENV)/run
	$(BIN)/streamlit run app.py

serve: $(VENV)/run
	$(BIN)/python -m conv.ui.serving

test: $(VENV)/dev browser nginx lint
	$(BIN)/python -m pytest $(PARALLEL)

check: $(VENV)/dev lint
	$(BIN)/python -m pytest $(PARALLEL) --ignore=tests/browser --ignore=tests/robustness

soak: $(VENV)/dev browser nginx
	$(BIN)/python -m pytest --soak -m soak tests

audit: $(VENV)/dev
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/python -m pip_audit --requirement requirements.txt

lint: $(VENV)/dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/deno fmt --quiet --check --config $(PLAYER)/deno.json $(PLAYER)
	$(BIN)/deno lint --quiet --config $(PLAYER)/deno.json $(PLAYER)
	$(BIN)/deno check --quiet --config $(PLAYER)/deno.json $(PLAYER)/player.js

docs: $(VENV)/docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --quiet
	@echo "build/site/index.html"

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
	$(BIN)/python assets/documents.py

# The catalogues of all languages, with the messages that the code has now; a new one is begun by `make messages NEW=de`.
messages: $(VENV)/dev
	mkdir -p build
	$(BIN)/pybabel --quiet extract --keywords N_ --add-comments Translators: --strip-comments --add-location file \
		--project Kernelwalk --copyright-holder "The Kernelwalk authors" --width 120 --output $(POT) app.py conv pages
	$(if $(NEW),$(BIN)/pybabel --quiet init --domain kernelwalk --output-dir $(LOCALE) --locale $(NEW) --width 120 --input-file $(POT))
	$(BIN)/pybabel --quiet update --domain kernelwalk --output-dir $(LOCALE) --input-file $(POT) \
		--ignore-obsolete --ignore-pot-creation-date --no-fuzzy-matching --width 120

# The font of a language for pictures, cut anew to its catalogue: `make font LANGUAGE=zh FONT=@fontsource-variable/noto-sans-sc`.
LANGUAGE ?= zh
FONT ?= @fontsource-variable/noto-sans-sc
font: $(VENV)/dev
	mkdir -p build/font
	cd build/font && tar --extract --gzip --file "$$(npm pack --silent $(FONT))"
	$(BIN)/python assets/locale/font.py $(LANGUAGE) build/font/package

# A browser for the tests: one that is there already, else Playwright's download, else the system's package.
browser: $(VENV)/dev
	@$(BIN)/python -m tests.driving 2>/dev/null \
		|| { $(BIN)/python -m playwright install --with-deps chromium && $(BIN)/python -m tests.driving; } \
		|| { apt-get update && apt-get install --yes chromium && $(BIN)/python -m tests.driving; }

# nginx for the tests of `make serve`: the one that is there, else the system's package.
nginx:
	@command -v nginx >/dev/null || test -x /usr/sbin/nginx || { apt-get update && apt-get install --yes nginx-light; }

$(VENV)/run: requirements.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet -r requirements.txt
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	touch $@

$(VENV)/docs: requirements-docs.txt $(VENV)/run
	$(BIN)/python -m pip install --quiet -r requirements-docs.txt
	touch $@
