"""Fuzz one target, guided by which branches of the program are reached: see `make fuzz`.

`python -m tests.fuzz TARGET FOLDER [libFuzzer's options]`; what was found interesting is kept in
the folder, so that the next run goes on from there. A failure ends the run, with the input saved.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["bot"]):
    from tests.fuzz.targets import TARGETS

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
    for number, seed in enumerate(_SEEDS):
        (corpus / f"seed{number}").write_bytes(seed.encode())
    check = TARGETS[target]

    def one(data: bytes) -> None:
        # Unpaired surrogates come from nowhere but here: they are bytes that are no UTF-8.
        check(data.decode("utf-8", "surrogateescape"))

    given = ["-timeout=20", "-rss_limit_mb=4096", "-max_len=4096", f"-artifact_prefix={folder}/"]
    atheris.Setup([sys.argv[0], *given, *options, str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
