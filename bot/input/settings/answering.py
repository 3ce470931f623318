"""Settings of the knowledge and of the answers from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from bot.input.readers import boolean, file_path, integer
from bot.input.sections import about, section


@dataclass(frozen=True, slots=True)
class KnowledgeSettings:
    """Where the knowledge is."""

    folder: Path = field(
        default=Path("knowledge"),
        metadata=about("文章所在的文件夹；相对路径从本文件所在的文件夹算起。", file_path),
    )
    cache: Path | None = field(
        default=None,
        metadata=about(
            "索引和读过的文章存在哪个文件夹，下次启动和更新时只处理改过的；相对路径从本文件所在的文件夹算起。\n"
            "留空即文章文件夹里的 .index；小的知识库不存。",
            file_path,
        ),
    )
    watch: bool = field(
        default=False,
        metadata=about(
            "运行时是否留意这个文件夹：文件一有改动就自动更新，并私聊告诉管理员改了什么、哪里有问题。\n"
            "false 表示等管理员发 /reload 。",
            boolean,
        ),
    )

    @property
    def index(self) -> Path:
        """The folder of the index's cache."""
        return self.folder / ".index" if self.cache is None else self.cache


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence that makes an answer, and the one that makes a suggestion."""

    answer: int = field(
        default=50,
        metadata=about("达到它就直接作答。", integer(0, 100)),
    )
    suggest: int = field(
        default=25,
        metadata=about(
            "达到它、但不够直接作答的，列为候选请读者挑；再低就说知识库里没有答案。",
            integer(0, 100),
        ),
    )


@dataclass(frozen=True, slots=True)
class AnswerSettings:
    """When a hit is an answer, and how much is offered."""

    thresholds: Thresholds = field(
        default=Thresholds(),
        metadata=about(
            "置信度的两道门槛，从 0 到 100：80 表示这样的回答约八成是对的。", section(Thresholds)
        ),
    )
    suggestions: int = field(
        default=3,
        metadata=about("最多列出几个候选。", integer(1, 10)),
    )
    examples: int = field(
        default=4,
        metadata=about("/start 里举几个能答的问题。", integer(0, 10)),
    )
    follow_up_minutes: int = field(
        default=10,
        metadata=about(
            "私聊里可以接着上一个问题问（那……呢？他在哪里？）；过几分钟就不再联系上文，0 表示从不。",
            integer(0, 1440),
        ),
    )
