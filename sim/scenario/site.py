"""What the ground the hub stands on must keep to, and what its users know better than the catalogue. Engines read nothing of it."""

from typing import Annotated

from pydantic import Field, model_validator

from .fields import STATUS, Part, Share

Number = Annotated[float, Field(ge=0, le=1e12)]
Most = Annotated[float, Field(ge=0.01, le=1)]
"""a site of which less may be built on is none"""
COUNTS_DOUBLE_M = 8.0
"""storey height above which its floor counts double in the plot ratio (national rule; C)"""


class Coefficient(Part):
    """A figure of the user's own in place of one of sim/site/coefficients.yaml, in the same unit; equal low and high if left out."""

    typical: Number
    low: Number | None = None
    high: Number | None = None
    source: str = Field(min_length=1, max_length=200, description="where it is from")
    status: str = Field(pattern=STATUS, description="A official, B press or maker, C repost, D vendor, X derived, M from memory or assumed")

    @model_validator(mode="after")
    def _rises(self) -> "Coefficient":
        low, high = self.ends
        if not low <= self.typical <= high:
            raise ValueError(f"low {low:g}, typical {self.typical:g} and high {high:g} must rise")
        return self

    @property
    def ends(self) -> tuple[float, float]:
        """Low and high."""
        return (self.typical if self.low is None else self.low, self.typical if self.high is None else self.high)


class Rule(Part):
    """A bound that planners set on a site; each with its source."""

    least: Number | None = Field(default=None, description="the least it may be [1]")
    most: Number | None = Field(default=None, description="the most it may be [1]")
    source: str = Field(min_length=1, max_length=200, description="which rule, of whom")

    @model_validator(mode="after")
    def _some(self) -> "Rule":
        if self.least is None and self.most is None:
            raise ValueError("a rule has a least, a most, or both")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError(f"the least, {self.least:g}, is above the most, {self.most:g}")
        return self


class Coverage(Rule):
    """A bound on the share of the site that is built on."""

    least: Share | None = Field(default=None, description="the least it may be [1]")
    most: Most | None = Field(default=None, description="the most it may be [1]")


class PlotRatio(Rule):
    """A bound on the counted floor over the site."""

    most: Annotated[float, Field(ge=0.01, le=1e12)] | None = Field(default=None, description="the most it may be [1]")


class Green(Rule):
    """A bound on the share of the site that is green."""

    least: Annotated[float, Field(ge=0, le=0.99)] | None = Field(default=None, description="the least it may be [1]")
    most: Share | None = Field(default=None, description="the most it may be [1]")


LOCAL_CODE = "local technical code for logistics warehouses, Annex D, as reposted; unverified"


class Rules(Part):
    """Bounds on the site."""

    coverage: Coverage = Field(default=Coverage(least=0.5, source=LOCAL_CODE), description="footprint of buildings over site [1]")
    plot_ratio: PlotRatio = Field(default=PlotRatio(least=1.0, source=LOCAL_CODE), description="counted floor over site; a storey above 8 m counts double [1]")
    green: Green = Field(default=Green(least=0.10, most=0.15, source=LOCAL_CODE), description="green over site [1]")

    @model_validator(mode="after")
    def _agree(self) -> "Rules":
        coverage, green = self.coverage.least or 0.0, self.green.least or 0.0
        if coverage + green > 1:
            raise ValueError(f"coverage of at least {coverage:g} and green of at least {green:g} are more than the whole site: lower one of them")
        return self


class Site(Part):
    """The ground: storeys, rules of planners, and coefficients of the user's own."""

    storeys: Annotated[int, Field(ge=1, le=6)] = Field(default=2, description="storeys of the building; two to four are usual in Asia [1]")
    storey_height_m: Annotated[float, Field(ge=3, le=30)] = Field(default=9.0, description="height of each; above 8 m it counts double [m]")
    quantile: Annotated[float, Field(ge=0.5, le=1)] = Field(
        default=0.99, description="of the samples of a run, whose use of doors, yard and floor must find room [1]"
    )
    rules: Rules = Rules()
    coefficients: dict[str, Coefficient] = Field(
        default={}, description="by the names of sim/site/coefficients.yaml, or as narrow_belt.area_m2 of sim/site/equipment.yaml"
    )
    scorecard: dict[str, Share | str] = Field(
        default={}, max_length=40, description="三贡献一高一强: what the user enters; nothing is defined for it, and nothing is reckoned from it"
    )
