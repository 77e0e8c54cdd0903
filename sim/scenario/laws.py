"""The laws of chance a user may write: a shape and its figures, in seconds or in plain counts.

Time laws carry the unit in the field (``mean_s``); count laws (parcels in a load, parcels between two jams) have none.
Both families are made from the one table `SHAPES`, so that a law that exists for times exists for counts too.
"""

from typing import Annotated, Any, Literal, Union

from pydantic import BaseModel, ConfigDict, Field, create_model, model_validator


class Law(BaseModel):
    """A law of chance; `law` names its shape."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    law: str

    @model_validator(mode="after")
    def _ordered(self) -> "Law":
        """Raise ValueError unless low <= mode <= high, and weights fit their values."""
        figures = {name.removesuffix("_s"): value for name, value in self}
        marks = [figures[name] for name in ("low", "mode", "high") if name in figures]
        if marks != sorted(marks):
            raise ValueError("the figures must rise: low, then mode (if any), then high")
        if self.law == "empirical" and figures["weights"] is not None:
            if len(figures["weights"]) != len(figures["values"]):
                raise ValueError(f"{len(figures['values'])} values need as many weights, not {len(figures['weights'])}")
            if sum(figures["weights"]) <= 0:
                raise ValueError("the weights must not all be 0")
        return self


_LENGTH = {"ge": 0.0, "le": 1e9}

# shape -> (meaning, figures that carry the unit, figures without a unit)
SHAPES: dict[str, tuple[str, dict[str, dict[str, Any]], dict[str, dict[str, Any]]]] = {
    "deterministic": ("always the same", {"value": _LENGTH}, {}),
    "exponential": ("memoryless", {"mean": {"gt": 0, "le": 1e9}}, {}),
    "uniform": ("flat between two bounds", {"low": _LENGTH, "high": _LENGTH}, {}),
    "triangular": ("rising to a mode, then falling", {"low": _LENGTH, "mode": _LENGTH, "high": _LENGTH}, {}),
    "gamma": ("gamma, by mean and coefficient of variation", {"mean": {"gt": 0, "le": 1e9}}, {"cv": {"gt": 0.01, "le": 10}}),
    "lognormal": ("lognormal, by mean and coefficient of variation", {"mean": {"gt": 0, "le": 1e9}}, {"cv": {"gt": 0, "le": 10}}),
    "weibull": ("Weibull, by scale and shape", {"scale": {"gt": 0, "le": 1e9}}, {"shape": {"ge": 0.1, "le": 100}}),
    "geometric": ("whole steps until the first success", {"step": {"gt": 0, "le": 1e9}}, {"p": {"ge": 1e-9, "le": 1}}),
}


def _family(suffix: str, unit: str) -> Any:
    """Return the discriminated union of all laws whose figures end in `suffix` and are measured in `unit`."""
    models: list[Any] = []
    for name, (meaning, scaled, bare) in SHAPES.items():
        fields: dict[str, Any] = {"law": (Literal[name], Field(description=meaning))}
        for figure, limits in scaled.items():
            fields[figure + suffix] = (float, Field(description=f"{figure} [{unit}]", **limits))
        for figure, limits in bare.items():
            fields[figure] = (float, Field(description=f"{figure} [1]", **limits))
        models.append(create_model(f"{name.capitalize()}{'Time' if suffix else 'Count'}", __base__=Law, __doc__=meaning, **fields))
    values = (list[Annotated[float, Field(ge=0, le=1e9)]], Field(min_length=1, max_length=100_000, description=f"observed values [{unit}]"))
    weights = (list[Annotated[float, Field(ge=0, le=1e9)]] | None, Field(default=None, description="how often each value occurs; alike if left out [1]"))
    empirical: dict[str, Any] = {"law": (Literal["empirical"], Field(description="one of the given values")), f"values{suffix}": values, "weights": weights}
    models.append(create_model(f"Empirical{'Time' if suffix else 'Count'}", __base__=Law, __doc__="one of the given values", **empirical))
    globals().update({model.__name__: model for model in models})  # a hub goes to other processes: pickle finds a model by its name here
    return Annotated[Union[tuple(models)], Field(discriminator="law")]  # noqa: UP007 - the members are known only here


TimeLaw = _family("_s", "s")
CountLaw = _family("", "1")
