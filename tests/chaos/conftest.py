from __future__ import annotations

from tests.e2e.conftest import own_telegram

__all__ = ["own_telegram"]
