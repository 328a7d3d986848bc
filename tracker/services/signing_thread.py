"""Signs by itself: at the start, soon after each publication, and hourly."""

from tracker.errors import Conflict, LogNotSound
from tracker.lib import logs
from tracker.lib.signed_note import NoteError
from tracker.services.chores import Chore
from tracker.services.context import Context
from tracker.services.signing import Signer

# Publications that come together share a checkpoint; more than one in this time would only be more to keep.
PAUSE_SECONDS = 0.2
HOUR_SECONDS = 3600.0
PUBLISHED = "publication."


class SigningThread(Chore):
    """Keeps the newest checkpoint close behind the log."""

    undone = "not-signed"
    passes = (*Chore.passes, NoteError)

    def __init__(self, signer: Signer, context: Context) -> None:
        super().__init__("signing", context)
        self.signer = signer

    def heeds(self, kinds: frozenset[str]) -> bool:
        """Tell whether something was published, corrected or retracted."""
        return any(kind.startswith(PUBLISHED) for kind in kinds)

    def turn(self) -> float:
        """Sign, if there is something new to sign, and rest."""
        try:
            with self.context():
                self.signer.sign()
        except LogNotSound as error:
            logs.get(__name__).error("log-not-sound", reason=str(error))
        except Conflict:
            # Another process kept the same checkpoint meanwhile.
            return PAUSE_SECONDS
        self.ended.wait(PAUSE_SECONDS)
        return HOUR_SECONDS


def start(signer: Signer, context: Context) -> SigningThread | None:
    """Start signing, if there is a key, with what makes an application's context."""
    if not signer.is_set_up:
        return None
    thread = SigningThread(signer, context)
    thread.start()
    return thread
