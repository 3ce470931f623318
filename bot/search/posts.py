"""Posts that others hold: 中国总理 is not answered by a sentence on 印度总理 and 白俄罗斯总理.

All the words of such a question stand in the sentence or near it, so that by words alone it looks
like an answer. What tells is who or what the sentence names directly before the post.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.language.question import Understanding
    from bot.language.tokens import Token

# What somebody is of something, or something has one of. The longer ones stand first.
POSTS: Final = re.compile(
    r"(?:总统|总理|首相|主席(?!国)|国王|女王|皇帝|元首|总督|大使|议长|书记|总裁|经理|司令|主任|冠军"
    r"|主?教练|主?裁判|首席\w{1,4}官"
    r"|(?:秘书|董事|理事|部|外|省|市|州|县|区|镇|乡|村|厅|局|处|科|校|院|所|馆|园|站|厂|行|会|队|团|班|组)长"
    r"|总干事|总工程师|发言人|负责人|创始人|记者|首都|省会|首府|总部)(?!级)"
)
SEATS: Final = ("首都", "省会", "首府", "总部")
"""What is a place rather than somebody."""
_SAID_OTHERWISE: Final = frozenset({"冠军", "负责人", "创始人", "记者", *SEATS})
# What may stand between whose it is and the post.
_BETWEEN: Final = re.compile(r"(?:的|之|现任|时任|新任|前任|原任|新|前|原|代|本届)+$")
_LONGEST_BETWEEN: Final = 8
# A part of what is named, whose post it is as well: 反恐机构执委会主任, 印度外交部部长.
_PARTS: Final = tuple("委会处部室局院组")
_LONGEST_PART: Final = 5
# After these nobody is named: 由总统, 和市长.
_NOBODY: Final = re.compile(
    r"(?:^|[\W_]|[由和与及对向将把被给让在从是为说称任当叫选出做作见请谢的地得了着也都各位名个其该])$"
)
_DEPUTY: Final = "副"
_QUALIFIED: Final = re.compile(r"^(?:现任|时任|前任|代理|[代副前原新]|第一)+")
# 江城女排 and 江城队.
_TEAM: Final = re.compile(
    r"[男女]?(?:子?[排篮足]球?)?(?:俱乐部|球队|队)$|[男女](?:子?[排篮足]球?)$"
)
_SHORTEST: Final = 3
"""Characters: less ends many a name."""
_FEWEST: Final = 2
"""A short form has so many characters: every 组织 ends like 上合组织."""
_LONGER: Final = 2
"""A full name is at most so many times as long as its short form: 上海合作组织 and 上合组织."""


class Post(NamedTuple):
    """A post, and what the question names before it; nothing where that belongs to the post."""

    text: str
    whose: str


def is_post(text: str) -> bool:
    """Tell whether a text is the name of a post and nothing else."""
    return POSTS.fullmatch(text) is not None


def is_office(text: str) -> bool:
    """Tell whether a text is the name of a post that nobody has without its name being said.

    A founder may have founded something, and a champion won.
    """
    return is_post(text) and text not in _SAID_OTHERWISE


def begins_with_post(text: str) -> bool:
    """Tell whether a text begins with the name of a post, a deputy's or a former one's too."""
    return POSTS.match(_QUALIFIED.sub("", text)) is not None


def asked_post(understanding: Understanding) -> Post | None:
    """Return the post that a question asks for, if it says whose."""
    for match in POSTS.finditer(understanding.text):
        before = _bare(understanding.text[: match.start()])
        words = [token for token in understanding.content if token.start < len(before)]
        if not words or min(words[-1].end, match.start()) < len(before):
            continue
        whose = before[_start_of_name(words) :]
        if whose:
            return Post(match.group(), whose)
    return None


def _start_of_name(words: Sequence[Token]) -> int:
    """Return where the name begins that words end with: 东岭|雪豹|队, since every team is a 队."""
    first = words[-1]
    for word in reversed(words[:-1]):
        if words[-1].end - first.start >= _SHORTEST or word.end != first.start:
            break
        first = word
    return first.start


def bare_post(understanding: Understanding) -> Post | None:
    """Return the post that is all a question speaks of, without saying whose: 市长是谁."""
    content = understanding.content
    phrase = understanding.text[content[0].start : content[-1].end] if content else ""
    return Post(phrase, "") if is_post(phrase) else None


def is_held_by_others(post: Post, sentence: str, tokens: Sequence[Token]) -> bool:
    """Tell whether a sentence has a post, and each time names another before it.

    Args:
        post: what is asked for.
        sentence: normalised.
        tokens: its words.
    """
    found = [*re.finditer(re.escape(post.text), sentence)]
    starts = {token.start for token in tokens}
    return bool(found) and all(
        _is_other(post.whose, sentence[: one.start()], starts) for one in found
    )


def posts_held(post: Post, sentence: str, tokens: Sequence[Token]) -> Iterator[int]:
    """Yield where the post ends each time that a sentence has it, of whom the question names.

    A post of which it names nothing, 校长是谁, has to be the only one in the sentence.
    """
    starts = {token.start for token in tokens}
    found = list(re.finditer(re.escape(post.text), sentence))
    if not post.whose:
        ours = [one for one in found if not _is_deputy(sentence[: one.start()])]
        if len(ours) == 1 and ours[0].start() in starts:
            yield ours[0].end()
        return
    for one in found:
        if _is_named(post.whose, _bare(sentence[: one.start()]), starts):
            yield one.end()


def _is_other(whose: str, before: str, starts: Collection[int]) -> bool:
    bare = _bare(before)
    if not whose or whose.endswith(_DEPUTY):
        return _is_deputy(bare) == (not whose)
    return not _is_named(whose, bare, starts) and not _NOBODY.search(bare, max(len(bare) - 1, 0))


def _is_deputy(before: str) -> bool:
    return before.endswith(_DEPUTY)


def _is_named(whose: str, bare: str, starts: Collection[int]) -> bool:
    if _is_deputy(bare) and not _is_deputy(whose):
        return False
    if _names(whose, bare, starts):
        return True
    sizes = range(2, _LONGEST_PART + 1) if bare.endswith(_PARTS) else ()
    return any(_names(whose, bare[:-size], starts) for size in sizes)


def _names(name: str, text: str, starts: Collection[int]) -> bool:
    """Tell whether a text ends with a name, or with the short or the full form of it."""
    sizes = range(_FEWEST, min(_LONGER * len(name), len(text)) + 1)
    return any(
        # 白俄罗斯 does not name 俄罗斯.
        len(text) - size in starts and _is_same(name, text[-size:])
        for size in (len(name), *sizes)
    )


def _is_same(one: str, other: str) -> bool:
    """Tell whether two names are the same or one is the other's short form: 上合组织."""
    short, full = sorted((one, other), key=len)
    if full in {short, f"{short}国"}:
        # 蒙古 and 蒙古国.
        return True
    if _TEAM.search(one) and _TEAM.search(other):
        return _TEAM.sub("", one) == _TEAM.sub("", other)
    if not _FEWEST <= len(short) <= len(full) <= _LONGER * len(short):
        return False
    if len(short) > _FEWEST and full.startswith(short):
        # 乌兹别克 for 乌兹别克斯坦.
        return True
    rest = iter(full)
    return (short[0], short[-1]) == (full[0], full[-1]) and all(one in rest for one in short)


def _bare(before: str) -> str:
    """Return what names somebody before a post, without what stands between the two."""
    match = _BETWEEN.search(before, max(len(before) - _LONGEST_BETWEEN, 0))
    return before[: match.start()] if match else before
