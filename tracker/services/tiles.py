"""What is served of the log to everybody: tiles, bundles of entries and proofs, under the newest checkpoint (C2SP)."""

from sqlalchemy import Connection, select

from tracker.errors import NotFound, Unavailable
from tracker.lib import merkle, tlog
from tracker.lib.signed_note import Note
from tracker.lib.tlog import EntryBundle, Tile
from tracker.models import LogCheckpoint, LogEntry, db
from tracker.services import log_tree, proofs


def checkpoint() -> Note:
    """Return the newest checkpoint with what witnesses signed of it, or raise NotFound where nothing was signed yet."""
    return proofs.note_of(_newest())


def resource(path: str) -> tuple[bytes, bool]:
    """Return the bytes of a tile or bundle, and whether it is full and never changes.

    What no checkpoint covers is not served. Raises NotFound for it, and for what is no path of one; Unavailable where
    the tree is damaged.
    """
    try:
        wanted = tlog.parse_path(path)
    except tlog.TlogError as error:
        raise NotFound(kind="tile") from error
    if not wanted.is_in(_newest().size):
        raise NotFound(kind="tile")
    connection = db.session().connection()
    content = _tile(connection, wanted) if isinstance(wanted, Tile) else _bundle(connection, wanted)
    return content, wanted.width == tlog.FULL_WIDTH


def proof(seq: int) -> str:
    """Return the C2SP tlog-proof that an entry stands under the newest checkpoint; NotFound where none covers it."""
    covering = proofs.checkpoint_over(seq)
    if covering is None:
        raise NotFound(kind="checkpoint of this entry")
    return proofs.inclusions([seq], covering)[seq]


def consistency(first: int, second: int) -> list[str]:
    """Return the proof, in base64, that one size of the log is the beginning of another that a checkpoint covers.

    Raises NotFound for sizes that never were, or between which there is no proof.
    """
    if proofs.checkpoint_over(second - 1) is None:
        raise NotFound(kind="checkpoint of this size")
    try:
        return proofs.as_text(proofs.consistencies([first], second)[first])
    except merkle.TreeError as error:
        raise NotFound(kind="proof") from error


def _newest() -> LogCheckpoint:
    found = proofs.newest_checkpoint()
    if found is None:
        raise NotFound(kind="checkpoint")
    return found


def _tile(connection: Connection, tile: Tile) -> bytes:
    hashes = log_tree.hashes(connection, tile.coordinates())
    if len(hashes) < tile.width:
        raise Unavailable(reason=proofs.DAMAGED)
    return b"".join(hashes[coordinate] for coordinate in tile.coordinates())


def _bundle(connection: Connection, bundle: EntryBundle) -> bytes:
    leaves = bundle.leaves()
    found = select(LogEntry.entry).where(LogEntry.seq.between(leaves.start, leaves.stop - 1)).order_by(LogEntry.seq)
    return tlog.render_entries([bytes(entry) for entry in connection.execute(found).scalars()])
