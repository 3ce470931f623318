"""Kill the bot in the middle of changes, again and again.

python -m tests.chaos [--random N] [--seed N]

Once before every step that each kind of change takes on the disk, then so many times at any moment.
Prints a table; exits 1 where the knowledge was ever anything but the old or the new.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bot.edge.cli.streams import prepare_output
from tests.chaos.operations import OPERATIONS
from tests.chaos.rig import Rig
from tests.emulator import Telegram

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.chaos.rig import Tally


def main(argv: Sequence[str] | None = None) -> int:
    """Run all of it, and say what came of it."""
    arguments = _parser().parse_args(argv)
    prepare_output()
    names = [operation.name for operation in OPERATIONS]
    with tempfile.TemporaryDirectory() as folder, Telegram() as telegram:
        rig = Rig(telegram, Path(folder) / "bot", arguments.seed)
        rig.start()
        try:
            for runs in (rig.at_every_step(names), rig.at_random(arguments.random, names)):
                for line in runs:
                    print(line, *rig.tally.faults, sep="\n! ", file=sys.stderr, flush=True)
        finally:
            rig.stop()
    print(_table(rig.tally))
    return 1 if rig.tally.faults else 0


def _table(tally: Tally) -> str:
    lines = [f"{'operation':<10} {'runs':>5} {'killed in it':>13} {'old':>5} {'new':>5}"]
    for name, runs in tally.runs.items():
        fates = tally.fates[name]
        lines.append(
            f"{name:<10} {runs:>5} {tally.killed[name]:>13} {fates['old']:>5} {fates['new']:>5}"
        )
    total, killed = tally.runs.total(), tally.killed.total()
    lines.append(f"{'all':<10} {total:>5} {killed:>13}")
    lines.append(f"anything else than the old or the new: {len(tally.faults)}")
    return "\n".join([*lines, *(f"! {fault}" for fault in tally.faults)])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m tests.chaos", description=__doc__)
    parser.add_argument("--random", metavar="N", type=int, default=300)
    parser.add_argument("--seed", metavar="N", type=int, default=0)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
