"""How near an answer comes to the gold answers, as the CMRC 2018 evaluation counts it.

A Chinese character is a unit, and so is a word of other letters and digits; the marks that the
evaluation's script lists do not count; F1 is taken over the longest common run of units; the
best of the gold answers decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# The marks of the script, which drops them before it cuts: 1988-89 is one unit.
_DROPPED = str.maketrans("", "", "-:_*^/\\~`+=，。：？！“”；’《》…·、「」（）－～『』")
# The script cuts what is not Chinese with NLTK's word_tokenize: at white space, and at the marks
# of English, a comma within a number apart.
_UNIT = re.compile(
    r"""
    [\u4e00-\u9fa5]
    | [;@#$%&?!()\[\]{}<>"]
    | (?: [^\s\u4e00-\u9fa5;@#$%&?!()\[\]{}<>",] | ,(?=\d) )+
    | ,
    """,
    re.VERBOSE,
)


class Measures(NamedTuple):
    """Exact match and F1, each from 0 to 1."""

    exact: float
    f1: float


def units(text: str) -> list[str]:
    """Cut a text into what is compared."""
    return _UNIT.findall(_bare(text))


def measure(answer: str, golds: Iterable[str]) -> Measures:
    """Compare an answer with the gold answers, the best of which decides; 0 without any."""
    bare, found = _bare(answer), units(answer)
    exact = f1 = 0.0
    for gold in golds:
        exact = max(exact, float(bare == _bare(gold)))
        f1 = max(f1, _f1(found, units(gold)))
    return Measures(exact, f1)


def longest_common_run(left: Sequence[str], right: Sequence[str]) -> int:
    """Return the length of the longest run of units that stands in both."""
    best = 0
    previous = [0] * (len(right) + 1)
    for unit in left:
        current = [0] * (len(right) + 1)
        for index, other in enumerate(right):
            if unit == other:
                current[index + 1] = previous[index] + 1
        best = max(best, *current)
        previous = current
    return best


def _bare(text: str) -> str:
    return text.lower().strip().translate(_DROPPED)


def _f1(found: Sequence[str], gold: Sequence[str]) -> float:
    common = longest_common_run(found, gold)
    return 2 * common / (len(found) + len(gold)) if common else 0.0
