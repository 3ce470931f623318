"""A PostgreSQL server of the tests' own, in a temporary folder, as a user who is not root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pwd import struct_passwd
    from types import TracebackType


def find_binaries() -> Path | None:
    """Look for a server's programs: the newest version that Debian keeps, or any on the path."""
    kept = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(kept, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which("initdb")
    return None if found is None else Path(found).resolve().parent


class Server:
    """A server that listens on a socket in its folder, from `with` to the end of the block."""

    def __init__(self, binaries: Path) -> None:
        self._binaries = binaries
        # A socket's path must be short: pytest's folders are too deep.
        self._folder = Path(tempfile.mkdtemp(prefix="wenju-pg-"))
        self._data = self._folder / "data"
        # The server refuses to run as root.
        self._as_user: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = _unprivileged()
            os.chown(self._folder, user.pw_uid, user.pw_gid)
            self._as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def __enter__(self) -> Self:
        self._run(
            "initdb",
            "--username=wenju",
            "--auth=trust",
            "--no-sync",
            "--encoding=UTF8",
            "--locale=C",
        )
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def url(self, database: str = "postgres") -> str:
        """Give the address of a database."""
        return f"postgresql://wenju@/{database}?host={self._folder}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self._folder} -c listen_addresses= -c fsync=off"
        self._run("pg_ctl", "start", "--wait", f"--log={self._folder}/log", f"--options={options}")

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        self._run("pg_ctl", "stop", "--wait", "--mode=immediate")

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._binaries / program, *arguments, f"--pgdata={self._data}"],
            cwd=self._folder,
            check=False,
            # What is started in the background would keep a pipe open.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=60,
            **self._as_user,
        )
        assert done.returncode == 0, f"{program} failed with {done.returncode}"


def _unprivileged() -> struct_passwd:
    import pwd  # noqa: PLC0415 - only POSIX has it

    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LookupError("there is neither a user postgres nor a user nobody")
