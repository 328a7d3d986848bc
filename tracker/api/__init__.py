"""The door for programs: JSON over HTTP. Route, schema, deed, schema; no rules and no queries."""

from flask import Flask

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
    documents,
    dossier,
    erasures,
    evidence,
    external_checks,
    factchecktools,
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
    variants,
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
    comparisons.door, candidates.door, matches.door, variants.door,
)  # fmt: skip


def register(app: Flask) -> None:
    """Open this door's rooms in the application, and the document and page that describe them."""
    app.extensions["doors"] = DOORS
    for door in DOORS:
        app.register_blueprint(door, url_prefix=PREFIX)
    app.register_blueprint(documents.blueprint, url_prefix=PREFIX)
    factchecktools.register(app)
