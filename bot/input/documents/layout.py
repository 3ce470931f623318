"""Paragraphs from lines that stand on pages: what belongs together, and what is no text."""

from __future__ import annotations

import itertools
import re
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.input.documents.blocks import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NUMBER: Final = re.compile(r"[-—–·\s]*(\d{1,4})[-—–·\s]*")
_LABELLED: Final = re.compile(
    r"[-—–]\s*\d{1,4}\s*[-—–]|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}"
    r"|page\s+\d{1,4}(?:\s+of\s+\d{1,4})?",
    re.IGNORECASE,
)
_DIGITS: Final = re.compile(r"\d+")
_ZONE: Final = 2
"""Lines at the head and at the foot of a page among which running titles are looked for."""
_RUNNING: Final = 3
"""Pages on which a running title stands at least."""
_STILL: Final = 3.0
"""Points by which its height may differ from page to page."""
_ALIKE: Final = 0.12
"""Share by which sizes of the same type may differ."""
_LARGER: Final = 1.15
"""A heading's size against the text's."""
_INDENT: Final = 1.2
_SHORT: Final = 2.0
"""Characters by which the last line of a paragraph falls short of the margin."""
_GAP: Final = 1.6
"""Against the usual distance of lines, where a paragraph ends."""
_LONGEST_HEADING: Final = 100


@dataclass(frozen=True, slots=True)
class Line:
    """A line on a page; lengths are in points, heights are counted from the foot of the page."""

    text: str
    page: int
    """From 0."""
    left: float
    right: float
    base: float
    size: float


def paragraphs(lines: Sequence[Line]) -> Iterator[tuple[str, int]]:
    """Yield paragraphs and headings with their level, in order."""
    lines = without_running_titles(lines)
    if not lines:
        return
    body = _body_size(lines)
    pitch = _usual_pitch(lines)
    margins = _margins(lines)
    paragraph = [lines[0]]
    for last, line in itertools.pairwise(lines):
        if _ends_between(last, line, margins, pitch, body):
            yield _said(paragraph, body)
            paragraph = []
        paragraph.append(line)
    yield _said(paragraph, body)


def _said(paragraph: Sequence[Line], body: float) -> tuple[str, int]:
    text = join(line.text for line in paragraph)
    return text, _level(paragraph[0], body) if len(text) <= _LONGEST_HEADING else 0


def without_running_titles(lines: Sequence[Line]) -> list[Line]:
    """Leave out page numbers, and what stands at the head or the foot of page after page."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    zones = [line for page in pages.values() for line in _edges(page)]
    running = {*_repeated(zones), *_numbers(pages)}
    return [line for line in lines if line not in running]


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: -line.base)
    return ordered if len(ordered) <= 2 * _ZONE else [*ordered[:_ZONE], *ordered[-_ZONE:]]


def _repeated(zones: Sequence[Line]) -> Iterator[Line]:
    alike: dict[str, list[Line]] = defaultdict(list)
    for line in zones:
        alike[_DIGITS.sub("#", "".join(line.text.split()))].append(line)
    for group in alike.values():
        height = statistics.median(line.base for line in group)
        still = [line for line in group if abs(line.base - height) <= _STILL]
        if len({line.page for line in still}) >= _RUNNING:
            yield from still


def _numbers(pages: dict[int, list[Line]]) -> Iterator[Line]:
    """Yield page numbers: bare ones have to count the pages, labelled ones say what they are."""
    bare: dict[int, list[Line]] = defaultdict(list)
    for number, page in pages.items():
        ordered = sorted(page, key=lambda line: -line.base)
        for line in {ordered[0], ordered[-1]} if len(ordered) > 1 else ():
            if _LABELLED.fullmatch(line.text.strip()):
                yield line
            elif match := _NUMBER.fullmatch(line.text):
                bare[int(match[1]) - number].append(line)
    for counted in bare.values():
        if len(counted) > 1:
            yield from counted


def _body_size(lines: Sequence[Line]) -> float:
    """Return the size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0]


def _usual_pitch(lines: Sequence[Line]) -> float:
    gaps = [
        last.base - line.base
        for last, line in itertools.pairwise(lines)
        if last.page == line.page and last.base - line.base > last.size / 2
    ]
    return statistics.median(gaps) if gaps else 0.0


def _margins(lines: Sequence[Line]) -> dict[Line, tuple[float, float]]:
    """Find for each line the margins of its column: how far lines above and below it reach."""
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        pages[line.page].append(line)
    margins = {}
    for page in pages.values():
        for line in page:
            column = [other for other in page if _overlap(line, other)]
            margins[line] = (
                min(other.left for other in column),
                max(other.right for other in column),
            )
    return margins


def _overlap(line: Line, other: Line) -> bool:
    shared = min(line.right, other.right) - max(line.left, other.left)
    return shared >= (min(line.right - line.left, other.right - other.left)) / 2


def _ends_between(
    last: Line,
    line: Line,
    margins: dict[Line, tuple[float, float]],
    pitch: float,
    body: float,
) -> bool:
    """Tell whether one paragraph ends with a line and another begins with the next."""
    if _level(last, body) and _level(line, body):
        return not _is_next_of_heading(last, line)
    if abs(last.size - line.size) > _ALIKE * max(last.size, line.size):
        return True
    left, _ = margins[line]
    if line.text.startswith("\u3000") or line.left - left > _INDENT * line.size:
        return True
    _, right = margins[last]
    if last.right < right - _SHORT * last.size:
        return True
    gap = last.base - line.base
    return last.page == line.page and bool(pitch) and gap > _GAP * pitch


def _is_next_of_heading(last: Line, line: Line) -> bool:
    """Tell whether a heading goes on: its lines reach no margin, and are often centred."""
    same_size = abs(last.size - line.size) <= _ALIKE * last.size
    return same_size and last.page == line.page and 0 < last.base - line.base < 2 * last.size


def _level(line: Line, body: float) -> int:
    if line.size < _LARGER * body:
        return 0
    return 1 if line.page == 0 else 2
