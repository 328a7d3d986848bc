"""The past in the API: moments of the log."""

from tracker.schemas.base import In
from tracker.schemas.fields import AsOf

AS_OF = (
    "Show it as it was: after the entry of this sequence was written, or after all that was written up to this time. "
    "`Tracker-Log-Sequence` tells which entry was the last; such an answer never changes, unless something is erased."
)


class AsOfQuery(In):
    """As of when."""

    as_of = AsOf(metadata={"description": AS_OF})
