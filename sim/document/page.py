"""A document as one page of HTML that needs no other file: pictures inside, no script, and all text escaped."""

import base64
import io
from pathlib import Path

from fontTools import subset
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sim.report.style import FONTS

from .blocks import Document, plain

HERE = Path(__file__).parent
WEIGHTS = {400: "Regular", 700: "Bold"}


def as_html(document: Document) -> str:
    """Return the text of the page."""
    shelf = Environment(loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    shelf.filters["base64"] = lambda words: base64.b64encode(words.encode()).decode()
    shelf.globals["numeral"] = numeral
    told = plain(document)
    drawn = shelf.get_template("page.html")
    letters = "".join(sorted(set(drawn.render(document=told, faces={}))))
    return drawn.render(document=told, faces={weight: face(name, letters) for weight, name in WEIGHTS.items()})


def face(name: str, letters: str) -> str:
    """Return a font of hubsim with these letters alone, in base64: a machine that has none of its own shows Chinese too."""
    options = subset.Options(notdef_outline=True, layout_features=["kern"])
    with subset.load_font(str(FONTS / f"NotoSansSC-{name}.otf"), options) as font:
        chosen = subset.Subsetter(options)
        chosen.populate(text=letters)
        chosen.subset(font)
        found = io.BytesIO()
        font.save(found)
    return base64.b64encode(found.getvalue()).decode()


def numeral(place: int, lang: str) -> str:
    """Return the number of a chapter as it stands before its title: 1, or 一、 as offices write it."""
    if lang != "zh":
        return f"{place} "
    tens, ones = divmod(place, 10)
    digits = "零一二三四五六七八九"
    return f"{digits[tens] if tens > 1 else ''}{'十' if tens else ''}{digits[ones] if ones else ''}、"
