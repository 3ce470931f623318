from __future__ import annotations

import subprocess
import sys

import pytest

from bot.edge.telegram.aside import aside


async def test_what_the_work_gives_is_given() -> None:
    assert await aside(lambda: 42) == 42


async def test_what_the_work_raises_is_raised() -> None:
    def fail() -> None:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await aside(fail)


def test_the_end_of_the_process_does_not_wait_for_the_work() -> None:
    program = """
import asyncio, threading
from bot.edge.telegram.aside import aside

async def main():
    work = aside(threading.Event().wait)
    work.cancel()

asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
