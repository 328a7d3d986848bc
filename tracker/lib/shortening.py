"""Text cut short for a small place."""

ELLIPSIS = "…"


def shorten(text: str, limit: int) -> str:
    """Return text on one line in at most so many characters, cut between words and ended with `…`.

    A word that alone fills more than half of the place is cut within. The limit is at least 1.
    """
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    room = limit - len(ELLIPSIS)
    words = line[: room + 1].rpartition(" ")[0]
    kept = words if len(words) * 2 >= room else line[:room]
    return kept.rstrip(" ,;:.\u2013\u2014-") + ELLIPSIS
