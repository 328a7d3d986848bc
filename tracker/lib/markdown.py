"""Markdown from strangers to HTML that is safe to publish."""

from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

# Pages are made anew whenever something is written, mostly of the same texts.
REMEMBERED = 128
_TAGS = "a blockquote br code del em h1 h2 h3 h4 h5 h6 hr li ol p pre s strong table tbody td th thead tr ul"
# Each bracket is looked at once a level, so fewer levels than the preset's 100 keep hostile text cheap.
_parser = MarkdownIt("js-default", {"html": False, "maxNesting": 20})
_cleaner = nh3.Cleaner(
    tags=set(_TAGS.split()),
    attributes={"a": {"href", "title"}, "ol": {"start"}},
    url_schemes={"http", "https", "mailto"},
    url_relative="deny",
    link_rel="nofollow ugc",
)


@lru_cache(REMEMBERED)
def to_html(text: str) -> str:
    """Return Markdown as safe HTML: no raw HTML, images, scripts, styles or relative links."""
    return _cleaner.clean(_parser.render(text))
