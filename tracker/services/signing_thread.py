"""Signs by itself: at the start, soon after each publication, and hourly."""

import threading
from typing import Any

from sqlalchemy.exc import DBAPIError

from tracker.errors import LogNotSound, Unavailable
from tracker.lib import logs
from tracker.lib.signed_note import NoteError
from tracker.services import recording
from tracker.services.context import Context
from tracker.services.signing import Signer

# Publications that come together share a checkpoint; more than one in this time would only be more to keep.
PAUSE_SECONDS = 0.2
HOUR_SECONDS = 3600.0
RETRY_SECONDS = 5.0
PUBLISHED = "publication."


class SigningThread(threading.Thread):
    """Keeps the newest checkpoint close behind the log, for as long as the process lives."""

    def __init__(self, signer: Signer, context: Context) -> None:
        super().__init__(name="signing", daemon=True)
        self.signer = signer
        self.context = context
        self.due = threading.Event()
        self.ended = threading.Event()

    def run(self) -> None:
        """Sign until the end is near."""
        recording.committed.connect(self._wake)
        while not self.ended.is_set():
            self.due.clear()
            wait = self._sign()
            self.ended.wait(PAUSE_SECONDS)
            self.due.wait(wait)

    def end(self) -> None:
        """Sign no more."""
        recording.committed.disconnect(self._wake)
        self.ended.set()
        self.due.set()

    def _wake(self, _sender: object, *, kinds: frozenset[str], **_more: Any) -> None:
        if any(kind.startswith(PUBLISHED) for kind in kinds):
            self.due.set()

    def _sign(self) -> float:
        # Returns after how long to look again, if nobody asks before.
        log = logs.get(__name__)
        try:
            with self.context():
                self.signer.sign()
        except LogNotSound as error:
            log.error("log-not-sound", reason=str(error))
        except (DBAPIError, Unavailable, OSError, NoteError) as error:
            log.warning("not-signed", error=type(error).__name__)
            return RETRY_SECONDS
        return HOUR_SECONDS


def start(signer: Signer, context: Context) -> SigningThread | None:
    """Start signing, if there is a key, with what makes an application's context."""
    if not signer.is_set_up:
        return None
    thread = SigningThread(signer, context)
    thread.start()
    return thread
