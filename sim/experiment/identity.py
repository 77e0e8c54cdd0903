"""What determines a run, as a name: the same identity, the same journeys, on any machine.

A hub has a fingerprint: the scenario after reading, scaling and change of demand, every default filled in, its manifests, and the text of the user's own
policies. Titles, notes and facts are not in it, nor how the file was written: they move nothing. If figures of the ground are asked for, it goes on with a
dot and digits over what these depend on beside. The identity of a run is a hash of fingerprint, seed, replication, engine and the version of the model:
that of the package and of every source file a run and its figures pass through.
"""

import functools
import hashlib
import json
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results.folder import Refused

from . import ground

if TYPE_CHECKING:
    from sim.scenario import Hub

MOVING: tuple[str, ...] = ("engine.py", "layout.py", "scenario", "policies", "plant", "control", "kernels", "reference", "experiment/outcome.py")
MOVING += tuple(f"results/{name}.py" for name in ("bottleneck", "collect", "families", "haulage", "hours", "recovery", "run"))
"""what of sim/ decides what a run finds, and the figures kept of it; not the words they are told in"""
SILENT = ("title", "notes", "note", "facts", "seed", "reaching", "site", "equipment")
"""what a scenario says that moves nothing; the seed is named by the run"""


@functools.cache
def model_version() -> str:
    """The version of the package, and ten digits over the sources that decide what a run finds: 0.1.0+3f2a91c07d."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for name in MOVING:
        place = root / name
        for source in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if source.suffix in (".py", ".yaml"):
                digest.update(source.relative_to(root).as_posix().encode() + b"\0" + source.read_bytes())
    try:
        installed = version("hubsim")
    except PackageNotFoundError:
        installed = "source"
    return f"{installed}+{digest.hexdigest()[:10]}"


def fingerprint(hub: "Hub", with_ground: bool = False) -> str:
    """Thirty-two hexadecimal digits over all of a hub that a run depends on; with the ground, a dot and ten more."""
    from sim.policies import find  # whoever has a hub has these; who only asks for a name need not wait for them
    from sim.scenario import named_policies

    digest = hashlib.sha256(json.dumps(_spoken(hub.scenario.model_dump(mode="json"), hub.scenario)).encode())
    digest.update(b"as written" if hub.scale == 1.0 else b"scaled")  # a scaled hub may lead n copies to m
    for place, manifest in sorted(hub.manifests.items()):
        for name, column in vars(manifest).items():
            digest.update(f"{place}.{name}".encode() + (repr(column).encode() if isinstance(column, tuple) else column.tobytes()))
    own = {(decision, name) for decision, name, _ in named_policies(hub.scenario) if ":" in name}
    for decision, name in sorted(own):
        digest.update(name.encode() + Path(find(decision, name, hub.folder).__code__.co_filename).read_bytes())
    return digest.hexdigest()[:32] + (f".{ground.digest(hub)}" if with_ground else "")


def has_ground(name: str) -> bool:
    """Tell whether a fingerprint asks for figures of the ground."""
    return "." in name


def the_same(hub: "Hub", name: str) -> "Hub":
    """Return the hub if `name` is its fingerprint; raise Refused if not: what was written down has changed since it was named."""
    found = fingerprint(hub, has_ground(name))
    if found != name:
        words = f"{hub.scenario.title!r} is not the hub it was when this study began (fingerprint {found}, was {name}): a file it is made of has changed"
        raise Refused(f"{words}; undo that, or take another folder for the store")
    return hub


def run_identity(hub: str, seed: int, replication: int, engine: str) -> str:
    """Thirty-two hexadecimal digits over all that determines a run; `hub` is a fingerprint."""
    return hashlib.sha256(json.dumps([model_version(), hub, seed, replication, engine]).encode()).hexdigest()[:32]


def _spoken(dumped: Any, part: Any) -> Any:
    """`part`, dumped, without the fields that move nothing. Keys that a user has named, as elements are, all stay: tables show them."""
    from sim.scenario.fields import Part

    if isinstance(part, Part):
        return {name: _spoken(value, getattr(part, name)) for name, value in dumped.items() if name not in SILENT}
    if isinstance(part, dict):
        return {key: _spoken(value, entry) for (key, value), entry in zip(dumped.items(), part.values(), strict=True)}
    return [_spoken(value, entry) for value, entry in zip(dumped, part, strict=True)] if isinstance(part, list | tuple) else dumped
