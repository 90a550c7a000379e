# make          install what is missing, and render everyone in people/
# make test     install what is missing, and run the fast tests
# make help     list all targets

PYTHON ?= $(shell tools/find-python)
BIN := .venv/bin
READY := .venv/.ready
DEV := .venv/.ready-dev
DOCS := .venv/.ready-docs
STUDIO := .venv/.ready-studio
PEOPLE ?=
THEME ?= modern

.DEFAULT_GOAL := render
.PHONY: render studio test test-latex test-browser check lint slow check-people docs locales gallery site dist golden fuzz bench setup clean distclean help

render: $(READY)  ## render everyone, or PEOPLE="ada bob", in THEME=modern
	$(BIN)/cvkit render $(PEOPLE) --theme $(THEME)

studio: $(STUDIO)  ## write CVs in the browser, with their pages beside the source; PEOPLE="ada"
	$(BIN)/cvkit studio $(PEOPLE)

test: $(DEV)  ## run the fast tests
	$(BIN)/pytest -n auto --dist loadgroup -m "not slow"

check: lint test slow check-people  ## run everything that CI runs

lint: $(DEV)  ## check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

slow: $(DOCS)  ## run the slow tests
	$(BIN)/pytest -n auto --dist loadgroup -m "slow and not latex and not browser"

test-latex: $(DEV)  ## run the tests that need LaTeX; fail if it is missing
	CVKIT_REQUIRE_LATEX=1 $(BIN)/pytest -n auto -m latex

test-browser: $(DEV)  ## run the tests that need Chromium, which is installed if missing; what fails runs again, alone
	tools/install-system --browser
	$(BIN)/python -m pip install --quiet --editable '.[browser]'
	CVKIT_REQUIRE_BROWSER=1 $(BIN)/pytest -n auto -m browser || \
	CVKIT_REQUIRE_BROWSER=1 $(BIN)/pytest -m browser --last-failed --last-failed-no-failures none

check-people: $(READY)  ## run cvkit check for everyone in every theme
	$(BIN)/cvkit check $(PEOPLE) --theme all --strict $(CHECK)

gallery: $(DEV)  ## update the pictures of all themes in docs/gallery
	$(BIN)/python tools/gallery.py

docs: $(DEV)  ## update the pages that are generated from the code
	$(BIN)/python tools/docs.py

locales: $(DEV)  ## list the words that language catalogues lack
	$(BIN)/python tools/locales.py

site: $(DOCS)  ## build the documentation as a website in build/site, with all examples rendered
	$(BIN)/python -m mkdocs build

dist: $(DEV)  ## build the wheel and the source archive in dist/
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/python -m twine check --strict dist/*

golden: $(DEV)  ## update the reference pictures of the tests
	$(BIN)/pytest tests/theme/test_golden.py tests/theme/test_all_themes.py -k "looks or pages" --golden

FUZZ_SECONDS ?= 60
fuzz: $(DEV)  ## test random changes of CVs, files made to be slow, and redactions, for FUZZ_SECONDS=60 each
	$(BIN)/python tools/fuzz.py --seconds $(FUZZ_SECONDS) --pdf-every 200
	$(BIN)/python tools/fuzz_bombs.py --seconds $(FUZZ_SECONDS)
	$(BIN)/python tools/fuzz_redaction.py --seconds $(FUZZ_SECONDS)

bench: $(DEV)  ## measure cvkit beside other programs, and write docs/performance.md
	$(BIN)/python tools/bench.py

setup: $(DEV) $(DOCS)  ## install everything that any target needs

# What rendering needs. Other targets add their extras, so that the first "make" is short.
$(READY): pyproject.toml tools/install-system tools/find-python
	tools/install-system
	test -x $(BIN)/python || "$(PYTHON)" -m venv .venv
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q cvkit $$($(BIN)/python -c 'import site; print(site.getsitepackages()[0])') || true
	touch $@

$(STUDIO): $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[studio]'
	touch $@

$(DEV): $(READY)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

$(DOCS): $(DEV)
	$(BIN)/python -m pip install --quiet --editable '.[docs]'
	touch $@

clean:  ## remove results and caches
	rm -rf build/* dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find cvkit tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

distclean: clean  ## also remove the virtual environment
	rm -rf .venv *.egg-info

help:  ## list the targets
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/  make \1|\2/p' $(MAKEFILE_LIST) | column -t -s '|'
