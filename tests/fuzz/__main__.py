"""Fuzz one target, guided by which branches of the program are reached: see `make fuzz`.

`python -m tests.fuzz TARGET FOLDER [libFuzzer's options]`; what was found interesting is kept in
the folder, so that the next run goes on from there. A failure ends the run, with the input saved.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import atheris

with atheris.instrument_imports(include=["bot", "mammoth"]):
    # These wait for their use elsewhere, and would not be seen into.
    import bot.input.documents.markdown
    import bot.input.documents.pdf
    import bot.input.documents.plain
    import bot.input.documents.web
    import bot.input.documents.word  # noqa: F401
    from tests.fuzz.papers import PAPERS, altered, seeds
    from tests.fuzz.targets import TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable

_SEEDS = (
    "谁主持了会议？",
    "shui zhuchi le huiyi <b>&amp;",
    "title: 甲\ntext: |\n  乙。\nfaq:\n- ask: [丙]\n  answer: 丁\naliases: {戊: [己]}\n",
    "words: [甲]\nsynonyms: [[乙, 丙]]\n",
    "- question: 甲\n  article: a\n  text: 乙\n",
    "telegram: {admins: [1]}\nlimits: {question_length: 100}\n",
    "怎么联系你们 = 请写信。",
    "# 题\n\n- 甲\n- [乙](x)\n",
    "<html><h1>题</h1><p>文</p></html>",
    "s:AAAAAAAA:x2:0-3:92:1:1:sAbCdEf12",
    "!ok:123:AbCdEf12",
    "../../etc/passwd",
)


def main() -> None:
    """Run libFuzzer."""
    target, folder, *options = sys.argv[1:]
    corpus = Path(folder) / target
    corpus.mkdir(parents=True, exist_ok=True)
    given = ["-timeout=20", "-rss_limit_mb=4096", f"-artifact_prefix={folder}/"]
    if target in PAPERS:
        first, longest, check, more = (
            seeds(target),
            65536,
            PAPERS[target],
            {"custom_mutator": alter},
        )
    else:
        first, longest = tuple(seed.encode() for seed in _SEEDS), 4096
        check, more = _decoding(TARGETS[target]), {}
    for number, seed in enumerate(first):
        (corpus / f"seed{number}").write_bytes(seed)
    argv = [sys.argv[0], f"-max_len={longest}", *given, *options, str(corpus)]
    atheris.Setup(argv, check, **more)
    atheris.Fuzz()


def alter(data: bytes, longest: int, seed: int) -> bytes:
    """Alter a file, as libFuzzer asks for; what became too long is left as it was."""
    found = altered(data, seed, lambda piece: atheris.Mutate(piece, len(piece) + 64))
    return found if len(found) <= longest else data


def _decoding(check: Callable[[str], None]) -> Callable[[bytes], None]:
    # Unpaired surrogates come from nowhere but here: they are bytes that are no UTF-8.
    return lambda data: check(data.decode("utf-8", "surrogateescape"))


if __name__ == "__main__":
    main()
