"""A document as PDF, set by typst with the fonts of hubsim and no others: the same document, the same bytes, on any machine."""

import json
from pathlib import Path

import typst

from sim.report.style import FONTS

from .blocks import Document, plain

TEMPLATE = Path(__file__).with_name("report.typ")


def as_pdf(document: Document) -> bytes:
    """Return the bytes of the PDF file. The document goes in as data, so nothing in it is taken for markup."""
    words = json.dumps(plain(document), ensure_ascii=False)
    return typst.compile(str(TEMPLATE), sys_inputs={"document": words}, font_paths=[str(FONTS)], ignore_system_fonts=True, format="pdf")
