"""`extends`: a scenario written as the difference to another; and overrides: a difference given by a program."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from .document import Node, parse, read_text, why_no_file
from .models import alternatives, is_model
from .problems import Place, ScenarioError, did_you_mean, error, short
from .schema import Scenario

MAX_CHAIN = 10


def load_tree(path: str | Path, root: Path | None = None) -> tuple[Node, list[str]]:
    """Return the merged tree of a file and of all it extends, and the files read, the given one first.

    Mappings merge key by key, lists are replaced, null removes a key. A mapping whose `law` or `kind` changes is
    replaced as a whole, for the figures of one law mean nothing to another. With `root`, files outside that folder are refused.
    """
    shown = Path(path)
    trees: list[Node] = []
    files: list[str] = []
    seen: set[Path] = set()
    came_from = Place(str(path), 1, 1)
    while True:
        real = _identity(shown, came_from, root)
        if real in seen:
            circle = " -> ".join([*files, str(shown)])
            raise ScenarioError([error(came_from, f"extends goes round in a circle: {circle}", "one of them must not extend another")])
        if len(files) > MAX_CHAIN:
            raise ScenarioError([error(came_from, f"extends is chained over more than {MAX_CHAIN} files", "merge some of them")])
        seen.add(real)
        files.append(str(shown))
        tree = parse(_text_of(shown, came_from), str(shown))
        if trees and _is_foreign(tree):
            raise ScenarioError([error(came_from, f"the file {short(str(shown))} it extends is no scenario", "none of its keys is one of a scenario")])
        trees.append(tree)
        parent = tree.value.pop("extends", None)
        if parent is None:
            break
        if not isinstance(parent.value, str) or not parent.value:
            raise ScenarioError([error(parent.place, f"extends needs the name of a file, not {short(parent.value)}")])
        came_from, shown = parent.place, shown.parent / parent.value
    merged = trees.pop()
    while trees:
        merged = merge(merged, trees.pop())
    return merged, files


def _identity(path: Path, came_from: Place, root: Path | None) -> Path:
    try:
        real = path.resolve()
        inside = root is None or real.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        raise ScenarioError([error(came_from, f"{short(str(path))} is not the name of a file")]) from None
    if not inside:
        raise ScenarioError([error(came_from, f"{short(str(path))} lies outside the folder that may be read")])
    return real


def _text_of(path: Path, came_from: Place) -> str:
    """Return the text of `path`; a file that cannot be opened is the fault of the line that names it."""
    fault = why_no_file(path) if came_from.file != str(path) else None
    if fault is not None:
        raise ScenarioError([error(came_from, f"the file {short(str(path))} it extends {fault}", "the path is relative to this file")])
    return read_text(path)


def _is_foreign(tree: Node) -> bool:
    """Tell whether a file has no key of a scenario at all: then its keys are not shown, for they may be secrets of another."""
    return not any(key == "extends" or key in Scenario.model_fields for key in tree.value)


def merge(base: Node, over: Node) -> Node:
    """Return `base` changed by `over`; neither is altered."""
    if not (isinstance(base.value, dict) and isinstance(over.value, dict)) or _is_another(base, over):
        return over
    joined = dict(base.value)
    for key, node in over.value.items():
        if node.value is None:
            joined.pop(key, None)
        else:
            joined[key] = merge(joined[key], node) if key in joined else node
    return Node(joined, over.place, over.key_place)


def _is_another(base: Node, over: Node) -> bool:
    tags = [tag for tag in ("law", "kind") if tag in over.value and tag in base.value]
    return any(over.value[tag].value != base.value[tag].value for tag in tags)


def override(tree: Node, changes: Mapping[str, Any]) -> Node:
    """Return `tree` with the value at each dotted path replaced; None removes a key; list places count from 0.

    Example: {"elements.xray.servers": 4, "elements.loop.outlets.0.at_m": 12.5, "reaching.days": 3}. A section that holds even if nobody writes it need not be
    there, nor a mapping within it. Raise ScenarioError if a path leads nowhere.
    """
    problems = []
    for path, value in changes.items():
        place = Place(f"override {path}", 1, 1)
        try:
            steps = path.split(".")
            if "" in steps:
                raise ScenarioError([error(place, f"the path {short(path)} has an empty part", "write it as in site.rules.green.most")])
            tree = _replaced(tree, steps, _node(value, place), place, [Scenario])
        except ScenarioError as fault:
            problems += fault.problems
    if problems:
        raise ScenarioError(problems)
    return tree


def _replaced(node: Node, path: list[str], new: Node, place: Place, types: Sequence[Any] = ()) -> Node:
    """The node with one place in it replaced; `types`: what it may be, where it need not be written."""
    key, rest = path[0], path[1:]
    if isinstance(node.value, list):
        if not key.isdecimal() or int(key) >= len(node.value):
            raise ScenarioError([error(place, f"there is no entry {short(key)} in a list of {len(node.value)}", "entries count from 0")])
        items = list(node.value)
        items[int(key)] = _replaced(items[int(key)], rest, new, place) if rest else new
        return Node(items, node.place, node.key_place)
    if not isinstance(node.value, dict):
        if new.value is None or not any(map(_is_mapping, types)):
            raise ScenarioError([error(place, f"{short(key)} cannot be set inside {short(node.value)}")])
        node = Node({}, place, node.key_place)
    inside = _inside(types, key)
    if rest and inside and not any(map(_is_mapping, inside)):
        raise ScenarioError([error(place, f"{short(key)} is no section: {short(rest[0])} cannot be set inside it")])
    if rest and key not in node.value and not inside:
        raise ScenarioError([error(place, f"there is no {short(key)}", did_you_mean(key, dict.fromkeys([*node.value, *_unwritten(types)])))])
    entries = dict(node.value)
    if rest:
        entries[key] = _replaced(entries.get(key, Node({}, place, place)), rest, new, place, inside)
        if key not in node.value and not entries[key].value:  # what is not there was removed from it
            entries.pop(key)
    elif new.value is None:
        entries.pop(key, None)
    else:
        entries[key] = new
    return Node(entries, node.place, node.key_place)


def _inside(types: Sequence[Any], key: str) -> list[Any]:
    """What the value of a key may be that need not be written; nothing for any other key."""
    found: list[Any] = []
    for one in types:
        if get_origin(one) is dict:
            found += alternatives(get_args(one)[-1])
        elif is_model(one) and key in _unwritten([one]):
            found += alternatives(one.model_fields[key].annotation)
    return found


def _unwritten(types: Sequence[Any]) -> list[str]:
    """The keys that need not be written for something to be set in them: of a scenario its sections with defaults, of these all."""
    return [
        name
        for one in filter(is_model, types)
        for name, field in one.model_fields.items()
        if one is not Scenario or (not field.is_required() and isinstance(field.get_default(call_default_factory=True), BaseModel))
    ]


def _is_mapping(kind: Any) -> bool:
    return is_model(kind) or get_origin(kind) is dict


def _node(value: Any, place: Place, depth: int = 0) -> Node:
    if depth > 20:
        raise ScenarioError([error(place, "nested deeper than 20 levels")])
    if isinstance(value, Mapping):
        return Node({str(key): _node(item, place, depth + 1) for key, item in value.items()}, place, place)
    if isinstance(value, list | tuple):
        return Node([_node(item, place, depth + 1) for item in value], place, place)
    if value is None or isinstance(value, bool | int | float | str):
        return Node(value, place, place)
    if hasattr(value, "item"):
        return Node(value.item(), place, place)
    raise ScenarioError([error(place, f"a value of type {type(value).__name__} cannot stand in a scenario")])
