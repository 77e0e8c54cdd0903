"""A result is whole or it is not there."""

import errno
import json
import os
import re

import numpy as np
import pyarrow.parquet as pq
import pytest
from made_run import make_run

from sim.results.folder import Refused, default_place, whole_file, whole_folder
from sim.results.readme import FILES, FILES_ZH, readme
from sim.results.run import DEPARTURE_COLUMNS, ELEMENT_COLUMNS
from sim.results.trace import TRACE_COLUMNS, trace_to
from sim.results.writer import write_run


def full_disk(*_args, **_kwargs):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_all_files_are_there_at_once(tmp_path):
    place = tmp_path / "deep" / "night"
    with whole_folder(place) as folder:
        write_run(make_run(), folder, beside={"origin": {}, "site": {}}, draw=lambda figures: (figures / "flow.svg").write_text("<svg/>"))
        assert not place.exists()
    assert {path.name for path in place.iterdir()} == set(FILES) | {"README.txt", "figures"}
    assert [path.name for path in place.parent.iterdir()] == ["night"]


@pytest.mark.parametrize("where", ["sim.results.writer.write_csv", "sim.results.writer.write_series", "sim.results.folder.sync_tree"])
def test_nothing_stays_when_the_disk_is_full(tmp_path, monkeypatch, where):
    monkeypatch.setattr(where, full_disk)
    with pytest.raises(OSError, match="No space left"), whole_folder(tmp_path / "night") as folder:
        write_run(make_run(), folder)
    assert list(tmp_path.iterdir()) == []


def test_nothing_stays_after_ctrl_c(tmp_path):
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "night") as folder:
        (folder / "half").write_text("x")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_taken_one_with_content_is_not(tmp_path):
    empty, taken, file = tmp_path / "empty", tmp_path / "taken", tmp_path / "file"
    empty.mkdir()
    taken.mkdir()
    (taken / "mine.txt").write_text("mine")
    file.write_text("mine")
    with whole_folder(empty) as folder:
        (folder / "a").write_text("a")
    assert (empty / "a").read_text() == "a"
    for place, why in ((taken, "not empty"), (file, "not a folder"), (file / "below", "cannot write")):
        with pytest.raises(Refused, match=why), whole_folder(place):
            pytest.fail("the block must not run")
    assert (taken / "mine.txt").read_text() == "mine" and sorted(path.name for path in tmp_path.iterdir()) == ["empty", "file", "taken"]


def test_a_name_that_is_taken_meanwhile_is_not_overwritten(tmp_path):
    place = tmp_path / "night"
    with pytest.raises(Refused), whole_folder(place) as folder:
        (folder / "a").write_text("ours")
        place.mkdir()
        (place / "a").write_text("theirs")
    assert (place / "a").read_text() == "theirs" and len(list(tmp_path.iterdir())) == 1


def test_a_file_that_is_made_meanwhile_is_not_overwritten(tmp_path, monkeypatch):
    for name in ("linked", "renamed"):
        place = tmp_path / name
        with pytest.raises(Refused, match="meanwhile"), whole_file(place) as hidden:
            hidden.write_text("ours")
            place.write_text("theirs")
        assert place.read_text() == "theirs"
        with whole_file(tmp_path / f"{name}.2") as hidden:
            hidden.write_text("ours")
        assert (tmp_path / f"{name}.2").read_text() == "ours"
        # the second time on a file system without links
        monkeypatch.setattr("sim.results.folder.os.link", full_disk)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["linked", "linked.2", "renamed", "renamed.2"]


def test_default_names_do_not_collide(tmp_path):
    first = default_place("night", tmp_path)
    assert re.fullmatch(r"night-\d{8}-\d{6}", first.name)
    for _ in range(3):
        default_place("night", tmp_path).mkdir()
    assert len(list(tmp_path.iterdir())) == 3


def test_tables_read_back(tmp_path):
    run = make_run()
    write_run(run, tmp_path)
    raw = (tmp_path / "departures.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and "城市24".encode() in raw
    lines = raw.decode("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(DEPARTURE_COLUMNS) and len(lines) == 25
    lines = (tmp_path / "elements.csv").read_text("utf-8-sig").splitlines()
    assert lines[0].split(",") == list(ELEMENT_COLUMNS) and len(lines) == 31 and lines[1].endswith(",")  # capacity nan: empty
    series = pq.read_table(tmp_path / "series.parquet").to_pydict()
    assert len(series["time_s"]) == 145 * 30 and series["entered"][-30:] == run.entered[-1].astype(int).tolist()
    assert pq.ParquetFile(tmp_path / "series.parquet").metadata.row_group(0).column(0).compression == "ZSTD"


def test_a_name_that_looks_like_a_formula_is_text(tmp_path):
    run = make_run()
    names = run.departures["name"].astype(object)
    names[0] = "=1+1"
    write_run(make_run(departures=run.departures | {"name": names}), tmp_path)
    assert (tmp_path / "departures.csv").read_text("utf-8-sig").splitlines()[1].startswith("'=1+1,")


def test_what_no_terminal_and_no_file_takes_is_shown_as_an_escape(tmp_path):
    """A title with NUL and ESC, a scenario file whose name is no text, a folder that has such a name."""
    folder = tmp_path / os.fsdecode(b"c\xff")
    folder.mkdir()
    names = make_run().elements["name"].astype(object)
    names[0] = "d\a"
    run = make_run(title="a\0\x1b[31m\n城", scenario=os.fsdecode(b"q\xff"), elements=make_run().elements | {"name": names})
    write_run(run, folder)
    assert (folder / "summary.txt").read_text("utf-8").startswith("a\\x00\\x1b[31m\n城\nscenario q\\xff, engine")
    facts = (folder / "run.json").read_text("utf-8")
    assert "\x1b" not in facts and json.loads(facts)["title"] == run.title and json.loads(facts)["scenario"] == run.scenario
    assert "\nd\\x07," in (folder / "elements.csv").read_text("utf-8-sig")
    with trace_to(folder / "t.parquet") as trace:
        trace.write(chunk(5))
    with open(folder / "t.parquet", "rb") as file:
        assert pq.read_table(file).num_rows == 5


def test_readme_explains_every_column():
    words = readme()
    for name in [*FILES, *ELEMENT_COLUMNS, *DEPARTURE_COLUMNS]:
        assert name in words
    assert "[machine s]" in words
    words = readme("zh")
    for name, (_, columns) in FILES.items():
        assert list(FILES_ZH[name][1]) == list(columns) and all(f"    {column} " in words for column in columns)
    assert "[机·秒]" in words and "machine" not in words.replace("machines", "")


def chunk(n, start=0):
    return {name: np.arange(start, start + n) * (1.0 if name == "time_s" else 1) for name in TRACE_COLUMNS}


def test_trace_comes_in_row_groups(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.results.trace.ROWS_A_GROUP", 100)
    place = tmp_path / "t.parquet"
    with trace_to(place) as trace:
        for part in range(5):
            trace.write(chunk(50, 50 * part))
    file = pq.ParquetFile(place)
    assert file.metadata.num_rows == trace.rows == 250 and file.metadata.num_row_groups == 3
    assert file.read()["place"].to_pylist() == list(range(250)) and len(list(tmp_path.iterdir())) == 1


def test_trace_of_nothing_is_a_file_without_rows(tmp_path):
    with trace_to(tmp_path / "t.parquet"):
        pass
    assert pq.read_table(tmp_path / "t.parquet").column_names == list(TRACE_COLUMNS)


def test_a_failed_trace_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.results.trace.ROWS_A_GROUP", 10)
    with pytest.raises(OSError, match="No space"), trace_to(tmp_path / "t.parquet") as trace:
        trace.write(chunk(20))
        full_disk()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_refused(tmp_path):
    (tmp_path / "t.parquet").write_text("mine")
    with pytest.raises(Refused), whole_file(tmp_path / "t.parquet"):
        pytest.fail("the block must not run")
    with pytest.raises(Refused, match="cannot write"), whole_file(tmp_path / "nowhere" / "t.parquet"):
        pytest.fail("the block must not run")


@pytest.mark.parametrize("turner", "\u061c\u200e\u200f\u202a\u202e\u2066\u2069\u2028")
def test_a_title_does_not_turn_the_words_around(tmp_path, turner):
    """What makes text run from right to left would do so to our own words beside it."""
    run = make_run(title=f"hub{turner}name")
    (tmp_path / "one").mkdir()
    write_run(run, tmp_path / "one")
    for file in (tmp_path / "one").glob("*.*"):
        if file.suffix in (".txt", ".csv", ".json"):
            assert turner not in file.read_text("utf-8")
    assert f"hub\\u{ord(turner):04x}name" in (tmp_path / "one" / "summary.txt").read_text("utf-8")
    assert json.loads((tmp_path / "one" / "run.json").read_text("utf-8"))["title"] == run.title
