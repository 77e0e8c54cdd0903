"""What the user sees: the command, its table, its figure, in both languages; and the history that ships."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from made_history import rows

from sim.fitting import fit, fragment, read_history, table
from sim.report.fitted import fitted
from sim.report.style import Look, look_for
from sim.scenario import read

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "scenarios" / "history.csv"


@pytest.fixture(scope="module")
def shipped():
    return fit(read_history(SHIPPED))


def hubsim(*arguments, at):
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}
    return subprocess.run([sys.executable, "-m", "sim", *map(str, arguments)], cwd=at, env=environment, capture_output=True, text=True, timeout=120)


def test_the_shipped_history_is_made_up_and_says_so():
    assert "history.csv" in (line := next(line for line in (ROOT / "scenarios" / "README.md").read_text("utf-8").splitlines() if "](history.csv)" in line))
    assert "made up" in line
    # drawn alike, but another version of the library of chance may draw other numbers
    assert read_history(SHIPPED).load.sum() == pytest.approx(sum(row[6] for row in rows()), rel=0.1)


def test_the_same_file_can_be_replayed(tmp_path, shipped):
    names = {what: "".join(f"  {name}: {form.format(share)}\n" for name, share in getattr(shipped, what).shares.items()) for what, form in FORMS.items()}
    path = tmp_path / "replay.yaml"
    (tmp_path / "history.csv").symlink_to(SHIPPED)
    path.write_text(
        f"title: replay\nhorizon_h: 340\nclasses:\n{names['classes']}destinations:\n{names['destinations']}elements:\n"
        "  come: {kind: source, manifest: history.csv, to: doors}\n"
        "  doors: {kind: door, count: 9, changeover: {law: deterministic, value_s: 9}, rate_per_h: [9000], to: out}\n  out: {kind: sink}\n",
        encoding="utf-8",
    )
    (manifest,) = read(path).manifests.values()
    assert manifest.parcels.sum() == shipped.history.load.sum()
    assert manifest.arrival.tolist() == shipped.history.arrival.tolist()


FORMS = {"classes": "{{share: {}}}", "destinations": "{}"}


def test_a_source_for_each_sender_with_a_mix_of_its_own(shipped):
    laws = {source.name: (source.load.law, source.lateness.law) for source in shipped.sources}
    assert laws == {"服装厂": ("gamma", "exponential"), "五金塑料厂": ("uniform", "exponential"), "小家电厂": ("lognormal", "exponential")}
    bags = {source.name: source.classes.shares["袋装"] for source in shipped.sources}
    assert bags["服装厂"] > 0.8 and bags["小家电厂"] < 0.2
    found = {(each.first, each.second, each.within): each for each in shipped.associations}
    assert found["sender", "class", ""].v > 0.6 and found["sender", "class", ""].p == 0.01
    assert found["class", "destination", ""].p == 0.01  # the senders bring it about:
    assert found["class", "destination", "sender"].p > 0.05


def test_the_command(tmp_path):
    done = hubsim("fit", SHIPPED, "--out", "mine.yaml", at=tmp_path)
    assert done.returncode == 0 and done.stderr == "", done.stderr
    assert done.stdout.endswith("\nmine.yaml\nmine.png\n") and "gamma" in done.stdout and "next best, BIC" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.png", "mine.yaml"]
    assert not read(tmp_path / "mine.yaml").warnings
    text = (tmp_path / "mine.yaml").read_text("utf-8")
    figures = [line for line in text.splitlines() if line.strip().startswith(("vehicles_per_day:", "weekdays:", "classes: {", "destinations: {", "profile:"))]
    assert figures and all("n = " in line for line in figures)
    laws = [before for before, line in zip(text.splitlines(), text.splitlines()[1:], strict=False) if line.strip().startswith(("load:", "lateness:"))]
    assert len(laws) == 6 and all("n = " in line for line in laws)
    again = hubsim("fit", SHIPPED, "--out", "mine.yaml", at=tmp_path)
    assert (again.returncode, again.stderr) == (2, "mine.yaml is there already; name another file\n")


def test_the_command_in_chinese_and_its_refusals(tmp_path):
    done = hubsim("fit", SHIPPED, "--out", "a.yaml", "--lang", "zh", "--no-figures", at=tmp_path)
    assert done.returncode == 0 and "日均车次" in done.stdout and [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    (tmp_path / "bad.csv").write_text("arrival,parcels\n18:00,-1\n")
    for history, out, said in (
        ("bad.csv", "b.yaml", "bad.csv:2:2: row 2"),
        ("none.csv", "b.yaml", "none.csv:1:1: the history does not exist"),
        (SHIPPED, "b.txt", "not end in .yaml"),
    ):
        done = hubsim("fit", history, "--out", out, at=tmp_path)
        assert done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr and not done.stdout
    assert not (tmp_path / "b.yaml").exists() and not (tmp_path / "b.png").exists()


def words(figure):
    return {text.get_text() for text in figure.findobj(lambda part: hasattr(part, "get_text"))}


def test_the_figure_shows_each_thing_found(shipped):
    look = look_for("en")
    with look.settings():
        figure = fitted(shipped, look)
    titles = [axes.get_title(loc="left") for axes in figure.axes]
    assert titles[:2] == ["Vehicles in each hour", "Vehicles of each day"]
    assert len([title for title in titles if title.startswith("Load of a vehicle")]) == 3
    assert any(title.startswith("Lateness") for title in titles) and any(title.startswith("destinations") for title in titles)
    for axes in figure.axes:
        assert axes.get_ylabel().endswith("]") and axes.get_legend() is not None
    chinese = Look("zh")
    with chinese.settings():
        assert "每日车次" in words(fitted(shipped, chinese))


def test_expected_and_observed_hours_agree(shipped):
    from sim.fitting.compare import arrivals, mixed

    for source in shipped.sources:
        expected = arrivals(source)
        assert expected.sum() == pytest.approx(1, abs=1e-3)
        assert abs(expected - source.came / source.vehicles).max() < 0.12
    for what in ("classes", "destinations"):
        for name, share in mixed(shipped, what).items():
            assert share == pytest.approx(getattr(shipped, what).shares[name], abs=0.02)


def correlated(path, senders):
    """A history in which small parcels go north and large ones east, whoever sends them."""
    lines = ["trip,arrival,sender,class,destination,parcels"]
    for n in range(120):
        clock = f"2026-05-{4 + n // 40:02d} {18 + n % 4}:{n % 60:02d}"
        many = (150, 50) if senders[n % len(senders)] == "a" else (100, 100)
        for kind, there, parcels in (
            ("small", "north", many[0] * 0.8),
            ("small", "east", many[0] * 0.2),
            ("large", "north", many[1] * 0.1),
            ("large", "east", many[1] * 0.9),
        ):
            lines.append(f"{n},{clock},{senders[n % len(senders)]},{kind},{there},{round(parcels) + n % 3}")
    path.write_text("\n".join(lines))
    return fit(read_history(path))


@pytest.mark.parametrize("senders", ["x", "ab"])
def test_destinations_that_hang_on_the_class_stay_with_it(tmp_path, senders):
    import sim
    from sim.fitting.compare import mixed

    found = correlated(tmp_path / "list.csv", senders)
    assert found.of_class["small"].shares["north"] == pytest.approx(0.8, abs=0.02) and found.by_sender == (senders == "ab")
    assert mixed(found, "destinations")["north"] == pytest.approx(found.destinations.shares["north"], abs=0.02)
    path = tmp_path / "fitted.yaml"
    path.write_text(fragment(found, "list.csv"), encoding="utf-8")
    hub = sim.load(path)
    mix = hub.elements[0].spec.mix
    assert hub.places_of(mix, "small")["north"] == pytest.approx(0.8, abs=0.02) and hub.places_of(mix, "large")["east"] == pytest.approx(0.9, abs=0.02)
    assert "hangs on its class" in table(found) and "取决于类别" in table(found, "zh")


def test_little_is_said_to_be_little(tmp_path):
    path = tmp_path / "few.csv"
    path.write_text("arrival,parcels\n" + "".join(f"18:{n:02d},{100 + n % 3}\n" for n in range(8)))
    found = fit(read_history(path))
    shown = table(found)
    assert "too few for a law" in shown and "One day only" in shown and found.sources[0].load.law == "empirical"


def test_vehicles_before_their_plan_put_all_plans_earlier(tmp_path):
    path = tmp_path / "early.csv"
    lines = [
        f"2026-05-04 {18 + n // 60}:{n % 60:02d},2026-05-04 {18 + (n + shift) // 60}:{(n + shift) % 60:02d},{90 + n}"
        for n, shift in zip(range(40), EARLY, strict=True)
    ]
    path.write_text("\n".join(["planned,arrival,parcels", *lines]))
    (source,) = fit(read_history(path)).sources
    assert source.early_s == 900 and source.delays.min() == -720
    assert source.hours[17] == 15 and source.hours.sum() == 40
    assert source.lateness.mean == pytest.approx(900 + 60 * sum(EARLY) / 40)
    text = fragment(fit(read_history(path)), "early.csv")
    assert "# Some vehicles came before their plan, up to 12 min: plans are put 15 min earlier." in text


EARLY = [-12, 3, 5, 0, 8, 10, -3, 4, 6, 7] + [5, 9, 2, 1, -1, 12, 15, 4, 3, 6] * 3
