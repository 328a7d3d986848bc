"""Going on after the signer found that the log is not what it signed: under another name, and telling so."""

from sqlalchemy import select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import UsageError
from tracker.models import Organization, db
from tracker.services import log_tree
from tracker.services.key_files import Signed
from tracker.services.recording import recording
from tracker.services.signing import Signer


def recover(actor: Actor, signer: Signer, *, origin: str) -> Signed:
    """Begin a new log where the old one cannot go on: a key and origin of its own, over the entries that are there.

    Each organization's history gets an entry that names the old checkpoint and what is lost of it. Raises UsageError
    where nothing was signed before, or the origin is the old one.
    """
    permit(actor, "installation.operate")
    last = signer.before()
    if last is None:
        raise UsageError("Nothing was signed that could be recovered from: `tracker log init` begins a log")
    if last.checkpoint.origin == origin:
        raise UsageError(f"The log that cannot go on is called {origin}: choose another origin")
    signer.refuse_name(origin)
    told = _told(last, origin)
    with recording(actor) as record:
        for organization in db.session().execute(select(Organization)).scalars():
            record("organization.log_recovered", organization, reason=told)
    signer.retire()
    signer.init(origin)
    return signer.sign(anew=True)


def _told(last: Signed, origin: str) -> str:
    old = last.checkpoint
    return (
        f"The log {old.origin} does not go on: it was signed at {old.size} entries with the root {old.root.hex()}, and"
        f" {_state(last)}. From here on the log is called {origin}."
    )


def _state(last: Signed) -> str:
    # What is here of what was signed.
    old = last.checkpoint
    with db.engine.connect() as connection:
        size, _ = log_tree.head(connection)
        if size < old.size:
            return f"entries {size} to {old.size - 1} are lost"
        if log_tree.root(connection, old.size) != old.root:
            return "some entries are not those of then"
    return "all of them are here"
