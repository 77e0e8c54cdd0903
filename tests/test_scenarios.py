"""Every scenario that is shipped says what it shows, is free of errors, and loses no parcel; a new file is tested by being there."""

import re
import sys
from pathlib import Path

import pytest

import sim

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import configurations, published, sites

FOLDER = Path(__file__).parents[1] / "scenarios"
STUDIES = sorted((FOLDER / "studies").glob("*.yaml"))
FILES = [*sorted(FOLDER.glob("*.yaml")), *sorted(set(FOLDER.glob("*/*.yaml")) - set(STUDIES))]
WORLD = sorted((FOLDER / "world").glob("*.yaml"))
VARIANTS = [*sorted((FOLDER / "configurations").glob("*.yaml")), *sorted((FOLDER / "calibration").glob("*.yaml"))]
SCALE = {"jieyang_campus": 0.01, "brand_hub": 0.02, "2023": 0.01, "2024": 0.01, "2025": 0.01, "everything": 0.01}
HOURS = 2.0
README = (FOLDER / "README.md").read_text(encoding="utf-8")


def name(path: Path) -> str:
    """scenarios/world/x.yaml -> world/x"""
    return path.relative_to(FOLDER).with_suffix("").as_posix()


each_file = pytest.mark.parametrize("path", FILES, ids=name)
each_hub = pytest.mark.parametrize("path", WORLD, ids=name)


@each_file
def test_it_opens_with_what_to_expect(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    head = lines[: next(number for number, line in enumerate(lines) if not line.startswith("#"))]
    assert len(head) >= 5
    assert any("expect" in line.lower() for line in head)


@each_hub
def test_a_hub_opens_with_a_sketch_and_its_limits(path):
    head = path.read_text(encoding="utf-8").split("\ntitle:")[0]
    assert re.search(r"^#  .*(-->|\+--)", head, re.MULTILINE)
    assert "# What it cannot show: " in head


@pytest.mark.parametrize("path", VARIANTS, ids=name)
def test_a_variant_opens_with_a_sketch_and_what_it_shows(path):
    head = path.read_text(encoding="utf-8").split("\ntitle:")[0]
    assert re.search(r"^#  .*(-->|\+--)", head, re.MULTILINE)
    for words in ("# What it shows: ", "# What to expect", "(seed 1)", "# Figures: "):
        assert words in head


@each_file
def test_it_loses_nothing_at_small_scale(path):
    scenario = sim.load(path).scenario
    # a day of departures is kept whole; a run of nothing but parcels may be short
    short = {} if scenario.departures else {"horizon_h": min(scenario.horizon_h, HOURS), "warm_up_h": min(scenario.warm_up_h, HOURS / 2)}
    run = sim.run(sim.load(path, SCALE.get(path.stem, 0.05), short))
    parcels = run.parcels
    assert parcels["offered"] == sum(parcels[key] for key in ("dispatched", "held", "rejected", "inside"))
    assert parcels["dispatched"] > 0


@pytest.mark.parametrize("path", [*FILES, *STUDIES], ids=name)
def test_the_readme_of_the_folder_names_it(path):
    assert f"]({path.relative_to(FOLDER).as_posix()})" in README


@pytest.mark.parametrize("page", [FOLDER / "README.md", published.FILE, configurations.FILE, sites.FILE], ids=lambda page: page.relative_to(FOLDER).as_posix())
def test_links_of_the_folder_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


@each_hub
def test_what_is_published_has_source_and_status(path):
    facts = sim.load(path).scenario.facts
    assert facts["hub"] and facts["why"]
    figures = [figure for key, figure in facts.items() if key.startswith("published")]
    assert figures
    for figure in (facts["configuration"], *figures):
        assert figure["source"] and figure["status"] in set("ABCX")
    assert all(isinstance(figure["value"], int) and figure["what"] for figure in figures)


@each_hub
def test_the_table_of_results_has_it(path):
    facts = sim.load(path).scenario.facts
    table = published.FILE.read_text(encoding="utf-8")
    lines = [line for line in table.splitlines() if line.startswith(f"| [{facts['hub']}]({path.name})")]
    figures = [figure["value"] for key, figure in facts.items() if key.startswith("published")]
    assert len(lines) == len(figures)
    for line, value in zip(lines, figures, strict=True):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        assert cells[2].startswith(f"{value:,} (")
        simulated = float(cells[3].split(" - ")[1].replace(",", ""))
        assert float(cells[4]) == pytest.approx(simulated / value, abs=0.006)
        assert cells[5] == published.verdict(simulated / value)


def test_the_quick_form_of_the_table():
    section = published.bench(quick=True)
    assert section.facts["hubs"] == len(WORLD) >= 8
    assert all(len(row) == len(section.header) for row in section.rows)
    assert "| --- | --- | ---: |" in published.page(section)


@pytest.mark.parametrize(("ratio", "called"), [(0.86, "hit"), (1.14, "hit"), (0.84, "**miss**"), (1.16, "**miss**")])
def test_fifteen_in_a_hundred_part_hit_from_miss(ratio, called):
    assert published.verdict(ratio) == called


def test_the_table_of_configurations_has_each_of_them():
    table = configurations.FILE.read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("| [")]
    assert [row[0].partition("]")[0].lstrip("[") for row in rows] == [path.stem for path in configurations.files()]
    assert all(len(row) == len(configurations.HEADER) for row in rows)


def test_the_quick_form_of_the_configurations():
    section = configurations.bench(quick=True)
    assert len(section.rows) == 3
    assert all(len(row) == len(section.header) for row in section.rows)
    assert "| --- | --- | ---: |" in configurations.page(section)


def test_the_quick_form_of_the_sites():
    section = sites.bench(quick=True)
    assert len(section.rows) == 1 + len(sites.PUBLIC)
    assert {len(row) for row in section.rows} == {len(section.header)}
    assert list(section.facts) == ["brand_hub"] and section.facts["brand_hub"] > 0
