"""All rooms of the door for programs that its document describes, in the document's order."""

from tracker.api import (
    accounts,
    appearances,
    audit,
    candidates,
    changes,
    claimants,
    claims,
    comments,
    comparisons,
    correction_requests,
    dossier,
    erasures,
    evidence,
    external_checks,
    imports,
    keys,
    label_mappings,
    matches,
    organizations,
    origins,
    outreach,
    publications,
    quantities,
    scales,
    search,
    sources,
    verdicts,
    webhooks,
    workflow,
)  # fmt: skip

PREFIX = "/api/v1"
DOORS = (
    organizations.door, accounts.door, keys.door, scales.door, claimants.door, origins.door, sources.door, claims.door,
    workflow.door, appearances.door, quantities.door, outreach.door, comments.door, evidence.door, verdicts.door,
    publications.door, changes.door, dossier.door, audit.door, erasures.door, correction_requests.door,
    external_checks.door, label_mappings.door, imports.door, webhooks.door, search.door,
    comparisons.door, candidates.door, matches.door,
)  # fmt: skip
