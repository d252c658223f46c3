# Every task of this project; `make` alone lists them. Settings: docs/operations.md.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help demo city country validate test check screens bench lighthouse openapi requirements clean install-check install-run install-test

# Where the demo is served.
PORT ?= 8000
# Arguments for pytest: make test ARGS="-k journey_07"
ARGS ?=
# What `make city` loads: cities/$(CITY).toml, its files below DATA; `make validate` reads there too.
CITY ?= amsterdam
DATA ?= ../shared/data
# Of the outlines that `make country` loads.
YEAR ?= 2024
export PORT

# The private cluster is meant, whatever server this shell was set up for (DATABASE_URL alone names another).
unexport PGHOST PGPORT PGUSER PGPASSWORD PGDATABASE PGSERVICE

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

demo: install-run ## Serve the fictional demo town (PORT=8000)
	@exec bin/with-cluster bin/demo load_demo_town

city: install-run ## Load a real municipality and serve it (CITY=amsterdam DATA=../shared/data)
	@exec bin/with-cluster bin/demo load_city "cities/$(CITY).toml" --data "$(DATA)"

country: install-run ## Load the outlines of all municipalities and serve them (DATA=../shared/data YEAR=2024)
	@exec bin/with-cluster bin/demo load_country "$(DATA)/netherlands/gemeenten_$(YEAR).geojson" --year "$(YEAR)" --residents aantal_inwoners

validate: install-run ## Hold metres against published ones, Amsterdam and Rotterdam (DATA=../shared/data)
	@bin/assets
	@exec bin/with-cluster bin/setup validate GM0363 GM0599 --data "$(DATA)" --load

test: install-test ## Run every test, with coverage; ARGS="-k library" runs a part, without
	@exec bin/with-cluster bin/test $(ARGS)

check: install-check ## Lint, types, import layers, missing migrations, templates
	@bin/check

screens: install-test ## Picture every screen (var/screens), and the demo town for the README (docs/screens)
	@exec bin/with-cluster bin/screens

bench: install-test ## Time the stages beside their named peers
	@bin/packages bench
	@exec bin/with-cluster .venv/bin/python -m benchmarks $(ARGS)

lighthouse: install-test ## How quick the map of the largest municipality is: the median of five visits (RUNS=5)
	@bin/debian lighthouse
	@exec bin/with-cluster bin/lighthouse $(ARGS)

openapi: install-check ## Write docs/openapi.json anew (ARGS=release: and promise it to clients)
	@bin/openapi $(ARGS)

requirements: install-run install-check ## Pin the packages anew (ARGS="--upgrade" takes newer versions)
	@bin/pin $(ARGS)

clean: ## Remove the database, the packages and everything else that make made
	@bin/cluster remove
	@rm -rf var .venv node_modules benchmarks/lighthouse/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

install-check install-run install-test: install-%:
	@bin/debian $*
	@bin/packages $*
	@$(MAKE) -s var/secret_key

# SECRET_KEY for this machine alone; readable by its owner alone, and never half written.
var/secret_key:
	@(umask 077 && head -c 48 /dev/urandom | base64 -w 0 >$@.new && mv $@.new $@)
