# make run     the sample application on http://localhost:8080 (PORT= changes it)
# make test    every test (TESTS='-t word' runs some of them)
# make checks  lint, types, imports, wheel: with bench-tried, what .ci/run asks beside
#              the tests
# make bench   the layer beside hand-written SQL and other mappers (BENCH= options)
# make bench-growth    the layer with more bugs shown, and kept (GROWTH= options)
# make bench-memory    the example in memory beside SQLite (MEMORY= options)
# make bench-listings  listings of 300,000 bugs (LISTINGS= options)
# make bench-pages     every page of the tracker (PAGES= options)
# make bench-adoption  delegated attributes beside an application's own (ADOPTION=),
#              and pages before and after the migration of doc/migrating.rst
# make bench-tried     each of these at its smallest, for whether it runs
# make screenshots  the pictures of pages in doc/images/ (needs Chromium)
# make clean   undoes all of it but var/, where the data is

PYTHON ?= python3
PORT ?= 8080
TESTS ?=
BENCH ?= --write
GROWTH ?= --write
MEMORY ?=
LISTINGS ?=
PAGES ?= --write
ADOPTION ?=

.DELETE_ON_ERROR:
.PHONY: run test screenshots
.PHONY: bench bench-adoption bench-growth bench-listings bench-memory bench-pages
.PHONY: bench-tried
.PHONY: checks ruff mypy imports wheel clean

run: .venv/installed
	bin/lp-persistence serve --port $(PORT)

test: .venv/installed
	bin/test $(TESTS)

bench: .bench/installed
	.bench/bin/python bench/contest.py $(BENCH)

bench-growth: .bench/installed
	.bench/bin/python bench/growth.py $(GROWTH)

bench-memory: .venv/installed
	bin/py bench/in_memory.py $(MEMORY)

checks: ruff mypy imports wheel

bench-listings: .venv/installed
	bin/py bench/listings.py $(LISTINGS)

bench-pages: .venv/installed
	bin/py bench/pages.py $(PAGES)

bench-adoption: .venv/installed
	bin/py bench/adoption.py $(ADOPTION)
	bin/py bench/migrated.py

# What is measured says nothing here; that it can be does.
bench-tried: .venv/installed .bench/installed
	.bench/bin/python bench/contest.py --bugs 60 --sizes 2 --rounds 1
	.bench/bin/python bench/growth.py --tables 60 --shown 2 --rounds 1
	bin/py bench/in_memory.py --bugs 60 --sizes 2 --rounds 1
	bin/py bench/listings.py --bugs 60 --orders heat --rounds 1
	bin/py bench/pages.py --bugs 300 --members 60 --rounds 1
	bin/py bench/adoption.py --bugs 20 --rounds 1
	bin/py bench/migrated.py --rounds 1

screenshots: .venv/installed
	bin/py doc/screenshots.py

ruff: .checks/installed
	.checks/bin/ruff check

mypy: .checks/installed
	.checks/bin/mypy

imports: .checks/installed
	.checks/bin/lint-imports

wheel: .checks/installed
	.ci/wheel .checks/bin/python $(CONSTRAINTS)

clean:
	rm -rf .venv .checks .bench .installed.cfg bin develop-eggs eggs parts build dist
	rm -rf src/lp_persistence.egg-info .mypy_cache .ruff_cache .import_linter_cache

CONSTRAINTS = $(CURDIR)/.venv/constraints.txt

# Which setuptools compiles a source distribution is pinned as well.
export PIP_BUILD_CONSTRAINT = $(CONSTRAINTS)
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# Buildout runs again only when what it reads has changed. It does not read pip's
# settings, so it is told of the index that pip would ask.
.venv/installed: setup.py pyproject.toml buildout.cfg $(CONSTRAINTS)
	.venv/bin/python -m pip install -qq --constraint $(CONSTRAINTS) \
	    pip setuptools wheel zc.buildout
	index=$${PIP_INDEX_URL:-$$(.venv/bin/python -m pip config get \
	        global.index-url 2>/dev/null)}; \
	    .venv/bin/buildout $${index:+"buildout:index=$$index"}
	touch $@

# The tools have an environment of their own: beside the eggs they would hide that
# setup.py forgot to ask for something.
.checks/installed: setup.py pyproject.toml .ci/requirements.txt $(CONSTRAINTS)
	$(PYTHON) -m venv .checks
	.checks/bin/python -m pip install -qq --constraint $(CONSTRAINTS) pip
	.checks/bin/python -m pip install -qq --constraint $(CONSTRAINTS) \
	    --requirement .ci/requirements.txt --editable '.[testing]'
	touch $@

# So has the bench: the mappers that it measures are no part of the package.
.bench/installed: setup.py pyproject.toml $(CONSTRAINTS)
	$(PYTHON) -m venv .bench
	.bench/bin/python -m pip install -qq --constraint $(CONSTRAINTS) pip
	.bench/bin/python -m pip install -qq --constraint $(CONSTRAINTS) \
	    --editable '.[bench]' psycopg2-binary
	touch $@

# The pins of buildout, as pip reads them.
$(CONSTRAINTS): versions.cfg | .venv/bin/pip
	sed -n '/^\[versions\]/,/^\[/ s/^\([^][# ]*\) = /\1==/p' versions.cfg >$@

.venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit( \
	    "lp_persistence needs Python 3.11 or later, and $(PYTHON) is %s.%s: " \
	    "name another with make PYTHON=..." % sys.version_info[:2])'
	$(PYTHON) -m venv .venv
