"""A file to a hub: read, merge, fill from the catalogue, validate, expand, check, scale. All faults are collected, then raised at once."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from .catalogue import apply_presets
from .checks import check_expanded, check_offer, check_scenario
from .complaints import complaints, place_at
from .deciders import none_of_your_own
from .document import Node, why_no_file
from .elements import Source
from .expand import classes_of, destinations_of, expand
from .hub import ElementInstance, Hub
from .inherit import load_tree, override
from .manifest import Manifest, read_manifest
from .problems import Place, Problem, ScenarioError, Where, error, short, warning
from .scaling import check_scale, more_demand, scaled
from .schema import Scenario


def read(path: str | Path, scale: float = 1.0, overrides: Mapping[str, Any] | None = None, *, demand: float = 1.0, root: Path | None = None) -> Hub:
    """Return the hub a scenario file describes.

    `scale` multiplies demand and plant together (0 < scale <= 100; see scaling.py), `demand` the
    demand alone (likewise). `overrides` maps dotted paths to values,
    as {"elements.xray.servers": 4}; None removes a key. With `root`, no file outside that folder is read.
    Raise ScenarioError with every problem found; what is merely doubtful is in `Hub.warnings`.
    """
    _check_factors(path, scale, demand)
    return prepare(path, overrides, root=root).hub(scale, demand)


def prepare(path: str | Path, overrides: Mapping[str, Any] | None = None, *, root: Path | None = None) -> "Prepared":
    """Read and check a scenario file, for whoever wants its hub at several scales or demands; arguments and errors as of `read`."""
    tree, files = load_tree(path, root)
    if overrides:
        tree = override(tree, overrides)
    scenario, tree = _validated(tree)
    where = _where(tree)
    if root is not None and (foreign := list(none_of_your_own(scenario, where))):
        raise ScenarioError(foreign)
    problems = list(check_scenario(scenario, where))
    hub, found = _hub(scenario, where, files, 1.0, 1.0, root)
    if not _errors(found):
        problems += check_expanded(hub, where, is_sound=not _errors(problems))
    problems += found
    if errors := _errors(problems):
        raise ScenarioError(errors)
    return Prepared(path, where, root, hub, tuple(problems))


@dataclass(frozen=True)
class Prepared:
    """A scenario that was read and found sound, but for the amounts."""

    path: str | Path
    where: Where
    root: Path | None
    written: Hub
    """the hub as it is written"""
    doubts: tuple[Problem, ...]

    def hub(self, scale: float = 1.0, demand: float = 1.0) -> Hub:
        """Return the hub at a scale and a demand, as `read` does; raise ScenarioError if it gets or gives amounts that cannot be."""
        _check_factors(self.path, scale, demand)
        hub = self.written
        if scale != 1.0 or demand != 1.0:
            hub, _ = _hub(more_demand(scaled(hub.scenario, scale), demand), self.where, hub.files, scale, demand, self.root)
        problems = list(check_offer(hub, self.where))
        if errors := _errors(problems):
            raise ScenarioError(errors)
        return replace(hub, warnings=sorted({*problems, *self.doubts}))


def _check_factors(path: str | Path, scale: float, demand: float) -> None:
    check_scale(scale, Place(str(path), 1, 1))
    check_scale(demand, Place(str(path), 1, 1), "demand")


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity == "error"]


def _where(tree: Node) -> Where:
    def where(*path: str | int, key: bool = False) -> Place:
        return place_at(tree, path, key)

    return where


def _validated(tree: Node) -> tuple[Scenario, Node]:
    """Return the validated scenario, and its tree with all presets filled in."""
    tree, problems = apply_presets(tree)
    try:
        # as JSON, for that is the one mode of pydantic in which a list may be a tuple, yet "5" and true are not numbers
        scenario = Scenario.model_validate_json(json.dumps(whole(tree.plain())), strict=True)
    except ValidationError as fault:
        raise ScenarioError([*problems, *complaints(fault, tree)]) from None
    if problems:
        raise ScenarioError(problems)
    return scenario, tree


def whole(value: Any) -> Any:
    """Return the value with floats that are whole numbers as such, so that 1e3 may stand where a whole number is asked for."""
    if isinstance(value, dict):
        return {key: whole(item) for key, item in value.items()}
    if isinstance(value, list):
        return [whole(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e19 else value


def _hub(scenario: Scenario, where: Where, files: list[str], scale: float, demand: float, root: Path | None) -> tuple[Hub, list[Problem]]:
    elements, departures, events, problems = expand(scenario, where, strict=scale == 1.0)
    hub = Hub(scenario, elements, departures, destinations_of(scenario), classes_of(scenario), {}, events, [], files, scale)
    named: dict[tuple[str, ...], list[int]] = {}
    for number, element in enumerate(elements):
        if isinstance(element.spec, Source) and element.spec.manifest is not None:
            named.setdefault(element.path, []).append(number)
    for numbers in named.values():
        try:
            manifest = hub.manifests[numbers[0]] = _manifest(elements[numbers[0]], len(numbers), hub, scale * demand, where, root)
            after = int((manifest.arrival >= scenario.horizon_h * 3600).sum())
            if after:
                what = f"{after:,} of the {len(manifest.arrival):,} vehicles of the manifest arrive after the {scenario.horizon_h:g} h simulated"
                problems.append(warning(where(*elements[numbers[0]].path, "manifest"), what, "make horizon_h longer, or look at the dates and at start"))
        except ScenarioError as fault:
            problems += fault.problems
    return hub, problems


def _manifest(source: ElementInstance, copies: int, hub: Hub, factor: float, where: Where, root: Path | None) -> Manifest:
    place = where(*source.path, "manifest")
    if copies > 1:
        raise ScenarioError(
            [
                error(
                    place,
                    f"a manifest is the list of one source, but there are {copies} copies of '{source.label}'",
                    "give it count 1, outside repeated groups",
                )
            ]
        )
    beside = Path(place.file).parent if not place.file.startswith("override ") else Path(hub.files[0]).parent
    path = beside / source.spec.manifest
    try:
        if root is not None and not path.resolve().is_relative_to(root.resolve()):
            raise ScenarioError([error(place, "the manifest lies outside the folder that may be read")])
    except (OSError, ValueError, RuntimeError):
        raise ScenarioError([error(place, "this is not the name of a file")]) from None
    if fault := why_no_file(path):
        raise ScenarioError([error(place, f"the manifest {short(str(path))} {fault}", "the path is relative to this file")])
    read_it = partial(read_manifest, path, hub.scenario.start, [share.name for share in hub.destinations], list(hub.classes))
    return read_it(shown=str(path), scale=factor)
