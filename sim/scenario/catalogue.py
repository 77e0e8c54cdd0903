"""`preset: NAME`: equipment, kinds of parcel, sources, vehicles, crews and rules of the built-in catalogue, each with its source.

`catalogue.yaml` maps a name to kind, title, source, status, note and fields. A field is a plain value, or
{value:, source:, status:} where it has a source of its own. The head of that file says what each status means.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .document import Node, as_yaml, parse, read_text
from .problems import Place, Problem, did_you_mean, error, short

FILE = Path(__file__).with_name("catalogue.yaml")
PARTS = {"classes": "class", "crews": "crew", "departures": "departure"}


@dataclass(frozen=True)
class Preset:
    """One entry of the catalogue; `fields` is what an element that names it takes over."""

    name: str
    kind: str
    title: str
    source: str
    status: str
    note: str
    fields: dict[str, Any]
    sources: dict[str, tuple[str, str]] = field(default_factory=dict)
    """field -> (source, status), where they differ from those of the whole"""

    def text(self) -> str:
        """Return the entry in full, as YAML."""
        facts = {key: getattr(self, key) for key in ("kind", "title", "source", "status", "note", "fields")}
        own = {key: {"source": source, "status": status} for key, (source, status) in self.sources.items()}
        return as_yaml({self.name: {key: value for key, value in (facts | {"sources": own}).items() if value}})


@cache
def load_catalogue() -> dict[str, Preset]:
    """Return all presets by name. Raise ScenarioError if the built-in file is damaged."""
    tree = parse(read_text(FILE), FILE.name)
    return {name: _preset(name, node.plain()) for name, node in tree.value.items()}


def _preset(name: str, entry: dict[str, Any]) -> Preset:
    fields, sources = {}, {}
    for key, value in (entry.get("fields") or {}).items():
        if isinstance(value, dict) and "value" in value and value.keys() <= {"value", "source", "status", "note"}:
            fields[key] = value["value"]
            sources[key] = (str(value.get("source", "")), str(value.get("status", "")))
        else:
            fields[key] = value
    texts = {key: str(entry.get(key) or "") for key in ("kind", "title", "source", "status", "note")}
    return Preset(name=name, fields=fields, sources=sources, **texts)


def apply_presets(tree: Node) -> tuple[Node, list[Problem]]:
    """Return the tree with every `preset` replaced by its fields, and what was wrong. A part's own fields win, each as a whole."""
    problems: list[Problem] = []

    def parts(holder: Node, kind: str | None) -> Node:
        if not isinstance(holder.value, dict):
            return holder
        return _with(holder, {name: _fill(part, kind, problems) for name, part in holder.value.items()})

    def group(node: Node) -> Node:
        if isinstance(node.value, dict) and "elements" in node.value:
            return _with(node, {"elements": parts(node.value["elements"], None)})
        return node

    entries = {key: parts(tree.value[key], kind) for key, kind in [("elements", None), *PARTS.items()] if key in tree.value}
    if "groups" in tree.value and isinstance(tree.value["groups"].value, dict):
        groups = tree.value["groups"]
        entries["groups"] = _with(groups, {name: group(node) for name, node in groups.value.items()})
    return _with(tree, entries), problems


def _with(node: Node, entries: dict[str, Node]) -> Node:
    return Node({**node.value, **entries}, node.place, node.key_place)


def _fill(part: Node, kind: str | None, problems: list[Problem]) -> Node:
    """Return `part` with its preset's fields; `kind` None means that the part says its own."""
    if not isinstance(part.value, dict):
        return part
    container = part.value.get("container")
    if kind is None and container is not None:
        part = _with(part, {"container": _fill(container, "container", problems)})
    if "preset" not in part.value:
        return part
    asked = part.value["preset"]
    own = {key: node for key, node in part.value.items() if key != "preset"}
    found = list(_lookup(asked, kind, own.get("kind"), problems))
    for preset in found:
        taken = {key: _located(value, asked.place) for key, value in preset.fields.items() if key not in own}
        if kind is None and "kind" not in own:
            taken["kind"] = Node(preset.kind, asked.place, asked.key_place)
        own = {**taken, **own}
    return Node(own, part.place, part.key_place)


def _lookup(asked: Node, kind: str | None, own_kind: Node | None, problems: list[Problem]) -> Iterator[Preset]:
    presets = load_catalogue()
    wanted = kind or (own_kind.value if own_kind is not None else None)
    name = asked.value if isinstance(asked.value, str) else str(asked.plain())
    fitting = [each for each, preset in presets.items() if wanted in (None, preset.kind)]
    if name not in presets:
        problems.append(error(asked.place, f"unknown preset {short(name)}", did_you_mean(name, fitting) or did_you_mean(name, presets)))
    elif wanted is not None and presets[name].kind != wanted:
        problems.append(error(asked.place, f"the preset '{name}' is a {presets[name].kind}, not a {short(wanted)[1:-1]}", did_you_mean(name, fitting)))
    elif kind is None and presets[name].kind in ("class", "crew", "departure", "container"):
        problems.append(error(asked.place, f"the preset '{name}' is a {presets[name].kind}, not an element"))
    else:
        yield presets[name]


def _located(value: Any, place: Place) -> Node:
    """Return a preset's value as a node that stands where the preset was named: that is the line the user can change."""
    if isinstance(value, dict):
        return Node({key: _located(item, place) for key, item in value.items()}, place, place)
    if isinstance(value, list):
        return Node([_located(item, place) for item in value], place, place)
    return Node(value, place, place)
