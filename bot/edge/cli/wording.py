"""Click in Chinese: headings, the help option, and what is wrong with a command line."""

from __future__ import annotations

from typing import Final

import click

_HEADINGS: Final = {"Options": "选项", "Commands": "命令"}


class _Formatter(click.HelpFormatter):
    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        super().write_heading(_HEADINGS.get(heading, heading))


class _Context(click.Context):
    formatter_class = _Formatter


class _InChinese(click.Command):
    """What commands and groups of commands have in common."""

    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option, explained in Chinese."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = "显示这份说明。"
        return option

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and see to it that a mistake knows where it was made."""
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx
            raise


class Command(_InChinese):
    """A command that explains itself in Chinese."""

    # Left to `parse_args`, which says in Chinese what is too much.
    allow_extra_args = True

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse, and refuse what is left over."""
        rest = super().parse_args(ctx, args)
        if rest:
            ctx.fail(f"多余的参数：{' '.join(rest)}")
        return rest


class Group(_InChinese, click.Group):
    """A group of commands that explains itself in Chinese."""

    command_class = Command


class Count(click.ParamType[int]):
    """A whole number, from 1 unless something else is said."""

    name = "count"

    def __init__(self, lowest: int = 1) -> None:
        self._lowest = lowest

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Turn what was typed into a number."""
        try:
            number = int(value)
        except ValueError:
            number = self._lowest - 1
        if number < self._lowest:
            self.fail(f"应是从 {self._lowest} 起的整数，而不是 {value}", param, ctx)
        return number


def usage_error(error: click.ClickException) -> str:
    """Say what is wrong with a command line, and where to read on."""
    lines = [f"错误：{_reason(error)}"]
    context = getattr(error, "ctx", None)
    if isinstance(context, click.Context):
        lines.insert(0, context.get_usage())
        lines.append(f"用 {context.command_path} --help 看说明。")
    return "\n".join(lines)


def _reason(error: click.ClickException) -> str:
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}。{_perhaps(error.possibilities)}"
        case click.NoSuchCommand():
            hint = (
                _perhaps(error.possibilities) or f"要提问，请用 wenju ask {error.command_name} 。"
            )
            return f"没有命令 {error.command_name}。{hint}"
        case click.BadOptionUsage():
            wrong = "后面不能跟值" if _is_flag(error) else "后面要跟一个值"
            return f"选项 {error.option_name} {wrong}。"
        case click.MissingParameter():
            return f"缺少参数 {_name(error.param)}。"
        case click.BadParameter():
            return f"{_name(error.param)}：{error.message}。"
        case _:
            return f"{error.format_message()}。"


def _is_flag(error: click.BadOptionUsage) -> bool:
    return error.ctx is not None and any(
        isinstance(parameter, click.Option)
        and parameter.is_flag
        and error.option_name in parameter.opts
        for parameter in error.ctx.command.params
    )


def _perhaps(possibilities: list[str] | None) -> str:
    return f"是不是想用 {'、'.join(possibilities)}？" if possibilities else ""


def _name(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return max(parameter.opts, key=len)
    return "" if parameter is None else parameter.human_readable_name
