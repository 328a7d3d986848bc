"""Accounts and their keys."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.models.base import Base, Id, Logged, one_of, reference

ACCOUNT_KINDS = ("person", "machine")


class Account(Logged, Base):
    """A person or a machine client of an organization; it is deactivated, never deleted."""

    __tablename__ = "account"
    __table_args__ = (one_of("kind", ACCOUNT_KINDS),)
    logged_as = "account"

    name: Mapped[str]
    email: Mapped[str | None]
    kind: Mapped[str] = mapped_column(default="person")
    roles: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(default=True)


class ApiKey(Logged, Base):
    """A bearer token of an account; only its digest is kept, and that not in the log."""

    __tablename__ = "api_key"
    __table_args__ = (CheckConstraint("length(digest) = 32", name="digest"),)
    logged_as = "key"
    unlogged = Logged.unlogged | {"digest"}

    account_id: Mapped[Id] = reference("account", index=True)
    name: Mapped[str | None]
    scopes: Mapped[list[Any]]
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    hint: Mapped[str]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    rotated_to_id: Mapped[str | None] = mapped_column(String(36))
