# The two commands on a fresh machine are `make demo` and `make test`; each installs all it needs.
BIN := .venv/bin
ARGS ?=
# Tests start many programs, and each would compile all of it again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test programs kernels check bench soak install lock clean

help: ## Say what can be made
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 18

demo: .venv/.runtime ## Book the real reported transfers, check both sides, print balances, serve the pages
	$(BIN)/tallystick demo $(ARGS)

test: ## Style, types, architecture and every test, on real PostgreSQL and Chromium
	$(MAKE) --no-print-directory -j 2 .venv/.dev programs
	$(MAKE) --no-print-directory -j 2 check kernels
	$(BIN)/pytest -n 3 $(ARGS)

programs:
	scripts/system-packages postgresql chromium

kernels: .venv/.dev
	$(BIN)/python -m tallystick.market.ensemble.warm

check: .venv/.dev ## Style, types and architecture only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: kernels ## Speed as ratios against a peer in the same run; writes bench.json
	$(BIN)/python -m benchmarks --output bench.json $(ARGS)

soak: .venv/.dev ## Races, kills and a failover under load, on both databases; prints JSON
	scripts/system-packages postgresql
	$(BIN)/python -m soak $(ARGS)

install: .venv/.runtime ## Only install, into .venv

lock: .venv/.dev ## Resolve the dependencies again and pin them with their hashes
	scripts/lock

clean: ## Remove what was installed and built
	rm -rf .venv build dist bench.json tallystick-demo

.venv/.runtime: requirements.lock pyproject.toml
	scripts/install requirements.lock
	touch $@

.venv/.dev: requirements-dev.lock pyproject.toml
	scripts/install requirements-dev.lock
	touch $@ .venv/.runtime
