# Needs make, Python 3.11 or newer and a package index. Another interpreter: make PYTHON=python3.12 demo
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: demo test lint bench mutation quality docs clean

# Exit code 1 is what the demo is about: the samples carry planted errors. The archive has damaged
# files as well: 3.
demo: $(VENV)/.jihe
	$(BIN)/jihe run samples --out out/demo || [ $$? -eq 1 ]
	rm -rf out/archive
	$(BIN)/python -m samples.archive --reports 200 --out out/archive
	$(BIN)/jihe run out/archive --out out/demo-archive --db out/demo.db || [ $$? -eq 3 ]
	$(BIN)/jihe db status --db out/demo.db

test: lint
	$(BIN)/python -m pytest --cov --cov-report=term

lint: $(VENV)/.jihe-dev
	$(BIN)/ruff check .
	$(BIN)/mypy

bench: $(VENV)/.jihe-dev
	$(BIN)/python -m tests.bench

# Which slips in figures the checks notice and explain, and which not and why.
mutation: $(VENV)/.jihe-dev
	$(BIN)/python -m tests.mutation

# Writes docs/quality.md; fails when a mark is missed.
quality: $(VENV)/.jihe-dev
	$(BIN)/python -m tests.quality

docs: $(VENV)/.jihe
	$(BIN)/python docs/build_checks.py

clean:
	rm -rf out build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo '需要 Python 3.11 或更新版本：make PYTHON=python3.12 …' >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.jihe: $(BIN)/python pyproject.toml
	$(PIP) --editable '.[samples]'
	@touch $@

$(VENV)/.jihe-dev: $(BIN)/python pyproject.toml
	$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.jihe
