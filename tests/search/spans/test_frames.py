from __future__ import annotations

import pytest

from bot.base.model import Span
from bot.base.text import normalise
from bot.language.question import understand
from bot.language.tokens import Tokeniser
from bot.search.spans.frames import framed, frames_of

TOKENISER = Tokeniser()
GAME = "睦邻友好必将超越以邻为壑，互利合作必将取代零和博弈。"
ORDER = "维护以联合国宪章和国际法为基础的国际秩序，维护以规则为基础的贸易体制。"
GUESTS = "阿富汗总统、伊朗总统等观察员国领导人和联合国秘书长与会。"

SPIRIT = "秉持互信、互利、尊重多样文明的“上海精神”，推动构建命运共同体。"
LEADERS = "莫迪、普京等成员国领导人，以及阿富汗总统、伊朗总统等观察员国领导人与会。"


@pytest.mark.parametrize(
    ("question", "sentence", "so_far", "expected"),
    [
        # the passive: what does it stands before the verb
        ("零和博弈将被什么取代", GAME, "睦邻友好", "互利合作"),
        ("零和博弈将被什么超越", GAME, "睦邻友好", "睦邻友好"),
        # what something rests on, told by what comes after or before
        ("国际秩序应该以什么为基础", ORDER, "规则", "联合国宪章和国际法"),
        ("以什么为基础的贸易体制", ORDER, "规则", "规则"),
        # what something is, said the other way about
        ("什么是时代之问", "世界怎么了，我们怎么办成为时代之问。", "我们", "我们"),
        ("什么是时代之问", "世界怎么了成为时代之问，各国向往和平。", "和平", "世界怎么了"),
        ("时代之问是什么", "时代之问是世界怎么了，成为时代之问。", "世界怎么了", "世界怎么了"),
        # what an idea consists of, held high or not
        ("上海精神的内涵是什么", SPIRIT, "命运共同体", "互信、互利、尊重多样文明"),
        ("上海精神包括哪些内容", SPIRIT, "命运共同体", "互信、互利、尊重多样文明"),
        ("会议的主要内容是什么", "北京举行的为期三天的重要会议。", "北京", "北京"),
        ("“时代之问”问的是什么", "世界怎么了成为“时代之问”，各国向往和平。", "和平", "世界怎么了"),
        # by what it is done, where the sentence says nothing else
        ("怎么构建安全共同体", "第二，维护安全稳定，构建安全共同体。", "维护", "维护安全稳定"),
        ("安全共同体要靠什么来建", "第二，维护安全稳定，构建安全共同体。", "构建", "维护安全稳定"),
        ("怎么构建安全共同体", "他说，维护安全稳定，构建安全共同体。", "他", "他"),
        # said with a noun, and what is the core or the base of something
        ("人民更向往什么", "各国人民对美好生活的向往更强烈。", "各国", "美好生活"),
        ("贸易体制的核心是什么", "以世贸组织为核心、以规则为基础的贸易体制。", "规则", "世贸组织"),
        # who else took part
        ("王毅和谁一起参加的", "丁薛祥、王毅、何立峰等参加会见。", "丁薛祥", "何立峰"),
        ("跟丁薛祥一起参加的还有谁", "王毅和丁薛祥共同参加会见。", "王毅", "王毅"),
        ("跟丁薛祥一起参加的还有谁", "丁薛祥、王毅、何立峰等参加会见。", "丁薛祥", "王毅、何立峰"),
        ("中方还有哪些人参加", "丁薛祥、王毅、何立峰等参加会见。", "王毅", "丁薛祥、王毅、何立峰"),
        ("中方是谁签的字", "丁薛祥、王毅、何立峰等参加会见。", "王毅", "王毅"),
        # many of a kind, before what they are
        ("正在经历哪些考验", "社会正在经历战争和贫困的重大考验。", "社会", "战争和贫困"),
        # with what, whatever the preposition, and all that something shows
        ("倡议要跟谁对接", "支持倡议同欧亚经济联盟深入对接。", "支持", "欧亚经济联盟"),
        (
            "历史证明了什么",
            "历史已经并将继续证明，和平必胜，合作必赢。",
            "合作",
            "和平必胜,合作必赢",
        ),
        # who or what does something, said with another verb too
        ("什么能取代零和博弈", GAME, "睦邻友好", "互利合作"),
        ("什么能打败零和博弈", GAME, "睦邻友好", "互利合作"),
        ("什么会取代零和博弈", GAME, "互利", "互利合作"),
        # what a thing is like stands before it
        ("建设什么样的经济新体制", "形成新格局，建设开放型经济新体制。", "新格局", "开放型"),
        ("什么样的潮流不可阻挡", "人们向往生活，合作共赢的潮流不可阻挡。", "生活", "合作共赢"),
        # a list comes whole
        ("有哪些观察员国领导人", GUESTS, "伊朗总统", "阿富汗总统、伊朗总统"),
        ("观察员国领导人有哪些", GUESTS, "伊朗总统", "阿富汗总统、伊朗总统"),
        ("观察员国都有哪些领导人", LEADERS, "莫迪", "阿富汗总统、伊朗总统"),
        ("与会的成员国领导人有哪些", LEADERS, "伊朗总统", "莫迪、普京"),
        ("与会的有哪些", "外长王毅与会，并就反恐、禁毒等交换意见。", "王毅", "王毅"),
        ("构建哪几个共同体", "携手构建安全共同体、发展共同体。", "携手", "安全共同体、发展共同体"),
        ("加强哪些领域合作", "加强贸易、能源等领域合作。", "加强贸易", "贸易、能源"),
        # an answer that touches what is framed stays as it is
        ("零和博弈将被什么取代", GAME, "合作", "合作"),
        # nothing of the kind
        ("谁主持了会议", "普京主持了会议。", "普京", "普京"),
    ],
)
def test_words_in_another_order_frame_the_answer(
    question: str, sentence: str, so_far: str, expected: str
) -> None:
    understanding = understand(normalise(question).text, TOKENISER)
    text, begin = normalise(sentence).text, normalise(sentence).text.find(so_far)
    found = framed(frames_of(understanding), text, Span(begin, begin + len(so_far)))
    assert found is not None
    assert text[slice(*found)] == expected
