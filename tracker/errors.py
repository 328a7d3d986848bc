"""Everything that can go wrong for a caller: one class a code, with data and not prose."""

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar, TypedDict


class Fault(TypedDict):
    """One thing wrong with the input: a JSON Pointer (or parameter name), a stable code, a sentence."""

    pointer: str
    code: str
    detail: str


# What the log calls otherwise than people do.
_SPOKEN: Mapping[str, str] = {
    "evidence": "piece of evidence", "markup_page": "page", "outreach": "entry of the outreach log",
}  # fmt: skip


class TrackerError(Exception):
    """A refusal that the caller can understand; doors tell it as RFC 9457 problem+json."""

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    title: ClassVar[str] = "The request was refused"
    sentence: ClassVar[str] = ""
    headers: Mapping[str, str] = {}

    def __init__(self, *, errors: Sequence[Fault] = (), **extras: object) -> None:
        super().__init__(self.code)
        self.errors = list(errors)
        self.extras = extras

    @property
    def detail(self) -> str:
        """The sentence for people, with this error's own values in it."""
        return self.sentence.format(**self.extras) if self.sentence else self.title

    def __str__(self) -> str:
        faults = "; ".join(f"{fault['pointer']}: {fault['detail']}" for fault in self.errors)
        return f"{self.detail} ({faults})" if faults else self.detail


class Malformed(TrackerError):
    code, status, title = "malformed", 400, "The request cannot be parsed"
    sentence = "{reason}."


class Unauthenticated(TrackerError):
    code, status, title = "unauthenticated", 401, "A valid key is needed"
    sentence = "Send a valid key as 'Authorization: Bearer <key>'."
    headers = {"WWW-Authenticate": 'Bearer realm="tracker"'}


class Forbidden(TrackerError):
    code, status, title = "forbidden", 403, "The caller may not do this"
    sentence = "{reason}."


class FourEyes(TrackerError):
    code, status, title = "four-eyes", 403, "A second person is needed"
    sentence = "Whoever {did} may not take {step}: a second person is needed."

    def __init__(self, *, step: str, did: str = "contributed to the verdict") -> None:
        super().__init__(step=step, did=did)


class NotContributor(TrackerError):
    code, status, title = "not-contributor", 403, "Only contributors and assignees may do this"
    sentence = "Only the draft's contributors and the claim's assignees may {step} it."


class NotCustodian(TrackerError):
    code, status, title = "not-custodian", 403, "Only the custodians of a protected source may do this"
    sentence = "This source is protected; only its custodians may change it, capture it or see its captures."


class NotFound(TrackerError):
    code, status, title = "not-found", 404, "There is no such object"
    sentence = "There is no such {kind}, or it is not yours to see."

    def __init__(self, *, kind: str) -> None:
        super().__init__(kind=spoken(kind))


class MethodNotAllowed(TrackerError):
    code, status, title = "method-not-allowed", 405, "The resource does not take this method"
    sentence = "This resource does not take {method}."


class Conflict(TrackerError):
    code, status, title = "conflict", 409, "The request conflicts with what there is"
    sentence = "{reason}."


class InProgress(TrackerError):
    code, status, title = "in-progress", 409, "A check of this page is being worked on"
    sentence = "Check {check_id} was reopened here; conclude or publish it first."


class IllegalStep(TrackerError):
    code, status, title = "illegal-step", 409, "The claim's state does not allow this step"
    sentence = "'{step}' is not a step from '{state}'{because}."

    def __init__(self, *, step: str, state: str, because: str = "") -> None:
        super().__init__(step=step, state=state, because=f": {because}" if because else "")


class ClaimFrozen(TrackerError):
    code, status, title = "claim-frozen", 409, "The claim cannot be edited while it is under review"
    sentence = "While the claim is '{state}' its public fields cannot be edited; send it back first."


class VerdictNotDraft(TrackerError):
    code, status, title = "verdict-not-draft", 409, "Only a draft verdict can be edited"
    sentence = "The verdict is '{status}'; only a draft can be edited."


class ApprovalStale(TrackerError):
    code, status, title = "approval-stale", 409, "What was approved has changed"
    sentence = "The verdict, the claim or cited evidence changed after the approval; send it back and approve it anew."


class LabelInUse(TrackerError):
    code, status, title = "label-in-use", 409, "A scale version in use cannot change"
    sentence = "A verdict uses this scale version; make the next version instead."


class IdempotencyConflict(TrackerError):
    code, status, title = (
        "idempotency-conflict",
        409,
        "The first request with this Idempotency-Key has no answer to repeat",
    )
    sentence = "{reason}."


class StaleRevision(TrackerError):
    code, status, title = "stale-revision", 412, "The object has changed since it was read"
    sentence = "The object is at version {version}; read it again and repeat the edit."


class TooLarge(TrackerError):
    code, status, title = "too-large", 413, "The body is too large"
    sentence = "The body is over the limit of {limit} bytes."


class UnsupportedMediaType(TrackerError):
    code, status, title = "unsupported-media-type", 415, "The media type is not supported"
    sentence = "Send the body as {expected}."


class Invalid(TrackerError):
    code, status, title = "invalid", 422, "The request is well-formed but not valid"
    sentence = "See 'errors' for each place and reason."


class Inconsistent(TrackerError):
    code, status, title = (
        "inconsistent",
        422,
        "The request is valid, but its parts do not fit each other or what there is",
    )
    sentence = "See 'errors' for each place and reason."


class UnknownCursor(TrackerError):
    code, status, title = "unknown-cursor", 422, "This is not a cursor of this list"
    sentence = "Begin again with the first page, or follow 'next' of a page as it is."


class PastTheEnd(TrackerError):
    code, status, title = "past-the-end", 422, "The log has not grown that far"
    sentence = "This was told by another log, or by this one before it was restored: take all changes anew from 0."


class ReferenceNotFound(TrackerError):
    code, status, title = "reference-not-found", 422, "The body refers to something that does not exist"
    sentence = "See 'errors' for each reference that was not found."


class NeedNotMet(TrackerError):
    code, status, title = "need-not-met", 422, "Something this step needs is missing"
    sentence = "See 'errors' for what is missing."


class GateFailed(TrackerError):
    code, status, title = "gate-failed", 422, "The publish gate is not passed"
    sentence = "The '{policy}' gate is not passed; see 'errors' for each rule that failed."


class IdempotencyMismatch(TrackerError):
    code, status, title = "idempotency-mismatch", 422, "The Idempotency-Key was used with another body"
    sentence = "This Idempotency-Key was used before with another body."


class PreconditionRequired(TrackerError):
    code, status, title = "precondition-required", 428, "If-Match is needed"
    sentence = "Send the ETag you read as If-Match, so that no edit is lost."


class TooManyRequests(TrackerError):
    code, status, title = "too-many-requests", 429, "Too many requests"
    sentence = "Try again in {retry_after} seconds."

    def __init__(self, *, retry_after: int) -> None:
        super().__init__(retry_after=retry_after)
        self.headers = {"Retry-After": str(retry_after)}


class Internal(TrackerError):
    code, status, title = "internal", 500, "Something went wrong here"
    sentence = "It was logged; the request's id finds it."


class NotOffered(TrackerError):
    code, status, title = "not-offered", 501, "This is not offered in that format"
    sentence = "It is offered as {formats}."


class Unavailable(TrackerError):
    code, status, title = "unavailable", 503, "The service cannot answer just now"
    sentence = "{reason}."
    headers = {"Retry-After": "1"}


class DatabaseRefuses(TrackerError):
    code, status, title = "database-refuses", 503, "The database refuses"
    sentence = "{reason}; it will not help to try again."


class LogNotSound(TrackerError):
    code, status, title = "log-not-sound", 503, "The log does not go on from what was signed"
    sentence = "Nothing is signed or published until the operator has looked: {reason}."


class NotYetSigned(TrackerError):
    code, status, title = "not-yet-signed", 503, "The log is not signed that far yet"
    sentence = "No checkpoint covers this publication yet; ask again shortly."
    headers = {"Retry-After": "5"}


class SilentChange(Exception):
    """Rows changed inside a deed and nothing was recorded about them: a fault of ours, never of a caller."""


class UsageError(Exception):
    """A command was given something it cannot work with; the message names it."""


def spoken(noun: str) -> str:
    """Return what people call an object whose noun the log has."""
    return _SPOKEN.get(noun) or noun.replace("_", " ")


def fault(pointer: str, code: str, detail: str) -> Fault:
    """Return one entry of an error's list."""
    return Fault(pointer=pointer, code=code, detail=detail)


def known() -> Iterable[type[TrackerError]]:
    """Yield every error a caller can meet, for the pages under /problems and for the OpenAPI document."""
    return TrackerError.__subclasses__()
