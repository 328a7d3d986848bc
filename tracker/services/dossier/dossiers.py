"""The dossier of a claim, for auditors: documents, entries, proofs and files, and a program that verifies them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from tracker.domain.actors import Actor
from tracker.lib.file_store import FileStore
from tracker.models import Publication
from tracker.services import proofs, receipts
from tracker.services.dossier import contents as gathering
from tracker.services.dossier import pages
from tracker.services.dossier.contents import Contents
from tracker.services.dossier.packing import Member, packed

VERIFIER = Path(__file__).with_name("verify.py")
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """An archive that is made while it is read; `digest` is the same as long as its content is."""

    members: Sequence[Member]
    digest: str

    def stream(self) -> Iterator[bytes]:
        """Yield the archive piece by piece; the database is not needed for it."""
        return packed(self.members)


def of(actor: Actor, claim_id: str, *, store: FileStore, key: str | None, public_url: str) -> Dossier:
    """Return a claim's dossier as the caller may know it; `key` is the log's verifier key line, where it is known."""
    contents = gathering.gather(actor, claim_id)
    documents = gathering.documents(contents)
    files = _files(contents, store)
    members = [
        *(_json(f"{name}.json", shown) for name, shown in documents.items()),
        _json("workflow.json", gathering.steps(contents)),
        _json("people.json", contents.people),
        *(_json(f"entries/{record['seq']:012}.json", record) for record in gathering.records(contents)),
        *_signed(contents, key, public_url),
        *files,
        Member.of("index.html", pages.index(contents, documents, files={file.digest for file in files})),
        Member.of("README.txt", pages.readme(contents, key=key, public_url=public_url)),
        Member.of("verify.py", VERIFIER.read_bytes()),
    ]
    manifest = _manifest(contents, members, key)
    return Dossier(members=[*members, manifest], digest=manifest.digest)


def _signed(contents: Contents, key: str | None, public_url: str) -> Iterator[Member]:
    if contents.checkpoint is None:
        return
    yield Member.of("log/checkpoint", proofs.note_of(contents.checkpoint).render())
    yield _json("log/consistency.json", gathering.earlier_checkpoints(contents))
    covered = {entry.object for entry in contents.entries if entry.seq < contents.signed_size}
    for publication in contents.rows["publications"]:
        if publication.log_object in covered:
            yield _receipt(publication, key, public_url)


def _receipt(publication: Publication, key: str | None, public_url: str) -> Member:
    return _json(f"receipts/{publication.number}.json", receipts.of(publication, key=key, public_url=public_url))


def _files(contents: Contents, store: FileStore) -> list[Member]:
    known = {capture.digest: capture for capture in contents.captures}
    return [
        Member(name=f"files/{digest}", content=store.path(digest), digest=digest, size=capture.size)
        for digest, capture in known.items()
        if store.path(digest).is_file()
    ]


def _manifest(contents: Contents, members: Sequence[Member], key: str | None) -> Member:
    told = {
        "v": 1,
        "claim": contents.claim.log_object,
        "log_size": contents.log_size,
        "signed_size": contents.signed_size or None,
        "key": key,
        "files": {member.name: member.digest for member in members},
    }
    return _json(MANIFEST, told)


def _json(name: str, value: Any) -> Member:
    return Member.of(name, orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS))
