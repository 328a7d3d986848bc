"""What is served of the log to everybody: tiles and bundles of entries as C2SP tlog-tiles cuts them."""

from sqlalchemy import Connection, select

from tracker.errors import NotFound
from tracker.lib import merkle, tlog
from tracker.lib.tlog import EntryBundle, Tile
from tracker.models import LogEntry, db
from tracker.services import log_tree, signing
from tracker.services.signing import Signed


def checkpoint() -> Signed:
    """Return the newest checkpoint, or raise NotFound where nothing was signed yet."""
    found = signing.newest(db.session().connection())
    if found is None:
        raise NotFound(kind="checkpoint")
    return found


def resource(path: str) -> tuple[bytes, bool]:
    """Return the bytes of a tile or bundle, and whether it is full and never changes.

    What no checkpoint covers is not served. Raises NotFound for it, and for what is no path of one.
    """
    try:
        wanted = tlog.parse_path(path)
    except tlog.TlogError as error:
        raise NotFound(kind="tile") from error
    if not wanted.is_in(checkpoint().checkpoint.size):
        raise NotFound(kind="tile")
    connection = db.session().connection()
    content = _tile(connection, wanted) if isinstance(wanted, Tile) else _bundle(connection, wanted)
    return content, wanted.width == tlog.FULL_WIDTH


def proof(seq: int) -> tlog.Proof:
    """Return the proof that an entry stands under the newest checkpoint; raises NotFound where none covers it."""
    connection = db.session().connection()
    last = signing.newest(connection, covering=seq + 1)
    if last is None:
        raise NotFound(kind="checkpoint of this entry")
    hashes = log_tree.inclusion(connection, seq, last.checkpoint.size)
    return tlog.Proof(seq, tuple(hashes), last.note)


def consistency(first: int, second: int) -> list[bytes]:
    """Return the proof that one size of the log is the beginning of another; raises NotFound for what never was."""
    connection = db.session().connection()
    if signing.newest(connection, covering=second) is None:
        raise NotFound(kind="checkpoint of this size")
    try:
        return log_tree.consistency(connection, first, second)
    except merkle.TreeError as error:
        raise NotFound(kind="proof") from error


def _tile(connection: Connection, tile: Tile) -> bytes:
    coordinates = tile.coordinates()
    hashes = log_tree.hashes(connection, coordinates)
    return b"".join(hashes[coordinate] for coordinate in coordinates)


def _bundle(connection: Connection, bundle: EntryBundle) -> bytes:
    leaves = bundle.leaves()
    found = select(LogEntry.entry).where(LogEntry.seq.between(leaves.start, leaves.stop - 1)).order_by(LogEntry.seq)
    return tlog.render_entries([bytes(entry) for entry in connection.execute(found).scalars()])
