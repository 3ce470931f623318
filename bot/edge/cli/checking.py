"""What `wenju check` finds in the settings and the knowledge, and what the base answers wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.base.errors import SettingsError
from bot.base.model import Knowledge, Problem
from bot.edge.cli.opening import open_settings
from bot.edge.cli.progress import Progress
from bot.input.knowledge import Loaded, load_knowledge
from bot.presentation.golden import describe_result
from bot.search.golden import failing, run
from bot.search.retrieval.building import text_sentences

if TYPE_CHECKING:
    from pathlib import Path

    from bot.edge.cli.places import Places
    from bot.input.settings import Settings
    from bot.search.golden import Result


@dataclass(frozen=True, slots=True)
class Findings:
    """Every problem, how much there is that has none, and the golden questions."""

    problems: tuple[Problem, ...]
    knowledge: Knowledge
    golden: tuple[Result, ...] = ()
    """Asked only where there are no problems: else nobody could tell what a failure comes from."""

    @property
    def fine(self) -> bool:
        """Whether there is nothing to mend."""
        return not self.problems and not failing(self.golden)

    @property
    def listed(self) -> list[str]:
        """What there is to mend."""
        problems = [str(problem) for problem in self.problems]
        return problems + [f"没有答对：{describe_result(one)}" for one in failing(self.golden)]

    @property
    def summary(self) -> str:
        """Say it in a line."""
        articles = self.knowledge.articles
        sentences = sum(1 for article in articles for _ in text_sentences(article))
        verdict = f"{len(self.problems)} 处问题" if self.problems else "没有问题"
        return f"{len(articles)} 篇文章，{sentences} 句；{verdict}{self._golden_summary}。"

    @property
    def _golden_summary(self) -> str:
        if not self.golden:
            return ""
        wrong = len(failing(self.golden))
        verdict = f"{wrong} 个没有答对" if wrong else "都答对了"
        return f"；{len(self.golden)} 个校验问题，{verdict}"


def check_files(places: Places) -> Findings:
    """Check the settings and the knowledge; of the latter what can be found without the former."""
    try:
        settings = open_settings(places)
    except SettingsError as error:
        loaded = _load(places.knowledge) if places.knowledge else Loaded(Knowledge(), ())
        return Findings(error.problems + loaded.problems, loaded.knowledge)
    loaded = _load(settings.knowledge.folder)
    if loaded.problems or not loaded.knowledge.golden:
        return Findings(loaded.problems, loaded.knowledge)
    return Findings((), loaded.knowledge, _ask(loaded.knowledge, settings))


def _load(folder: Path) -> Loaded:
    with Progress() as progress:
        return load_knowledge(folder, progress.counter("正在检查知识库"))


def _ask(knowledge: Knowledge, settings: Settings) -> tuple[Result, ...]:
    from bot.search.engine import Engine

    with Progress() as progress:
        engine = Engine.build(
            knowledge,
            settings.answers.thresholds,
            progress=progress.counter("正在建立索引"),
            cache=settings.knowledge.index,
        )
        return run(engine, knowledge.golden, progress.counter("正在问校验问题"))
