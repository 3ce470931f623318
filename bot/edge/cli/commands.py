"""The commands. Each imports what is heavy when it is called: `wenju --help` stays quick."""

from __future__ import annotations

import contextlib
import functools
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

import bot
from bot.edge.cli.places import Places, place_options
from bot.edge.cli.streams import read_lines, standard_input
from bot.edge.cli.wording import Count, Group

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from bot.input.settings import Settings

_HOW_TO_CONNECT = """\
没有设置 TELEGRAM_BOT_TOKEN，不连接 Telegram。要让机器人在 Telegram 里回答：
  1. 在 Telegram 里打开 @BotFather，发送 /newbot，按提示取名，得到一串令牌（形如 123456:ABC…）；
  2. 在设置文件所在的文件夹里建一个 .env 文件，写上 TELEGRAM_BOT_TOKEN=令牌（或设成环境变量）；
  3. 重新启动。
现在先在终端里问答。
"""


@click.group(cls=Group, no_args_is_help=True, help="问据：用文章里的原句回答问题。")
@click.version_option(bot.__version__, message="wenju %(version)s", help="显示版本。")
@place_options
def wenju() -> None:
    """Answer questions with sentences of articles."""


@wenju.command(help="启动 Telegram 机器人；没有令牌时先在终端里问答。")
@place_options
@click.pass_obj
def run(places: Places) -> int:
    """Run the bot; without a token, answer in the terminal and say how to get one."""
    from bot.edge.cli.opening import open_engine, open_settings, read_again
    from bot.input.settings import load_secrets

    settings = open_settings(places)
    secrets = load_secrets(places.config.parent if places.config else Path())
    if secrets.token is None:
        click.echo(_HOW_TO_CONNECT, err=True)
        _talk(settings)
        return 0

    from bot.edge.cli.logs import set_up_logging
    from bot.edge.telegram.app import run_bot

    set_up_logging(settings.logging.level)
    load = functools.partial(read_again, settings.knowledge)
    return run_bot(settings, secrets, open_engine(settings), load)


@wenju.command(help="在终端里问答；也从管道读，一行一个问题。")
@place_options
@click.pass_obj
def chat(places: Places) -> None:
    """Answer in the terminal."""
    from bot.edge.cli.opening import open_settings

    _talk(open_settings(places))


@wenju.command(help="回答问题：每个参数是一个问题。")
@click.argument("questions", metavar="[QUESTION]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="每个问题输出一行 JSON。")
@click.option("--batch", metavar="FILE", help="从文件读问题，一行一个；FILE 写 - 则读标准输入。")
@click.option("--why", is_flag=True, help="说明为什么这样回答。")
@click.option("-n", "results", type=Count(), metavar="N", help="最多列出几个句子。")
@place_options
@click.pass_obj
def ask(  # noqa: PLR0913 - one parameter for each option
    places: Places,
    *,
    questions: tuple[str, ...],
    as_json: bool,
    why: bool,
    batch: str | None,
    results: int | None,
) -> None:
    """Answer the questions of the command line or of a file."""
    from bot.edge.cli.dialogue import Desk
    from bot.edge.cli.opening import open_engine, open_settings

    if bool(questions) == (batch is not None):
        raise click.UsageError("请写出问题，或者用 --batch 指定文件，二者取一")
    if as_json and why:
        raise click.UsageError("--json 与 --why 只能用一个")
    with _open_batch(batch) as lines:
        settings = open_settings(places)
        desk = Desk(open_engine(settings), settings, results, why=why)
        answer = desk.answer_as_json if as_json else desk.answer_as_text
        answer(read_lines(lines) if lines is not None else questions)


@wenju.command(help="检查设置和知识库，列出所有问题，以及没有答对的校验问题。")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@place_options
@click.pass_obj
def check(places: Places, folder: Path | None) -> int:
    """Print every problem of the settings and the knowledge, and golden questions that fail."""
    from bot.edge.cli.checking import check_files

    places.knowledge = folder or places.knowledge
    report = check_files(places)
    for line in report.listed:
        click.echo(line)
    click.echo(report.summary)
    return 0 if report.fine else 1


@wenju.command(
    "import", help="把 txt、md、html、docx、pdf 文件转成文章；先显示预览。FILE 写 - 则读标准输入。"
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--id", "article_id", metavar="ID", help="文章编号；默认取自文件名或标题。")
@click.option("--dry-run", is_flag=True, help="只显示预览，不写入。")
@click.option("--yes", is_flag=True, help="在终端里也不再询问，直接写入。")
@click.option("--replace", "replacing", is_flag=True, help="允许替换编号相同的文章。")
@place_options
@click.pass_obj
def import_(  # noqa: PLR0913 - one parameter for each option
    places: Places,
    *,
    files: tuple[str, ...],
    article_id: str | None,
    dry_run: bool,
    yes: bool,
    replacing: bool,
) -> int:
    """Make articles of documents."""
    from bot.edge.cli.importing import Manner, import_files

    if article_id is not None and len(files) > 1:
        raise click.UsageError("--id 只能用于一个文件")
    manner = Manner(article_id, dry_run, yes, replacing)
    return 0 if import_files(places, files, manner) else 1


@wenju.command("eval", help="用 SQuAD 格式的问答集衡量检索、短答案和拒答。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--questions",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="另一种说法（例如英文）的同一批问题：按编号对应 FILE 里的答案。",
)
@click.option(
    "--refuse",
    metavar="FILE",
    multiple=True,
    type=click.Path(path_type=Path),
    help="另一个问答集：FILE 里没有它的答案，应当拒答。可以重复使用。",
)
@click.option(
    "--models",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="模型文件夹；默认用随程序安装的模型。",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@place_options
@click.pass_obj
def evaluate(  # noqa: PLR0913 - each option is one
    places: Places,
    *,
    file: Path,
    questions: Path | None,
    refuse: tuple[Path, ...],
    models: Path | None,
    as_json: bool,
) -> None:
    """Measure the engine, with the thresholds of the settings."""
    from bot.edge.cli.measuring import Sets, measure_sets
    from bot.edge.cli.opening import open_settings
    from bot.presentation.evaluation import evaluation_json, render_evaluation

    thresholds = open_settings(places).answers.thresholds
    found = measure_sets(Sets(file, questions, refuse), thresholds, models)
    click.echo(evaluation_json(found) if as_json else render_evaluation(found))


@wenju.command(help="用 SQuAD 格式的问答集训练模型。")
@click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@click.option(
    "--output",
    metavar="DIR",
    default=Path("models"),
    type=click.Path(path_type=Path),
    help="把模型写进这个文件夹；默认是当前文件夹里的 models。已有的模型不会被覆盖。",
)
@click.option(
    "--seed",
    metavar="N",
    default=0,
    type=Count(lowest=0),
    help="随机数种子，默认 0；问答集和种子相同，得到的模型也相同。",
)
def train(files: tuple[Path, ...], output: Path, seed: int) -> None:
    """Fit the models to question-answering sets."""
    from bot.edge.cli.fitting import fit_models

    for path in fit_models(files, output, seed):
        click.echo(f"已写好 {path}")
    click.echo(f"接下来：用 wenju eval --models {output} FILE 衡量它们。")


@wenju.command(help="新建一个知识库：设置、示例文章和词表。")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Write a new knowledge base."""
    from bot.input.scaffold import create_base

    for path in create_base(folder):
        click.echo(f"已写好 {path}")
    click.echo(f"接下来：进入 {folder}，运行 wenju chat 试着提问。")


def _talk(settings: Settings) -> None:
    from bot.edge.cli.dialogue import Desk
    from bot.edge.cli.opening import open_engine

    Desk(open_engine(settings), settings).talk()


def _open_batch(name: str | None) -> AbstractContextManager[BinaryIO | None]:
    if name is None:
        return contextlib.nullcontext()
    if name == "-":
        return contextlib.nullcontext(standard_input())
    try:
        return Path(name).open("rb")
    except OSError as error:
        from bot.input.files import reason

        raise click.UsageError(f"打不开 {name}：{reason(error)}") from error
