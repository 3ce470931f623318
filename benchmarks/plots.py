"""Draw what `benchmarks.speed` measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import matplotlib as mpl

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

mpl.use("Agg")

from matplotlib import pyplot as plt

_PLOTS: Final = {
    "median_ms": "one question, median, ms",
    "build_s": "build, s",
    "memory_mb": "resident memory, MB",
    "load_s": "start to first answer, s",
}


def plot(rows: Sequence[dict[str, Any]], folder: Path) -> None:
    """Draw a picture for each figure: a line a system, over the number of sentences."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, title in _PLOTS.items():
        figure, axes = plt.subplots(figsize=(7, 4.2), layout="constrained")
        for system in dict.fromkeys(row["system"] for row in rows):
            own = [row for row in rows if row["system"] == system]
            is_ours = system.startswith("Wenju")
            axes.plot(
                [row["sentences"] for row in own],
                [row[name] for row in own],
                marker="o",
                linewidth=2.5 if is_ours else 1.2,
                label=system,
            )
        axes.set(xscale="log", yscale="log", xlabel="sentences", title=title)
        axes.grid(visible=True, alpha=0.3)
        axes.legend(fontsize=8)
        figure.savefig(folder / f"{name}.png", dpi=120)
        plt.close(figure)
