"""What commands of many runs have in common: their options, and a desk that says what it knows and what is left of it after Ctrl-C."""

import contextlib
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .guard import InputError, tell
from .start import stopped_by

if TYPE_CHECKING:
    from sim.experiment.desk import Desk


STORE = Path("results/store")
"""where runs are kept if nothing else is said"""


class Engine(StrEnum):
    """Which engine: both give the same journeys."""

    fast = "fast"
    reference = "reference"


class Lang(StrEnum):
    """Language of summary and figures."""

    en = "en"
    zh = "zh"


SetOption = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Another value (YAML) in the scenario, as elements.xray.servers=3. Repeatable.", show_default=False),
]
EngineOption = Annotated[Engine, typer.Option("--engine", help="fast, or the slow readable reference.")]
WorkersOption = Annotated[int | None, typer.Option("--workers", help="Processes; one a processor if left out.", min=1, max=1024, show_default=False)]
ClusterOption = Annotated[str | None, typer.Option("--cluster", help="Address of a Dask scheduler whose workers do the runs.", show_default=False)]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Instead of the scenario's own.", min=0, max=2**63 - 1, show_default=False)]
ScaleOption = Annotated[float, typer.Option("--scale", help="Make demand and plant together so many times as large.")]
DemandOption = Annotated[float, typer.Option("--demand", help="Make the demand alone so many times as large.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the text.")]
LangOption = Annotated[Lang, typer.Option("--lang", help="Language of text and figures.")]

_WORDS = {
    "known": ("{n:,} runs are known in {store}", "{store} 中已有 {n:,} 次运行"),
    "goes_on": ("what was done is kept in {store}; the same command goes on from there", "已完成的运行保存在 {store}；重复同一命令即可继续"),
    "lost": ("nothing was kept; with --store FOLDER the same command would go on where it was", "未保存任何运行；加 --store 文件夹 后，重复同一命令可继续"),
}


@contextlib.contextmanager
def open_desk(store: Path | None, workers: int | None, lang: str = "en", cluster: str | None = None) -> "Iterator[Desk]":
    """Give a desk for the time of the block, as `sim.experiment.office.open_desk`; say what the store knows, and after an interruption what it keeps."""
    from sim.experiment.office import open_desk as opened

    def say_so(key: str, **figures: object) -> None:
        tell(_WORDS[key][lang == "zh"].format(store=store, **figures))

    try:
        with opened(store, workers, lambda n: say_so("known", n=n), cluster=cluster) as desk:
            yield desk
    except BaseException as end:
        if stopped_by or isinstance(end, KeyboardInterrupt):
            say_so("lost" if store is None else "goes_on")
        raise


def changed(words: Iterable[str]) -> dict[str, Any]:
    """Return path -> value of each PATH=VALUE. Raises InputError, ScenarioError."""
    changes = {}
    for each in words:
        from sim.scenario import parse_value  # slow to import, and seldom needed

        path, is_given, value = each.partition("=")
        if not path or not is_given:
            raise InputError(f"--set {each}: write PATH=VALUE, as in --set elements.xray.servers=3")
        changes[path] = parse_value(value, f"--set {path}")
    return changes
