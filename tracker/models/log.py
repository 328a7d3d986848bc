"""The audit log: entries, their salted fields, the tree over them, and the head; append-only by triggers."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import ROW_NUMBER, Base, Id

# All tables but these and the log's own are projections of it, and why each of these is none.
OUTSIDE_THE_LOG: Mapping[str, str] = {
    "claim_topic": "an index of claims by topic, rebuilt from the claims",
    "claim_number": "an index of claims by what they measure and how far off it is, rebuilt from the numbers",
    "claim_document": "claims as JSON, kept ready and made anew at any time",
    "rendering": "published checks as bytes, kept ready and made anew at any time",
    "listing": "places of published checks in the public lists, made anew at any time",
    "search_document": "texts by which objects are found, made anew at any time",
    "claim_vector": "what texts mean, made anew of the texts at any time",
    "change": "the entries that tell of public changes, found by index and made anew at any time",
    "remnant": "what an erasure has yet to remove from the disk",
    "webhook_secret": "what signs messages to webhooks, which no history may tell",
    "delivery": "messages to webhooks and the attempts to deliver them, kept for a while",
    "import_row": "what an import did with each row of its file, which the entries of its deeds tell",
    "archived_check": "where imported checks came from, so that no import adds one twice",
    "idempotency_key": "answers kept for a while, so that a repeated request gets them again",
}
UNLOGGED_COLUMNS: Mapping[tuple[str, str], str] = {
    ("api_key", "digest"): "by it a key is known, and nobody needs to know it for ever",
    ("correction_request", "token_digest"): "by it whoever asked is known, as by a key",
}


class LogEntry(Base):
    """One record of who did what to which object; `entry` is the Merkle leaf's content and discloses nothing."""

    __tablename__ = "log_entry"
    __table_args__ = (
        Index("ix_log_entry_object_seq", "object", "seq"),
        Index("ix_log_entry_organization_id_seq", "organization_id", "seq"),
        CheckConstraint("length(entry) <= 16384", name="entry_size"),
        CheckConstraint("length(leaf) = 32", name="leaf_size"),
    )

    seq: Mapped[int] = mapped_column(ROW_NUMBER, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    kind: Mapped[str]
    object: Mapped[str]
    revision: Mapped[int]
    organization_id: Mapped[Id]
    actor_id: Mapped[Id | None]
    key_id: Mapped[Id | None]
    deed: Mapped[Id]
    entry: Mapped[bytes] = mapped_column(LargeBinary)
    leaf: Mapped[bytes] = mapped_column(LargeBinary)


class LogField(Base):
    """One field of an entry: its digest stays for ever, salt and value may be erased together, once."""

    __tablename__ = "log_field"
    # By which the past is found that is not the past of one object: what was merged into a claim, and feeds.
    __table_args__ = tuple(
        Index(f"ix_log_field_{name}", "value", "seq", sqlite_where=text(f"name = '/{name}'"),
              postgresql_where=text(f"name = '/{name}'"))
        for name in ("merged_into_id", "public_changed_at")
    )  # fmt: skip

    seq: Mapped[int] = mapped_column(BigInteger, ForeignKey("log_entry.seq"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary)
    value: Mapped[str | None]
    erased_seq: Mapped[int | None] = mapped_column(BigInteger)


class LogNode(Base):
    """The hash of a perfect subtree of the Merkle tree, level 1 upwards; entries hold the leaves (RFC 6962 §2.1)."""

    __tablename__ = "log_node"
    __table_args__: Any = (CheckConstraint("length(hash) = 32", name="hash_size"), {"sqlite_with_rowid": False})

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    index: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class LogCheckpoint(Base):
    """A size of the log with its root, as we signed it: a note of C2SP tlog-checkpoint."""

    __tablename__ = "log_checkpoint"
    __table_args__ = (CheckConstraint("length(root) = 32", name="root_size"),)

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    note: Mapped[str]


class LogCosignature(Base):
    """Another's signature line under one of our checkpoints."""

    __tablename__ = "log_cosignature"

    size: Mapped[int] = mapped_column(BigInteger, ForeignKey("log_checkpoint.size"), primary_key=True)
    key_id: Mapped[str] = mapped_column(String(8), primary_key=True)
    line: Mapped[str]
    at: Mapped[datetime]


class LogHead(Base):
    """How many entries there are, and the tree's right edge: the only row of the log that is updated."""

    __tablename__ = "log_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"), CheckConstraint("size >= 0", name="size"))

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
    frontier: Mapped[bytes | None] = mapped_column(LargeBinary)
