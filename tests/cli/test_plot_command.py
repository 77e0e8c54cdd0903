"""`hubsim plot` from outside: every kind of figure from the folder that holds its data, and plain words where it does not."""

import json
import shutil

import pytest
from test_commands import ROOT, hubsim

from sim.cli.guard import InputError
from sim.cli.plot import Picture, carry_out
from sim.report import PLOTS, SITE_PLOTS, VERDICT_PLOTS
from sim.results.folder import Refused
from sim.results.writer import write_checksums

VERDICT = {
    "title": "My first hub",
    "confidence": 0.95,
    "rules": {"chance": 0.9},
    "target_per_day": 80_000,
    "capacity_per_day": {"estimate": 90_000, "low": 85_000, "high": 95_000},
    "thresholds_per_day": [88_000, 92_000],
    "chance": [{"per_day": at, "share": share, "low": share / 2, "high": (1 + share) / 2} for at, share in ((80_000, 1.0), (90_000, 0.5), (95_000, 0.0))],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A run of the first hub with what it stands on, three made-up replications, and a verdict written by hand."""
    folder = tmp_path_factory.mktemp("plots")
    for words, real in (
        (("run", ROOT / "scenarios/first_hub.yaml", "--scale", 0.01, "--no-figures", "--out", "one"), True),
        (("run", "night.yaml", "--replications", 3, "--workers", 1, "--no-figures", "--out", "three"), False),
    ):
        done = hubsim(*words, at=folder, real=real)
        assert done.returncode == 0, done.stderr
    (folder / "judged").mkdir()
    (folder / "judged" / "verdict.json").write_text(json.dumps(VERDICT), encoding="utf-8")
    (folder / "judged" / "run").symlink_to(folder / "one")
    return folder


def test_the_figure_is_written_twice_by_default_and_never_over_another(folder, tmp_path):
    done = hubsim("plot", folder / "one", "sankey", at=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    files = ["results/plots/sankey.svg", "results/plots/sankey.png"]
    assert done.stdout.split() == files and all((tmp_path / file).stat().st_size > 1000 for file in files)
    kept = (tmp_path / files[0]).read_bytes()
    done = hubsim("plot", folder / "one", "sankey", "--lang", "zh", at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "") and "sankey.svg is there already" in done.stderr
    assert (tmp_path / files[0]).read_bytes() == kept
    assert sorted(path.name for path in (tmp_path / "results/plots").iterdir()) == ["sankey.png", "sankey.svg"]


def test_the_ending_says_which_file(folder, tmp_path):
    def draw(out):
        return carry_out(Picture(folder / "three/replication-1", "heat", tmp_path / out, "zh"))

    for out, files in (("a/one.svg", {"one.svg"}), ("b/one.PNG", {"one.PNG"}), ("c/one", {"one.svg", "one.png"})):
        assert draw(out) == 0
        assert {path.name for path in (tmp_path / out).parent.iterdir()} == files
    assert (tmp_path / "a/one.svg").read_bytes() == (tmp_path / "c/one.svg").read_bytes()
    assert (tmp_path / "b/one.PNG").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(InputError, match=r"neither in .svg nor in .png"):
        draw("one.pdf")


@pytest.mark.parametrize(
    ("place", "kind"), [("one", "doors"), ("one", "tornado_cost"), ("judged", "capacity"), ("judged", "energy"), ("judged", "hub"), ("three", "welch")]
)
def test_each_kind_is_drawn_from_the_folder_with_its_data(folder, tmp_path, place, kind):
    assert carry_out(Picture(folder / place, kind, tmp_path / "x.svg", "en")) == 0
    assert b"<svg" in (tmp_path / "x.svg").read_bytes()


@pytest.mark.parametrize(
    ("place", "kind", "said"),
    [
        ("one", "heet", "did you mean heat? there are flow, queues,"),
        ("one", "../x", "there is no figure '../x'; there are flow,"),
        ("nowhere", "heat", "is not a folder"),
        ("one", "capacity", "make one with `hubsim verdict SCENARIO --out FOLDER`"),
        ("one", "welch", "`hubsim warm-up SCENARIO --out FOLDER`"),
        ("three", "heat", "name one: hubsim plot"),
        ("three", "energy", "name one: hubsim plot"),
        ("three/replication-0", "cost", "make one with `hubsim site SCENARIO --out FOLDER`"),
        (".", "heat", "make one with `hubsim run SCENARIO --out FOLDER`"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(folder, tmp_path, monkeypatch, place, kind, said):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused:
        carry_out(Picture(folder / place, kind, None, "en"))
    assert said in str(refused.value) and "\n" not in str(refused.value)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"kwh_by_hour": ["x"]}'])
def test_a_record_that_is_none_is_refused_and_leaves_nothing(tmp_path, content):
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "site.json").write_text(content)
    with pytest.raises(Refused, match=r"site\.json is no.*hubsim site"):
        carry_out(Picture(tmp_path / "bad", "energy", tmp_path / "x.svg", "en"))
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]


def test_a_record_that_was_changed_is_refused(folder, tmp_path):
    (tmp_path / "one").mkdir()
    for path in (folder / "one").iterdir():
        if path.is_file():
            (tmp_path / "one" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "one" / "site.json").write_text("{}")
    with pytest.raises(Refused, match="is not as it was written"):
        carry_out(Picture(tmp_path / "one", "energy", tmp_path / "x.svg", "en"))


@pytest.mark.parametrize(("kind", "place"), [("heat", "run"), ("cost", "run"), ("capacity", ""), ("frontier", ""), ("welch", "")])
def test_what_another_version_of_the_model_has_written_is_refused(folder, tmp_path, kind, place):
    shutil.copytree(folder / "judged", tmp_path / "old")
    old = tmp_path / "old" / "run"
    origin = json.loads((old / "origin.json").read_text())
    (old / "origin.json").write_text(json.dumps(origin | {"model": "0.0.1+0123456789"}))
    write_checksums(old)
    write_checksums(tmp_path / "old")
    for number in (0, 1):
        shutil.copytree(old, tmp_path / "old" / f"replication-{number}")
    with pytest.raises(Refused, match=r"version 0\.0\.1\+0123456789 of the model has written .*, and this is version .*; run it again with `hubsim run "):
        carry_out(Picture(tmp_path / "old" / place, kind, tmp_path / "x.svg", "en"))
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("kind", ["flow", "capacity"])
def test_a_folder_that_no_longer_says_its_version_is_refused(folder, tmp_path, kind):
    shutil.copytree(folder / "judged", tmp_path / "old")
    (tmp_path / "old" / "run" / "origin.json").unlink()
    with pytest.raises(Refused, match=r"origin\.json is gone.*run it again"):
        carry_out(Picture(tmp_path / "old", kind, tmp_path / "x.svg", "en"))
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_the_help_names_every_kind(tmp_path):
    said = hubsim("plot", "--help", at=tmp_path).stdout
    assert not {*PLOTS, *SITE_PLOTS, *VERDICT_PLOTS, "welch"} - set(said.replace(",", " ").replace(".", " ").split())


def test_the_frontier_takes_several_verdicts(folder, tmp_path):
    write_checksums(folder / "judged")
    with pytest.raises(InputError, match="--beside"):
        carry_out(Picture(folder / "one", "frontier", tmp_path / "no.svg", "en"))
    with pytest.raises(InputError, match="--beside"):
        carry_out(Picture(folder / "judged", "frontier", tmp_path / "no.svg", "en", (folder / "one",)))
    for kind in ("flow", "capacity"):
        with pytest.raises(InputError, match="--beside belongs to frontier"):
            carry_out(Picture(folder / "judged", kind, tmp_path / "no.svg", "en", (folder / "judged",)))
    with pytest.raises(Refused, match="the same folder"):
        carry_out(Picture(folder / "judged", "frontier", tmp_path / "no.svg", "en", (folder / "one" / ".." / "judged",)))
    shutil.copytree(folder / "judged", tmp_path / "judged")
    assert carry_out(Picture(folder / "judged", "frontier", tmp_path / "yes.svg", "zh", (tmp_path / "judged",))) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"judged", "yes.svg"}
