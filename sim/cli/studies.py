"""`hubsim sweep`: read, check, run, tell - every refusal before the first run, and what is done is kept whatever comes."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .guard import DONE, SOME_FAILED, InputError, say, say_json, tell, warn
from .offices import STORE
from .progress import swept, warn_if_cold
from .start import stopped_by

if TYPE_CHECKING:
    from sim.experiment.plan import Plan


@dataclass(frozen=True)
class Order:
    """What the user asked for; fields as the options of `hubsim sweep`."""

    study: Path
    store: Path
    workers: int | None
    cluster: str | None
    yes: bool
    json: bool
    lang: str


def _plan(order: Order) -> "Plan":
    from sim.experiment.plan import plan

    made = plan(order.study)
    warn(made.file.base.warnings)
    return made


def run(order: Order) -> int:
    """Do what is left and tell all; return the exit code."""
    return _carry_out(order, _plan(order))


def resume(order: Order) -> int:
    """As `run`, of a study that was begun."""
    plan = _plan(order)
    _begun(order, plan)
    return _carry_out(order, plan)


def retry(order: Order) -> int:
    """As `resume`, with the runs that failed forgotten first."""
    from sim.experiment.studies import retry_failed

    plan = _plan(order)
    n = retry_failed(plan, order.store)
    tell(f"{n:,} failed runs are done once more" if order.lang == "en" else f"重新运行 {n:,} 次失败的仿真")
    return _carry_out(order, plan)


def _begun(order: Order, plan: "Plan") -> None:
    from sim.experiment.studies import look

    if not (order.store / "ledger.sqlite").exists():
        raise InputError(f"{order.store} is no store; begin the study with: hubsim sweep run {order.study}")
    look(plan, order.store)


def _carry_out(order: Order, plan: "Plan") -> int:
    from sim.experiment.studies import carry_out

    if plan.file.study.engine == "fast" and order.cluster is None:
        warn_if_cold()
    with _how_to_go_on(order), swept(order.lang) as progress:
        done = carry_out(plan, order.store, order.workers, order.cluster, order.yes, progress)
    for remark in done.remarks:
        tell(remark)
    _tell(order, done.found, done.unreadable)
    return SOME_FAILED if done.found.failed else DONE


@contextlib.contextmanager
def _how_to_go_on(order: Order) -> Iterator[None]:
    """Say how to go on, if a signal ends what is under way."""
    try:
        yield
    except BaseException as error:
        if stopped_by or isinstance(error, KeyboardInterrupt):
            elsewhere = "" if order.store == STORE else f" --store {order.store}"
            how = f"hubsim sweep resume {order.study}{elsewhere}"
            tell(f"已完成的运行保存在 {order.store}；继续请用：{how}" if order.lang == "zh" else f"what was done is kept in {order.store}; go on with: {how}")
        raise


def status(order: Order) -> int:
    """Tell what is there."""
    from sim.experiment.account import unreadable
    from sim.experiment.studies import look

    found = look(_plan(order), order.store)
    _tell(order, found, unreadable(found))
    return SOME_FAILED if found.failed else DONE


def _tell(order: Order, found: Any, unreadable: dict[int, str]) -> None:
    if order.json:
        from sim.experiment.account import account
        from sim.results.record import dumps

        say_json(dumps(account(found, unreadable)))
    else:
        from .told import as_text

        say(as_text(found, unreadable, order.lang))


def dry(order: Order) -> int:
    """Say how many runs and how long; nothing is written."""
    from sim.experiment.plan import check
    from sim.experiment.studies import begun, estimate

    from .told import estimate_as_record, estimate_as_text

    plan = _plan(order)
    if not begun(plan, order.store):
        check(plan, True)
    found = estimate(plan, order.store, order.workers)
    if order.json:
        from sim.results.record import dumps

        say_json(dumps(estimate_as_record(plan, found)))
    else:
        say(estimate_as_text(plan, found, order.lang))
    return DONE


def export(study: Path, store: Path, to: Path, table: str) -> None:
    """Write a table of what a study has found."""
    from sim.experiment.frames import TABLES
    from sim.experiment.frames import export as write
    from sim.experiment.plan import plan
    from sim.experiment.studies import look

    if to.suffix not in (".csv", ".xlsx", ".parquet"):
        raise InputError(f"{to} does not end in .csv, .xlsx or .parquet")
    if table not in TABLES:
        raise InputError(f"there is no table {table!r}: runs, means or points")
    rows = write(look(plan(study), store), to, table)
    say(f"{to}: {rows:,} rows")


def merge(stores: list[Path], into: Path) -> None:
    """Take the runs of `stores` into another, which is made if it is not there."""
    from sim.store import merge_stores

    for place, new in zip(stores, merge_stores(stores, into), strict=True):
        say(f"{place}: {new:,} runs taken into {into}")


def query(store: Path, sql: str, csv: bool, json: bool) -> None:
    """Print the answer to a question: as a table, CSV or JSON."""
    from sim.results.printable import printable
    from sim.results.record import dumps
    from sim.results.summary import table
    from sim.store import read_store

    from .told import value_plain, value_told

    with read_store(store) as opened:
        answer = opened.query(sql)
    answer = answer.astype(object).where(answer.notna(), None)
    if json:
        say_json(dumps(value_plain(answer.to_dict("records"))))
    elif csv:
        say(printable(answer.map(_cell).to_csv(index=False, lineterminator="\n")))
    else:
        rows = [[value_told(value) for value in row] for row in answer.itertuples(index=False)]
        say(printable("\n".join(table([str(name) for name in answer.columns], rows)) + "\n") if len(answer.columns) else "")


def _cell(value: Any) -> Any:
    """A value as a cell of CSV takes it: several values and bytes as in a table, all others in full."""
    from .told import value_told

    return value if value is None or isinstance(value, bool | int | float | str) else value_told(value)
