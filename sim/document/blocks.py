"""What a report is made of. Text in a block is text: whatever a user has written in it is shown, never obeyed."""

import re
from dataclasses import asdict, dataclass, field
from typing import Any

from sim.results.printable import printable


@dataclass(frozen=True)
class Heading:
    """A heading inside a chapter."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True)
class Statement:
    """The answer, large, with what it rests on below it."""

    text: str
    below: str = ""


@dataclass(frozen=True)
class Note:
    """What a reader must not miss."""

    text: str


@dataclass(frozen=True)
class Points:
    """A list."""

    items: list[str]


@dataclass(frozen=True)
class Commands:
    """Lines for a shell, as they are typed."""

    lines: list[str]


@dataclass(frozen=True)
class Table:
    """Rows of text under a header; `left` columns are flush left, the others flush right, and the first takes the room that is left."""

    header: list[str]
    rows: list[list[str]]
    left: int = 1
    caption: str = ""
    wide: int = 1
    """columns, from the left, that share the room that is left; the others are as wide as their text"""
    shares: list[int] | None = None
    """on paper all columns have these parts of the width, whatever is in them"""


@dataclass(frozen=True)
class Picture:
    """A figure, as the text of an SVG file."""

    svg: str
    caption: str

    @property
    def turned(self) -> bool:
        """Whether it is so wide that a page shows it only if it is turned."""
        size = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', self.svg[:2000])
        if size is None:
            return False
        width, height = float(size[1]), float(size[2])
        return width > WIDE_PT and width > 1.8 * height


WIDE_PT = 800.0
"""a figure wider than this is illegible across a page [pt]"""
Block = Heading | Paragraph | Statement | Note | Points | Commands | Table | Picture


@dataclass(frozen=True)
class Chapter:
    """A chapter with its blocks; one without blocks is left out."""

    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Document:
    """A whole report."""

    lang: str
    title: str
    subtitle: str
    foot: str
    """stands at the foot of each page"""
    chapters: list[Chapter] = field(default_factory=list)


def plain(document: Document) -> dict[str, Any]:
    """Return a document as plain values, each block with its `kind`, and every text without control characters."""
    chapters = [{"title": chapter.title, "blocks": [_block(block) for block in chapter.blocks]} for chapter in document.chapters]
    head = {name: getattr(document, name) for name in ("lang", "title", "subtitle", "foot")}
    return _clean(head | {"chapters": chapters})  # type: ignore[no-any-return]


def _block(block: Block) -> dict[str, Any]:
    return {"kind": type(block).__name__.lower()} | asdict(block) | ({"turned": block.turned} if isinstance(block, Picture) else {})


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: entry if key == "svg" else _clean(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_clean(entry) for entry in value]
    return printable(value) if isinstance(value, str) else value
