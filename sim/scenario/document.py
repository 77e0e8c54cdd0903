"""Text to a tree in which every value knows its place: YAML 1.2, and only the harmless part of it.

YAML is taken event by event, not composed into nodes: nesting is then counted before anything recurses, and aliases,
anchors, tags and repeated keys are refused where they stand. Scalars are resolved by the core schema of YAML 1.2,
since the YAML 1.1 of the library turns `12:30` into 750, `no` into false and `010` into 8.
"""

import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .problems import Place, Problem, ScenarioError, error, short

MAX_BYTES = 5_000_000
MAX_DEPTH = 20
MAX_VALUES = 500_000
MAX_DIGITS = 100

# the core schema of YAML 1.2.2, section 10.3.2: the first pattern that matches the whole scalar decides
CORE: tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...] = (
    (re.compile(r"null|Null|NULL|~|"), lambda text: None),
    (re.compile(r"true|True|TRUE"), lambda text: True),
    (re.compile(r"false|False|FALSE"), lambda text: False),
    (re.compile(r"[-+]?[0-9]+"), lambda text: int(text)),
    (re.compile(r"0o[0-7]+"), lambda text: int(text, 8)),
    (re.compile(r"0x[0-9a-fA-F]+"), lambda text: int(text, 16)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), lambda text: float(text)),
    (re.compile(r"[-+]?\.(inf|Inf|INF)"), lambda text: float(text.replace(".", "", 1))),
    (re.compile(r"\.(nan|NaN|NAN)"), lambda text: float("nan")),
)


@dataclass(slots=True)
class Node:
    """A value and its place. `value` is a scalar, a list of nodes, or a dict of nodes; `key_place` is where its key stands."""

    value: Any
    place: Place
    key_place: Place | None = None

    def plain(self) -> Any:
        """Return the value without places: what the models take."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


def core_scalar(text: str) -> Any:
    """Return the value of an unquoted scalar by the core schema of YAML 1.2; raise ValueError if it has too many digits."""
    for pattern, convert in CORE:
        if pattern.fullmatch(text):
            if len(text) > MAX_DIGITS:
                raise ValueError(f"a number of {len(text)} digits")
            return convert(text)
    return text


def why_no_file(path: Path) -> str | None:
    """Return in words why `path` cannot be read as a file: "does not exist", "is a folder" ...; None if it may."""
    try:
        if path.is_file():
            return None
        if path.is_dir():
            return "is a folder, not a file"
        return "is not a file" if os.path.lexists(path) else "does not exist"
    except OSError as fault:
        return f"cannot be read: {fault.strerror}"
    except ValueError:
        return "is not the name of a file"


def read_text(path: str | Path) -> str:
    """Return the text of a file; raise ScenarioError if it is absent, larger than MAX_BYTES, or not UTF-8."""
    top = Place(str(path), 1, 1)
    try:
        if not (stat.S_ISREG(mode := os.stat(path).st_mode) or stat.S_ISDIR(mode)):
            raise ValueError("it is no regular file")  # a pipe would be waited for
        with open(path, "rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise ScenarioError([error(top, f"the file cannot be read: {reason}")]) from None
    if len(raw) > MAX_BYTES:
        raise ScenarioError(
            [error(top, f"the file is larger than {MAX_BYTES // 1_000_000} MB", "a scenario is a text a person can read; put tables into a manifest")]
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = raw[: fault.start]
        column = len(before.rpartition(b"\n")[2].decode("utf-8", "replace")) + 1
        place = Place(str(path), before.count(b"\n") + 1, column)
        raise ScenarioError([error(place, f"the byte 0x{raw[fault.start]:02x} is not UTF-8", "save the file as UTF-8")]) from None


def parse(text: str, file: str) -> Node:
    """Return the tree of one YAML document whose top is a mapping; raise ScenarioError for anything else."""
    tree = _Builder(file).build(text)
    if tree is None or tree.value is None:
        raise ScenarioError([error(Place(file, 1, 1), "the file is empty", "begin with: title: ...")])
    if not isinstance(tree.value, dict):
        what = "a list" if isinstance(tree.value, list) else "a single value"
        raise ScenarioError([error(tree.place, f"the file is {what}, not a mapping", "begin with: title: ...")])
    return tree


def parse_value(text: str, name: str = "value") -> Any:
    """Return the plain value of a short YAML text, as in `--set elements.xray.servers=3`; raise ScenarioError if it is not one."""
    tree = _Builder(name).build(text)
    return None if tree is None else tree.plain()


def as_yaml(value: Any) -> str:
    """Return plain values as YAML text, keys in their order."""
    return str(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=110))


def _events(text: str) -> Iterator[Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    yield from yaml.parse(text, Loader=loader)


class _Builder:
    """Builds the tree of a document from the parser's events, on a stack of its own."""

    def __init__(self, file: str):
        self.file = file
        self.problems: list[Problem] = []
        self.open: list[Node] = []
        self.keys: list[tuple[str, Place] | None] = []
        self.root: Node | None = None
        self.documents = 0
        self.values = 0

    def build(self, text: str) -> Node | None:
        """Return the root node, or None for a text without a document; raise ScenarioError with all that was wrong."""
        try:
            for event in _events(text):
                self._take(event)
        except yaml.MarkedYAMLError as fault:
            self._refuse(
                fault.problem_mark or fault.context_mark,
                f"this is not YAML: {fault.problem or fault.context}",
                _advice(fault),
            )
        except (yaml.YAMLError, UnicodeError) as fault:
            self._refuse(None, f"this is not YAML: {str(fault).splitlines()[0]}")
        except _Stop:
            pass
        if self.problems:
            raise ScenarioError(self.problems)
        return self.root

    def _place(self, mark: Any) -> Place:
        return Place(self.file, mark.line + 1, mark.column + 1) if mark is not None else Place(self.file, 1, 1)

    def _refuse(self, mark: Any, message: str, hint: str = "") -> None:
        self.problems.append(error(self._place(mark), message, hint))

    def _take(self, event: Any) -> None:
        mark = event.start_mark
        if isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                self._refuse(mark, "a second document begins here", "keep one scenario in a file")
                raise _Stop
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(mark, f"aliases (*{event.anchor}) are not allowed", "write the value out, or use extends or preset")
            self._add(Node(None, self._place(mark)))
        elif isinstance(event, yaml.ScalarEvent | yaml.MappingStartEvent | yaml.SequenceStartEvent):
            self._refuse_marks_of_yaml(event)
            self._begin(event)
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            self.open.pop()
            self.keys.pop()

    def _refuse_marks_of_yaml(self, event: Any) -> None:
        if event.anchor is not None:
            self._refuse(event.start_mark, f"anchors (&{event.anchor}) are not allowed", "write the value out, or use extends or preset")
        if event.tag is not None:
            self._refuse(event.start_mark, f"tags ({event.tag}) are not allowed", "leave it out")

    def _begin(self, event: Any) -> None:
        place = self._place(event.start_mark)
        if isinstance(event, yaml.ScalarEvent):
            if self._is_key_next():
                self._key(event, place)
            else:
                self._add(Node(self._scalar(event), place))
            return
        if self._is_key_next():
            self._refuse(event.start_mark, "a key must be a plain name", "put the list or mapping to the right of a name and a colon")
            raise _Stop
        if len(self.open) >= MAX_DEPTH:
            self._refuse(event.start_mark, f"nested deeper than {MAX_DEPTH} levels", "no scenario needs that")
            raise _Stop
        node = Node({} if isinstance(event, yaml.MappingStartEvent) else [], place)
        self._add(node)
        self.open.append(node)
        self.keys.append(None)

    def _scalar(self, event: Any) -> Any:
        if not event.implicit[0]:
            return event.value
        try:
            return core_scalar(event.value)
        except ValueError as fault:
            self._refuse(event.start_mark, f"{fault} is too long", "write it shorter")
            return None

    def _is_key_next(self) -> bool:
        return bool(self.open) and isinstance(self.open[-1].value, dict) and self.keys[-1] is None

    def _key(self, event: Any, place: Place) -> None:
        name = event.value
        if name == "<<" and event.implicit[0]:
            self._refuse(event.start_mark, "merge keys (<<) are not allowed", "use extends or preset")
        if name in self.open[-1].value:
            first = self.open[-1].value[name].key_place
            self._refuse(event.start_mark, f"the key {short(name)} is given twice", f"the first is in line {first.line}; keep one")
        self.keys[-1] = (name, place)

    def _add(self, node: Node) -> None:
        self.values += 1
        if self.values > MAX_VALUES:
            self.problems.append(error(node.place, f"more than {MAX_VALUES:,} values", "a scenario is a text a person can read; put tables into a manifest"))
            raise _Stop
        if not self.open:
            self.root = node
            return
        container = self.open[-1].value
        if isinstance(container, list):
            container.append(node)
        else:
            key = self.keys[-1]
            if key is None:
                self._refuse_alias_key(node)
                return
            name, node.key_place = key
            container[name] = node
            self.keys[-1] = None

    def _refuse_alias_key(self, node: Node) -> None:
        # only an alias can get here: the problem is noted already, the key merely needs a name
        self.keys[-1] = ("*", node.place)


def _advice(fault: yaml.MarkedYAMLError) -> str:
    if "expected ',' or" in (fault.problem or ""):
        return 'inside { } and [ ] put commas between entries, and names with brackets in quotes, as "hall[2].door"'
    return "look at indentation, colons and quotes here and just above"


class _Stop(Exception):
    """Raised to leave the events early: what follows has no meaning."""
