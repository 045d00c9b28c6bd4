# `make ask q="…"` and `make test` set up all they need; `make help` lists the rest.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The first command answers from the sample article, in a data folder of this checkout.
ASK_DIR := .byline

PYTEST := $(BIN)/python -m pytest -n auto --dist worksteal

# Each test process would compile all modules anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help ask test test-fast fuzz lint types imports check bench train clean

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

# torch first and alone, so that no other package chooses a build of it with CUDA.
$(VENV)/installed: pyproject.toml constraints.txt
	@echo "Setting up $(VENV): this takes a few minutes, once."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Byline needs Python 3.11 or newer; this is $$($(PYTHON) --version). Name one: make PYTHON=python3.12"; exit 1; }
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch==2.13.0
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(BIN)/python -m compileall -q bot index corpus
	@touch $@

$(ASK_DIR)/sample: | $(VENV)/installed
	@BYLINE_DATA_DIR=$(ASK_DIR) $(BIN)/byline add corpus/samples
	@touch $@

ask: $(VENV)/installed $(ASK_DIR)/sample ## answer a question from the sample article: make ask q="…"
	@BYLINE_DATA_DIR=$(ASK_DIR) $(BIN)/byline ask "$$q" || test $$? -eq 3

test: $(VENV)/installed ## every test
	$(PYTEST)

test-fast: $(VENV)/installed ## the tests that take no time: what to run on each save
	$(PYTEST) -m "not slow" --hypothesis-profile=fast

fuzz: $(VENV)/installed ## random cases for every property test, many more: make fuzz t=tests/bot
	$(PYTEST) -m hypothesis --hypothesis-profile=fuzz $(or $(t),tests)

lint: $(VENV)/installed ## ruff: lint and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/installed ## mypy --strict
	$(BIN)/mypy

imports: $(VENV)/installed ## the rooms' import rules
	$(BIN)/lint-imports

check: lint types imports test ## all that CI checks

bench: $(VENV)/installed ## speed and memory, beside the bare model
	$(BIN)/python -m tests.benchmarks

train: $(VENV)/installed ## learn the reader's weights anew: make train data=FOLDER run=FOLDER
	$(BIN)/python -m index.reader.training "$(data)" "$(run)"

clean: ## remove the virtual environment and what was built from it
	rm -rf $(VENV) $(ASK_DIR) build *.egg-info

export q
