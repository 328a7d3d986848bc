"""What the page of a check says of its past: that it comes from an archive, and which rating was changed."""

from tests import snapshots as examples
from tests.web.sitting import Page
from tests.web.test_check_view import FRAME, TEMPLATES
from tracker.web.public import check_view


def page(snapshot):
    view = check_view.view(snapshot, examples.standing(), language="en", public_url=examples.PUBLIC_URL)
    return Page(TEMPLATES.get_template("check.html").render(FRAME | view))


def test_a_check_from_the_archive_says_so_with_its_original_date():
    archived = examples.snapshot(
        kind="imported", first_published_at="2019-05-03T12:00:00.000000Z", verdict__approved_by=None, evidence=[]
    )
    archived["verdict"]["texts"][0]["rationale"] = None

    found = page(archived)

    assert "3 May 2019 · from the archive" in found.words
    assert [heading for heading in found.all("h2") if heading.get("id") in {"why", "evidence"}] == []


def test_a_correction_says_which_rating_it_changed():
    again = examples.corrected(label_after={"key": "false", "name": "False"})

    assert "Rating changed from Mostly false to False" in page(again).words
    assert "Rating changed" not in page(examples.corrected()).words
