"""Who somebody is: 莫迪是谁 asks for what stands beside the name, not for another name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.base.model import Kind, Span
from bot.search.posts import begins_with_post, is_post
from bot.search.spans.words import tag_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.language.tokens import Token, Tokeniser
    from bot.search.retrieval.query import Query

_NAMES: Final = ("nr", "ns", "nz")
"""What jieba takes people for: 普京 is a place to it."""
_PERSONS: Final = frozenset({"nr", "nrfg"})
_DESCRIBING: Final = ("n", "l", "b", "j")
"""Parts of speech that a description is made of: 印度总理, 代总统, 首任秘书长."""
_LONGEST_NAME: Final = 6
_DOING: Final = tuple("机构 中心 委员会 办公室 部门 小组 局 署 处 队".split())
"""What is called by what it does: 反恐|机构."""

_DATELINES: Final = frozenset({"日电", "电"})
"""Before these a report says where it was sent from: 新华社北京11月10日电|国家主席习近平."""

_IS: Final = r"(?:现在|目前|当时|到底|究竟)?(?:的?(?:职务|职位|身份|头衔|官职|职业|工作)?(?:是|为)|担任|出任|任|当|做)的?"
_WHAT: Final = r"(?:什么|啥|何种?|哪种)"
_ROLE: Final = r"(?:职务|职位|职业|身份|官职?|头衔|角色|人物|来头|来历|干部|领导|工作|人)"
_OFFICE: Final = re.compile(
    rf"(?P<name>.+?)(?:(?:{_IS})?{_WHAT}{_ROLE}|(?:现在|目前|到底)?是?(?:干|做|搞){_WHAT}(?:工作)?的?|是?(?:干|做)[嘛吗]的?"
    rf"|的?(?:职务|职位|身份|头衔|官职|职业)(?:是|为|叫)?{_WHAT}?)"
)
_STATE: Final = re.compile(
    rf"(?P<name>.+?)(?:是|来自|代表)(?:来自)?哪一?个?国家?的?{_WHAT}?\w{{0,4}}"
)
_BODY: Final = re.compile(
    r"(?P<name>.+?)(?:是|来自|属于)(?:来自)?哪一?[个家所支]"
    r"(?:公司|单位|媒体|机构|部门|组织|学校|大学|医院|报社|队)?的?\w{0,4}"
)
_TAKEN_FOR: Final = {_STATE: frozenset({"ns", "nr", "nrt"}), _BODY: frozenset({"nt"})}
"""What jieba takes states for (哈萨克斯坦, 阿富汗), and bodies."""


class AskedPerson(NamedTuple):
    """Of whom a question wants to know who that is."""

    name: str
    """With what the question says directly before it."""
    origin: frozenset[str] = frozenset()
    """The parts of speech of the word that tells where they are from; none where all is asked for."""


def asked_person(query: Query) -> AskedPerson | None:
    """Return whom a question asks about; None where it asks for something else.

    印度总理莫迪是谁 asks about 印度总理莫迪, and so does 谁是印度总理莫迪; 莫迪是哪国总理, 莫迪是干什么的
    and 莫迪担任什么职务 ask about 莫迪.
    """
    text = query.understanding.text.rstrip("?!。. 呢啊呀")
    for pattern in (_STATE, _BODY, _OFFICE):
        match = pattern.fullmatch(text)
        if match is not None and _is_name(match["name"], query):
            return AskedPerson(match["name"], _TAKEN_FOR.get(pattern, frozenset()))
    name = _asked_who(query)
    return None if name is None else AskedPerson(name)


def _is_name(name: str, query: Query) -> bool:
    """Tell whether a question begins with a name, and that is one word or two."""
    words = [
        (word.text, tag)
        for word, tag in zip(query.words, query.word_tags, strict=False)
        if word.end <= len(name)
    ]
    if "".join(word for word, _ in words) != name or not 1 < len(name) <= _LONGEST_NAME:
        return False
    # jieba takes 托 of 托卡耶夫 for a verb.
    named = [tag.startswith(_NAMES) or not tag for word, tag in words if len(word) > 1]
    return bool(named) and all(named)


def _asked_who(query: Query) -> str | None:
    understanding = query.understanding
    asked = understanding.asked
    if understanding.kind is not Kind.WHO or asked is None or not query.words:
        return None
    text, words = understanding.text, query.words
    if is_post(text[asked.end :].removeprefix("的")):
        words = tuple(word for word in words if word.end <= asked.start)
    if not words:
        return None
    last, tag = words[-1], query.word_tags[len(words) - 1]
    is_first = text[asked.end : words[0].start] == "是" and asked.start == 0
    is_last = text[last.end : asked.start] == "是"
    is_name = tag.startswith(_NAMES) or (not tag and 1 < len(last.text) <= _LONGEST_NAME)
    if not is_name or not (is_first or is_last):
        return None
    start = last.start
    for word in reversed(words[:-1]):
        if word.end != start:
            break
        start = word.start
    return text[start : last.end]


def description(
    person: AskedPerson, text: str, tokens: Sequence[Token], tokeniser: Tokeniser
) -> Span | None:
    """Return what stands directly before a name and describes it; None where nothing does.

    Args:
        person: what `asked_person` returns.
        text: a sentence, normalised.
        tokens: its words.
        tokeniser: what knows their parts of speech.
    """
    end = text.find(person.name)
    if end < 0:
        return None
    start, after, parts = end, "", []
    for token in reversed([token for token in tokens if token.end <= end]):
        if token.end != start or not _describes(token.text, after, tokeniser):
            break
        start, after = token.start, token.text
        parts.append(token)
    if start == end:
        return None
    origin = next((one for one in parts if _is_origin(one, text, person, tokeniser)), None)
    if person.origin and origin is None:
        return None
    return Span(origin.start if origin else start, end)


def _is_origin(word: Token, text: str, person: AskedPerson, tokeniser: Tokeniser) -> bool:
    """Tell whether a word before a post says whose that is: 印度|总理."""
    behind = text[word.end : word.end + _LONGEST_NAME]
    return tag_of(word.text, tokeniser) in person.origin and begins_with_post(behind)


def _describes(word: str, after: str, tokeniser: Tokeniser) -> bool:
    """Tell whether a word, with what stands after it, is a part of a description."""
    tag = tokeniser.tag(word)
    if word in _DATELINES:
        return False
    if not tag:
        # Of what no dictionary knows only bodies and places: another name is another person.
        return tag_of(word, tokeniser) in {"nt", "ns"}
    if tag.startswith("m"):
        # 第一书记 is one, 11日电 is none.
        return word.startswith(("第", "首"))
    if tag in _PERSONS:
        return is_post(after) and tag_of(word, tokeniser) in _TAKEN_FOR[_STATE]
    if tag.startswith("v"):
        return after.endswith(_DOING)
    return tag.startswith(_DESCRIBING)
