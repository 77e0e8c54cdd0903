"""A report that can be laid on a table: chapters of blocks, set as PDF or as one page of HTML.

blocks     what a chapter is made of: text, tables, pictures, commands. No markup: all text is shown as it is
numbers    figures as people write them;  say, sources: words in both languages
dossier    what a report is made of: the folders of runs and verdicts, read and checked
chapters   one module a chapter, from a dossier to blocks
studies    the same for a study, from its plain values to blocks
compose    the chapters in order
typeset    to PDF (typst, with the fonts of hubsim);  page: to HTML (Jinja2)
"""

from .compose import compose, compose_study
from .dossier import Dossier, read_dossier
from .page import as_html
from .typeset import as_pdf

__all__ = ["Dossier", "as_html", "as_pdf", "compose", "compose_study", "read_dossier"]
