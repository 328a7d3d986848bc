"""What an export of the log may suffer on its way: files that are lost, and entries that are others."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tracker.lib.tlog import parse_entries, render_entries

Damage = Callable[[Path], None]


def without(part: str) -> Damage:
    """Take files away."""

    def damage(folder: Path) -> None:
        for place in folder.rglob(part):
            if place.is_file():
                place.unlink()

    return damage


def rewritten(change: Callable[[list[bytes]], Sequence[bytes]]) -> Damage:
    """Write the last entries otherwise."""

    def damage(folder: Path) -> None:
        place = max(folder.glob("tile/entries/**/*"), key=lambda path: path.is_file())
        place.write_bytes(render_entries(change(parse_entries(place.read_bytes()))))

    return damage


DAMAGES: Mapping[str, Damage] = {
    "no entries": without("entries/**/*"),
    "no checkpoint": without("checkpoint"),
    "cut": rewritten(lambda entries: entries[:-1]),
    "swapped": rewritten(lambda entries: [*entries[:-2], entries[-1], entries[-2]]),
    "no time": rewritten(lambda entries: [*entries[:-1], entries[-1].replace(b'"at":"20', b'"at":"xx')]),
}
