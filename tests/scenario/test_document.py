"""YAML: what is taken, what is refused, and that nothing else ever comes out."""

import os
import tracemalloc
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.scenario import ScenarioError, parse_value, read
from sim.scenario.document import parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12:30", "12:30"),
        ("12:30:00", "12:30:00"),
        ("no", "no"),
        ("on", "on"),
        ("Yes", "Yes"),
        ("true", True),
        ("1e5", 1e5),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1_000", "1_000"),
        ("2026-01-02", "2026-01-02"),
        ("~", None),
        ("null", None),
        ("'5'", "5"),
        (".5", 0.5),
        ("+3", 3),
        ("=", "="),
        ("[1, a]", [1, "a"]),
    ],
)
def test_scalars_follow_yaml_1_2(text, value):
    got = parse_value(text)
    assert got == value
    assert type(got) is type(value)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", "3:1", "the key 'a' is given twice; the first is in line 1"),
        ("a: &x 1\nb: 2\n", "1:4", "anchors (&x) are not allowed"),
        ("a: &x 1\nb: *x\n", "2:4", "aliases (*x) are not allowed"),
        ("a: 1\n<<: {b: 2}\n", "2:1", "merge keys (<<) are not allowed"),
        ("a: !!python/object:os.system 1\n", "1:4", "tags"),
        ("a: 1\n---\nb: 2\n", "2:1", "a second document begins here"),
        ("", "1:1", "the file is empty"),
        ("# nothing\n", "1:1", "the file is empty"),
        ("- a\n- b\n", "1:1", "the file is a list, not a mapping"),
        ("hello\n", "1:1", "the file is a single value"),
        ("a: [1, 2\n", "2:1", "this is not YAML"),
        ("? [1, 2]\n: 3\n", "1:3", "a key must be a plain name"),
        ("a:\n\t- 1\n", "2:1", "this is not YAML"),
        ("a: " + "9" * 5000 + "\n", "1:4", "a number of 5000 digits is too long"),
    ],
)
def test_refused_with_its_place(desk, text, place, words):
    path = desk.write("")
    path.write_text(text)
    with pytest.raises(ScenarioError) as caught:
        read(path)
    assert f"hub.yaml:{place}: " in str(caught.value)
    assert words in str(caught.value)


def test_a_byte_order_mark_is_tolerated(desk, queue):
    path = desk.write("")
    path.write_bytes(b"\xef\xbb\xbf" + queue.encode())
    assert read(path).scenario.title == "a queue"


def test_other_encodings_are_refused_where_they_begin(desk):
    path = desk.write("")
    path.write_bytes("title: x\nnotes: 揭阳\n".encode("gb18030"))
    with pytest.raises(ScenarioError, match=r"hub.yaml:2:8: the byte 0xbd is not UTF-8; save the file as UTF-8"):
        read(path)


def test_a_sparse_file_of_100_mb_is_refused_unread(desk):
    path = desk.write("")
    with open(path, "wb") as file:
        file.truncate(100_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(ScenarioError, match="larger than 5 MB"):
            read(path)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "{a: " * 100_000, "- " * 100_000, "? " * 50_000])
def test_deep_nesting_is_refused_before_it_recurses(desk, text):
    with pytest.raises(ScenarioError, match=r"nested deeper|key must be a plain name|not YAML"):
        read(desk.write(text))


def test_billion_laughs(desk):
    lines = ["a: &a [lol, lol]"] + [f"{new}: &{new} [*{old}, *{old}, *{old}, *{old}]" for old, new in zip("abcdefgh", "bcdefghi", strict=True)]
    said = desk.faults("\n".join(lines))
    assert "hub.yaml:2:8: aliases (*a) are not allowed" in said


@pytest.mark.parametrize("make", [lambda folder: folder, lambda folder: folder / "absent.yaml", lambda folder: f"{folder}/a\0b"])
def test_what_is_no_file(desk, make):
    with pytest.raises(ScenarioError, match=r":1:1: .*(cannot be read|is not the name of a file)"):
        read(make(desk.folder))


@settings(max_examples=200, deadline=timedelta(seconds=5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=300))
def test_bytes_give_a_scenario_error_and_nothing_else(desk, raw):
    path = desk.folder / "any.yaml"
    path.write_bytes(raw)
    with pytest.raises(ScenarioError):
        read(path)


YAMLISH = st.text(alphabet=st.sampled_from("ab:-[]{}#&*!|>'\"%@`,? \n\t<~0.e"), max_size=80)


@settings(max_examples=300, deadline=timedelta(seconds=5))
@given(text=YAMLISH)
def test_yaml_like_text_is_parsed_or_refused(text):
    try:
        assert isinstance(parse(text, "x").plain(), dict)
    except ScenarioError as fault:
        assert all(line.startswith("x:") for line in str(fault).splitlines())


def test_a_message_stays_on_one_line(desk):
    said = desk.faults('title: t\nhorizon_h: 1\n"a\\nforged.yaml:1:1: b": 1\n')
    assert len([line for line in said.splitlines() if "forged" in line]) == 1
    assert not any(line.startswith("forged") for line in said.splitlines())


def test_reading_needs_no_permission_beyond_reading(desk, queue):
    path = desk.write(queue)
    os.chmod(path, 0o444)
    assert read(path).elements


def test_too_many_values_are_refused_early(desk, queue, monkeypatch):
    monkeypatch.setattr("sim.scenario.document.MAX_VALUES", 100)
    assert desk.hub(queue)
    assert "hub.yaml:7:" in (said := desk.faults(queue + f"facts: [{'1, ' * 200}1]\n"))
    assert "more than 100 values" in said
