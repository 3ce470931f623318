"""What `wenju check` finds in the settings and the knowledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.errors import SettingsError
from bot.base.model import Knowledge, Problem
from bot.edge.cli.opening import open_settings
from bot.edge.cli.progress import Progress
from bot.input.knowledge import Loaded, load_knowledge
from bot.search.retrieval.building import text_sentences

if TYPE_CHECKING:
    from pathlib import Path

    from bot.edge.cli.places import Places


@dataclass(frozen=True, slots=True)
class Findings:
    """Every problem, and how much there is that has none."""

    problems: tuple[Problem, ...]
    knowledge: Knowledge

    @property
    def summary(self) -> str:
        """Say it in a line."""
        articles = self.knowledge.articles
        sentences = sum(1 for article in articles for _ in text_sentences(article))
        verdict = f"{len(self.problems)} 处问题" if self.problems else "没有问题"
        return f"{len(articles)} 篇文章，{sentences} 句；{verdict}。"


def check_files(places: Places) -> Findings:
    """Check the settings and the knowledge; of the latter what can be found without the former."""
    try:
        settings = open_settings(places)
    except SettingsError as error:
        loaded = _load(places.knowledge) if places.knowledge else Loaded(Knowledge(), ())
        return Findings(error.problems + loaded.problems, loaded.knowledge)
    loaded = _load(settings.knowledge.folder)
    return Findings(loaded.problems, loaded.knowledge)


def _load(folder: Path) -> Loaded:
    with Progress() as progress:
        return load_knowledge(folder, progress.counter("正在检查知识库"))
