"""`hubsim report`: a document that can be laid on a table, from what runs and verdicts have left."""

import logging
from dataclasses import dataclass
from pathlib import Path

from .guard import DONE, InputError, say


@dataclass(frozen=True)
class Wish:
    """What the user asked for; fields as the options of `hubsim report`."""

    place: Path
    others: tuple[Path, ...]
    out: Path
    lang: str


def carry_out(wish: Wish) -> int:
    """Make the document and return the exit code. Raises InputError, Refused before anything is drawn."""
    if wish.out.suffix.lower() not in (".pdf", ".html"):
        raise InputError(f"--out {wish.out}: a report is a .pdf or a .html file")
    from sim.document import as_html, as_pdf, compose, read_dossier
    from sim.experiment.identity import model_version
    from sim.results.folder import whole_file

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # of a home folder it cannot write, and helps itself
    with whole_file(wish.out) as hidden:
        document = compose(read_dossier(wish.place, model_version(), list(wish.others)), wish.lang)
        hidden.write_bytes(as_pdf(document) if wish.out.suffix.lower() == ".pdf" else as_html(document).encode())
    say(f"{wish.out}")
    return DONE
