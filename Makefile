# One command for each thing one does here. `make` alone lists them.
# Needs only Python 3.11 or newer and make; works with GNU make 3.81, which macOS has.

.DEFAULT_GOAL := help
.PHONY: help setup demo test check format bench crash soak fuzz install-check pictures lock clean

venv := .venv
python := $(venv)/bin/python

# What is installed is what the lock says, whatever was published since: no resolver, and no building from source,
# which would choose its tools by itself (docs/decisions/0008-an-install-that-does-not-rot.md).

# The first Python that will do. Versions the locked packages have wheels for come before newer ones.
# Say `make PYTHON=/path/to/python …` to choose another.
candidates := python3 python3.14 python3.13 python3.12 python3.11 python
ifndef PYTHON
PYTHON := $(shell for below in 15 99; do for name in $(candidates); do \
  "$$name" -c "import sys; sys.exit(not (3, 11) <= sys.version_info < (3, $$below))" >/dev/null 2>&1 \
  && echo "$$name" && exit; done; done)
endif

# After an upgrade of the system its Python is another one, which finds nothing of what was installed for the one before.
ifneq ($(wildcard $(venv)/*.stamp),)
ifneq ($(shell $(python) -c 'import pip' >/dev/null 2>&1 && echo whole),whole)
$(shell rm -f $(venv)/*.stamp)
endif
endif

help:
	@echo 'make demo    a local workspace and the bot with sample data: open the address it prints'
	@echo 'make test    style, types, imports, and every test       (make test ARGS="-k card")'
	@echo 'make check   style, types and imports only'
	@echo 'make format  rewrite the code in the common style'
	@echo 'make bench   how fast it is, measured here; with a million subtasks: ARGS=--many'
	@echo 'make crash   kills the bot at every point, and takes away what it needs for a while, on both databases'
	@echo 'make soak    an hour of an institution with three processes that are killed all the time'
	@echo 'make fuzz    sends a hundred thousand requests that nobody would, as Slack and at the API'
	@echo 'make install-check  types docs/install.md line by line, with pip and an environment of its own'
	@echo 'make pictures  takes the pictures of the documents again (needs chromium and chromedriver)'
	@echo 'make setup   only makes the virtual environment $(venv), with what runs (for an administrator)'
	@echo 'make lock    works out requirements*.txt again from pyproject.toml (needs uv; ARGS=--upgrade)'
	@echo 'make clean   removes $(venv)'

setup: $(venv)/runtime.stamp

demo: $(venv)/demo.stamp
	@$(python) -m bot demo $(ARGS)

# Types take one processor. Meanwhile another one compiles the tests, and Python keeps that (unless
# PYTHONDONTWRITEBYTECODE forbids it): four processes would each do it again, and every bot that a test starts.
# One process more than there are processors: some tests wait, for a clock or for another program.
# A process takes half of what another one still has, not every other test: what a file's tests share is made once.
test: $(venv)/developer.stamp
	@PYTHONDONTWRITEBYTECODE= $(python) -m pytest --collect-only --quiet >/dev/null 2>&1 & \
	$(MAKE) --no-print-directory check && wait
	@PYTHONDONTWRITEBYTECODE= $(python) -m pytest --numprocesses $$(( $$(getconf _NPROCESSORS_ONLN) + 2 )) --maxprocesses 4 --dist worksteal $(ARGS)

check: $(venv)/developer.stamp
	@echo 'Style …'
	@$(venv)/bin/ruff check --quiet
	@$(venv)/bin/ruff format --check --quiet || { echo 'Not in the common style: run "make format".'; exit 1; }
	@echo 'Types …'
	@$(venv)/bin/mypy --no-error-summary
	@echo 'Imports …'
	@report=$$($(venv)/bin/lint-imports --no-cache) || { echo "$$report"; exit 1; }

format: $(venv)/developer.stamp
	@$(venv)/bin/ruff check --fix --quiet
	@$(venv)/bin/ruff format

bench: $(venv)/developer.stamp
	@$(python) -m tests.bench $(ARGS)

crash: $(venv)/developer.stamp
	@$(python) -m tests.crash $(ARGS)

soak: $(venv)/developer.stamp
	@$(python) -m tests.soak $(ARGS)

fuzz: $(venv)/developer.stamp
	@$(python) -m tests.fuzz $(ARGS)

install-check: $(venv)/developer.stamp
	@REAL_INSTALL=1 $(python) -m pytest --no-header --quiet --timeout 900 tests/install/test_followed.py

pictures: $(venv)/developer.stamp
	@$(python) -m tests.browser.pictures

# Each lock holds all of the one before it.
$(venv)/developer.stamp: requirements-dev.txt requirements-demo.txt requirements.txt
	$(call install,requirements-dev.txt)
	@touch $(venv)/runtime.stamp $(venv)/demo.stamp $@

$(venv)/demo.stamp: requirements-demo.txt requirements.txt
	$(call install,requirements-demo.txt)
	@touch $(venv)/runtime.stamp $@

$(venv)/runtime.stamp: requirements.txt
	$(call install,requirements.txt)
	@touch $@

define install
@if [ -z "$(PYTHON)" ]; then \
  echo 'Saksbot needs Python 3.11 or newer, and none was found. Install one, or say'; \
  echo '  make PYTHON=/path/to/python …'; exit 1; fi
@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo '$(PYTHON) is no Python 3.11 or newer.'; exit 1; }
@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
  echo '$(PYTHON) can not make virtual environments: its modules venv and ensurepip are missing.'; \
  echo 'On Debian and Ubuntu:  apt install python3-venv'; exit 1; }
@if ! $(python) -m pip --version >/dev/null 2>&1; then \
  echo "Making $(venv) with $$("$(PYTHON)" --version) …"; "$(PYTHON)" -m venv --clear $(venv); fi
@echo 'Installing $(1) (only the first time, and when it has changed) …'
@$(python) -m pip install --quiet --quiet --disable-pip-version-check \
  --no-deps --only-binary :all: --require-hashes --requirement $(1)
@$(python) -m pip check --disable-pip-version-check >/dev/null || $(python) -m pip check --disable-pip-version-check
endef

# The extras stay in the lock: without them pip would ask the registry for what they bring.
lock_with := uv pip compile --no-config --universal --generate-hashes --no-strip-extras --no-emit-index-url \
  --no-emit-find-links --python-version 3.11 --custom-compile-command 'make lock' --quiet $(ARGS)

lock:
	$(lock_with) pyproject.toml --output-file requirements.txt
	$(lock_with) pyproject.toml --extra demo --constraints requirements.txt --output-file requirements-demo.txt
	$(lock_with) pyproject.toml --extra demo --group dev --constraints requirements-demo.txt --output-file requirements-dev.txt

clean:
	rm -rf $(venv)
