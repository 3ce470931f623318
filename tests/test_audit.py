"""The audit of the lock files, by the real pip-audit against a service of its own."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest

from scripts.audit import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCK = f"jieba==0.42.1 --hash=sha256:{'0' * 64}\nlxml==6.0.0 --hash=sha256:{'0' * 64}\n"


def vulnerability(package: str, *events: dict[str, str]) -> dict[str, Any]:
    """Give a vulnerability as OSV tells it."""
    affected = {
        "package": {"name": package, "ecosystem": "PyPI"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, *events]}],
    }
    about = {"id": "PYSEC-1", "aliases": [], "summary": "", "published": "2026-01-01T00:00:00Z"}
    return {**about, "affected": [affected]}


@contextmanager
def service(known: dict[str, list[dict[str, Any]]], status: int = 200) -> Iterator[str]:
    """Serve what is known of packages, as OSV does."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            body = json.dumps({"vulns": known.get(asked["package"]["name"], [])}).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


@pytest.fixture
def lock(tmp_path: Path) -> str:
    path = tmp_path / "requirements.lock"
    path.write_text(LOCK, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("known", "code", "said"),
    [
        ({}, 0, "2 packages, 0 vulnerabilities"),
        ({"lxml": [vulnerability("lxml", {"fixed": "6.0.1"})]}, 1, "PYSEC-1, mended in 6.0.1"),
        ({"lxml": [vulnerability("lxml")]}, 0, "lxml 6.0.0: PYSEC-1\n"),
    ],
)
def test_only_what_can_be_mended_fails(
    known: dict[str, list[dict[str, Any]]],
    code: int,
    said: str,
    lock: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with service(known) as url:
        assert main(["--service-url", url, lock]) == code
    assert said in capsys.readouterr().out


def test_a_service_that_cannot_be_reached_fails_nothing(
    lock: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--service-url", "http://127.0.0.1:1/", lock]) == 0
    assert "NOT AUDITED" in capsys.readouterr().out
    with service({}, status=503) as url:
        assert main(["--service-url", url, lock]) == 0
    assert "NOT AUDITED" in capsys.readouterr().out


def test_a_lock_file_that_is_none_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "requirements.lock"
    path.write_text("jieba\n", encoding="utf-8")
    with pytest.raises(RuntimeError), service({}) as url:
        main(["--service-url", url, str(path)])
