"""The command line: `wenju`, the same as `python -m bot`."""

from bot.edge.cli.main import main

__all__ = ["main"]
