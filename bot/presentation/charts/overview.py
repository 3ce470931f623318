"""The chart of /stats: how many questions, how they went, what was asked, on one phone screen."""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING, Any, Final

from bot.presentation.charts.font import FONT_FILE, clipped, drawable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    from bot.input.settings import Thresholds
    from bot.journal.records import AskedOften, Day, Stats
    from bot.presentation.charts.words import ChartWords

# In pixels. Telegram makes photos smaller whose longer side is longer than 1280.
_WIDTH: Final = 1080
_HEIGHT: Final = 1280
_DPI: Final = 150
_LEFT: Final = 60
_RIGHT: Final = 1020

_INK: Final = "#1f2933"
_FAINT: Final = "#7b8794"
_LINE: Final = "#e4e7eb"
# Apart from each other for colour-blind people too: Okabe and Ito's palette, a little softer.
_GREEN: Final = "#2a9d8f"
_YELLOW: Final = "#e9b949"
_RED: Final = "#d9663f"
_BLUE: Final = "#4a7fb5"

_LARGE: Final = 20.0
_MEDIUM: Final = 13.0
_SMALL: Final = 10.0
"""Points; at 150 dots an inch, 10 are 21 pixels high: still read on a phone a third as wide."""

_QUESTIONS_LISTED: Final = 5
_QUESTION_COLUMNS: Final = 76
"""How wide a question is at most, in columns of which a Chinese character takes two."""
_DRAWING: Final = threading.Lock()
"""Matplotlib is not made for several threads at once."""
_STEPS_LABELLED: Final = {7: 1, 30: 5, 90: 15}
"""Days from one date below the bars to the next."""


def draw(stats: Stats, thresholds: Thresholds, words: ChartWords) -> bytes:
    """Draw the figures of some days as a PNG of 1080 by 1280 pixels.

    Takes about half a second, and some more the first time: to be called in a thread.
    """
    with _DRAWING:
        return _draw(stats, thresholds, words)


def _draw(stats: Stats, thresholds: Thresholds, words: ChartWords) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - slow, seldom used
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(_WIDTH / _DPI, _HEIGHT / _DPI), dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    sheet = _Sheet(figure)
    _head(sheet, stats, words)
    _by_day(sheet, stats.days, words)
    _confidence(sheet, stats.confidence, thresholds, words)
    _verdicts(sheet, stats.days, words)
    _most_asked(sheet, stats.most_asked[:_QUESTIONS_LISTED], words)
    file = io.BytesIO()
    figure.savefig(file, format="png")
    return file.getvalue()


class _Sheet:
    """A figure measured in pixels from its upper left corner."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure

    def write(  # noqa: PLR0913 - where and how
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = _SMALL,
        color: str = _INK,
        align: str = "left",
    ) -> float:
        """Write a line whose middle is at a height; gives its width in pixels."""
        written = self._figure.text(
            x / _WIDTH,
            1 - y / _HEIGHT,
            drawable(text),
            fontproperties=_font(size),
            color=color,
            ha=align,
            va="center_baseline",
            parse_math=False,
        )
        return float(written.get_window_extent().width)

    def axes(self, left: float, top: float, right: float, bottom: float) -> Axes:
        """Give room for bars, with faint lines behind them."""
        axes = self._figure.add_axes(
            (
                left / _WIDTH,
                1 - bottom / _HEIGHT,
                (right - left) / _WIDTH,
                (bottom - top) / _HEIGHT,
            )
        )
        for side in ("top", "left", "right"):
            axes.spines[side].set_visible(False)
        axes.spines["bottom"].set_color(_LINE)
        axes.tick_params(length=0, colors=_FAINT, pad=6)
        axes.grid(axis="y", color=_LINE, linewidth=0.8)
        axes.set_axisbelow(True)
        return axes

    def bar(self, left: float, y: float, right: float, color: str) -> None:
        """Draw a thin bar."""
        from matplotlib.patches import Rectangle  # noqa: PLC0415

        thick = 10
        self._figure.add_artist(
            Rectangle(
                (left / _WIDTH, 1 - (y + thick / 2) / _HEIGHT),
                (right - left) / _WIDTH,
                thick / _HEIGHT,
                color=color,
                linewidth=0,
            )
        )

    def legend(self, x: float, y: float, entries: Sequence[tuple[str, str]]) -> None:
        """Say what colours mean; the last one ends at `x`."""
        for name, color in reversed(entries):
            x -= self.write(x, y, name, color=_FAINT, align="right") + 34
            self.bar(x, y, x + 20, color)
            x -= 30


def _head(sheet: _Sheet, stats: Stats, words: ChartWords) -> None:
    days = stats.days
    sheet.write(_LEFT, 70, words.title, size=_LARGE)
    sheet.write(
        _RIGHT, 70, f"{days[0].date:%Y-%m-%d} – {days[-1].date:%m-%d}", color=_FAINT, align="right"
    )
    asked = sum(day.questions for day in days)
    likes, dislikes = (sum(getattr(day, name) for day in days) for name in ("likes", "dislikes"))
    figures = (
        (str(asked), words.questions, _INK),
        (share(sum(day.answers for day in days), asked), words.answered, _GREEN),
        (share(sum(day.refusals for day in days), asked), words.refused, _RED),
        (share(likes, likes + dislikes), words.liked, _BLUE),
    )
    step = (_RIGHT - _LEFT) / len(figures)
    for number, (figure, name, color) in enumerate(figures):
        sheet.write(_LEFT + number * step, 155, figure, size=_LARGE * 1.3, color=color)
        sheet.write(_LEFT + number * step, 205, name, color=_FAINT)


def _by_day(sheet: _Sheet, days: Sequence[Day], words: ChartWords) -> None:
    sheet.write(_LEFT, 275, words.by_day, size=_MEDIUM)
    kinds = (
        (words.answers, _GREEN, [day.answers for day in days]),
        (words.suggestions, _YELLOW, [day.suggestions for day in days]),
        (words.refusals, _RED, [day.refusals for day in days]),
    )
    sheet.legend(_RIGHT, 275, [(name, color) for name, color, _ in kinds])
    axes = sheet.axes(_LEFT + 40, 310, _RIGHT, 560)
    below = [0] * len(days)
    for _, color, numbers in kinds:
        axes.bar(range(len(days)), numbers, 0.72, bottom=below, color=color)
        below = [sum(pair) for pair in zip(below, numbers, strict=True)]
    _label_days(axes, days)
    _count_upward(axes, max(below), words)


def _confidence(
    sheet: _Sheet, steps: Sequence[int], thresholds: Thresholds, words: ChartWords
) -> None:
    sheet.write(_LEFT, 645, words.confidence, size=_MEDIUM)
    axes = sheet.axes(_LEFT + 40, 680, 510, 860)
    size = 100 // len(steps)
    middles = [number * size + size / 2 for number in range(len(steps))]
    axes.bar(middles, steps, 0.86 * size, color=[_color(at, thresholds) for at in middles])
    axes.set_xlim(-1, 101)
    axes.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100"])
    _dress(axes)
    _count_upward(axes, max(steps), words)


def _color(confidence: float, thresholds: Thresholds) -> str:
    if confidence >= thresholds.answer:
        return _GREEN
    return _YELLOW if confidence >= thresholds.suggest else _RED


def _verdicts(sheet: _Sheet, days: Sequence[Day], words: ChartWords) -> None:
    sheet.write(570, 645, words.verdicts, size=_MEDIUM)
    sheet.legend(_RIGHT, 645, [(words.likes, _BLUE), (words.dislikes, _RED)])
    axes = sheet.axes(610, 680, _RIGHT, 860)
    axes.bar(range(len(days)), [day.likes for day in days], 0.72, color=_BLUE)
    axes.bar(range(len(days)), [-day.dislikes for day in days], 0.72, color=_RED)
    _label_days(axes, days, sparse=2)
    most, least = (max(getattr(day, name) for day in days) for name in ("likes", "dislikes"))
    if not most and not least:
        _count_upward(axes, 0, words)
        return
    axes.axhline(0, color=_FAINT, linewidth=0.8)
    axes.set_ylim(-1.15 * max(least, most / 4), 1.15 * max(most, least / 4))
    _count_whole(axes)


def _most_asked(sheet: _Sheet, often: Sequence[AskedOften], words: ChartWords) -> None:
    sheet.write(_LEFT, 945, words.most_asked, size=_MEDIUM)
    if not often:
        sheet.write(_WIDTH / 2, 1100, words.nothing, color=_FAINT, align="center")
        return
    most = max(question.times for question in often)
    for number, question in enumerate(often):
        y = 990 + number * 55
        sheet.write(_LEFT, y, clipped(question.question, _QUESTION_COLUMNS))
        sheet.write(_RIGHT, y, str(question.times), color=_FAINT, align="right")
        sheet.bar(_LEFT, y + 24, _RIGHT, _LINE)
        sheet.bar(_LEFT, y + 24, _LEFT + (_RIGHT - _LEFT) * question.times / most, _BLUE)


def _label_days(axes: Axes, days: Sequence[Day], sparse: int = 1) -> None:
    """Write dates below the bars, counted back from the last."""
    step = sparse * _STEPS_LABELLED.get(len(days), max(len(days) // 6, 1))
    places = list(range(len(days) - 1, -1, -step))
    axes.set_xticks(places, [f"{days[place].date:%m-%d}" for place in places])
    axes.set_xlim(-0.6, len(days) - 0.4)
    _dress(axes)


def _count_upward(axes: Axes, most: int, words: ChartWords) -> None:
    """Number the lines behind bars that are so high; where there are none, say so."""
    if most:
        axes.set_ylim(0, 1.1 * most)
        _count_whole(axes)
        return
    axes.set_ylim(0, 1)
    axes.set_yticks([])
    axes.text(
        0.5,
        0.5,
        drawable(words.nothing),
        transform=axes.transAxes,
        fontproperties=_font(_SMALL),
        color=_FAINT,
        ha="center",
        va="center",
        parse_math=False,
    )


def _count_whole(axes: Axes) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: PLC0415

    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True))
    # Dislikes go downward, and are counted all the same.
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{abs(value):.0f}"))
    _dress(axes)


def _dress(axes: Axes) -> None:
    """Set the numbers along both axes in the font that comes along."""
    labels: list[Any] = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    for label in labels:
        label.set_fontproperties(_font(_SMALL * 0.9))


def share(part: int, whole: int) -> str:
    """Write a share in per cent; a dash where there is no whole."""
    return f"{100 * part / whole:.0f}%" if whole else "–"


def _font(size: float) -> FontProperties:
    from matplotlib.font_manager import FontProperties  # noqa: PLC0415

    return FontProperties(fname=FONT_FILE, size=size)
