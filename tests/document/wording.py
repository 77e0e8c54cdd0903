"""What a document says, for tests."""

from sim.document.blocks import plain


def words_of(document):
    """All text of a document."""
    found = []

    def walk(value):
        if isinstance(value, str):
            found.append(value)
        elif isinstance(value, dict):
            [walk(entry) for key, entry in value.items() if key != "svg"]
        elif isinstance(value, list):
            [walk(entry) for entry in value]

    walk(plain(document))
    return "\n".join(found)
