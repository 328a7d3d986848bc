"""Who may do what: one table of actions, and the only place that knows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.domain.actors import Actor
from tracker.errors import Forbidden, Unauthenticated

ROLES = ("checker", "editor", "auditor", "admin")
SCOPES = ("read", "write", "publish", "audit", "admin")

ROLE_SCOPES: Mapping[str, frozenset[str]] = {
    "checker": frozenset({"read", "write"}),
    "editor": frozenset({"read", "write", "publish"}),
    "auditor": frozenset({"read", "audit"}),
    # To publish: whoever confirms an erasure changes what the public sees. The editor's steps ask for the role as well.
    "admin": frozenset({"read", "publish", "audit", "admin"}),
}


@dataclass(frozen=True, slots=True)
class Right:
    """What an action asks for: one of these roles, and a key of this scope; a public one asks for neither."""

    roles: frozenset[str]
    scope: str
    public: bool = False


_ANYONE = Right(frozenset(ROLES), "read", public=True)
_READS = Right(frozenset(ROLES), "read")
_WRITES = Right(frozenset({"checker", "editor"}), "write")
_EDITS = Right(frozenset({"editor"}), "write")
_PUBLISHES = Right(frozenset({"editor"}), "publish")
_AUDITS = Right(frozenset({"auditor", "admin"}), "audit")
_OVERSEES = Right(frozenset({"editor", "auditor", "admin"}), "read")
_SECONDS = Right(frozenset({"editor", "admin"}), "publish")
_ADMINISTERS = Right(frozenset({"admin"}), "admin")
_OPERATES = Right(frozenset(), "admin")

ALLOWED: Mapping[str, Right] = {
    "publication.read": _ANYONE,
    "correction_request.file": _ANYONE,
    "organization.read": _READS,
    "scale.read": _READS,
    "search.read": _READS,
    "claim.read": _READS,
    "claimant.read": _READS,
    "origin.read": _READS,
    "source.read": _READS,
    "file.read": _READS,
    "evidence.read": _READS,
    "verdict.read": _READS,
    "outreach.read": _READS,
    "comment.read": _READS,
    "page.read": _READS,
    "history.read": _READS,
    "correction_request.read": _READS,
    "external_check.read": _READS,
    "label_mapping.read": _READS,
    "match.read": _READS,
    "candidate.find": _WRITES,
    "claim.open": _WRITES,
    "claim.update": _WRITES,
    "claim.assign": _WRITES,
    "appearance.add": _WRITES,
    "appearance.update": _WRITES,
    "appearance.remove": _WRITES,
    "quantity.add": _WRITES,
    "quantity.update": _WRITES,
    "quantity.remove": _WRITES,
    "claimant.add": _WRITES,
    "claimant.update": _WRITES,
    "origin.add": _WRITES,
    "origin.update": _WRITES,
    "source.add": _WRITES,
    "source.update": _WRITES,
    "source.capture": _WRITES,
    "evidence.add": _WRITES,
    "evidence.update": _WRITES,
    "evidence.withdraw": _WRITES,
    "evidence.observe": _WRITES,
    "outreach.add": _WRITES,
    "outreach.update": _WRITES,
    "comment.add": _WRITES,
    "comment.update": _WRITES,
    "external_check.add": _WRITES,
    "external_check.update": _WRITES,
    "match.decide": _WRITES,
    "verdict.propose": _WRITES,
    "verdict.revise": _WRITES,
    "step.accept": _WRITES,
    "step.start": _WRITES,
    "step.release": _WRITES,
    "step.submit": _WRITES,
    "scale.add": _EDITS,
    "label_mapping.add": _EDITS,
    "label_mapping.update": _EDITS,
    "page.replace": _EDITS,
    "correction_request.decide": _EDITS,
    "step.reject": _EDITS,
    "step.restore": _EDITS,
    "step.merge": _EDITS,
    "step.unmerge": _EDITS,
    "verdict.waive": _PUBLISHES,
    "step.send_back": _PUBLISHES,
    "step.approve": _PUBLISHES,
    "step.publish": _PUBLISHES,
    "step.reopen": _PUBLISHES,
    "step.conclude": _PUBLISHES,
    "step.retract": _PUBLISHES,
    "audit.read": _AUDITS,
    "erasure.read": _OVERSEES,
    "erasure.confirm": _SECONDS,
    "erasure.file": _ADMINISTERS,
    "erasure.lift": _ADMINISTERS,
    "dossier.read": _AUDITS,
    "organization.update": _ADMINISTERS,
    "check.import": _ADMINISTERS,
    "import.read": _ADMINISTERS,
    "account.read": _ADMINISTERS,
    "account.add": _ADMINISTERS,
    "account.update": _ADMINISTERS,
    "key.read": _ADMINISTERS,
    "key.add": _ADMINISTERS,
    "key.revoke": _ADMINISTERS,
    "key.rotate": _ADMINISTERS,
    "webhook.read": _ADMINISTERS,
    "webhook.add": _ADMINISTERS,
    "webhook.update": _ADMINISTERS,
    "webhook.remove": _ADMINISTERS,
    "webhook.rotate": _ADMINISTERS,
    "webhook.test": _ADMINISTERS,
    "delivery.read": _ADMINISTERS,
    "delivery.replay": _ADMINISTERS,
    "organization.add": _OPERATES,
    "installation.operate": _OPERATES,
}


def permit(actor: Actor, action: str) -> None:
    """Let an action through, or raise Unauthenticated for the public, Forbidden for a role or scope that lacks it."""
    reason = _refusal(actor, ALLOWED[action])
    if reason is None:
        return
    if actor.is_public:
        raise Unauthenticated
    raise Forbidden(reason=f"The caller's {reason} does not allow {action}")


def is_permitted(actor: Actor, action: str) -> bool:
    """Tell whether `permit` would let an action through."""
    return _refusal(actor, ALLOWED[action]) is None


def scopes_of(roles: Iterable[str]) -> frozenset[str]:
    """Return all the scopes that a key of an account with these roles may have."""
    return frozenset().union(*(ROLE_SCOPES[role] for role in roles))


def _refusal(actor: Actor, right: Right) -> str | None:
    if right.public or actor.is_operator:
        return None
    if not actor.roles & right.roles:
        return "role"
    return None if right.scope in actor.scopes else "scope"
