"""What can be shown: names and titles are the user's, or come from whoever wrote the scenario, and end on a terminal, in a table, in a file of UTF-8."""

import re

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # control characters but tab and line feed; bytes of a file name that are no text


def printable(words: str) -> str:
    """The text with `\\x1b` for an escape character and the like, so that it does nothing to a terminal and every file takes it."""
    return _HIDDEN.sub(lambda letter: f"\\x{ord(letter[0]) & 0xFF:02x}", words)


def escaped(json: str) -> str:
    """JSON text with the same characters as `\\u001b`: there they stand within strings only."""
    return _HIDDEN.sub(lambda letter: f"\\u{ord(letter[0]):04x}", json)
