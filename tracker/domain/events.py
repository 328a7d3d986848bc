"""The names of everything that the log can tell: noun, dot, past participle."""

from collections.abc import Mapping

# What a step is called in the log, on the claim that took it.
STEP_EVENTS: Mapping[str, str] = {
    "accept": "claim.accepted",
    "reject": "claim.rejected",
    "restore": "claim.restored",
    "merge": "claim.merged",
    "unmerge": "claim.unmerged",
    "start": "claim.started",
    "release": "claim.released",
    "submit": "claim.submitted",
    "send_back": "claim.sent_back",
    "approve": "claim.approved",
    "publish": "claim.published",
    "reopen": "claim.reopened",
    "conclude": "claim.concluded",
    "retract": "claim.retracted",
}

PAST_PARTICIPLES: Mapping[str, tuple[str, ...]] = {
    "organization": ("added", "updated", "log_recovered"),
    "account": ("added", "updated"),
    "key": ("minted", "revoked", "rotated"),
    "scale": ("added", "replaced"),
    "claimant": ("added", "updated"),
    "origin": ("added", "updated"),
    "source": ("added", "updated", "captured"),
    "claim": (
        "opened", "imported", "updated", "assigned", "pages_replaced", "appearance_added", "appearance_updated",
        "appearance_removed", "quantity_added", "quantity_updated", "quantity_removed",
    ),
    "evidence": ("added", "updated", "withdrawn", "observed"),
    "outreach": ("added", "updated"),
    "comment": ("added", "updated"),
    "verdict": (
        "proposed", "imported", "revised", "submitted", "sent_back", "approved", "published", "superseded", "discarded",
        "waived",
    ),
    "publication": ("issued", "retracted"),
    "erasure": ("filed", "confirmed", "lifted"),
    "correction_request": ("filed", "accepted", "rejected"),
    "webhook": ("added", "updated", "rotated", "disabled", "removed"),
    # Changed is what another organization did to its own check, which this one refers to.
    "external_check": ("added", "updated", "changed"),
    "label_mapping": ("added", "updated"),
    "match": ("confirmed", "rejected", "resurfaced"),
    "markup_page": ("added", "replaced", "removed"),
    # What was signed and lost, and put back into the log without what it said.
    "entry": ("replayed",),
    "import": ("filed", "continued", "finished", "failed"),
}  # fmt: skip
# What an erasure or a restriction, once it is confirmed, does to the objects that it names or that show them.
ERASED_NOUNS = (
    "account", "key", "claimant", "origin", "source", "claim", "evidence", "outreach", "comment", "verdict",
    "publication", "erasure", "correction_request", "external_check", "markup_page", "webhook",
)  # fmt: skip
ERASING = ("redacted", "restricted", "unrestricted")

EVENTS: frozenset[str] = frozenset(
    (
        *STEP_EVENTS.values(),
        *(f"{noun}.{participle}" for noun, participles in PAST_PARTICIPLES.items() for participle in participles),
        *(f"{noun}.{participle}" for noun in ERASED_NOUNS for participle in ERASING),
    )
)
# Of these there is nothing to tell where a patch changes nothing.
PATCHES: frozenset[str] = frozenset(event for event in EVENTS if event.endswith(("updated", "verdict.revised")))
