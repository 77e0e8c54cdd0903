"""What pydantic finds wrong, said to the person who wrote the scenario: in plain words, at the very key, with what to do."""

import math
import re
from difflib import get_close_matches
from typing import Any, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from .document import Node, core_scalar
from .fields import DATE, POLICY, STATUS
from .models import Step, field_at, is_model, types_at
from .problems import Place, Problem, did_you_mean, error, short
from .schema import Scenario

CLOCK = "([01]"
MAX_PROBLEMS = 1000
"""nobody reads more, and each takes its time"""
MEMBER = re.compile(r"(list|dict|literal)\[.*")


def complaints(fault: ValidationError, tree: Node, root: type[BaseModel] = Scenario) -> list[Problem]:
    """Return one problem for each fault that is not merely about a member of a union the user did not mean; `root` is the model of the whole file."""
    found: list[Problem] = []
    for detail in fault.errors(include_url=False):
        if len(found) == MAX_PROBLEMS:
            break
        steps = tuple(MEMBER.sub(r"\1", step) if isinstance(step, str) else step for step in detail["loc"])
        path, meant = follow(tree, steps, root)
        if meant:
            found.append(_say(detail, steps, path, tree, root))
    return found


def node_at(tree: Node, path: tuple[Step, ...]) -> Node | None:
    """Return the node at a path of keys and list places, or None."""
    node = tree
    for step in path:
        inside = node.value
        if isinstance(inside, dict) and step in inside:
            node = inside[str(step)]
        elif isinstance(inside, list) and isinstance(step, int) and step < len(inside):
            node = inside[step]
        else:
            return None
    return node


def place_at(tree: Node, path: tuple[Step, ...], key: bool = False) -> Place:
    """Return where the value (or the key) at a path stands; if it is absent, where the nearest part around it stands."""
    for end in range(len(path), -1, -1):
        node = node_at(tree, path[:end])
        if node is not None:
            by_key = (key or end < len(path)) and node.key_place is not None
            return node.key_place if by_key and node.key_place else node.place
    return tree.place


def follow(tree: Node, steps: tuple[Step, ...], root: type[BaseModel] = Scenario) -> tuple[tuple[Step, ...], bool]:
    """Return the path in the tree that pydantic's steps describe, and whether it runs through the union members that were meant."""
    path: list[Step] = []
    node: Node | None = tree
    for index, step in enumerate(steps):
        keys = node.value if node is not None and isinstance(node.value, dict) else {}
        if index and any(tag in keys and keys[tag].value == step for tag in ("kind", "law")):
            continue
        if step in ("Outlet", "ChuteRow", "DestinationPlan", "dict", "list", "literal") and index and step not in keys and _is_member(steps, index):
            if not _meant(str(step), node):
                return tuple(path), False
            continue
        if step == "[key]":
            continue
        if offered := _offered(steps[:index], root):
            given = _sort(node.value if node is not None else None)
            if given in offered and given != _sort_of_label(str(step)):
                return tuple(path), False
            continue
        path.append(step)
        node = node_at(node, (step,)) if node is not None else None
    return tuple(path), True


def _is_member(steps: tuple[Step, ...], index: int) -> bool:
    """Tell whether the step at `index` names a member of a union, not a key the user chose."""
    return steps[index - 1] in ("outlets", "destinations") or (index > 1 and steps[index - 2] == "outlets")


def _meant(member: str, node: Node | None) -> bool:
    value = node.value if node is not None else None
    keys = value if isinstance(value, dict) else {}
    row = "from_m" in keys or "to_m" in keys
    plan = "zipf" in keys or ("count" in keys and len(keys) == 1)
    listed = isinstance(value, list)
    return {"Outlet": not row, "ChuteRow": row, "DestinationPlan": plan, "dict": not plan, "list": listed, "literal": not listed}[member]


MAPPING, NUMBER, TEXT = "a mapping of names to values", "a number", "text"


def _offered(steps: tuple[Step, ...], root: type[BaseModel]) -> list[str]:
    """The sorts of value between which a place leaves the choice; empty where it leaves none."""
    types = types_at(steps, root)
    found = [MAPPING if get_origin(one) is dict else {float: NUMBER, int: NUMBER, str: TEXT}.get(one, "") for one in types]
    return found if len(found) > 1 and all(found) else []


def _sort(value: Any) -> str:
    """The sort of a value, as far as it is one of those."""
    if isinstance(value, dict):
        return MAPPING
    if isinstance(value, int | float) and not isinstance(value, bool):
        return NUMBER
    return TEXT if isinstance(value, str) else ""


def _sort_of_label(label: str) -> str:
    """The sort that pydantic means by its name of a member of a union: dict, constrained-float, str."""
    return MAPPING if label == "dict" else TEXT if label.endswith("str") else NUMBER


def _say(detail: ErrorDetails, steps: tuple[Step, ...], path: tuple[Step, ...], tree: Node, root: type[BaseModel]) -> Problem:
    kind, limits, value = detail["type"], detail.get("ctx", {}), detail["input"]
    name = str(path[-1]) if path else "the file"
    if offered := _offered(steps[:-1], root):
        steps = steps[:-1]
        if _sort(value) not in offered:
            hint = _hint("float_type", value) if NUMBER in offered else ""
            return error(
                place_at(tree, path), f"{_quoted(name)} must be {' or '.join(dict.fromkeys(offered))}, not {short(value)}", hint or _meaning(steps, root)
            )
    if kind == "extra_forbidden":
        return _unknown_key(steps, name, place_at(tree, path, key=True), root)
    if kind == "missing":
        return error(place_at(tree, path), f"{_quoted(name)} is missing", _meaning(steps, root))
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_tag(limits, steps, path, tree, root)
    if kind == "value_error":
        return error(place_at(tree, path, key=True), f"{_quoted(name)}: {limits['error']}")
    by_key = detail["loc"] and detail["loc"][-1] == "[key]"
    said = _bounds(kind, limits, value) or _types(kind, limits, value) or f"is not right: {detail['msg']}"
    return error(place_at(tree, path, key=bool(by_key)), f"{_quoted(name)} {said}", _hint(kind, value) or _meaning(steps, root))


def _quoted(name: str) -> str:
    return f"entry {int(name) + 1} of the list" if name.isdecimal() else short(name)


def _unknown_key(steps: tuple[Step, ...], name: str, place: Place, root: type[BaseModel]) -> Problem:
    known = [field for model in types_at(steps[:-1], root) if is_model(model) for field in model.model_fields]
    same = [field for field in known if stem(field) == stem(name) and field != name]
    if same:
        return error(place, f"unknown key {short(name)}", f"did you mean '{same[0]}'? the unit expected is {unit(same[0])}")
    if get_close_matches(name[:200], known, n=1, cutoff=0.6):
        return error(place, f"unknown key {short(name)}", did_you_mean(name, known))
    return error(place, f"unknown key {short(name)}", "known here: " + ", ".join(known))


UNITS = {"m_s": "m/s", "per_h": "parcels an hour", "per_day": "a day", "s": "seconds", "min": "minutes", "h": "hours", "m": "metres"}
FOREIGN = ("km_h", "kmh", "m_min", "ft_min", "per_hour", "per_min", "per_s", "ms", "sec", "mm", "cm", "km", "ft", "hours", "hour", "minutes", "seconds", "days")
SUFFIX = re.compile("_(" + "|".join(sorted((*UNITS, *FOREIGN), key=len, reverse=True)) + ")$")


def stem(name: str) -> str:
    """Return a field's name without its unit."""
    return SUFFIX.sub("", name)


def unit(name: str) -> str:
    """Return the unit in a field's name, in words."""
    found = SUFFIX.search(name)
    return UNITS.get(found[1], found[1]) if found else "none (a plain number)"


def _unknown_tag(limits: dict[str, Any], steps: tuple[Step, ...], path: tuple[Step, ...], tree: Node, root: type[BaseModel]) -> Problem:
    tag = str(limits["discriminator"]).strip("'")
    names = [one.model_fields[tag].annotation.__args__[0] for one in types_at(steps, root) if is_model(one) and tag in one.model_fields]
    listed = "known: " + ", ".join(names)
    if "tag" not in limits:
        return error(place_at(tree, path, key=True), f"{_quoted(str(path[-1]))} does not say its {tag}", listed)
    near = get_close_matches(str(limits["tag"])[:200], names, n=1, cutoff=0.5)
    hint = f"did you mean '{near[0]}'? {listed}" if near else listed
    return error(place_at(tree, (*path, tag)), f"unknown {tag} {short(limits['tag'])}", hint)


def _meaning(steps: tuple[Step, ...], root: type[BaseModel]) -> str:
    field = field_at(steps, root) if steps else None
    return (field.description or "") if field is not None else ""


def _hint(kind: str, value: Any) -> str:
    if kind == "string_type" and isinstance(value, int | float) and not isinstance(value, bool):
        return f'put it in quotes: "{value}"'
    if kind in ("int_type", "float_type") and isinstance(value, str):
        if re.match(DATE[:-1], value):
            return "this is a date: write a number"
        return "write it without quotes" if _is_number(value) else "write a number, without its unit"
    return ""


def _is_number(text: str) -> bool:
    """Tell whether a text would be a number if it stood without quotes."""
    try:
        found = core_scalar(text)
    except ValueError:
        return False
    return isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)


def _bounds(kind: str, limits: dict[str, Any], value: Any) -> str | None:
    bounds = {
        "greater_than": ("gt", "more than"),
        "greater_than_equal": ("ge", "at least"),
        "less_than": ("lt", "less than"),
        "less_than_equal": ("le", "at most"),
    }
    if kind in bounds:
        key, words = bounds[kind]
        limit = f"{limits[key]:g}" if abs(limits[key]) < 1e15 else f"{limits[key]:,}"
        return f"must be {words} {limit}, not {short(value)}"
    if kind in ("too_short", "too_long"):
        word, key = ("at least", "min_length") if kind == "too_short" else ("at most", "max_length")
        plural = "entry" if limits[key] == 1 else "entries"
        return f"must have {word} {limits[key]} {plural}, not {limits['actual_length']}"
    if kind == "string_too_short":
        return f"must have at least {limits['min_length']} letter"
    if kind == "string_too_long":
        return f"must have at most {limits['max_length']} letters, not {len(str(value))}"
    return None


def _types(kind: str, limits: dict[str, Any], value: Any) -> str | None:
    if kind == "string_pattern_mismatch":
        if CLOCK in limits["pattern"]:
            return f'must be a time of day "HH:MM", not {short(value)}'
        if limits["pattern"] == DATE:
            return f'must be a date "YYYY-MM-DD", not {short(value)}'
        if limits["pattern"] == POLICY:
            return f"must be the name of a policy, or module:function, not {short(value)}"
        if limits["pattern"] == STATUS:
            return f"must be one of the letters {', '.join(STATUS.strip('^[]$'))}, not {short(value)}"
        return f"is not a name: {short(value)} has spaces, dots or brackets, or more than 64 letters"
    if kind == "literal_error":
        near = get_close_matches(str(value)[:200], re.findall(r"'([^']*)'", limits["expected"]), n=1, cutoff=0.5)
        return f"must be {limits['expected'].replace('True', 'true')}, not {short(value)}" + (f" (did you mean '{near[0]}'?)" if near else "")
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return f"must be a mapping of names to values, not {short(value)}"
    if kind in ("list_type", "tuple_type"):
        return f"must be a list, not {short(value)}"
    if kind in ("int_type", "int_parsing", "int_from_float", "int_parsing_size"):
        return f"must be a whole number, not {short(value)}"
    words = {"float_type": "a number", "float_parsing": "a number", "finite_number": "a finite number", "string_type": "text", "bool_type": "true or false"}
    return f"must be {words[kind]}, not {short(value)}" if kind in words else None
