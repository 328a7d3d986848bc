"""The pages of a dossier for people: an index that needs nothing but a browser, and a few words on verifying."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from html import escape
from textwrap import fill
from typing import Any

from tracker.lib import clock
from tracker.services.dossier import contents as gathering
from tracker.services.dossier.contents import Contents

View = Mapping[str, Any]
Documents = Mapping[str, Sequence[View]]
STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
blockquote { border-inline-start: 4px solid; margin: 1rem 0; padding: 0 1rem; font-size: 1.25rem; }
table { border-collapse: collapse; width: 100%; } th, td { border-bottom: 1px solid; padding: .3rem .6rem .3rem 0;
text-align: start; vertical-align: top; overflow-wrap: anywhere; } td { white-space: pre-line; }
dl, dd, ul { margin: 0; } dl > div { display: flex; gap: .6rem; } dt { opacity: .75; flex: none; }
ul { padding-inline-start: 1.2rem; }
.quiet { opacity: .75; } details { margin: .5rem 0; } .notice { border: 2px solid; padding: .5rem 1rem; }
"""
WIDTH = 120
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
TITLES = {"claim": "Claim", "claimants": "Claimants", "sources": "Sources", "evidence": "Evidence",
          "outreach": "Attempts to reach the claimant", "verdicts": "Verdicts and waivers",
          "publications": "Publications", "external_checks": "Checks of other outlets"}  # fmt: skip
UNSIGNED = "The log was not signed when this dossier was made: nothing in it can be proved against a signature yet."
SIGNED = "All entries are under the checkpoint of size {size}."
HOW = "README.txt says how to verify it."
TIMES = (
    "An entry's time is that at which the deed began which it tells of. What is published in that deed bears the time"
    " of its publishing, some milliseconds later."
)
PARTLY = "Some of the newest entries are not signed yet: get this dossier again after the next checkpoint."
README = """Dossier of {claim}
{line}

Open index.html to read it. To verify it, with Python 3.8 or newer:

    python verify.py . --key KEYLINE
    python verify.py . --key KEYLINE --checkpoint FILE

KEYLINE is the log's verifier key. This dossier names it as

    {key}

but do not take its word for it: compare the key with what the publisher gave you, or others, by another way. FILE is a
checkpoint that you or somebody you trust got earlier. If you do not trust the verify.py that lies here, take it from
the source code of the service, or use a program of somebody else's: docs/verify.md there says how.

Exit codes: 0 verified, 2 not verified, 3 evidence that the log has two histories.

{standing}

claim.json … publications.json   objects as they are, in the words of the log
external_checks.json             checks of other outlets that are attached to the claim, likewise
workflow.json                    steps of the claim
entries/                         entries of the log about these objects, with fields, salts and proofs
receipts/                        what the public gets of each publication
log/                             the newest checkpoint, and proofs that it goes on from earlier ones
files/                           captured files by their SHA-256
people.json                      names of accounts, for reading; the log knows accounts by their ids
manifest.json                    SHA-256 of all files

{times}

Fields that you may not see (who a protected source is, which key was used) and fields that were erased are in the
entries as digests. Where it came from: {public_url}
"""


def index(contents: Contents, documents: Documents, *, files: Collection[str]) -> bytes:
    """Return the page that shows all of a dossier: escaped, without scripts, and without anything from elsewhere."""
    claim = contents.claim
    body = [
        f'<h1>Dossier of a claim</h1><blockquote dir="auto"><p>{_safe(claim.text)}</p></blockquote>',
        f'<p class="quiet">{_safe(claim.log_object)}, {_safe(claim.state)}. {_sizes(contents)}</p>',
        f'<p class="notice">{standing(contents)} {HOW}</p>',
        *(
            _section(TITLES[name], (_object(item, contents.people) for item in items))
            for name, items in documents.items()
        ),
        _section("Numbers against the verdict", (f"<p>{_safe(one)}</p>" for one in contents.conflicts)),
        _section("Captured files", [_captured(contents, files)]),
        _section("Steps", [_table(("entry", "time", "step", "by", "reason"), _steps(contents))]),
        _section(
            "Entries of the log",
            [f"<p>{TIMES}</p>", _table(("entry", "time", "event", "object", "by", "reason"), _log(contents))],
        ),
    ]
    head = f'<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    title = f"<title>Dossier of {_safe(claim.log_object)}</title><style>{STYLE}</style>"
    return "\n".join(["<!doctype html>", f'<html lang="en"><head>{head}{view}{title}</head><body><main>', *body,
                      "</main></body></html>", ""]).encode()  # fmt: skip


def readme(contents: Contents, *, key: str | None, public_url: str) -> bytes:
    """Return the words that lie beside the program."""
    name = contents.claim.log_object
    return README.format(
        claim=name, line="=" * (len(name) + 11), key=key or "(no key: the log is not signed)",
        standing=standing(contents), public_url=public_url, times=fill(TIMES, WIDTH),
    ).encode()  # fmt: skip


def standing(contents: Contents) -> str:
    """Return a sentence on how much of the dossier is signed."""
    if contents.checkpoint is None:
        return UNSIGNED
    if contents.entries[-1].seq >= contents.signed_size:
        return PARTLY
    return SIGNED.format(size=contents.signed_size)


def _sizes(contents: Contents) -> str:
    return f"The log had {contents.log_size} entries then, of which {contents.signed_size} were signed."


def _section(title: str, parts: Iterable[str]) -> str:
    shown = "\n".join(parts)
    return f"<section><h2>{title}</h2>\n{shown or '<p>None.</p>'}\n</section>"


def _object(item: View, people: Mapping[str, str]) -> str:
    rows = [(_named(name, people), _shown(value, people)) for name, value in sorted(item["members"].items())]
    title = f"{_safe(item['object'])}, revision {item['revision']}"
    return f"<details open><summary>{title}</summary>{_raw_table(('field', 'value'), rows)}</details>"


def _captured(contents: Contents, files: Collection[str]) -> str:
    rows = []
    for capture in contents.captures:
        path = f"files/{capture.digest}"
        where = f'<a href="{path}">{path}</a>' if capture.digest in files else f"{path} (missing from the store)"
        rows.append([_safe(capture.id), where, _safe(capture.media_type), str(capture.size)])
    return _raw_table(("capture", "file", "type", "bytes"), rows) if rows else "<p>None.</p>"


def _steps(contents: Contents) -> Iterable[Sequence[object]]:
    for step in gathering.steps(contents):
        yield step["seq"], step["at"], step["kind"], _person(contents, step["by"]), step["reason"]


def _log(contents: Contents) -> Iterable[Sequence[object]]:
    for entry in contents.entries:
        reason = gathering.reason_of(contents, entry)
        who = _person(contents, entry.actor_id)
        yield entry.seq, clock.to_text(entry.at), entry.kind, entry.object, who, reason


def _person(contents: Contents, account_id: str | None) -> str:
    return contents.people.get(account_id or "", account_id or "the operator")


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    return _raw_table(heads, [[_safe(cell) for cell in row] for row in rows])


def _raw_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "\n".join("<tr>" + "".join(f'<td dir="auto">{cell}</td>' for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>"


def _named(pointer: str, people: Mapping[str, str]) -> str:
    # The last part of a pointer may be an account, as among assignees.
    folder, _, last = pointer.rpartition("/")
    return f"{_safe(folder)}/{_shown(last, people)}" if last in people else _safe(pointer)


def _shown(value: object, people: Mapping[str, str]) -> str:
    if isinstance(value, Mapping):
        pairs = [(_safe(name), _shown(inner, people)) for name, inner in sorted(value.items()) if inner is not None]
        return f"<dl>{''.join(f'<div><dt>{name}:</dt><dd>{inner}</dd></div>' for name, inner in pairs)}</dl>"
    if isinstance(value, list):
        return f"<ul>{''.join(f'<li>{_shown(inner, people)}</li>' for inner in value)}</ul>" if value else "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value in people:
        return f'{_safe(people[value])} <span class="quiet">{_safe(value)}</span>'
    return _safe(value)


def _safe(value: object) -> str:
    return "" if value is None else escape(str(value))
