from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time

import pytest

from bot.edge.telegram.aside import aside, computed


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
from bot.edge.telegram.aside import aside, computed

async def main():
    work = aside(threading.Event().wait)
    work.cancel()

asyncio.run(main())
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


async def test_what_is_computed_is_computed_one_at_a_time_in_order() -> None:
    begun, at_once, most = [], 0, 0
    lock = threading.Lock()

    def work(number: int) -> int:
        nonlocal at_once, most
        with lock:
            at_once += 1
            most = max(most, at_once)
        begun.append(number)
        time.sleep(0.001)
        with lock:
            at_once -= 1
        return number

    assert await asyncio.gather(*(computed(work, at) for at in range(10))) == list(range(10))
    assert begun == list(range(10))
    assert most == 1
