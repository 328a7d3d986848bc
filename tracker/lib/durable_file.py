"""Small files that are on the disk, whole, before anybody relies on them."""

import os
import tempfile
from pathlib import Path

from tracker.lib.file_store import or_nothing, sync_directory


def write(path: Path, content: bytes) -> None:
    """Put a file, for its owner alone, in the place of what was there; a crash leaves the old one or the new one."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as target:
        place = Path(target.name)
        with or_nothing(place):
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
            place.replace(path)
    sync_directory(path.parent)
