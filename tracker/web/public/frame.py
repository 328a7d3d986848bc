"""What the frame of every page needs: where the site begins, its stylesheet, and the feeds that a page names."""

from urllib.parse import urlencode, urlsplit

from flask import current_app, render_template

from tracker.lib import plain_text
from tracker.services import organizations
from tracker.web.public import stylesheet


def site() -> str:
    """Return the address that published addresses begin with, without a slash at its end."""
    public_url: str = current_app.config["TRACKER"].public_url
    return public_url.rstrip("/")


def path() -> str:
    """Return the path below which the site's own links lead."""
    return urlsplit(site()).path.rstrip("/")


def query(**given: str | None) -> str:
    """Return a query with what is given, and a question mark before it; nothing where nothing is."""
    known = [(name, value) for name, value in given.items() if value]
    return f"?{urlencode(known)}" if known else ""


def render(template: str, **shown: object) -> str:
    """Return a page under the name of the site: its organization's where there is but one."""
    name = organizations.only_name()
    return render_template(template, brand=name and plain_text.one_line(name), **shown)


def context() -> dict[str, str]:
    """Return what templates have without being given it; a page that has feeds of its own gives their queries."""
    base = path()
    return {"site_path": base, "stylesheet_url": base + stylesheet.path(), "feed_query": "", "corrections_query": ""}
