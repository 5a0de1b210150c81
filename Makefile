# The menu. `make run` and `make test` do their own set-up.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
PY := .venv/bin/python

# What `make run` serves is local: plain HTTP, and no name but this machine's.
LOCAL := HTTPS=off ALLOWED_HOSTS=localhost,127.0.0.1,[::1]

.PHONY: help setup setup-dev servers secret-key run test lint format bench bench-checks bench-declaring clean

help: ## List what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 17

setup: ## Make the virtual environment with what Declared runs on
	@deploy/setup.sh requirements.txt

setup-dev: ## The same, with what tests and lint need
	@deploy/setup.sh requirements-dev.txt

servers: ## Install Chromium, Node, PostgreSQL, Redis and nginx for the tests, where apt may
	@deploy/test-servers.sh

secret-key: ## Write var/secret_key unless it is there
	@mkdir -p var && [ -s var/secret_key ] || (umask 077 && \
	  python3 -c 'import secrets; print(secrets.token_urlsafe(64))' > var/secret_key)

run: setup secret-key ## Watch the night of 6 May 2010 arrive at http://localhost:8000/
	@$(LOCAL) $(PY) manage.py migrate --verbosity 0
	@$(LOCAL) $(PY) manage.py collectstatic --noinput --verbosity 0
	@$(LOCAL) $(PY) manage.py demo --serve --port $(PORT)

test: setup-dev servers ## Every test, with real servers and a real browser
	@if [ -n "$(ARGS)" ]; then $(PY) -m pytest $(ARGS); else \
	  $(PY) -m pytest -n 2 --dist loadfile --no-loadscope-reorder -m "not alone" && \
	  $(PY) -m pytest -m alone; fi

lint: setup-dev ## ruff, import contracts, types, migrations, deployment checks
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/lint-imports
	@SECRET_KEY=$${SECRET_KEY:-lint-$$(head -c 48 /dev/urandom | base64 | tr -d '\n')} && export SECRET_KEY && \
	  .venv/bin/mypy && \
	  DATABASE_URL=sqlite://:memory: $(PY) manage.py makemigrations --check --dry-run && \
	  ALLOWED_HOSTS=example.org $(PY) manage.py check --deploy --fail-level WARNING

format: setup-dev ## Let ruff tidy up
	@.venv/bin/ruff check --fix . && .venv/bin/ruff format .

bench: setup-dev ## Measure the stream beside other servers: ARGS="--quick"
	@bench/servers.sh
	@$(PY) -m bench.stream $(ARGS)

bench-checks: setup-dev ## Measure what the desk's checks catch: ARGS="--data FOLDER"
	@SECRET_KEY=bench $(PY) -m bench.checks $(ARGS)

bench-declaring: setup-dev ## Measure a declaration among 650: ARGS="--data FOLDER --write"
	@SECRET_KEY=bench $(PY) -m bench.declaring $(ARGS)

clean: ## Remove the environment and everything the site stored
	@rm -rf .venv var .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
