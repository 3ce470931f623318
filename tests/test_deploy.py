"""What the program is run by: the unit and the image keep the bot from all that it does not need."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.test_project import ROOT

DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "wenju.service").read_text("utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
_EXPOSED = 20
"""Tenths; systemd calls 1.2 OK, and 9.6 is what a unit has that says nothing."""


def test_systemd_finds_little_to_expose() -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        pytest.skip("needs systemd-analyze")
    rated = subprocess.run(
        [
            program,
            "security",
            "--offline=true",
            f"--threshold={_EXPOSED}",
            DEPLOY / "wenju.service",
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "Unknown" in rated.stderr or "unrecognized option" in rated.stderr:
        pytest.skip("this systemd-analyze cannot rate a file")
    assert rated.returncode == 0, rated.stdout + rated.stderr


def test_a_stop_has_ten_seconds() -> None:
    assert "TimeoutStopSec=10\n" in UNIT
    assert COMPOSE["services"]["wenju"]["stop_grace_period"] == "10s"


def test_the_image_is_built_of_locked_packages_alone() -> None:
    installs = re.findall(r"pip install (.*)", DOCKERFILE)
    assert len(installs) == 3
    for options in installs:
        assert "--require-hashes" in options or "--no-deps" in options
        assert "--no-build-isolation" in options
    copied = re.findall(r"(?m)^COPY (?!--from)(.*) \S+$", DOCKERFILE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists(), name


def test_the_image_takes_no_secrets_along() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert "*" in lines
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert not {".env", "knowledge", "config.yaml", "journal.db", "."} & allowed


def test_the_container_has_no_rights_and_writes_nowhere_else() -> None:
    service = COMPOSE["services"]["wenju"]
    assert re.search(r"(?m)^USER 10001:10001$", DOCKERFILE)
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == ["./data:/data"]


def test_the_documentation_names_the_port_of_the_health_check() -> None:
    (port,) = re.findall(r"http://127\.0\.0\.1:(\d+)/healthz", DOCKERFILE)
    guide = Path(ROOT / "docs" / "deploy.md").read_text("utf-8")
    assert f"port: {port}" in guide
