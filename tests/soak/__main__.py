"""Let the bot run for long, under all that people do.

python -m tests.soak [--updates N] [--minutes N] [--seed N] [--people N] [--json FILE]

Prints a table; exits 1 where the bot did not keep its word.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from bot.edge.cli.streams import prepare_output
from tests.soak.memory import trend
from tests.soak.soak import Plan, Report, soak

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.soak.ledger import Ledger
    from tests.soak.memory import Series


def main(argv: Sequence[str] | None = None) -> int:
    """Run a soak, and say what came of it."""
    arguments = _parser().parse_args(argv)
    prepare_output()
    plan = Plan(
        arguments.updates,
        60 * arguments.minutes,
        seed=arguments.seed,
        people=arguments.people,
    )
    with tempfile.TemporaryDirectory() as folder:
        report = soak(Path(folder) / "bot", plan, _Progress())
    print(_table(report))
    if arguments.json:
        arguments.json.write_text(json.dumps(_as_json(report), ensure_ascii=False, indent=1))
    return 0 if report.is_fine else 1


class _Progress:
    """A line on standard error every half a minute, and what has gone wrong since."""

    def __init__(self) -> None:
        self._started = self._told = time.monotonic()
        self._shown = 0

    def __call__(self, ledger: Ledger, memory: Series) -> None:
        now = time.monotonic()
        if now - self._told < 30:
            return
        self._told = now
        rate = ledger.total / (now - self._started)
        print(
            f"{ledger.total:,} updates, {rate:.0f}/s, {memory.samples[-1].megabytes:.0f} MB, "
            f"{ledger.wrong} wrong",
            *ledger.faults[self._shown :],
            sep="\n! ",
            file=sys.stderr,
            flush=True,
        )
        self._shown = len(ledger.faults)


def _table(report: Report) -> str:
    ledger = report.ledger
    rows: list[tuple[str, object]] = [("updates", f"{ledger.total:,}")]
    rows += [(f"  {kind}", f"{count:,}") for kind, count in ledger.sent.most_common()]
    rows += [("what came of them", "")]
    rows += [(f"  {kind}", f"{count:,}") for kind, count in ledger.outcomes.most_common()]
    rows += [
        ("updates a second", f"{ledger.total / report.seconds:.0f}"),
        ("slowest answer, seconds", f"{ledger.slowest:.1f}"),
        ("lost", report.lost),
        ("wrong: lost, doubled, out of order, not asked for", ledger.wrong),
        ("errors in the log", len(report.bad_lines)),
        ("exit code", report.exit_code),
    ]
    for name, samples in (("bot", report.bot), ("emulator", report.emulator)):
        if (found := trend(samples)) is not None:
            grown = f"{found.first:.1f} → {found.last:.1f} ({found.slope:+.1f} per 100,000 updates)"
            rows.append((f"memory of the {name} once warm, MB", grown))
    width = max(len(name) for name, _ in rows)
    lines = [f"{name:<{width}}  {value}".rstrip() for name, value in rows]
    lines += [f"! {fault}" for fault in ledger.faults]
    lines += [f"! log: {line}" for line in report.bad_lines]
    lines += [f"warned {count} times: {line}" for line, count in report.warnings.most_common(10)]
    return "\n".join(lines)


def _as_json(report: Report) -> dict[str, object]:
    return {
        "sent": report.ledger.sent,
        "outcomes": report.ledger.outcomes,
        "wrong": report.ledger.wrong,
        "seconds": report.seconds,
        "bot": [asdict(sample) for sample in report.bot],
        "emulator": [asdict(sample) for sample in report.emulator],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.soak", description=__doc__)
    parser.add_argument("--updates", metavar="N", type=int, default=200_000)
    parser.add_argument("--minutes", metavar="N", type=float, default=math.inf, help="at most")
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    parser.add_argument("--people", metavar="N", type=int, default=5000)
    parser.add_argument("--json", metavar="FILE", type=Path, help="the figures, for programs")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
