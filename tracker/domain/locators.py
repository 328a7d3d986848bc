"""Where in a source a passage stands: said in exactly one way."""

from collections.abc import Mapping

WAYS = ("page", "timecode", "section", "quote", "selector")
AROUND = ("prefix", "suffix")


def is_sound(locator: Mapping[str, object]) -> bool:
    """Whether a locator says its place in exactly one way, with words around it only where that is a quote."""
    ways = [way for way in WAYS if locator.get(way) is not None]
    return len(ways) == 1 and (ways == ["quote"] or not any(locator.get(name) for name in AROUND))
