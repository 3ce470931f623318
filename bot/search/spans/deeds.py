"""Who does something: 谁倡议设立热线 asks for the noun before 倡议."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.base.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.question import Understanding
    from bot.language.tokens import Token, Tokeniser

_FILLERS: Final = frozenset("来 在 将 会 能 要 所 去 曾 负责 已经 正在 了 最".split())
"""What may stand between who does something and the verb."""
_BY: Final = frozenset("由 被".split())
_MOVED: Final = frozenset("以 用 通过 在 向 对 为 从 把 于 因 与 和 同 跟 就".split())
"""What begins a part between the two: 外部势力|以任何借口|干涉."""
_NAMING: Final = ("n", "j", "l")
_DOERS: Final = frozenset({"nr", "nrfg", "nrt", "ns", "nt", "nz", "j", "f", ""})
"""What jieba takes people, bodies and parties for: 中方 is a direction to it."""
_DOING: Final = tuple("方 者 人 家 员 部 会 局 院 司 力 织 厅 团 队".split())


def asked_deed(understanding: Understanding, tokeniser: Tokeniser) -> str | None:
    """Return the verb of which a question asks who does it; None where it asks something else.

    谁倡议设立热线 asks who 倡议, and 倡议是谁发起的 who 发起.
    """
    asked = understanding.asked
    if asked is None or understanding.text[slice(*asked)] != "谁":
        return None
    for token in understanding.tokens:
        if token.start < asked.end or token.text in _FILLERS:
            continue
        # Right behind 谁 a noun is a verb: 谁倡议.
        is_verb = token.start == asked.end or tokeniser.tag(token.text).startswith("v")
        return token.text if is_verb and len(token.text) > 1 else None
    return None


def doers(deed: str, tokens: Sequence[Token], tokeniser: Tokeniser) -> list[Span]:
    """Return who does something in a sentence, the noun before the verb each time that it is told.

    Args:
        deed: what `asked_deed` returns.
        tokens: the words of the sentence.
        tokeniser: what knows their parts of speech.
    """
    told = (_doer(at, tokens, tokeniser) for at, token in enumerate(tokens) if token.text == deed)
    return [one for one in told if one is not None]


def _doer(verb: int, tokens: Sequence[Token], tokeniser: Tokeniser) -> Span | None:
    at = verb - 1
    while at >= 0 and _is_between(tokens[at], tokeniser):
        at -= 1
    run = _nouns_before(tokens, at, tokeniser)
    before = at - len(run)
    if run and before >= 0 and tokens[before].text in _MOVED:
        run = _nouns_before(tokens, before - 1, tokeniser)
    if not run or not (tokeniser.tag(run[0].text) in _DOERS or run[0].text.endswith(_DOING)):
        return None
    return Span(run[-1].start, run[0].end)


def is_nominal(tokens: Sequence[Token], start: int, end: int, tokeniser: Tokeniser) -> bool:
    """Tell whether no verb stands in a part of a sentence: 欢迎各方参与|中方 has two before 中方."""
    words = [token.text for token in tokens if start <= token.start < end]
    # 塞 of 帕斯夸尔·塞韦拉 is none.
    return "·" in words or not any(tokeniser.tag(word) == "v" for word in words)


def _is_between(token: Token, tokeniser: Tokeniser) -> bool:
    tag = tokeniser.tag(token.text)
    return (
        token.text in _BY
        or token.text in _MOVED
        or tag.startswith(("d", "t"))
        or token.text in _FILLERS
    )


def _nouns_before(tokens: Sequence[Token], at: int, tokeniser: Tokeniser) -> list[Token]:
    """Return the nouns that end at a place, the last one first, with 任何 and 各 before them."""
    run: list[Token] = []
    while at >= 0 and _is_noun_like(tokens[at].text, tokeniser):
        run.append(tokens[at])
        at -= 1
    return run


def _is_noun_like(word: str, tokeniser: Tokeniser) -> bool:
    tag = tokeniser.tag(word)
    if tag in {"f", "q"}:
        # 外部 and 中方, not 前.
        return len(word) > 1
    return word.isalnum() and (not tag or tag.startswith(_NAMING) or tag in {"b", "r", "eng", "x"})
