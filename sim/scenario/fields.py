"""The kinds of value that fields of the schema have, with their ranges, and what all models share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Share = Annotated[float, Field(ge=0, le=1)]
Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", description='time of day, "HH:MM"')]
Name = Annotated[str, Field(pattern=r"^[^\s.\[\]{}]{1,64}$")]
Target = Annotated[str, Field(min_length=1, max_length=130, description="name of the next element, or loop.induction")]
# the engines count in whole microseconds and micrometres, up to 2^60 of them: no figure may come near these ends (resolution.py)
Length = Annotated[float, Field(ge=1e-4, le=1e6)]
Duration = Annotated[float, Field(ge=1e-6, le=1e9)]
Rate = Annotated[float, Field(ge=1e-3, le=1e9)]
Weight = Annotated[float, Field(ge=0, le=1e9)]
DATE = r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
STATUS = "^[ABCDXM]$"
POLICY = r"^[A-Za-z_][A-Za-z0-9_.]*(:[A-Za-z_][A-Za-z0-9_]*)?$"
Policy = Annotated[str, Field(pattern=POLICY, max_length=200)]
"""one that ships with hubsim, or the user's own as module:function"""
Count = Annotated[int, Field(ge=1, le=1_000_000)]


class Part(BaseModel):
    """Base of everything a scenario is made of: frozen, and deaf to unknown keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


def exactly_one(part: BaseModel, *names: str) -> None:
    """Raise ValueError unless exactly one of the fields `names` is given."""
    given = [name for name in names if getattr(part, name) is not None]
    if len(given) != 1:
        raise ValueError(f"give exactly one of {', '.join(names)}" + (f", not {' and '.join(given)}" if given else ""))
