"""The commands and their options; what they do is imported when they run."""

from pathlib import Path
from typing import Annotated

import typer

from .guard import DONE, INPUT, InputError, guarded, say, say_json, tell, warn
from .offices import STORE, ClusterOption, DemandOption, Engine, EngineOption, JsonOption, Lang, LangOption, ScaleOption, SeedOption, SetOption, WorkersOption
from .sweep import sweep

# plain help and plain errors: the same in a terminal, a log and a pipe
app = typer.Typer(
    name="hubsim",
    help="Simulate parcel sorting hubs, parcel by parcel.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(sweep, name="sweep")


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            print(f"hubsim {version('hubsim')}")
        except PackageNotFoundError:
            print("hubsim, not installed: run from its source")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.", callback=_version, is_eager=True)] = False,
) -> None:
    """Simulate parcel sorting hubs, parcel by parcel."""


def _parquet(value: Path | None) -> Path | None:
    if value is not None and value.suffix != ".parquet":
        raise typer.BadParameter(f"{value} does not end in .parquet")
    return value


@app.command()
@guarded
def run(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario file (YAML).", show_default=False)],
    engine: Annotated[Engine, typer.Option(help="fast, or the slow readable reference.")] = Engine.fast,
    out: Annotated[Path | None, typer.Option(help="Folder for the results; new or empty. Default: results/SCENARIO-DATE-TIME, none with --json.")] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of the summary.")] = False,
    trace: Annotated[Path | None, typer.Option(help="Write every journey to this .parquet file.", callback=_parquet)] = None,
    scale: ScaleOption = 1.0,
    demand: DemandOption = 1.0,
    changes: SetOption = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the scenario's own.", min=0, max=2**63 - 1)] = None,
    replication: Annotated[int | None, typer.Option(help="Only the one of this number, 0 to 65535.", min=0, max=65_535, show_default=False)] = None,
    replications: Annotated[int, typer.Option(help="How many runs, each with its own chance.", min=1, max=65_536)] = 1,
    precision: Annotated[
        str | None, typer.Option(help="As many runs as it takes until --by is known so well at 95 %, as 1%; at most 1000.", show_default=False)
    ] = None,
    by: Annotated[str, typer.Option(help="The figure whose --precision is meant.")] = "throughput_per_day",
    workers: Annotated[int | None, typer.Option(help="Processes for replications; one a processor if left out.", min=1, max=1024)] = None,
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Do not draw.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of summary, figures and README.txt.")] = Lang.en,
) -> int:
    """Simulate a scenario and write its results."""
    if precision is not None:
        from .precise import Precision, carry_out_precisely

        if trace is not None or replications > 1 or replication is not None:
            raise InputError("--precision says itself how many runs there are: leave out --replications, --replication and --trace")
        which = (scenario, precision, by, engine.value, out, json, scale, demand, tuple(changes or ()), seed)
        return carry_out_precisely(Precision(*which, workers, lang.value))
    from .run import Order
    from .run import run as carry_out

    order = Order(
        scenario, engine.value, out, json, trace, scale, demand, tuple(changes or ()), seed, replication, replications, workers, not no_figures, lang.value
    )
    return carry_out(order)


@app.command()
@guarded
def verdict(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario file (YAML).", show_default=False)],
    target: Annotated[
        str | None, typer.Option(help="Parcels a day it should reach, as 10_000_000 or 1000万; only its capacity is sought if left out.", show_default=False)
    ] = None,
    scale: ScaleOption = 1.0,
    changes: SetOption = None,
    seed: SeedOption = None,
    engine: EngineOption = Engine.fast,
    store: Annotated[Path, typer.Option(help="Folder that keeps all runs: what is in it is not run again, so an interrupted verdict goes on.")] = STORE,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder for text, JSON and figure; new or empty.", show_default=False)] = None,
    capacity_only: Annotated[bool, typer.Option("--capacity-only", help="Do not look for what binds and what to change.")] = False,
    json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> int:
    """Say whether a hub reaches a number of parcels a day, how sure that is, and what stops it."""
    from .verdict import Question, carry_out

    return carry_out(Question(scenario, target, scale, tuple(changes or ()), seed, engine.value, store, workers, cluster, out, json, capacity_only, lang.value))


@app.command()
@guarded
def compare(
    scenarios: Annotated[list[Path], typer.Argument(metavar="SCENARIO...", help="Two scenario files or more.", show_default=False)],
    by: Annotated[str, typer.Option(help="The figure that decides; also land_mu, kwh_per_1000, cost_cny_per_parcel ...")] = "throughput_per_day",
    least: Annotated[bool, typer.Option("--least", help="The least is best, not the most.")] = False,
    delta: Annotated[str, typer.Option(help="What is worth telling apart: in the unit of the figure, or a share of the first one's mean.")] = "1%",
    confidence: Annotated[float, typer.Option(help="Of the choice, and of all that is told apart together.", min=0.5, max=0.9999)] = 0.95,
    method: Annotated[
        str, typer.Option(help="kn: a race to one; ocba: the most of a budget; screen: the same of each, then keep those that may be best.")
    ] = "kn",
    at_most: Annotated[int, typer.Option(help="Replications of each (kn).", min=1, max=65_536)] = 200,
    budget: Annotated[int | None, typer.Option(help="Runs in all (ocba, screen); 20 for each if left out.", min=1, show_default=False)] = None,
    scale: ScaleOption = 1.0,
    seed: SeedOption = None,
    engine: EngineOption = Engine.fast,
    store: Annotated[Path, typer.Option(help="Folder that keeps all runs: what is in it is not run again.")] = STORE,
    workers: WorkersOption = None,
    cluster: ClusterOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder for text, JSON, CSV and figure; new or empty.", show_default=False)] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the table to this file.", show_default=False)] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> int:
    """Rank scenarios by a figure, and say which are not told apart."""
    from .compare import Contest, carry_out

    which = (scenarios, by, least, delta, confidence, method, at_most, budget, scale, seed, engine.value)
    return carry_out(Contest(*which, store, workers, cluster, out, csv, json, lang.value))


@app.command()
@guarded
def site(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario file (YAML).", show_default=False)],
    replications: Annotated[int, typer.Option(help="Days whose noise is told apart from the ranges of the coefficients.", min=1, max=1000)] = 1,
    scale: ScaleOption = 1.0,
    demand: DemandOption = 1.0,
    changes: SetOption = None,
    seed: SeedOption = None,
    engine: EngineOption = Engine.fast,
    workers: WorkersOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder for text and JSON; new or empty.", show_default=False)] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> int:
    """Reckon land, people, energy, carbon and money from runs of a scenario."""
    from .site import Ground, carry_out

    return carry_out(Ground(scenario, replications, scale, demand, tuple(changes or ()), seed, engine.value, workers, out, json, lang.value))


@app.command()
@guarded
def report(
    place: Annotated[
        Path,
        typer.Argument(
            metavar="FOLDER|STUDY",
            help="The subject: a folder that `hubsim run --out` or `hubsim verdict --out` has written, or a study file (YAML).",
            show_default=False,
        ),
    ],
    others: Annotated[
        list[Path] | None, typer.Argument(metavar="[OTHERS]...", help="Folders of other configurations, to compare it with.", show_default=False)
    ] = None,
    out: Annotated[Path, typer.Option(help="File to write: .pdf, or .html as one page that needs no other file.")] = Path("report.pdf"),
    store: Annotated[
        Path | None, typer.Option(help="Of a study: the folder in which its runs are kept; results/store if left out.", show_default=False)
    ] = None,
    lang: LangOption = Lang.en,
) -> int:
    """Make a document of a run, a verdict or a study: question, answer, how sure it is, what it rests on, evidence."""
    from .report import Wish, carry_out

    return carry_out(Wish(place, tuple(others or ()), out, lang.value, store))


@app.command()
@guarded
def plot(
    folder: Annotated[Path, typer.Argument(metavar="RUN", help="A folder that run, verdict or site has written with --out.", show_default=False)],
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help="Of a run: flow, queues, states, dwell, hub, departures, heat, sankey, doors, docks, people. Of several replications: welch. "
            "Of site: tornado_land, tornado_kwh, tornado_cost, energy, cost. Of verdict: capacity. Of several verdicts: frontier.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="File to write, .svg or .png; both without an ending. Default: results/plots/KIND.", show_default=False)
    ] = None,
    beside: Annotated[
        list[Path] | None, typer.Option(metavar="FOLDER", help="Folder of one more verdict, for the frontier. Repeatable.", show_default=False)
    ] = None,
    lang: LangOption = Lang.en,
) -> int:
    """Draw one figure of results that are there."""
    from .plot import Picture, carry_out

    return carry_out(Picture(folder, kind, out, lang.value, tuple(beside or ())))


@app.command("warm-up")
@guarded
def warm_up(
    scenario: Annotated[Path, typer.Argument(metavar="SCENARIO", help="The scenario file (YAML).", show_default=False)],
    replications: Annotated[int, typer.Option(help="Runs whose average is looked at.", min=1, max=1000)] = 5,
    of: Annotated[str, typer.Option(help="What is looked at: inside (units) or throughput (parcels dispatched).")] = "inside",
    scale: ScaleOption = 1.0,
    seed: SeedOption = None,
    engine: EngineOption = Engine.fast,
    workers: WorkersOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the figure; new or empty.", show_default=False)] = None,
    json: JsonOption = False,
    lang: LangOption = Lang.en,
) -> int:
    """Say how much of a run to leave out at its start (MSER-5), and draw it (Welch)."""
    from .warm_up import Start, carry_out

    return carry_out(Start(scenario, replications, of, scale, seed, engine.value, workers, out, json, lang.value))


@app.command()
@guarded
def validate(
    scenarios: Annotated[list[Path], typer.Argument(metavar="SCENARIO...", help="Scenario files.", show_default=False)],
) -> int:
    """Check scenarios, each problem with its line."""
    from sim.plant import PlantError, compile_plant
    from sim.scenario import ScenarioError, read

    code = DONE
    for path in scenarios:
        try:
            hub = read(path)
            compile_plant(hub)
        except (ScenarioError, PlantError) as error:
            tell(str(error) if isinstance(error, ScenarioError) else f"{path}: {error}")
            code = INPUT
        else:
            warn(hub.warnings)
            say(f"{path}: ok")
    return code


@app.command()
@guarded
def fit(
    history: Annotated[
        Path, typer.Argument(metavar="HISTORY", help="Vehicles that came: CSV, XLSX or Parquet, headings in English or Chinese.", show_default=False)
    ],
    out: Annotated[Path, typer.Option(help="Scenario file to write; the figure goes beside it, as .png. Neither may be there.")] = Path("fitted.yaml"),
    no_figures: Annotated[bool, typer.Option("--no-figures", help="Do not draw.")] = False,
    lang: Annotated[Lang, typer.Option(help="Language of table and figure.")] = Lang.en,
) -> None:
    """Fit sources to the history of a hub: vehicles, loads, lateness, week, shares."""
    from .fit import carry_out

    carry_out(history, out, not no_figures, lang.value)


@app.command()
@guarded
def query(
    store: Annotated[Path, typer.Argument(metavar="STORE", help="Folder in which runs are kept, as results/store.", show_default=False)],
    sql: Annotated[str, typer.Argument(metavar="SQL", help='As "select point, avg(dwell_p95_s) from runs group by all".', show_default=False)],
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print a JSON list of rows.")] = False,
) -> None:
    """Ask a store in SQL: views runs, points, uses, elements, departures, classes."""
    from .studies import query

    query(store, sql, csv, json)


@app.command()
@guarded
def schema() -> None:
    """Print the JSON Schema of scenarios."""
    import json

    from sim.scenario import json_schema

    say_json(json.dumps(json_schema(), ensure_ascii=False, indent=2))


@app.command()
@guarded
def catalogue(name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One entry in full.", show_default=False)] = None) -> None:
    """List the built-in equipment, or show one entry."""
    from sim.scenario import load_catalogue

    entries = load_catalogue()
    if name is None:
        names, kinds = (max(len(word) for word in words) for words in (entries, [entry.kind for entry in entries.values()]))
        for key, entry in entries.items():
            say(f"{key:<{names}}  {entry.kind:<{kinds}}  {entry.title}")
        return
    if name not in entries:
        import difflib

        near = difflib.get_close_matches(name, entries, n=3)
        raise InputError(f"the catalogue has no {name!r}" + (f"; did you mean {' or '.join(near)}?" if near else "; `hubsim catalogue` lists it"))
    say(entries[name].text())


@app.command()
@guarded
def init(file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Where to write it.", show_default=True)] = Path("hub.yaml")) -> None:
    """Write a commented scenario to start from."""
    from sim.scenario import template

    try:
        with file.open("x", encoding="utf-8") as out:
            out.write(template())
    except FileExistsError:
        raise InputError(f"{file} is there already; name another file") from None
    except OSError as error:
        raise InputError(f"cannot write {file}: {error.strerror}") from error
    say(f"{file} written; next: hubsim run {file}")


@guarded
def main() -> None:
    """Entry point of the command `hubsim`: guarded too, since help and version are printed by the library."""
    app(prog_name="hubsim")
