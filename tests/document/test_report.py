"""Reports: what is on them is in the runs, whatever users write is shown and never obeyed, the same folder gives the same bytes."""

import base64
import hashlib
import io
import json
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from wording import words_of

from sim.document import as_html, as_pdf, compose, read_dossier
from sim.document.blocks import Chapter, Commands, Document, Note, Paragraph, Points, Statement, Table
from sim.document.chapters import compared
from sim.document.chapters.bad_day import chapter as bad_day
from sim.document.say import Say
from sim.document.sources import CHINESE
from sim.engine import simulate
from sim.experiment.evidence import write_evidence
from sim.experiment.identity import model_version
from sim.experiment.replay import command
from sim.results import bottleneck
from sim.results.folder import Refused
from sim.results.texts import text
from sim.results.writer import write_checksums
from sim.scenario import read
from sim.site.coefficients import equipment

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def written(folder, name="first_hub", scale=1.0, changes=None, demand=1.0, **others):
    """A folder as `hubsim run --out` leaves it."""
    hub = read(SCENARIOS / f"{name}.yaml", scale, changes, demand=demand)
    folder.mkdir()
    write_evidence(simulate(hub, **others), hub, folder, changes, demand)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return written(tmp_path_factory.mktemp("report") / "one", "bad_day")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_run_becomes_a_document_in_both_forms(folder, lang):
    one, two = (compose(read_dossier(folder, model_version()), lang) for _ in range(2))
    pdf = as_pdf(one)
    assert pdf.startswith(b"%PDF-") and pdf == as_pdf(two)
    page = as_html(one)
    assert page == as_html(two) and not re.search(r"(src|href)=\"(?!data:|#)", page) and "<script" not in page
    text = words_of(one)
    run = json.loads((folder / "run.json").read_text("utf-8"))
    for name in ("offered", "dispatched"):
        assert f"{run['parcels'][name]:,}" in text
    assert run["digest"] in text and model_version() in text
    assert "FAILED" not in text and "未通过" not in text


def test_chapters_of_a_bad_day_speak_of_its_events(folder):
    document = compose(read_dossier(folder, model_version()))
    names = json.loads((folder / "run.json").read_text("utf-8"))["events"]
    (chapter,) = [chapter for chapter in document.chapters if chapter.title == "A bad day"]
    assert isinstance(chapter.blocks[0], Table) and {row[0] for row in chapter.blocks[0].rows} == {event["name"] for event in names}


def test_what_users_write_is_text(tmp_path):
    """Markup of HTML, of typst and of templates comes out as it was written."""
    evil = "<b>x</b> #panic(1) $x$ *y* {{ 7*7 }} \\ @z `c` =1+1 <script>alert(1)</script>"
    blocks = [Paragraph(evil), Statement(evil, evil), Note(evil), Points([evil]), Table([evil, "b"], [[evil, "1"]], caption=evil)]
    document = Document("en", evil, evil, evil, [Chapter(evil, blocks)])
    page = re.sub(r"<style>.*?</style>", "", as_html(document), flags=re.S)
    assert "<script" not in page and "<b>" not in page and "{{ 7*7 }}" in page and "49" not in page
    assert as_pdf(document).startswith(b"%PDF-")


def test_every_number_of_the_first_page_is_found_by_the_commands_of_the_last(tmp_path):
    """The commands on the evidence page, typed as they stand there, print what the first page says."""
    folder = written(tmp_path / "run", demand=0.5, changes={"horizon_h": 10.0})
    document = compose(read_dossier(folder, model_version()))
    first, last = document.chapters[0], document.chapters[-1]
    (commands,) = [block for block in last.blocks if type(block).__name__ == "Commands"]
    printed = []
    for line in commands.lines:
        words = shlex.split(line)
        assert words[0] == "hubsim"
        done = subprocess.run([sys.executable, "-m", "sim", *words[1:], "--json"], cwd=SCENARIOS, capture_output=True, text=True, check=True)
        printed.append(json.loads(done.stdout))
    run, site = printed
    assert run["digest"] == site["digest"] == json.loads((folder / "run.json").read_text("utf-8"))["digest"]
    (table,) = [block for block in first.blocks if isinstance(block, Table)]
    shown = {row[0]: float(row[1].replace(",", "")) for row in table.rows if re.fullmatch(r"[\d.,]+", row[1])}
    assert (
        shown["dispatched in the run shown [parcels/day]"] == pytest.approx(site["parcels_per_day"], rel=1e-2) == run["parcels"]["dispatched"]
    )  # of a run shorter than a day
    for label, name in (
        ("site [mu] †", "land_mu"),
        ("cost of a parcel, capital included [CNY] †", "cost_cny_per_parcel"),
        ("work a day [h] †", "hours_per_day"),
    ):
        assert shown[label] == pytest.approx(site["figures"][name]["typical"], rel=1e-2)


def test_other_versions_and_changed_files_are_refused(tmp_path):
    folder = written(tmp_path / "run")
    with pytest.raises(Refused, match=r"0\.0\.1"):
        read_dossier(folder, "0.0.1")
    text = (folder / "site.json").read_text("utf-8")
    (folder / "site.json").write_text(text.replace("0", "1"))
    with pytest.raises(Refused, match=r"site\.json is not as it was written"):
        read_dossier(folder, model_version())
    (folder / "site.json").write_text("[")
    write_checksums(folder)
    with pytest.raises(Refused, match=r"site\.json"):
        read_dossier(folder, model_version())
    (folder / "site.json").unlink()
    with pytest.raises(Refused, match=r"site\.json is not there"):
        read_dossier(folder, model_version())
    for place in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(Refused, match="holds no run and no verdict"):
            read_dossier(place, model_version())


def test_configurations_are_compared(tmp_path):
    one, other = written(tmp_path / "one"), written(tmp_path / "more", changes={"elements.doors.count": 4})
    document = compose(read_dossier(one, model_version(), [other]))
    (chapter,) = [chapter for chapter in document.chapters if chapter.title == "Configurations compared"]
    assert [row[0] for row in chapter.blocks[0].rows] == ["one", "more"]


def test_configurations_have_names_that_tell_them_apart(folder, tmp_path, monkeypatch):
    """Even if they are given as a dot, or lie in folders of one name."""
    for each in ("a", "b"):
        shutil.copytree(folder, tmp_path / each / "p")
    shutil.copytree(folder, tmp_path / "q")
    monkeypatch.chdir(tmp_path / "a" / "p")
    it = read_dossier(Path("."), model_version(), [Path("../../b/p"), Path("../../q")])
    assert [each.place for each in (it, *it.others)] == ["a/p", "b/p", "q"]
    with pytest.raises(Refused, match="the same folder"):
        read_dossier(Path("."), model_version(), [tmp_path / "q", tmp_path / "a" / "p"])


def judged(it, place, target, verdict="reachable", scale=1.0):
    """A configuration as if a verdict had been reached on it."""
    return replace(it, place=place, verdict=judged_record(target, verdict), origin=it.origin | {"scale": scale})


def judged_record(target=80_000, verdict="reachable"):
    """What a verdict says at least."""
    ends = {"estimate": 90_000.0, "low": 85_000.0, "high": 95_000.0}
    return {"target_per_day": target, "verdict": verdict, "capacity_per_day": ends, "title": "t", "confidence": 0.95}


def comparison(*every, lang="en"):
    """The words of the chapter, and the header of its table."""
    chapter = compared.chapter(replace(every[0], others=list(every[1:])), Say(lang))
    return words_of(Document(lang, "", "", "", [chapter])), chapter.blocks[0].header


@pytest.mark.parametrize(
    ("lang", "least", "target", "land"), [("en", "The least land", "target [parcels/day]", "site"), ("zh", "用地最少的是", "目标 [件/日]", "用地 [亩]")]
)
def test_least_land_is_named_only_among_those_that_can_be_compared(folder, lang, least, target, land):
    it = read_dossier(folder, model_version())
    words, header = comparison(judged(it, "one", 80_000), judged(it, "two", 80_000.0), lang=lang)
    assert least in words and target in header and any(land in each for each in header)
    words, header = comparison(judged(it, "one", 80_000), judged(it, "two", 70_000), lang=lang)
    assert least not in words and target in header and "80,000" in words and "70,000" in words
    words, header = comparison(judged(it, "one", 80_000), judged(it, "half", 80_000, scale=0.5), lang=lang)
    assert least not in words and not any(land in each or "CNY" in each or "成本" in each for each in header) and "0.5" in words
    words, header = comparison(judged(it, "one", None, None), it, lang=lang)
    assert target not in header and "reach" not in words and "达到目标" not in words


@pytest.fixture
def verdict(tmp_path):
    """A folder as `hubsim verdict --out` leaves it, as far as reports of several look into it; and what changes its record."""
    place = tmp_path / "found"
    place.mkdir()
    changes = {"elements.doors.count": 3, "horizon_h": 24.0}
    written(place / "run", changes=changes)
    record = judged_record() | {"scenario": "first_hub", "title": "My first hub", "scale": 1.0, "seed": 1}
    record["asked"] = {"command": command("verdict", "first_hub.yaml", {"--target": 80_000}, {"elements.doors.count": 3})}

    def change(**others):
        (place / "verdict.json").write_text(json.dumps(record | others), "utf-8")
        write_checksums(place)
        return place

    return change


OTHER = {"command": "hubsim verdict first_hub.yaml --target 80000 --set elements.doors.count=2"}


@pytest.mark.parametrize(
    ("others", "words"),
    [
        ({"scenario": "second_hub"}, "is of scenario 'second_hub', and the run in .* of scenario 'first_hub'"),
        ({"title": "Another"}, "is of title 'Another'"),
        ({"scale": 0.5}, "is of scale 0.5"),
        ({"seed": 2}, "is of seed 2"),
        ({"asked": OTHER}, "is of changes .*doors.count': 2.* of changes .*doors.count': 3"),
        ({"asked": {"command": "hubsim verdict '"}}, "does not say what was asked"),
        ({"asked": 3}, "does not say what was asked"),
    ],
)
def test_a_verdict_beside_the_run_of_another_is_refused(verdict, others, words):
    assert read_dossier(verdict(), model_version()).verdict
    with pytest.raises(Refused, match=words):
        read_dossier(verdict(**others), model_version())


def test_the_checksums_of_a_verdict_say_which_run_is_beside_it(verdict):
    place = verdict()
    with (place / "checksums.txt").open("a") as sums:
        sums.write(f"{hashlib.sha256(b'another').hexdigest()}  run/origin.json\n")
    with pytest.raises(Refused, match=r"run/origin\.json is not as it was written"):
        read_dossier(place, model_version())


@pytest.mark.parametrize("name", ["site.json", "verdict.json"])
def test_a_record_of_nothing_is_refused(verdict, name):
    """Though its checksum is right."""
    place = verdict() / "run" if name == "site.json" else verdict()
    (place / name).write_text("{}")
    write_checksums(place)
    with pytest.raises(Refused, match=f"{name} is no record of this version of hubsim: .* missing"):
        read_dossier(verdict() if name == "site.json" else place, model_version())


def test_a_record_of_something_else_is_refused(folder):
    it = read_dossier(folder, model_version())
    for site in ({"figures": {}}, {"rules": 3}, {"machines": [{}]}):
        with pytest.raises(Refused, match="no records of this version"):
            compose(replace(it, site=it.site | site))


def test_a_balance_that_does_not_close_is_said(folder):
    it = read_dossier(folder, model_version())
    wrong = replace(it, run=replace(it.run, parcels=it.run.parcels | {"inside": it.run.parcels["inside"] + 1}))
    assert "FAILED" in words_of(compose(wrong))


def test_all_that_hubsim_brings_along_is_told_in_chinese(folder):
    it = read_dossier(folder, model_version())
    brought = {each["source"] for each in it.site["coefficients"]} | {rule["source"] for rule in it.site["rules"]}
    brought |= {entry["source"] for entry in equipment().values()}
    assert brought <= set(CHINESE)


def test_a_page_brings_the_letters_it_shows(folder):
    """A machine without a Chinese font shows it all the same."""
    page = as_html(compose(read_dossier(folder, model_version()), "zh"))
    faces = re.findall(r"font/otf;base64,([^)]*)\)", page)
    assert len(faces) == 2
    for face in faces:
        with TTFont(io.BytesIO(base64.b64decode(face))) as font:
            drawn = set(font.getBestCmap())
            shown = re.sub(r"<style>.*?</style>|<[^>]*>|&\w+;|&#\d+;", "", page, flags=re.S)
            assert {letter for letter in shown if letter.isprintable() and ord(letter) not in drawn} == set()


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="what a reader copies is told by pdftotext (poppler-utils)")
def test_commands_names_and_numbers_are_copied_from_paper_as_they_are(tmp_path):
    """A shell takes a pasted command for the one that was meant, and a spreadsheet a number for a number."""
    command = "hubsim site hub.yaml --set 'site={note: \"a -- b\"}' " + " ".join(f"--set elements.belt_{i}.speed_m_s={i}.25" for i in range(6))
    digest, name = "3aa2bc99fd92303f2510c9888d6bc994" * 6, "a_very/long-name/" * 12
    rows = [[name, "68,242", "12,345,678,901"], [digest, "-0.003", "08:30"]]
    document = Document(
        "en", "t", "s", "f", [Chapter("c", [Commands([command]), Table(["a", "b", "c"], rows, shares=[6, 1, 1]), Table(["a", "b", "c"], rows)])]
    )
    (tmp_path / "it.pdf").write_bytes(as_pdf(document))
    copied = subprocess.run(["pdftotext", "-raw", tmp_path / "it.pdf", "-"], capture_output=True, check=True).stdout.decode()
    assert all(letter.isprintable() or letter in "\n\f" for letter in copied)
    words = copied.split()
    assert all(words.count(cell) == 2 for row in rows for cell in row[1:])
    joined = "".join(words)
    assert joined.count(digest) == joined.count(name) == 2
    pasted = copied[copied.index("hubsim") : copied.index("a b c")]
    assert shlex.split(pasted.replace("\\\n", " ")) == shlex.split(command)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_named_as_the_limit_stands_first_in_the_table_of_use(folder, lang):
    it = read_dossier(folder, model_version())
    named = bottleneck.find(it.run).name
    tables = [block for chapter in compose(it, lang).chapters for block in chapter.blocks if isinstance(block, Table)]
    (used,) = [table for table in tables if text(lang, "starved") in table.header]
    assert used.rows[0][0].startswith(named.replace("[*]", ""))


def test_a_loop_that_fails_counts_as_one_machine(folder):
    """Its carriers stand together."""
    it = read_dossier(folder, model_version())
    elements = {name: values.copy() for name, values in it.run.elements.items()}
    first = 0
    elements["kind"] = elements["kind"].astype(object)
    elements["kind"][first], elements["machines"][first] = "loop_sorter", 24_000
    elements["down_s"][:] = 0.0
    elements["down_s"][first] = 24_000 * 7200.0
    said = words_of(Document("en", "", "", "", [bad_day(replace(it, run=replace(it.run, elements=elements)), Say("en"))]))
    assert "for 2 machine hours" in said
