"""A document as one page of HTML that needs no other file: pictures inside, no script, and all text escaped."""

import base64
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from .blocks import Document, plain

HERE = Path(__file__).parent


def as_html(document: Document) -> str:
    """Return the text of the page."""
    shelf = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    shelf.filters["base64"] = lambda words: base64.b64encode(words.encode()).decode()
    shelf.globals["numeral"] = numeral
    return shelf.get_template("page.html").render(document=plain(document))


def numeral(place: int, lang: str) -> str:
    """Return the number of a chapter as it stands before its title: 1, or 一、 as offices write it."""
    if lang != "zh":
        return f"{place} "
    tens, ones = divmod(place, 10)
    digits = "零一二三四五六七八九"
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}、"
