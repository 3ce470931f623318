"""Every word that readers and admins see in Telegram: a module for each language.

`Texts` is the simplified Chinese wording; each further language is a subclass that says all of it
in its own words. Everything here is plain text: whoever puts it into markup escapes it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.presentation.texts.english import English
from bot.presentation.texts.simplified import Texts
from bot.presentation.texts.traditional import Traditional

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["DEFAULT_LANGUAGE", "LANGUAGES", "Texts", "texts_by_letter", "texts_for"]

LANGUAGES: Final[Mapping[str, Texts]] = MappingProxyType(
    {texts.tag: texts for texts in (Texts(), Traditional(), English())}
)
"""By IETF language tag, in lower case."""
DEFAULT_LANGUAGE: Final = "zh-hans"
"""Of who does not say which he speaks: the articles are Chinese."""

_BY_LETTER: Final = {texts.letter: texts for texts in LANGUAGES.values()}
_CHINESE: Final = frozenset({"zh", "yue", "cmn"})
_WRITTEN_TRADITIONALLY: Final = frozenset({"hant", "tw", "hk", "mo"})


def texts_for(language: str | None) -> Texts:
    """Choose the wording by the language tag that Telegram gives, if any.

    Whose language is not Chinese reads English.
    """
    subtags = (language or DEFAULT_LANGUAGE).lower().replace("_", "-").split("-")
    if subtags[0] not in _CHINESE:
        return LANGUAGES["en"]
    # The script decides before the region does: zh-Hans-HK.
    traditional = "hans" not in subtags and (
        subtags[0] == "yue" or not _WRITTEN_TRADITIONALLY.isdisjoint(subtags)
    )
    return LANGUAGES["zh-hant" if traditional else "zh-hans"]


def texts_by_letter(letter: str) -> Texts | None:
    """Give the wording that a button names by one letter."""
    return _BY_LETTER.get(letter)
