"""What can be shown: names and titles are the user's, or come from whoever wrote the scenario, and end on a terminal, in a table, in a file of UTF-8."""

import re

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # control characters but tab and line feed; bytes of a file name that are no text
_ORDER = "\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069"  # turn the words around them, ours too, right to left, or begin a line
_HIDDEN = re.compile(f"[{_CONTROL}{_ORDER}]")


def printable(words: str) -> str:
    """The text with `\\x1b` for an escape character, `\\u202e` for one that turns the words around, and the like.

    So it does nothing to a terminal and to the words beside it, and every file takes it.
    """
    return _HIDDEN.sub(lambda letter: _shown(ord(letter[0])), words)


def _shown(code: int) -> str:
    return f"\\x{code & 0xFF:02x}" if code < 0x100 or 0xD800 <= code < 0xE000 else f"\\u{code:04x}"


def escaped(json: str) -> str:
    """JSON text with the same characters as `\\u001b`: there they stand within strings only."""
    return _HIDDEN.sub(lambda letter: f"\\u{ord(letter[0]):04x}", json)
