"""What holds the project together: the seed knowledge, the lock files, the promises of the README."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import bot
from bot.edge.cli import main
from bot.input.knowledge import load_knowledge

ROOT = Path(__file__).parent.parent
LOCKS = ("requirements-build.lock", "requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def pinned(lock: str) -> dict[str, list[str]]:
    """Read the versions pinned for each package: several where they differ by platform."""
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(
        r"(?m)^([\w.-]+)==([\w.+!]+)", (ROOT / lock).read_text("utf-8")
    ):
        versions.setdefault(name, []).append(version)
    return versions


def test_seed_article_is_verbatim() -> None:
    loaded = load_knowledge(ROOT / "knowledge")
    assert loaded.problems == ()
    (article,) = loaded.knowledge.articles
    assert article.id == "sco-summit-2020"
    assert article.title == "深化团结协作推动构建更加紧密的命运共同体"
    assert article.published == "2020-11-11 09:03:54"
    assert article.faq == ()
    assert len(article.text) == 2066
    digest = hashlib.sha256(article.text.encode()).hexdigest()
    assert digest == "547c0661c4cec867e6aac0dbce95e379cac1a53e49589515a5a9a4a7568a7716"


def test_seed_answers_its_golden_questions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    assert main(["check"]) == 0
    assert "个校验问题，都答对了" in capsys.readouterr().out


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_pins_every_package_with_hashes_and_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"(?m)^(?=[a-z0-9])", text)[1:]
    assert entries
    for entry in entries:
        assert "==" in entry
        assert "--hash=sha256:" in entry
    assert "://" not in text


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements-build.lock", PROJECT["dependency-groups"]["build"]),
        ("requirements-build.lock", PROJECT["build-system"]["requires"]),
        ("requirements.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["dependencies"]),
        ("requirements-dev.lock", PROJECT["project"]["optional-dependencies"]["train"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["dev"]),
        ("requirements-dev.lock", PROJECT["dependency-groups"]["bench"]),
    ],
)
def test_lock_satisfies_what_the_project_asks_for(lock: str, requirements: list[str]) -> None:
    versions = pinned(lock)
    for requirement in map(Requirement, requirements):
        found = versions[requirement.name.lower()]
        assert all(requirement.specifier.contains(version) for version in found), requirement


def test_development_lock_agrees_with_the_other() -> None:
    development = pinned("requirements-dev.lock")
    for name, versions in pinned("requirements.lock").items():
        assert development[name] == versions


def test_version_is_in_the_changelog_or_still_unreleased() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    assert re.search(rf"(?m)^## \[(Unreleased|{re.escape(bot.__version__)})\]", changelog)


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_names_only_what_exists(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    targets = re.findall(r"(?m)^([a-z]+):.*## ", (ROOT / "Makefile").read_text("utf-8"))
    assert set(re.findall(r"`make ([a-z]+)", text)) <= set(targets)
    assert {"make run", "make test"} <= set(re.findall(r"make (?:run|test)", text))
    for path in re.findall(r"\]\((?!https?://|#)([^)#]+)", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readme_transcripts_are_real(
    readme: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    text = (ROOT / readme).read_text("utf-8")
    transcripts = re.findall(r"(?ms)^```console\n\$ wenju ([^\n]+)\n(.*?)^```$", text)
    assert len(transcripts) == 2
    for command, output in transcripts:
        assert main(shlex.split(command)) == 0
        assert comparable(capsys.readouterr().out) == comparable(output), command


def comparable(output: str) -> str:
    """Leave out what differs between machines: times, and a percent up or down."""
    return re.sub(r'"elapsed_ms": [0-9.]+|"confidence": \d+|可信度 \d+%', "", output)


def test_continuous_integration_can_be_run() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
