"""`python -m bot`: the same as `wenju`."""

from __future__ import annotations

import sys

from bot.edge.cli import main

if __name__ == "__main__":
    sys.exit(main())
