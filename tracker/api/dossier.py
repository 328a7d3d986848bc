"""The dossier of a claim, for auditors."""

from flask import Response, current_app, request

from tracker.api.plumbing.answers import not_modified
from tracker.api.plumbing.door import Door
from tracker.domain.actors import Actor
from tracker.lib import etags
from tracker.lib.file_store import FileStore
from tracker.services.dossier import dossiers

ZIP = "application/zip"
door = Door("dossier", __name__, description="All there is about a claim, with proofs; for auditors and admins.")


@door.get("/claims/<claim_id>/dossier", answer=None, download=ZIP)
def download_dossier(actor: Actor, claim_id: str) -> Response:
    """Download all there is about a claim as one ZIP, which `verify.py` in it checks offline.

    It holds the claim with its claimants, sources, evidence, outreach, verdicts and publications as they are, the log's
    entries about them with proofs, the captured files, and pages to read. Who a protected source is stands in it
    for its custodians alone. The same state of things gives the same bytes.
    """
    key, settings = current_app.extensions["signer"].known_key, current_app.config["TRACKER"]
    dossier = dossiers.of(
        actor, claim_id, store=FileStore(settings.files_dir), key=None if key is None else str(key),
        public_url=settings.public_url,
    )  # fmt: skip
    response = Response(dossier.stream(), mimetype=ZIP)
    response.headers["Content-Disposition"] = f'attachment; filename="dossier-{claim_id}.zip"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = "Authorization"
    response.set_etag(dossier.digest)
    known = etags.matches(request.headers.get("If-None-Match", ""), f'"{dossier.digest}"')
    return not_modified(response) if known else response
