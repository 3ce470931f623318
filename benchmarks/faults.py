"""Play every fault of Telegram and the network against the real bot, and print what came of each.

python -m benchmarks.faults [--times 3] [--only WORDS]

Each run has an emulated Telegram and a bot process of its own. A row says how often the reader was
answered who asked meanwhile, and after how many seconds at most the bot answered again; those with
a star are among the tests. Ends with 1 where anything was lost, doubled, or not said in the log in
one line. What lasts until the bot ends itself is played once.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from bot.edge.cli.streams import prepare_output
from tests.e2e.faults.cases import (
    BROUGHT,
    ENDING,
    RECEIVING,
    SENDING,
    Case,
    Seen,
    outlast,
    play,
    problems,
)
from tests.e2e.harness import BotProcess
from tests.emulator import Telegram


def main(argv: list[str] | None = None) -> int:
    """Play them, and print a table in Markdown."""
    prepare_output()
    parser = argparse.ArgumentParser(description="Play every fault against the real bot.")
    parser.add_argument("--times", type=int, default=3, help="how often each is played")
    parser.add_argument("--only", default="", help="words in the names of those to be played")
    options = parser.parse_args(argv)
    failed = 0
    print("| fault | runs | answered | back after | in the log |")
    print("|---|---|---|---|---|")
    for case in (*RECEIVING, *SENDING, *BROUGHT):
        if options.only in case.name:
            seen = [_played(case) for _ in range(options.times)]
            print(_row(case, seen), flush=True)
            wrong = [words for one in seen for words in problems(case, one)]
            failed += bool(wrong)
            for words in wrong:
                print(f"{case.name}: {words}", file=sys.stderr)
    failed += _endings(options.only)
    return 1 if failed else 0


def _endings(only: str) -> int:
    """Play those that end the bot, once each: they take a minute and more."""
    failed = 0
    print("\n| fault | ended after | its last word |")
    print("|---|---|---|")
    for ending in ENDING:
        if only in ending.name:
            with tempfile.TemporaryDirectory() as folder, Telegram() as telegram:
                bot = _laid_out(telegram, Path(folder), webhook=ending.webhook)
                with bot:
                    seconds, wrong = outlast(ending, telegram, bot)
            print(f"| {ending.name} | {seconds:.1f} s | `{ending.reason}` |", flush=True)
            failed += bool(wrong)
            for words in wrong:
                print(f"{ending.name}: {words}", file=sys.stderr)
    return failed


def _played(case: Case) -> Seen:
    with tempfile.TemporaryDirectory() as folder, Telegram() as telegram:
        bot = _laid_out(telegram, Path(folder), case.settings, webhook=case.webhook)
        with bot:
            return play(case, telegram, bot)


def _laid_out(telegram: Telegram, folder: Path, settings: str = "", *, webhook: bool) -> BotProcess:
    bot = BotProcess(telegram, folder, settings=settings)
    if webhook:
        bot.receive_by_webhook()
    return bot


def _row(case: Case, seen: list[Seen]) -> str:
    counts = sorted({len(one.answers) for one in seen})
    answered = " or ".join({0: "not at all", 1: "once"}.get(n, f"{n} times") for n in counts)
    back = max(one.back for one in seen)
    logged = f"`{case.logged}`" if case.logged else "nothing"
    runs = f"{len(seen)} *" if case.short else f"{len(seen)}"
    return f"| {case.name} | {runs} | {answered} | {back:.1f} s | {logged} |"


if __name__ == "__main__":
    sys.exit(main())
