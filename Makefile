# Needs make and Python 3.11 or newer; everything else is installed into .venv on first use.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
INPUT ?= corpus/samples
OUT ?= out/directives.jsonl
OPTIONS ?=

# One word for the shell, whatever stands in it: file names have spaces. Not every shell has put the home folder
# in the place of ~ by then; <start> marks it at the beginning, since patsubst would take words apart.
quoted = '$(subst ','\'',$(subst <start>,,$(subst <start>~/,$(HOME)/,<start>$(1))))'

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.DEFAULT_GOAL := help
.PHONY: help setup extract train evaluate errors test lint format clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(MAKEFILE_LIST) | expand -t 12

$(READY): pyproject.toml requirements-dev.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11"; exit 2; }
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements-dev.lock --editable '.[dev]'
	@touch $@

setup: $(READY) ## Make the environment in .venv

extract: $(READY) ## Extract the directives of INPUT (a file, folder or pattern) to OUT
	$(BIN)/directives extract $(call quoted,$(INPUT)) -o $(call quoted,$(OUT)) $(OPTIONS)

train: $(READY) ## Train the models on corpus/ and write models/
	$(BIN)/directives train $(OPTIONS)

evaluate: $(READY) ## Score the extractor against the last accepted run
	$(BIN)/directives evaluate $(OPTIONS)

errors: $(READY) ## List what the extractor gets wrong, by cause
	$(BIN)/directives errors $(OPTIONS)

test: $(READY) ## Run the tests
	$(BIN)/python -m pytest $(OPTIONS)

lint: $(READY) ## Check style, types and imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## Lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove the environment, caches and output
	rm -rf $(VENV) out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
