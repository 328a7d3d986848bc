"""Small files that are on the disk, whole, before anybody relies on them."""

import os
import tempfile
from pathlib import Path

from tracker.lib.file_store import or_nothing, sync_directory

# What a file that is not complete yet is called by, if whoever wrote it was killed.
INCOMING = ".incoming-"


def write(path: Path, content: bytes) -> None:
    """Put a file, for its owner alone, in the place of what was there; a crash leaves the old one or the new one."""
    put(path, content, mode=0o600)
    sync_directory(path.parent)


def put(path: Path, content: bytes, *, mode: int) -> None:
    """Do the same with another mode; the caller has yet to put its name on the disk with `sync_directory`."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=INCOMING, delete=False) as target:
        place = Path(target.name)
        with or_nothing(place):
            target.write(content)
            target.flush()
            os.fchmod(target.fileno(), mode)
            os.fsync(target.fileno())
            place.replace(path)
