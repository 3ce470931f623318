from __future__ import annotations

import pytest

from bot.search.spans.byline import photographer


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新华社记者李学仁摄", "李学仁"),
        ("新华社记者丁林摄新华社北京电", "丁林"),
        ("本报记者欧阳晓东拍摄", "欧阳晓东"),
        ("记者李学仁报道", None),
        ("摄影展今天开幕", None),
    ],
)
def test_the_photographer_stands_before_the_verb(sentence: str, expected: str | None) -> None:
    span = photographer(sentence)
    assert (sentence[slice(*span)] if span else None) == expected
