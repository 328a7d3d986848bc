"""Stored claims beside claims as they are: what a test left behind must be the same."""

from flask import Flask
from sqlalchemy import select

from tracker.models import Claim, ClaimDocument, db, table
from tracker.services import claim_documents


def hold(app: Flask) -> None:
    """Fail where a stored claim is not what would be shown anew.

    One may be missing: a claim into which others are merged is shown anew, and stays so until it changes.
    """
    with app.app_context():
        session = db.session()
        ids = session.execute(select(Claim.id)).scalars().all()
        into = set(session.execute(select(Claim.merged_into_id)).scalars())
        stored = {row.claim_id: row for row in session.execute(select(table(ClaimDocument)))}
        made = {str(row["claim_id"]): row for row in claim_documents.made(ids)}
        session.rollback()
    for claim_id, row in stored.items():
        if claim_id in into:
            continue
        assert claim_id in made, f"claim {claim_id} is not to be stored"
        assert (row.situation, row.body) == (made[claim_id]["situation"], made[claim_id]["body"])
