"""Which models and field types are found at a place of a scenario: read off the models, for messages about them."""

from collections.abc import Iterable
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .schema import Scenario

Step = str | int


def alternatives(annotation: Any) -> list[Any]:
    """Return the types a value may have, with Annotated and unions taken apart and None left out."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return alternatives(get_args(annotation)[0])
    if origin in (Union, UnionType):
        return [one for part in get_args(annotation) for one in alternatives(part)]
    return [] if annotation in (None, NoneType) else [annotation]


def tag_of(model: type[BaseModel]) -> tuple[str, str] | None:
    """Return ("kind" or "law", its value) by which a model is told from its siblings, if it has one."""
    for name in ("kind", "law"):
        if name in model.model_fields:
            values = get_args(model.model_fields[name].annotation)
            if values:
                return name, values[0]
    return None


def is_model(kind: Any) -> bool:
    """Tell whether a type is one of the scenario's models."""
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def types_at(steps: Iterable[Step], root: type[BaseModel] = Scenario) -> list[Any]:
    """Return the types possible at a place below `root`, given as pydantic names it: keys, list places, tags and names of union members."""
    here: list[Any] = [root]
    for step in steps:
        here = _step(here, step)
    return here


def field_at(steps: tuple[Step, ...], root: type[BaseModel] = Scenario) -> FieldInfo | None:
    """Return what the models say of the field at a place, or None if the place is not a field of a model."""
    for model in types_at(steps[:-1], root):
        if is_model(model) and steps[-1] in model.model_fields:
            return model.model_fields[str(steps[-1])]
    return None


def _step(here: list[Any], step: Step) -> list[Any]:
    models = [one for one in here if is_model(one)]
    tagged = [one for one in models if (tag := tag_of(one)) is not None and tag[1] == step]
    if tagged:
        return tagged
    named = [one for one in here if label(one) == step]
    if named:
        return named
    inside = [one for model in models if step in model.model_fields for one in alternatives(model.model_fields[str(step)].annotation)]
    for one in here:
        if get_origin(one) in (list, tuple, dict):
            inside += alternatives(get_args(one)[-1])
    return inside


def label(kind: Any) -> str:
    """Return the start of the name pydantic gives to a member of a union."""
    if is_model(kind):
        return str(kind.__name__)
    return {list: "list", dict: "dict", Literal: "literal"}.get(get_origin(kind), "")
