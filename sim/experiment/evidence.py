"""The folder of a run with all that a report needs: what was found, what it stands on, where it comes from."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sim.results.record import plain
from sim.results.run import Run
from sim.results.writer import write_run
from sim.scenario import Hub
from sim.site.site import site

from .origin import origin


def write_evidence(
    run: Run,
    hub: Hub,
    folder: Path,
    changes: Mapping[str, Any] | None = None,
    demand: float = 1.0,
    lang: str = "en",
    draw: Callable[[Path], object] | None = None,
) -> None:
    """Write the files of a run of a hub into the existing `folder`, with origin.json and site.json beside them; arguments as of `write_run` and `origin`.

    Raises OSError if the disk is full.
    """
    write_run(run, folder, lang=lang, draw=draw, beside={"origin": origin(run, hub, changes, demand), "site": plain(site(run, hub))})
