# Every target sets up what it needs: `make demo` in a fresh clone is enough.
#
#   make test ARGS="-k clip"     hands arguments on to pytest
#   make PYTHON=/path/to/python  chooses the Python that .venv is made with

SHELL := bash
VENV ?= .venv
PYTHON ?=
ARGS ?=
# Processes that share the tests: one per core, at most four (each may hold TensorFlow).
JOBS ?= auto
CANDIDATES := $(PYTHON) python3.13 python3.12 python3.11 python3 python

# Without compiled modules every import of TensorFlow takes seconds longer.
unexport PYTHONDONTWRITEBYTECODE

STAMP := $(VENV)/.installed
BROWSER := $(VENV)/.installed-browser
# nbgrader starts `alembic` and `jupyter` by name, so the environment comes first on PATH.
RUN := PATH="$(CURDIR)/$(VENV)/bin:$$PATH" TF_CPP_MIN_LOG_LEVEL=3 MPLBACKEND=Agg

SHARED := --numprocesses=$(JOBS) --maxprocesses=4 --dist=loadgroup

.DEFAULT_GOAL := help
.PHONY: help install demo test test-all test-browser colab-replica lint build lab pictures bench clean

help: ## Lists the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

install: $(STAMP) ## Makes .venv and installs everything into it (the others do so themselves)

demo: $(STAMP) ## Grades an invented class and shows the table
	@$(RUN) $(VENV)/bin/autograder demo

test: $(STAMP) ## Runs the tests; long proofs of what has changed, the others in turn
	@$(RUN) $(VENV)/bin/python -m pytest $(SHARED) $(ARGS)

test-all: $(STAMP) ## Runs every test and proof there is, and notes in tests/proved.json what holds
	@$(RUN) $(VENV)/bin/python -m pytest $(SHARED) --long --all-proofs --note-proofs \
	    --ignore=tests/browser $(ARGS)

test-browser: $(BROWSER) ## Goes through JupyterLab and formgrader in headless Chromium (an hour)
	@$(RUN) $(VENV)/bin/python -m pytest --long tests/browser $(ARGS)

colab-replica: $(STAMP) ## Runs every notebook in a replica of Colab (needs Python 3.13; many minutes)
	@$(RUN) PYTHON="$(PYTHON)" $(VENV)/bin/python -m tests.colab $(ARGS)

lint: $(STAMP) ## Checks form and types
	@$(RUN) $(VENV)/bin/ruff check .
	@$(RUN) $(VENV)/bin/ruff format --check .
	@$(RUN) $(VENV)/bin/mypy
	@$(RUN) $(VENV)/bin/lint-imports --no-cache --no-logo

build: $(STAMP) ## Makes assignments/ from solutions/
	@$(RUN) $(VENV)/bin/autograder build

lab: $(STAMP) ## Opens JupyterLab in assignments/
	@$(RUN) $(VENV)/bin/jupyter lab --notebook-dir=assignments

pictures: $(BROWSER) ## Makes the documentation's pictures (needs Chromium)
	@$(RUN) $(VENV)/bin/python docs/make_pictures.py $(ARGS)

bench: $(STAMP) ## Times the notebooks, and grading beside two other graders (more than an hour)
	@$(RUN) $(VENV)/bin/python -m benchmarks.notebooks
	@$(RUN) $(VENV)/bin/python -m benchmarks.grading

clean: ## Removes .venv, the demonstration and caches; submissions and grades stay
	@rm -rf $(VENV) demo build *.egg-info .pytest_cache .ruff_cache .mypy_cache .hypothesis
	@find autograder utils tests solutions data -name __pycache__ -type d -prune -exec rm -rf {} +

# Python is found by running it: a name on PATH may be a shim that starts nothing, a version the
# libraries do not support, or a Debian Python without venv.
$(VENV)/bin/python:
	@for candidate in $(CANDIDATES); do \
	  if "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' \
	      >/dev/null 2>&1; then \
	    echo "Making $(VENV) with $$("$$candidate" --version) ($$(command -v "$$candidate"))."; \
	    exec "$$candidate" -m venv --clear "$(VENV)"; \
	  fi; \
	done; \
	echo "No usable Python: tried $(strip $(CANDIDATES))." >&2; \
	echo "Expected is Python 3.11, 3.12 or 3.13 that can make environments (on Debian and Ubuntu:" \
	  "apt install python3-venv). If yours is elsewhere: make PYTHON=/path/to/python" >&2; \
	exit 1

# pip is talkative: a dot for each package here, the whole story in the log.
$(STAMP): requirements.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing what requirements.txt and pyproject.toml name into $(VENV) ..."
	@set -o pipefail; $(VENV)/bin/python -m pip install --disable-pip-version-check --no-input \
	    --progress-bar off -e ".[dev]" 2>&1 \
	  | tee $(VENV)/install.log \
	  | awk '/^Collecting / {printf "."; fflush()} \
	         /^Installing collected/ {printf " unpacking ..."; fflush()} \
	         /^Successfully installed/ {printf " done."} END {print ""}' \
	  || { echo "The installation failed; the end of $(VENV)/install.log:" >&2; \
	       tail -n 20 $(VENV)/install.log >&2; exit 1; }
	@touch $@

$(BROWSER): $(STAMP)
	@$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-input -e ".[browser]"
	@touch $@
