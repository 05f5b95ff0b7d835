# Leadline. `make` lists the targets; each does its own set-up.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV_VERSION := 0.13.9
export LEADLINE_HOME ?= $(CURDIR)/home
export PORT ?= 8000
# Where byte code is not kept, each of a hundred processes compiles Django, pandas and Leadline anew: two seconds of CPU.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test test-postgres test-spark test-bluesky check torture fuzz train benchmark benchmark-evidence benchmark-text benchmark-scale golden lock \
  setup setup-accurate setup-live setup-dev setup-postgresql setup-spark

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(VENV)/uv: ## -
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Leadline needs Python 3.11 to 3.13, and $(PYTHON) is $$($(PYTHON) -V). Name another one: make PYTHON=python3.11 demo"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv is missing. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

$(VENV)/run: $(VENV)/uv requirements/run.lock pyproject.toml hatch_build.py $(wildcard src/leadline/assess/reader/kernel/*.[ch])
	@echo "Installing Leadline into $(VENV) ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@touch $@

$(VENV)/dev: $(VENV)/run requirements/dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/spark: $(VENV)/dev requirements/spark.lock
	@echo "Installing Spark into $(VENV) (450 MB) ..."
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/spark.lock
	@command -v java >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && echo "Installing Debian's Java for Spark ..." \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq openjdk-17-jre-headless >/dev/null; } \
	  || echo "No Java here: the tests on a cluster will be skipped (apt install openjdk-17-jre-headless)."
	@touch $@

setup: $(VENV)/run
setup-live: setup ## install what live sources (Mastodon, Bluesky, mailboxes, feeds) need
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/live.lock
setup-postgresql: setup ## install what Leadline needs to keep people's records in PostgreSQL
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -c requirements/dev.lock 'psycopg[binary]'
setup-accurate: setup ## install what the accurate model needs to read messages
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/accurate.lock
setup-dev: $(VENV)/dev
setup-spark: $(VENV)/spark

lock: $(VENV)/uv ## resolve the dependencies anew into requirements/*.lock
	$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -o requirements/run.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra accurate -c requirements/run.lock --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -o requirements/accurate.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra live -c requirements/run.lock --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -o requirements/live.lock
	$(BIN)/uv pip compile -q pyproject.toml --group dev --extra postgresql --extra accurate --extra live -c requirements/run.lock -c requirements/accurate.lock -c requirements/live.lock --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -o requirements/dev.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra spark -c requirements/dev.lock --universal --python-version 3.11 --generate-hashes --no-annotate --custom-compile-command "make lock" -o requirements/spark.lock

demo: setup ## build the demo company (SIZE=tiny|default|full), run its months, serve the site on http://127.0.0.1:$PORT
	@$(BIN)/leadline demo --home "$(LEADLINE_HOME)" --size $(or $(SIZE),default) --port $(PORT)

test: setup-spark ## run the whole test suite, browser tests and a small real cluster included
	@command -v chromium >/dev/null || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && echo "Installing Debian's Chromium for the browser tests ..." \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } \
	  || echo "No Chromium here: the browser tests will be skipped (apt install chromium)."
	@command -v dovecot >/dev/null || [ -x /usr/sbin/dovecot ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
	  && echo "Installing Debian's Dovecot for the tests of mailboxes ..." \
	  && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq dovecot-imapd >/dev/null; } \
	  || echo "No Dovecot here: the tests of mailboxes will be skipped (apt install dovecot-imapd)."
	@env -u LEADLINE_HOME -u PORT $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder $(ARGS)
	@$(if $(ARGS),true,env -u LEADLINE_HOME -u PORT $(BIN)/python -m tests.on_postgresql tests/web -m postgresql)

test-postgres: setup-dev ## run the site's whole test suite on a real PostgreSQL (ARGS=tests/web/programs for a part)
	@env -u LEADLINE_HOME -u PORT $(BIN)/python -m tests.on_postgresql $(or $(ARGS),tests/web)

test-spark: setup-spark ## run the tests of all stages with every query on a real Spark cluster (half an hour; ARGS=tests/assess)
	@env -u LEADLINE_HOME -u PORT $(BIN)/python -m tests.cluster.run $(ARGS)

test-bluesky: setup-dev ## ask the real network of Bluesky's developers, by npm, PostgreSQL and Redis (ten minutes to install, once)
	@env -u LEADLINE_HOME -u PORT $(BIN)/python -m tests.bluesky.run

check: setup-dev ## format, lint, types, import contracts, docs held to code
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@env -u LEADLINE_HOME $(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@env -u LEADLINE_HOME -u PORT $(BIN)/python -m pytest tests/contract

torture: setup-dev ## kill -9, fill, tear and double what writes the lake, KILLS=500 times (about an hour)
	@env -u LEADLINE_HOME $(BIN)/python -m tests.torture.faults $(or $(KILLS),500)
	@env -u LEADLINE_HOME -u PORT $(BIN)/python -m tests.torture.pushing $(or $(KILLS),100)

fuzz: setup-dev ## change a million lines of all exports at random and take them in (LINES=100000): no crash, none lost in silence
	@env -u LEADLINE_HOME $(BIN)/python -m tests.listen.fuzz $(or $(LINES),1000000)

train: ## teach both models again (an hour of CPU; DATA=folder of the public data, in a venv with training/requirements*.txt)
	@D="--goemotions $(DATA)/goemotions --vader $(DATA)/vader --banking77 $(DATA)/banking77 --clinc150 $(DATA)/clinc150"; \
	S=$$(python -c "import sysconfig; print(sysconfig.get_path('purelib'))"); set -e; \
	python -m training.accurate --stage 1 $$D --out trained/one; \
	python -m training.accurate --stage 2 $$D --start trained/one/weights.pt --out trained/two; \
	python -m training.export trained/two/weights.pt trained/accurate; \
	python -m training.teach trained/accurate trained/teacher.npz $$D; \
	python -m training.reader $$D --teacher trained/teacher.npz --lexicon $$S/vaderSentiment/vader_lexicon.txt \
	  --packages $$S --out src/leadline/assess/reader/model; \
	python -m training.calibrate_accurate trained/accurate $$D; \
	cp trained/accurate/accurate-1.* src/leadline/assess/reader/model; \
	python benchmarks/text.py $(DATA) --write-card; \
	python -m benchmarks.cascade $(DATA) --write-card

benchmark-text: setup-dev ## how well and how fast messages are read, beside VADER, TextBlob and TF-IDF (DATA=folder of the public data)
	@[ -d $(VENV)/peers ] || $(BIN)/uv pip install --quiet --python $(BIN)/python -c requirements/dev.lock --target $(VENV)/peers vaderSentiment textblob scikit-learn
	@PYTHONPATH=$(CURDIR)/$(VENV)/peers $(BIN)/python benchmarks/text.py $(DATA)
	@$(BIN)/python -m benchmarks.noise
	@$(BIN)/python -m benchmarks.cascade $(DATA)

benchmark-evidence: setup-dev ## how honest and how fast an analysis is, beside the usual tools (8 min of CPU; SERIES=1000 a family, BESIDE=100 of them)
	@[ -d $(VENV)/peers-evidence ] || $(BIN)/uv pip install --quiet --python $(BIN)/python -c requirements/dev.lock \
	  --target $(VENV)/peers-evidence bsts-causalimpact==1.7.0 statsmodels==0.15.0 causalpy==0.9.0
	@export PYTHONPATH=$(CURDIR)/$(VENV)/peers-evidence OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1; \
	  $(BIN)/python -m benchmarks.evidence $(or $(SERIES),1000) $(or $(BESIDE),100) && $(BIN)/python -m benchmarks.screening 100

benchmark: setup-dev ## measure, against peers in the same run (FILE=twcs.csv for real input); docs/performance.md says which
	@for one in demo_world evidence importing lint panel screening service_levels text themes; do \
	  echo "== $$one"; $(BIN)/python -m benchmarks.$$one || exit 1; done
	@echo "== pages"; if [ -f "$(LEADLINE_HOME)/demo-built" ]; then $(BIN)/python -m benchmarks.pages; \
	  else echo "No demo in $(LEADLINE_HOME): make demo first."; fi
	@echo "== real_input"; if [ -n "$(FILE)" ]; then $(BIN)/python -m benchmarks.real_input "$(FILE)"; \
	  else echo "Name a file in the Customer-Support-on-Twitter format: make benchmark FILE=twcs.csv"; fi

benchmark-scale: setup-dev ## a million messages and more (MILLIONS=10) beside DuckDB's own read: two minutes each
	@$(BIN)/python -m benchmarks.scale $(or $(MILLIONS),1)

golden: setup-dev ## write the golden files of the reports anew; read the diff before you commit it
	@env -u LEADLINE_HOME $(BIN)/python -m pytest tests/report --refresh-golden
	@git diff --stat -- tests/report
