"""What may stand in a study file: every field, its range and its meaning."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Number = Annotated[float, Field(ge=-1e12, le=1e12)]
Seed = Annotated[int, Field(ge=0, le=2**63 - 1)]
Name = Annotated[str, Field(min_length=1, max_length=300)]
Replications = Annotated[int, Field(ge=1, le=65_536)]


class Part(BaseModel):
    """Base of everything a study is made of: frozen, and deaf to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Factor(Part):
    """What is varied: a list of values, or a range."""

    paths: list[Name] | None = Field(None, min_length=1, description="fields of the scenario that take the value together; left out, the factor's own name")
    values: list[Any] | None = Field(None, min_length=1, description="the values, one after another")
    low: Number | None = Field(None, description="the least value of a range")
    high: Number | None = Field(None, description="the greatest value of a range")
    levels: int | None = Field(None, ge=2, le=100_000, description="how many values of the range a grid takes, both ends included")
    whole: bool = Field(False, description="whether the range has whole numbers only")

    @model_validator(mode="after")
    def _is_one(self) -> "Factor":
        if self.values is not None and (self.low, self.high, self.levels) != (None, None, None):
            raise ValueError("give values, or low and high, not both")
        if (self.low is None) != (self.high is None):
            raise ValueError("a range needs both low and high")
        if self.low is not None and self.high is not None:
            if not self.low < self.high:
                raise ValueError(f"low must be less than high, not {self.low:g} and {self.high:g}")
            if self.whole and not (self.low.is_integer() and self.high.is_integer()):
                raise ValueError("low and high of whole numbers must be whole")
        elif self.whole or self.levels is not None:
            raise ValueError("whole and levels belong to a range: give low and high")
        return self


class Grid(Part):
    """Every value of each factor with every value of the others."""

    kind: Literal["grid"]


class Fractional(Part):
    """A part of the grid of two values a factor, so chosen that main effects can be told apart."""

    kind: Literal["fractional"]
    resolution: int | None = Field(None, ge=3, le=8, description="3: main effects mix with pairs only; 4: with triples only; 5: pairs too; left out, 4")
    generators: dict[Name, list[Name]] | None = Field(None, description="factor: the factors of whose product it takes the sign")

    @model_validator(mode="after")
    def _is_one(self) -> "Fractional":
        if self.resolution is not None and self.generators is not None:
            raise ValueError("give a resolution or generators, not both")
        return self


class LatinHypercube(Part):
    """Points spread so that each factor takes each of n equal parts of its range once."""

    kind: Literal["latin_hypercube"]
    points: int = Field(ge=1, le=1_000_000, description="how many")
    seed: Seed = Field(1, description="of the draw of the points, not of the runs")


class Sobol(Part):
    """Points of a scrambled Sobol sequence, spread evenly."""

    kind: Literal["sobol"]
    points: int = Field(ge=1, le=2**20, description="how many, a power of two")
    seed: Seed = Field(1, description="of the draw of the points, not of the runs")


class Morris(Part):
    """Screening: each factor moved alone, from many places."""

    kind: Literal["morris"]
    trajectories: int = Field(ge=2, le=10_000, description="from how many places; each needs one point more than there are factors")
    levels: int = Field(4, ge=2, le=64, description="steps of the range of a factor; an even number")
    seed: Seed = Field(1, description="of the draw of the points, not of the runs")


class SobolSensitivity(Part):
    """How much of the variance each factor explains, alone and with others."""

    kind: Literal["sobol_sensitivity"]
    base: int = Field(ge=2, le=2**20, description="points to start from, a power of two; each becomes factors + 2, with pairs 2 x factors + 2")
    pairs: bool = Field(False, description="whether pairs of factors are told too")
    seed: Seed = Field(1, description="of the draw of the points, not of the runs")


class Points(Part):
    """Points that are listed, here or in a CSV file with a column a factor."""

    kind: Literal["points"]
    rows: list[dict[Name, Any]] | None = Field(None, min_length=1, description="one mapping a point, factor: value")
    file: str | None = Field(None, min_length=1, description="CSV file, relative to this file; its first line names the factors")

    @model_validator(mode="after")
    def _is_one(self) -> "Points":
        if (self.rows is None) == (self.file is None):
            raise ValueError("give exactly one of rows, file")
        return self


class Optimise(Part):
    """Points chosen one batch after another by what the batches before have found (TPE)."""

    kind: Literal["optimise"]
    points: int = Field(ge=1, le=100_000, description="how many at most")
    at_once: int = Field(4, ge=1, le=1000, description="how many are asked for before any of them is answered; the same for any number of workers")
    startup: int = Field(10, ge=1, le=10_000, description="how many are drawn at random first")
    seed: Seed = Field(1, description="of the choice of the points, not of the runs")


Design = Annotated[
    Grid | Fractional | LatinHypercube | Sobol | Morris | SobolSensitivity | Points | Optimise,
    Field(discriminator="kind"),
]


class Precision(Part):
    """Replications are added to a point until the mean of a figure is known well enough."""

    figure: Name = Field(description="the figure whose mean is meant")
    relative: float = Field(gt=0, lt=1, description="half-width of the confidence interval, as a share of the mean")
    confidence: float = Field(0.95, gt=0, lt=1, description="of the interval")
    at_most: int = Field(100, ge=2, le=65_536, description="replications of each point; the first 20 are done before anybody looks")


class Cost(Part):
    """A figure that is linear in the factors: fixed + price x value of each."""

    unit: str = Field(min_length=1, max_length=60, description="what it is counted in: yuan, m2, kWh a day ...; the prices are the user's own")
    fixed: Number = Field(0.0, description="what does not depend on a factor")
    of: dict[Name, Number] = Field(min_length=1, description="factor: price of each unit of its value")


class Limit(Part):
    """What the mean of a figure must reach; with a confidence, the bound of its one-sided interval must."""

    at_least: Number | None = None
    at_most: Number | None = None
    confidence: float | None = Field(None, gt=0.5, lt=1, description="one-sided; left out, the mean alone counts")

    @model_validator(mode="after")
    def _has_one(self) -> "Limit":
        if self.at_least is None and self.at_most is None:
            raise ValueError("give at_least, at_most or both")
        return self


class Study(Part):
    """Many runs of one scenario."""

    title: str = Field("", max_length=500)
    notes: str = Field("", max_length=20_000)
    scenario: str = Field(min_length=1, description="the scenario file, relative to this file")
    scale: float = Field(1.0, gt=0, le=100, description="makes demand and plant together so many times as large")
    factors: dict[Name, Factor | None] = Field(min_length=1, description="field of the scenario by its path, demand, or scale: values")
    design: Design
    replications: Replications | None = Field(None, description="of each point; left out, 1")
    precision: Precision | None = None
    seed: Seed | None = Field(None, description="of the runs; left out, that of the scenario. All points meet the same chance")
    engine: Literal["fast", "reference"] = "fast"
    tables: list[Literal["elements", "departures", "classes"]] = Field([], description="tables of each run that are kept beside its figures")
    figures: list[Name] = Field(
        ["throughput_per_day", "on_time_share", "dwell_p95_s", "held"], min_length=1, description="what is shown and analysed; kept are all"
    )
    costs: dict[Name, Cost] = Field({}, description="figures of the user's own, linear in the factors")
    aims: dict[Name, Literal["minimise", "maximise"]] = Field({}, description="figure or cost: minimise or maximise; several give a Pareto front")
    limits: dict[Name, Limit] = Field({}, description="figure or cost: what it must reach")
    most_runs: int = Field(10_000, ge=1, le=100_000_000, description="more than so many are begun with --yes only")

    @model_validator(mode="after")
    def _has_one(self) -> "Study":
        if self.replications is not None and self.precision is not None:
            raise ValueError("give replications or precision, not both")
        return self

    @property
    def last(self) -> int:
        """How many replications a point has at most."""
        return self.precision.at_most if self.precision else self.replications or 1
