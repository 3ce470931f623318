"""Run a command, and turn whatever goes wrong into words and an exit code.

0: fine; 1: problems in the user's files, or settings that cannot be used; 2: a command line that
makes no sense; 130: interrupted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from bot.base.errors import ProblemsError, WenjuError
from bot.edge.cli.commands import wenju
from bot.edge.cli.streams import prepare_output
from bot.edge.cli.wording import usage_error

if TYPE_CHECKING:
    from collections.abc import Sequence

PROBLEMS: Final = 1
INTERRUPTED: Final = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    prepare_output()
    try:
        result = wenju.main(args=argv, prog_name="wenju", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        click.echo(usage_error(error), err=True)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except ProblemsError as error:
        click.echo(f"{error}\n共 {len(error.problems)} 处问题，请先改好。", err=True)
        return PROBLEMS
    except WenjuError as error:
        click.echo(f"错误：{error}", err=True)
        return PROBLEMS
    return result if isinstance(result, int) else 0
