"""Who acts: an account through one of its keys, the public, or the operator at the command line."""

from dataclasses import dataclass
from datetime import datetime

# No account can hold this role: permissions.ROLES does not name it.
_OPERATING = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who sent a request, with the roles of the account and the scopes of the key that it came with."""

    account_id: str | None
    name: str
    organization_id: str | None
    roles: frozenset[str]
    scopes: frozenset[str]
    key_id: str | None = None
    expires_at: datetime | None = None

    @property
    def is_operator(self) -> bool:
        """Whether this is whoever sits at the machine itself."""
        return self.account_id is None and _OPERATING in self.roles

    @property
    def is_public(self) -> bool:
        """Whether this is anyone at all, without a key."""
        return self.account_id is None and not self.is_operator


PUBLIC = Actor(account_id=None, name="the public", organization_id=None, roles=frozenset(), scopes=frozenset())
OPERATOR = Actor(
    account_id=None, name="the operator", organization_id=None, roles=frozenset({_OPERATING}), scopes=frozenset()
)
