# Two commands are the whole set-up: `make site` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.installed

.PHONY: site test lint typecheck quality bench serve clean

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable . --group dev
	touch $@

site: $(STAMP)  ## build content/ into output/
	$(BIN)/digest build

serve: $(STAMP)  ## build, serve, rebuild while you edit
	$(BIN)/digest serve --watch

test: $(STAMP)  ## everything; browser tests where chromium is there
	$(BIN)/python -m pytest

lint: $(STAMP)
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/lint-imports

typecheck: $(STAMP)
	$(BIN)/mypy

quality: $(STAMP)  ## floors on labelled corpora, where they are present
	$(BIN)/python -m pytest -m quality -s

bench: $(STAMP)  ## ratios measured in one run, never a timed test
	$(BIN)/python tests/benchmarks/run.py

clean:
	rm -rf output .digest dist
