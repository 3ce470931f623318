from __future__ import annotations

from bot.edge.telegram.memory import Budget, Recent


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_value_is_remembered_for_so_long() -> None:
    clock = Clock()
    recent: Recent[str, int] = Recent(60, clock=clock)
    recent.put("a", 1)
    clock.now += 59
    assert recent.get("a") == 1
    recent.put("a", 2)
    clock.now += 59
    assert recent.get("a") == 2
    clock.now += 1
    assert recent.get("a") is None


def test_nothing_is_remembered_for_no_time() -> None:
    recent: Recent[str, int] = Recent(0, clock=Clock())
    recent.put("a", 1)
    assert recent.get("a") is None


def test_of_too_many_the_oldest_goes() -> None:
    recent: Recent[str, int] = Recent(60, most=2, clock=Clock())
    for number, key in enumerate("abac"):
        recent.put(key, number)
    assert [recent.get(key) for key in "abc"] == [2, None, 3]


def test_what_is_taken_or_dropped_is_forgotten() -> None:
    recent: Recent[str, int] = Recent(60, clock=Clock())
    for number, key in enumerate("abc"):
        recent.put(key, number)
    assert recent.take("a") == 0
    assert recent.take("a") is None
    recent.drop(lambda key, value: key == "b" or value == 5)
    assert [recent.get(key) for key in "abc"] == [None, None, 2]


def test_what_is_too_old_is_not_kept() -> None:
    clock = Clock()
    recent: Recent[int, int] = Recent(60, clock=clock)
    for number in range(5):
        recent.put(number, number)
    clock.now += 61
    recent.put(5, 5)
    assert len(recent) == 1


def test_so_much_is_allowed_in_any_minute() -> None:
    clock = Clock()
    budget = Budget(2, clock=clock)
    assert budget.allows(-1)
    clock.now += 30
    assert budget.allows(-1)
    assert not budget.allows(-1)
    assert budget.allows(-2)
    clock.now += 30
    assert budget.allows(-1)
    assert not budget.allows(-1)
