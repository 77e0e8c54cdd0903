"""Reports of studies: the numbers are those of `sweep status --json`, what is missing or failed is said, the same study gives the same bytes."""

import contextlib
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from studied import Formula
from wording import words_of

from sim.cli.guard import InputError
from sim.cli.report import Wish, carry_out
from sim.document import as_html, as_pdf, compose_study
from sim.document.blocks import Commands, Picture, Statement, Table
from sim.document.numbers import number
from sim.experiment.account import report_record
from sim.experiment.identity import model_version
from sim.experiment.plan import plan
from sim.experiment.sweep import Sweep
from sim.results.folder import Refused
from sim.store import StoreError, open_store

ROOT = Path(__file__).parents[2]
FACTORS = """\
scenario: first_hub.yaml
factors:
  doors: {paths: [elements.doors.count], low: 1, high: 4, whole: true}
  people: {paths: [crews.unloaders.size], low: 2, high: 9, whole: true}
"""
COST = "costs: {money: {unit: made up, of: {doors: 5, people: 2}}}\n"
GRID = FACTORS + "design: {kind: grid}\nreplications: 3\nfigures: [door_wait_mean_s, dwell_p95_s]\n"
FRONT = FACTORS + COST + "design: {kind: optimise, points: 24}\nreplications: 2\naims: {money: minimise, door_wait_mean_s: minimise}\n"
LEAST = FACTORS + COST + "design: {kind: optimise, points: 24}\nreplications: 2\naims: {money: minimise}\nlimits: {door_wait_mean_s: {at_most: 1200}}\n"
MORRIS = FACTORS + "design: {kind: morris, trajectories: 4}\nfigures: [door_wait_mean_s]\n"
FRACTION = FACTORS + "design: {kind: fractional}\nfigures: [door_wait_mean_s]\n"
DESIGNS = {"grid": GRID, "front": FRONT, "least": LEAST, "morris": MORRIS, "fraction": FRACTION}


def done(place, words, workers=None, interrupted=False):
    """A study in a folder of its own, and its store, done by a formula; return the record its report is made of."""
    place.mkdir(exist_ok=True)
    shutil.copy(ROOT / "scenarios" / "first_hub.yaml", place)
    (place / "study.yaml").write_text(words, encoding="utf-8")
    made = plan(place / "study.yaml")
    with contextlib.suppress(*[KeyboardInterrupt] * interrupted), open_store(place / "store", model_version()) as store:
        Sweep(made, store, workers or Formula()).go()
    return report_record(made, place / "store")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """A record of each design."""
    place = tmp_path_factory.mktemp("studies")
    return {name: done(place / name, words) for name, words in DESIGNS.items()}


def blocks_of(document, kind):
    """All blocks of a kind."""
    return [block for chapter in document.chapters for block in chapter.blocks if isinstance(block, kind)]


def points_of(document):
    """The table of points as {number of the point: cells}."""
    (table,) = [table for table in blocks_of(document, Table) if table.caption.startswith(("Points", "各点"))]
    return {int(row[2].removesuffix(" *")): row for row in table.rows}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", DESIGNS)
def test_every_design_becomes_the_same_document_twice(records, name, lang):
    one, two = (compose_study(records[name], lang) for _ in range(2))
    pdf, page = as_pdf(one), as_html(one)
    assert pdf.startswith(b"%PDF-") and pdf == as_pdf(two) and page == as_html(two)
    assert not re.search(r"(src|href)=\"(?!data:|#)", page) and "<script" not in page
    text = words_of(one)
    for fact in ("digest", "study", "model", "store"):
        assert records[name][fact] in text
    assert all(file["sha256"] in text for file in records[name]["files"]) and len(records[name]["files"]) >= 2
    assert blocks_of(one, Picture) and "nan" not in text.split()
    if lang == "zh":
        assert not re.search(r"[\u4e00-\u9fff][,;?!]", text)  # full-width punctuation


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_numbers_are_those_of_the_status(tmp_path, lang):
    """`sweep status --json` prints what the table of points says, and the document is written by the command."""
    record = done(tmp_path / "study", GRID)
    told = subprocess.run(
        [sys.executable, "-m", "sim", "sweep", "status", "study.yaml", "--store", "store", "--json"],
        cwd=tmp_path / "study", env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    facts = json.loads(told.stdout)
    assert facts == {key: record[key] for key in facts}
    table = points_of(compose_study(record, lang))
    assert set(table) == {point["point"] for point in facts["points"]} and len(table) == facts["of_points"] == 32
    for point in facts["points"]:
        doors, people, _, runs, *figures = table[point["point"]]
        assert (int(doors), int(people), int(runs)) == (point["doors"], point["people"], point["runs"])
        assert figures == [f"{number(point[name])} ± {number(point[f'{name} +-'])}" for name in ("door_wait_mean_s", "dwell_p95_s")]


def test_the_best_of_a_grid_is_told_with_how_sure_it_is(records):
    record = records["grid"]
    document = compose_study(record)
    (answer,) = blocks_of(document, Statement)
    least = min(record["points"], key=lambda point: point["door_wait_mean_s"])
    assert f"doors = {least['doors']}" in answer.text and f"± {number(least['door_wait_mean_s +-'])}" in answer.below
    assert "95 % interval of the mean, 3 runs" in answer.below


def test_a_front_is_told_and_marked(records):
    record = records["front"]
    document = compose_study(record)
    assert len(record["best"]) > 2
    (answer,) = blocks_of(document, Statement)
    assert answer.text.startswith(f"{len(record['best'])} points are on the front")
    assert {number_ for number_, row in points_of(document).items() if row[2].endswith("*")} == set(record["best"])


def test_an_optimum_and_whether_it_keeps_to_its_limits(records):
    record = records["least"]
    (best, *_), points = record["best"], {point["point"]: point for point in record["points"]}
    document = compose_study(record)
    (answer,) = blocks_of(document, Statement)
    assert f"doors = {points[best]['doors']}, people = {points[best]['people']}" in answer.text
    assert number(points[best]["money"]) in answer.below and "≤ 1,200" in words_of(document)
    point = points[best] | {"door_wait_mean_s +-": 1e6}
    unsure = record | {"points": [point if each["point"] == best else each for each in record["points"]]}
    assert "its interval reaches beyond" in words_of(compose_study(unsure)) and "its interval reaches beyond" not in words_of(document)
    none = record | {"best": [], "reached": []}
    assert "No point that was tried reaches all limits" in words_of(compose_study(none))


def test_a_screening_says_which_factors_matter(records):
    record = records["morris"]
    document = compose_study(record)
    (answer,) = blocks_of(document, Statement)
    first = record["sensitivity"][0]
    assert answer.text.startswith(first["factor"])
    assert f"{first['factor']} {number(first['mu_star'])} ± {number(first['mu_star_conf'])}" in answer.below
    (chapter,) = [chapter for chapter in document.chapters if chapter.title == "Which factors matter"]
    (table,) = [block for block in chapter.blocks if isinstance(block, Table)]
    assert [row[0] for row in table.rows] == [row["factor"] for row in record["sensitivity"]]


@pytest.mark.parametrize(("lang", "words"), [("en", "{n} runs are missing"), ("zh", "还缺{n} 次仿真")])
def test_an_unfinished_study_says_how_much_is_missing(tmp_path, lang, words):
    record = done(tmp_path / "study", GRID, Formula(stop_after=40), interrupted=True)
    left = 32 * 3 - record["runs_done"]
    text = words_of(compose_study(record, lang))
    assert 0 < left == record["runs_missing"] and words.format(n=left) in text and record["resume"] in text


def test_what_failed_is_told_with_its_command(tmp_path):
    record = done(tmp_path / "study", GRID, Formula(fails=(1,)))
    document = compose_study(record)
    assert "32 runs failed" in words_of(document)
    (chapter,) = [chapter for chapter in document.chapters if chapter.title == "What failed"]
    commands = [line for block in chapter.blocks if isinstance(block, Commands) for line in block.lines]
    replays = {each["replay"] for each in record["failures"]}
    assert len(replays) == 32 and set(commands[:-1]) <= replays and all(line.startswith("hubsim run ") for line in commands[:-1])
    assert "sweep retry-failed" in commands[-1]


def test_a_point_that_is_no_hub_is_told_with_its_reason(tmp_path):
    words = FACTORS + "design: {kind: points, rows: [{doors: 0, people: 4}, {doors: 2, people: 4}]}\nfigures: [door_wait_mean_s]\n"
    record = done(tmp_path / "study", re.sub(r", low: \d, high: \d, whole: true", "", words))
    document = compose_study(record)
    (chapter,) = [chapter for chapter in document.chapters if chapter.title == "What failed"]
    assert record["points_failed"] == [0] and [row[1:] for row in chapter.blocks[0].rows] == [["0", "–"]]
    assert set(points_of(document)) == {1}


def test_nothing_is_called_best_where_the_demand_is_a_factor(tmp_path):
    words = GRID.replace("factors:\n", "factors:\n  demand: {values: [0.5, 1.0]}\n").replace("high: 9, whole: true", "high: 9, whole: true, levels: 2")
    document = compose_study(done(tmp_path / "study", words))
    (answer,) = blocks_of(document, Statement)
    assert "Best" not in words_of(document) and "from" in answer.text


def test_a_long_table_says_what_it_leaves_out(records):
    record = records["grid"]
    many = [point | {"point": 100 * copy + point["point"], "doors": 10 * copy + point["doors"]} for copy in range(3) for point in record["points"]]
    document = compose_study(record | {"points": many})
    assert len(points_of(document)) == 60 and "36 points more are left out" in words_of(document)


def test_what_users_write_is_text(tmp_path):
    evil = "<b>x</b> #panic(1) $x$ *y* {{ 7*7 }} @z `c` <script>alert(1)</script>"
    words = GRID.replace("doors: {", "'<i>doors</i> $d$': {").replace("design:", f"title: {json.dumps(evil)}\nnotes: {json.dumps(evil)}\ndesign:")
    document = compose_study(done(tmp_path / "study", words))
    page = as_html(document)
    assert evil in words_of(document) and "<script" not in page and "<b>" not in page and "<i>" not in page and "{{ 7*7 }}" in page
    assert as_pdf(document).startswith(b"%PDF-")


def test_refusals_say_what_to_do(tmp_path, records, monkeypatch):
    place = tmp_path / "study"
    done(place, GRID)
    wish = Wish(place / "study.yaml", (), tmp_path / "out.pdf", "en", place / "store")
    with pytest.raises(StoreError, match=r"is no store.*hubsim sweep run .*study\.yaml --store"):
        carry_out(replace(wish, store=tmp_path / "nowhere"))
    with pytest.raises(InputError, match=r"\.pdf or a \.html"):
        carry_out(replace(wish, out=tmp_path / "out.doc"))
    with pytest.raises(InputError, match="cannot be read as a study"):
        carry_out(replace(wish, place=place / "first_hub.yaml"))
    with pytest.raises(InputError, match="is a study, and is reported alone"):
        carry_out(replace(wish, others=(tmp_path,)))
    with pytest.raises(InputError, match="--store belongs to the report of a study"):
        carry_out(replace(wish, place=tmp_path))
    (place / "study.yaml").write_text(MORRIS, encoding="utf-8")
    with pytest.raises(StoreError, match="does not have"):
        carry_out(wish)
    (place / "study.yaml").write_text(GRID, encoding="utf-8")
    with monkeypatch.context() as other:
        other.setattr("sim.experiment.account.model_version", lambda: "0.0.1")
        with pytest.raises(StoreError, match=r"this is 0\.0\.1.*do the study again in another store"):
            carry_out(wish)
    made = plan(place / "study.yaml")
    with open_store(place / "empty", model_version()) as store:
        store.add_study(made.name, made.spec)
    with pytest.raises(StoreError, match="no finished run"):
        carry_out(replace(wish, store=place / "empty"))
    assert not list(tmp_path.glob("out*"))
    assert issubclass(StoreError, Refused) and carry_out(wish) == 0 and (tmp_path / "out.pdf").read_bytes().startswith(b"%PDF-")
