# Gõ Cửa. `make` alone lists what there is.
.DEFAULT_GOAL := help
.PHONY: help run test browser quick bench soak texts pictures lint clean

help: ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: ## install, migrate, load the catalogue and the demo office, serve (PORT, GOCUA_DATA_DIR)
	@bin/setup run
	@exec .venv/bin/gocua serve

test: ## every test, browser ones included
	@bin/setup test
	@.venv/bin/pytest -n 2 --dist loadgroup

quick: ## tests without a browser
	@bin/setup test
	@.venv/bin/pytest -n 2 --dist loadgroup --ignore tests/browser

browser: ## browser tests alone
	@bin/setup test
	@.venv/bin/pytest -n 2 --dist loadgroup tests/browser

bench: ## the budgets of docs/budgets.md, measured here and now
	@bin/setup test
	@.venv/bin/python -m tests.bench

soak: ## kill a phone 1,000 times on a saved pack, send 500 dossiers through faults (CYCLES, SECONDS, DOSSIERS, KILLS)
	@bin/setup test
	@.venv/bin/python -m tests.soak $(or $(CYCLES),1000) $(or $(SECONDS),0)
	@.venv/bin/python -m tests.soak.sending $(or $(DOSSIERS),500) $(or $(KILLS),20)

texts: ## collect the sentences to translate, update the catalogues, compile them
	@bin/setup test
	@.venv/bin/pybabel -q extract -F babel.cfg -k t -k N_ -k lazy_gettext --no-location --sort-output --omit-header -o translations/messages.pot .
	@.venv/bin/pybabel -q update -i translations/messages.pot -d translations -l en --no-fuzzy-matching --omit-header
	@.venv/bin/pybabel -q compile -d translations -f

pictures: ## draw the icons and screens of the manifest anew (look at them before they are committed)
	@bin/setup test
	@.venv/bin/python -m tests.pictures

lint: ## ruff and mypy
	@bin/setup test
	@.venv/bin/ruff check . && .venv/bin/mypy app

clean: ## throw away what was installed and the demo's data
	rm -rf .venv node_modules app/static/vendor instance build
