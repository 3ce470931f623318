# Everything a newcomer or a developer needs. Only Python 3.11+, make and a package index are asked
# for: the rest is installed into .venv, the exact versions of requirements*.lock and no others.

PYTHON ?= python3
ARGS ?=
SECONDS ?= 60
FILES ?=

VENV := .venv
BIN := $(VENV)/bin
# The packages that build packages are pinned and hashed too, hence no isolated build environments.
INSTALL := $(BIN)/python -m pip --quiet --no-input --disable-pip-version-check install --no-build-isolation
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-emit-index-url $(ARGS)
BUILD_LOCK := requirements-build.lock
LOCK := requirements.lock
DEV_LOCK := requirements-dev.lock
SPEED_LOCK := requirements-speed.lock
FUZZ_LOCK := requirements-fuzz.lock
FUZZ_TARGETS := question knowledge settings lesson document callback name word pdf conversion

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run install test lint format types imports check bench running quality slips everyday growth fuzz faults soak chaos audit lock clean

help:  ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/.installed  ## start the bot: in Telegram where TELEGRAM_BOT_TOKEN is set, else here
	@$(BIN)/python -m bot run $(ARGS)

install: $(VENV)/.installed  ## only install, into .venv

test: $(VENV)/.developed  ## run every test
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 8 --dist loadfile $(ARGS)

lint: $(VENV)/.developed  ## look for mistakes and for what the formatter would change
	$(BIN)/ruff check
	$(BIN)/ruff format --check

format: $(VENV)/.developed  ## format the code
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

types: $(VENV)/.developed  ## check the types
	$(BIN)/mypy

imports: $(VENV)/.developed  ## check that layers import only downward
	$(BIN)/lint-imports

check: lint types imports test  ## all of these

bench: $(VENV)/.developed $(SPEED_LOCK)  ## measure speed and size beside other search (FILES=question-answering sets)
	@$(INSTALL) --require-hashes --requirement $(SPEED_LOCK) </dev/null
	$(BIN)/python -m benchmarks.speed $(FILES) $(ARGS)

running: $(VENV)/.developed  ## measure starting, reloading, many askers (FILES=question-answering sets) and messages a second
	$(BIN)/python -m benchmarks.running $(FILES) $(ARGS)
	$(BIN)/python -m benchmarks.throughput $(FILES)

quality: $(VENV)/.developed  ## measure retrieval beside other systems (FILES=question-answering sets)
	$(BIN)/python -m benchmarks.quality $(FILES)

slips: $(VENV)/.developed  ## measure what becomes of mistyped questions (FILES=question-answering sets)
	$(BIN)/python -m benchmarks.slips $(FILES)

everyday: $(VENV)/.developed  ## measure brief questions on short texts that nothing was learned from
	$(BIN)/python -m benchmarks.everyday $(ARGS)

growth: $(VENV)/.developed  ## measure how the time for hostile input grows with its size
	$(BIN)/python -m benchmarks.growth $(ARGS)

fuzz: $(VENV)/.developed $(FUZZ_LOCK)  ## throw anything at the bot, guided by what it reaches (SECONDS= for each target)
	@$(INSTALL) --require-hashes --requirement $(FUZZ_LOCK) </dev/null
	@mkdir -p .fuzz
	for target in $(FUZZ_TARGETS); do \
		$(BIN)/python -m tests.fuzz $$target .fuzz -max_total_time=$(SECONDS) $(ARGS) || exit 1; done

faults: $(VENV)/.developed  ## play every fault of Telegram and the network against the bot (ARGS="--times 3")
	$(BIN)/python -m benchmarks.faults $(ARGS)

soak: $(VENV)/.developed  ## let 200,000 updates come in, and see that nothing is lost (ARGS=--minutes=10)
	$(BIN)/python -m tests.soak $(ARGS)

chaos: $(VENV)/.developed  ## kill the bot in the middle of hundreds of changes (ARGS="--random 300 --seed 0")
	$(BIN)/python -m tests.chaos $(ARGS)

audit: $(VENV)/.developed  ## look for known vulnerabilities in the locked packages
	$(BIN)/python -m scripts.audit $(ARGS)

lock: $(VENV)/.installed  ## write the lock files again (ARGS=--upgrade for newer versions)
	$(INSTALL) --group lock
	$(COMPILE) --group build --output-file $(BUILD_LOCK)
	$(COMPILE) pyproject.toml --output-file $(LOCK)
	$(COMPILE) pyproject.toml --extra train --group dev --group bench --constraint $(LOCK) --output-file $(DEV_LOCK)
	$(COMPILE) --group speed --constraint $(DEV_LOCK) --output-file $(SPEED_LOCK)
	$(COMPILE) --group fuzz --constraint $(DEV_LOCK) --output-file $(FUZZ_LOCK)

clean:  ## remove what was installed and every cache
	rm -rf $(VENV) build dist .fuzz .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Nothing here may read standard input: it belongs to the command that is run in the end.

$(VENV)/.created:
	@command -v $(PYTHON) >/dev/null || { echo '没有找到 $(PYTHON)：请安装 Python 3.11 或更新的版本。' \
		'$(PYTHON) was not found: please install Python 3.11 or newer.' >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' </dev/null || { \
		echo "需要 Python 3.11 或更新的版本，而 $(PYTHON) 是 $$($(PYTHON) --version 2>&1)。" \
		'Python 3.11 or newer is needed; name one: make PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' </dev/null 2>/dev/null || { \
		echo '$(PYTHON) 缺少 venv 模块（Debian、Ubuntu：apt install python3-venv）。' \
		'The venv module is missing (Debian, Ubuntu: apt install python3-venv).' >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) </dev/null
	@touch $@

$(VENV)/.installed: $(VENV)/.created $(BUILD_LOCK) $(LOCK) pyproject.toml
	@echo '正在把需要的软件包装进 $(VENV) ……' >&2
	@$(INSTALL) --require-hashes --requirement $(BUILD_LOCK) </dev/null
	@$(INSTALL) --require-hashes --requirement $(LOCK) </dev/null
	@$(INSTALL) --no-deps --editable . </dev/null
	@touch $@

$(VENV)/.developed: $(VENV)/.installed $(DEV_LOCK)
	@echo '正在把开发工具装进 $(VENV) ……' >&2
	@$(INSTALL) --require-hashes --requirement $(DEV_LOCK) </dev/null
	@touch $@
