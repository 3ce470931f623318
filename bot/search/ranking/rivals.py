"""Posts that others hold: 中国总理 is not answered by a sentence on 印度总理 and 白俄罗斯总理.

All the words of such a question stand in the sentence or near it, so that by words alone it looks
like an answer. What tells is who or what the sentence names directly before the post.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from bot.language.question import Understanding

# What somebody is of something, or something has one of. The longer ones stand first.
_POST: Final = re.compile(
    r"总统|总理|首相|主席(?!国)|国王|女王|皇帝|元首|总督|大使|议长|书记|总裁|经理|教练|司令|主任|冠军"
    r"|(?:秘书|董事|理事|部|外|省|市|州|县|区|镇|乡|村|厅|局|处|科|校|院|所|馆|园|站|厂|行|会|队|团|班)长"
    r"|首都|省会|首府|总部"
)
# What may stand between whose it is and the post.
_BETWEEN: Final = re.compile(r"(?:的|之|现任|时任|新任|前任|原任|新|前|原|代|本届)+$")
# After these nobody is named: 由总统, 和市长.
_NOBODY: Final = re.compile(
    r"(?:^|[\W_]|[由和与及对向将把被给让在从是为说称任当叫选出做作见请谢的地得了着也都各位名个其该])$"
)
_DEPUTY: Final = "副"
_SHARED: Final = 2
"""Of what is named before a post, so many characters are compared: 上合组织 is 上海合作组织."""


class Post(NamedTuple):
    """A post, and what the question names before it."""

    text: str
    whose: str


def asked_post(understanding: Understanding) -> Post | None:
    """Return the post that a question asks for, if it says whose."""
    for match in _POST.finditer(understanding.text):
        before = understanding.text[: match.start()]
        before = before[: len(before) - len(_between(before))]
        words = [token for token in understanding.content if token.start < len(before)]
        if not words or min(words[-1].end, match.start()) < len(before):
            continue
        whose = before[words[-1].start :]
        if whose:
            return Post(match.group(), whose)
    return None


def is_held_by_others(post: Post, sentence: str) -> bool:
    """Tell whether a sentence has a post, and each time names another before it."""
    found = list(re.finditer(re.escape(post.text), sentence))
    return bool(found) and all(_is_other(post.whose, sentence[: one.start()]) for one in found)


def _is_other(whose: str, before: str) -> bool:
    bare = before[: len(before) - len(_between(before))]
    if whose.endswith(_DEPUTY):
        return not bare.endswith(_DEPUTY)
    return not bare.endswith(whose[-_SHARED:]) and not _NOBODY.search(bare)


def _between(before: str) -> str:
    match = _BETWEEN.search(before)
    return match.group() if match else ""
