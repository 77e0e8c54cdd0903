"""`hubsim sweep` and its subcommands: what they are called and take; `studies` does them."""

from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from .guard import guarded
from .offices import STORE, ClusterOption, JsonOption, Lang, LangOption, WorkersOption


class RunsByDefault(TyperGroup):
    """`hubsim sweep STUDY.yaml` is `hubsim sweep run STUDY.yaml`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put `run` before words that begin with no subcommand, if they look like a study."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "") and ("." in args[0] or args[0].startswith("-")):
            args = ["run", *args]
        return super().parse_args(ctx, args)


sweep = typer.Typer(
    cls=RunsByDefault,
    help="Carry out a study: many runs of one scenario. `hubsim sweep STUDY.yaml` is `hubsim sweep run STUDY.yaml`.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Study = Annotated[Path, typer.Argument(metavar="STUDY", help="The study file (YAML).", show_default=False)]
Store = Annotated[Path, typer.Option(help="Folder in which runs are kept.")]


@sweep.command()
@guarded
def run(
    study: Study,
    store: Store = STORE,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say how many runs, and how long.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Begin even if there are more runs than the study's most_runs.")] = False,
    json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> int:
    """Do all runs of a study that are not in the store."""
    from .studies import Order, dry, run

    order = Order(study, store, workers, cluster, yes, json, lang.value)
    return dry(order) if dry_run else run(order)


@sweep.command()
@guarded
def resume(
    study: Study, store: Store = STORE, workers: WorkersOption = None, cluster: ClusterOption = None, json: JsonOption = False, lang: LangOption = Lang.en
) -> int:
    """Go on with a study that was begun; done runs are not done again."""
    from .studies import Order, resume

    return resume(Order(study, store, workers, cluster, False, json, lang.value))


@sweep.command("retry-failed")
@guarded
def retry_failed(
    study: Study, store: Store = STORE, workers: WorkersOption = None, cluster: ClusterOption = None, json: JsonOption = False, lang: LangOption = Lang.en
) -> int:
    """Do the runs that failed once more, and go on."""
    from .studies import Order, retry

    return retry(Order(study, store, workers, cluster, False, json, lang.value))


@sweep.command()
@guarded
def status(study: Study, store: Store = STORE, json: JsonOption = False, lang: LangOption = Lang.en) -> int:
    """Say how far a study is, also while it runs, and what it has found."""
    from .studies import Order, status

    return status(Order(study, store, None, None, False, json, lang.value))


@sweep.command()
@guarded
def export(
    study: Study,
    to: Annotated[Path, typer.Option(help="File to write: .csv, .xlsx (all tables, a sheet each) or .parquet.")],
    table: Annotated[str, typer.Option(help="runs, means or points; in an .xlsx the first sheet.")] = "runs",
    store: Store = STORE,
) -> None:
    """Write what a study has found as a table."""
    from .studies import export

    export(study, store, to, table)


@sweep.command()
@guarded
def merge(
    stores: Annotated[list[Path], typer.Argument(metavar="STORE...", help="Folders to take runs from; they stay as they are.", show_default=False)],
    into: Annotated[Path, typer.Option(help="Folder that takes them.")],
) -> None:
    """Take the runs of several stores into one."""
    from .studies import merge

    merge(stores, into)
