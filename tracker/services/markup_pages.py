"""Pages of the Fact Check Tools API: their markups are imported checks, which are replaced and retracted with them.

A page shows what the publications of its checks show, so an erasure or a correction made here shows in it at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Select, or_, select

from tracker.domain.actors import Actor
from tracker.domain.permissions import permit
from tracker.errors import Conflict, InProgress, NotFound, PreconditionRequired, StaleRevision
from tracker.formats import fact_check_tools
from tracker.lib import etags, urls
from tracker.lib.ids import new_id
from tracker.models import Claim, MarkupPage, MarkupPageCheck, Organization, Publication, db
from tracker.models.session import insert_new
from tracker.services import finding, imported_checks, markups, paging
from tracker.services.imported_checks import Importing
from tracker.services.label_mappings import Meanings
from tracker.services.recording import recording

View = dict[str, Any]
Given = Mapping[str, Any]
ORDER = paging.Order(column=MarkupPage.created_at, tie=MarkupPage.id)
NOTICE = "The outlet took this check off its page."


def add(actor: Actor, given: Given, *, public_url: str) -> View:
    """Publish the checks of a page; raises Conflict where the page is known."""
    permit(actor, "check.import")
    with recording(actor) as record:
        finding.in_turn(actor)
        if _at(actor, given["page_url"]) is not None:
            raise Conflict(reason="This page is known already; replace it instead")
        importing = _importing(actor, record, given, public_url=public_url)
        page = MarkupPage(id=new_id(), organization_id=actor.organization_id, **_named(given))
        language = _language(importing)
        checks = [importing.add(markups.as_check(given, markup, language=language)) for markup in given["markups"]]
        importing.finish()
        insert_new(db.session(), page, *_parts(page, checks, given))
        record("markup_page.added", page)
        page_id = page.id
    return find(actor, page_id)


def find(actor: Actor, page_id: str) -> View:
    """Return a page, or raise NotFound, also for one that was removed."""
    permit(actor, "check.import")
    return _views([_found(actor, page_id)])[0]


def at(actor: Actor, url: str) -> Sequence[View]:
    """Return the page at an address or an equivalent one, if there is any."""
    permit(actor, "check.import")
    page = _at(actor, url)
    return [] if page is None else _views([page])


def page(actor: Actor, organization: str, window: paging.Window, *, offset: int = 0) -> paging.Page:
    """Return a page of the caller's pages, newest first: all, by the organization's own name, or those of a site."""
    permit(actor, "check.import")
    statement = _of(actor, organization).where(~MarkupPage.removed)
    if offset and window.cursor is None:
        statement = statement.offset(offset)
    return paging.shown(paging.page(statement, ORDER, window), _views)


def replace(actor: Actor, page_id: str, given: Given, *, public_url: str) -> View:
    """Let a page be as given: checks that changed are published again, those that are gone are retracted.

    Raises PreconditionRequired without the `version_id` that was read, StaleRevision where the page is another by now,
    and InProgress where one of its checks was reopened.
    """
    permit(actor, "check.import")
    with recording(actor) as record:
        page = _found(actor, page_id, lock=True)
        before = _views([page])[0]
        _refuse_unseen(page, before, given.get("version_id"))
        other = _at(actor, given["page_url"])
        if other is not None and other.id != page.id:
            raise Conflict(reason="Another page has this address")
        importing = _importing(actor, record, given, public_url=public_url)
        checks = markups.exchange(importing, _live(actor, page), given, before=before, language=_language(importing),
                                  notice=NOTICE)  # fmt: skip
        importing.finish()
        finding.assign(page, _named(given), _named(given))
        page.checks = []
        db.session().flush()
        page.checks = _parts(page, checks, given)
        record("markup_page.replaced", page)
    return find(actor, page_id)


def remove(actor: Actor, page_id: str, *, public_url: str) -> None:
    """Take a page away: its checks are retracted, and whoever reads them hears of it."""
    permit(actor, "check.import")
    with recording(actor) as record:
        page = _found(actor, page_id, lock=True)
        importing = Importing(actor=actor, record=record, public_url=public_url)
        for claim in _live(actor, page):
            imported_checks.withdraw(importing, claim, notice=NOTICE)
        page.removed = True
        record("markup_page.removed", page)


def _importing(actor: Actor, record: Any, given: Given, *, public_url: str) -> Importing:
    publisher = (given.get("author") or {}).get("name")
    meanings = Meanings(actor.organization_id).of(publisher)
    return Importing(actor=actor, record=record, public_url=public_url, classes=meanings)


def _language(importing: Importing) -> str:
    # The API has no language of pages, so it is the organization's own: und, undetermined, where that is not told.
    return next(iter(importing.organization["languages"]), "und")


def _named(given: Given) -> View:
    author, url = given.get("author") or {}, given["page_url"]
    return {
        "url": url, "url_digest": urls.digest(url), "host": fact_check_tools.site_of(url),
        "published_on": given.get("publish_date"), "author_name": author.get("name"),
        "author_image_url": author.get("image_url"),
    }  # fmt: skip


def _parts(page: MarkupPage, checks: Sequence[str], given: Given) -> list[MarkupPageCheck]:
    return [
        MarkupPageCheck(
            markup_page_id=page.id, position=place, claim_id=claim_id, is_first_known="first_appearance" in markup,
            claimant_image_url=(markup.get("author") or {}).get("image_url"),
            rating_image_url=markup["rating"].get("image_url"), label=markup["rating"]["label"],
        )
        for place, (claim_id, markup) in enumerate(zip(checks, given["markups"], strict=True))
    ]  # fmt: skip


def _found(actor: Actor, page_id: str, *, lock: bool = False) -> MarkupPage:
    row = finding.find(MarkupPage, actor, page_id, lock=lock)
    if row.removed:
        raise NotFound(kind="page")
    return row


def _at(actor: Actor, url: str) -> MarkupPage | None:
    statement = select(MarkupPage).where(
        MarkupPage.organization_id == actor.organization_id, MarkupPage.url_digest == urls.digest(url),
        ~MarkupPage.removed,
    )  # fmt: skip
    return db.session().execute(statement).scalar_one_or_none()


def _of(actor: Actor, organization: str) -> Select[MarkupPage]:
    statement = select(MarkupPage).where(MarkupPage.organization_id == actor.organization_id)
    mine, wanted = finding.find(Organization, actor, actor.organization_id or ""), organization.casefold()
    own = {mine.slug, mine.name.casefold(), fact_check_tools.site_of(mine.url) if mine.url else mine.slug}
    if wanted in own:
        return statement
    site = wanted.removeprefix("www.")
    return statement.where(or_(MarkupPage.host == site, MarkupPage.host.endswith(f".{site}", autoescape=True)))


def _live(actor: Actor, page: MarkupPage) -> list[Claim]:
    # In the order of their ids, so that deeds which lock the same ones do not wait for each other in a circle.
    ids = sorted(part.claim_id for part in page.checks)
    claims = [finding.find(Claim, actor, claim_id, lock=True) for claim_id in ids]
    found = {claim.id: claim for claim in claims if claim.publication_status != "retracted"}
    reopened = next((claim.id for claim in found.values() if claim.state != "published"), None)
    if reopened is not None:
        raise InProgress(check_id=reopened)
    return [found[part.claim_id] for part in page.checks if part.claim_id in found]


def _refuse_unseen(page: MarkupPage, view: View, version_id: str | None) -> None:
    if version_id is None:
        raise PreconditionRequired
    if version_id != view["versionId"]:
        raise StaleRevision(version=page.version)


def _views(rows: Sequence[MarkupPage]) -> list[View]:
    ids = [part.claim_id for row in rows for part in row.checks]
    statement = (
        select(Publication.claim_id, Publication.snapshot)
        .join(Claim, (Claim.id == Publication.claim_id) & (Claim.published_number == Publication.number))
        .where(Claim.id.in_(ids), Claim.publication_status != "retracted")
    )
    shown = {row.claim_id: row.snapshot for row in db.session().execute(statement)}
    pages = markups.addresses(ids)
    return [_view(row, shown, pages) for row in rows]


def _view(row: MarkupPage, shown: Mapping[str, View], pages: Mapping[str, str]) -> View:
    author = {"name": row.author_name, "imageUrl": row.author_image_url}
    view: View = {
        "name": f"pages/{row.id}",
        "pageUrl": row.url,
        "publishDate": row.published_on,
        "claimReviewAuthor": {name: value for name, value in author.items() if value},
        "claimReviewMarkups": [
            fact_check_tools.markup(
                shown[part.claim_id], url=pages.get(part.claim_id) or row.url or "",
                is_first_known=part.is_first_known,
                images={"claimant": part.claimant_image_url, "rating": part.rating_image_url},
                label=part.label,
            )
            for part in row.checks if part.claim_id in shown
        ],
    }  # fmt: skip
    told = {name: value for name, value in view.items() if value}
    # By its content as well, which may change with a check alone.
    return told | {"versionId": etags.make(row.version, orjson.dumps(told)).strip('"')}
