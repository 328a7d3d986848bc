"""Markdown from strangers to HTML that is safe to publish."""

from collections.abc import Sequence
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

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


def _in_words(  # noqa: PLR0917  # the parser's own signature
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """Return what is to be read in place of an image, which itself is never shown."""
    return escapeHtml(renderer.renderInlineAsText(tokens[index].children or [], options, env))


_parser.add_render_rule("image", _in_words)


@lru_cache(REMEMBERED)
def to_html(text: str) -> str:
    """Return Markdown as safe HTML: no raw HTML, scripts, styles or relative links, and of images their words."""
    return _cleaner.clean(_parser.render(text))
