"""`hubsim report`: a document that can be laid on a table, from what runs, verdicts and studies have left."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from .guard import DONE, InputError, hush_figures, say

if TYPE_CHECKING:
    from sim.document.blocks import Document


@dataclass(frozen=True)
class Wish:
    """What the user asked for; fields as the options of `hubsim report`."""

    place: Path
    others: tuple[Path, ...]
    out: Path
    lang: str
    store: Path | None


STUDIES = (".yaml", ".yml")
"""what the file of a study ends in; all else is a folder"""


def carry_out(wish: Wish) -> int:
    """Make the document and return the exit code. Raises InputError, Refused before anything is drawn."""
    if wish.out.suffix.lower() not in (".pdf", ".html"):
        raise InputError(f"--out {wish.out}: a report is a .pdf or a .html file")
    from sim.document import as_html, as_pdf
    from sim.results.folder import whole_file

    hush_figures()
    with whole_file(wish.out) as hidden:
        document = _of_study(wish) if wish.place.suffix.lower() in STUDIES and not wish.place.is_dir() else _of_folder(wish)
        hidden.write_bytes(as_pdf(document) if wish.out.suffix.lower() == ".pdf" else as_html(document).encode())
    say(f"{wish.out}")
    return DONE


def _of_folder(wish: Wish) -> "Document":
    """What runs and verdicts have left."""
    from sim.document import compose, read_dossier
    from sim.experiment.identity import model_version

    if wish.store is not None:
        raise InputError(f"--store belongs to the report of a study; {wish.place} is none (a study is a .yaml file)")
    return compose(read_dossier(wish.place, model_version(), list(wish.others)), wish.lang)


def _of_study(wish: Wish) -> "Document":
    """What a study has found."""
    from sim.document import compose_study
    from sim.experiment.account import STORE, report_record
    from sim.experiment.plan import plan
    from sim.scenario import ScenarioError

    if wish.others:
        raise InputError(f"{wish.place} is a study, and is reported alone: leave out {', '.join(map(str, wish.others))}")
    try:
        made = plan(wish.place)
    except ScenarioError as fault:
        raise InputError(f"{wish.place} cannot be read as a study (hubsim sweep runs one; of a run, name its folder):\n{fault}") from None
    return compose_study(report_record(made, wish.store or STORE), wish.lang)
