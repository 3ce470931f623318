"""Look for known vulnerabilities in the exact packages of the lock files.

python -m scripts.audit [--service-url URL] [LOCK...]

A vulnerability that another version mends fails (exit code 1): the lock files are to be written
again. One that no version mends is only told: there is nothing to be done here. Where the service
that knows of vulnerabilities cannot be reached, that is told too, and is no failure: whether a change
is fit to be merged must not hang on somebody else's server.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bot.edge.cli.streams import prepare_output

if TYPE_CHECKING:
    from collections.abc import Sequence

LOCKS: Final = ("requirements-build.lock", "requirements-dev.lock")
"""The second holds everything that the program itself needs."""
_SECONDS: Final = 300
_UNREACHABLE: Final = re.compile(
    r"ConnectionError|Timeout|timed out|Max retries|ServiceError|HTTPError|ProxyError|SSLError"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A known vulnerability of a package."""

    package: str
    version: str
    name: str
    mended_in: tuple[str, ...]

    def __str__(self) -> str:
        """Say what to do about it."""
        what = f"{self.package} {self.version}: {self.name}"
        return f"{what}, mended in {', '.join(self.mended_in)}" if self.mended_in else what


@dataclass(frozen=True, slots=True)
class Audit:
    """What the service says of the packages of a lock file."""

    looked_at: int
    unknown: int
    """Packages that the service does not know."""
    findings: tuple[Finding, ...]


class UnreachableError(Exception):
    """The service cannot be asked now."""


def main(argv: Sequence[str] | None = None) -> int:
    """Audit lock files, and say what was found."""
    arguments = _parser().parse_args(argv)
    prepare_output()
    failed = False
    for lock in arguments.locks or LOCKS:
        try:
            audit = ask(Path(lock), arguments.service_url)
        except UnreachableError as error:
            print(f"{lock}: NOT AUDITED, the service cannot be reached ({error})")
            continue
        unknown = f", {audit.unknown} unknown to the service" if audit.unknown else ""
        print(f"{lock}: {audit.looked_at} packages{unknown}, {len(audit.findings)} vulnerabilities")
        for finding in audit.findings:
            print(f"  {finding}")
            failed |= bool(finding.mended_in)
    if failed:
        print("write the lock files again: make lock ARGS=--upgrade")
    return 1 if failed else 0


def ask(lock: Path, service_url: str | None = None) -> Audit:
    """Ask the service about the packages of a lock file.

    Raises:
        UnreachableError: It gives no answer.
        RuntimeError: The question could not even be put.
    """
    service = ["--vulnerability-service", "osv", "--osv-url", service_url] if service_url else []
    options = ["--require-hashes", "--disable-pip", "--progress-spinner=off", "--format=json"]
    try:
        done = subprocess.run(  # noqa: S603 - a package of the lock file itself
            [sys.executable, "-m", "pip_audit", "--requirement", lock, *options, *service],
            capture_output=True,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreachableError(f"no answer in {_SECONDS} seconds") from error
    if not done.stdout.strip():
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        if _UNREACHABLE.search(done.stderr):
            raise UnreachableError(last)
        raise RuntimeError(last)
    audit = read(json.loads(done.stdout))
    if not audit.looked_at:
        # A mirror of the package index that has no advisories.
        raise UnreachableError("it knows none of the packages")
    return audit


def read(report: dict[str, Any]) -> Audit:
    """Read pip-audit's report."""
    packages = report["dependencies"]
    known = [package for package in packages if "skip_reason" not in package]
    findings = (
        Finding(package["name"], package["version"], one["id"], tuple(one["fix_versions"]))
        for package in known
        for one in package["vulns"]
    )
    return Audit(len(known), len(packages) - len(known), tuple(sorted(findings, key=str)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m scripts.audit", description=__doc__)
    parser.add_argument("locks", metavar="LOCK", nargs="*")
    parser.add_argument(
        "--service-url", metavar="URL", help="an OSV service, in place of the package index"
    )
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
