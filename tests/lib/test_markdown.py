"""Markdown becomes HTML that is safe to publish."""

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib import markdown

ALLOWED_TAG = re.compile(
    r"</?(blockquote|br|code|del|em|h[1-6]|hr|li|ol|p|pre|s|strong|table|tbody|td|th|thead|tr|ul)>"
    r'|<ol start="\d+">|</a>|<a (href="(https?:|mailto:)[^"<>]*" )?(title="[^"<>]*" )?rel="nofollow ugc">'
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain & simple", "<p>Plain &amp; simple</p>\n"),
        ("*a* **b** `c`", "<p><em>a</em> <strong>b</strong> <code>c</code></p>\n"),
        ("# Title", "<h1>Title</h1>\n"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n"),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
        ("> said", "<blockquote>\n<p>said</p>\n</blockquote>\n"),
        ("", ""),
    ],
)
def test_markdown_becomes_html(text, html):
    assert markdown.to_html(text) == html


def test_a_table_becomes_a_table():
    assert "<td>1</td>" in markdown.to_html("| a |\n|---|\n| 1 |")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("![Prices *rose*](https://a.example/b.png)", "<p>Prices rose</p>\n"),
        ("![a <b> & c](https://a.example/b.png)", "<p>a &lt;b&gt; &amp; c</p>\n"),
        ("![](https://a.example/b.png)", "<p></p>\n"),
        (
            "[![A chart](https://a.example/b.png)](https://a.example/)",
            '<p><a href="https://a.example/" rel="nofollow ugc">A chart</a></p>\n',
        ),
    ],
)
def test_an_image_leaves_its_words(text, html):
    assert markdown.to_html(text) == html


def test_a_link_is_vouched_for_by_nobody():
    expected = '<p><a href="https://example.org/" rel="nofollow ugc">a</a></p>\n'
    assert markdown.to_html("[a](https://example.org/)") == expected


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,<script>alert(1)</script>)",
        "[a](vbscript:x)",
        "[a](//evil.example/)",
        "[a](/relative)",
        '[a](https://example.org/ "\\"onclick=\\"x")',
        "![tracker](https://evil.example/pixel.png)",
        "<javascript:alert(1)>",
        "<style>p{}</style>",
        "<!-- <script> -->",
        '```"><script>\n</script>\n```',
        "```js onload=x\n```",
        "<a href='https://example.org' onclick='x'>a</a>",
        "[a]: javascript:alert(1)\n\n[a]",
        "\x00<b>\x00",
    ],
)
def test_nothing_that_runs_or_loads_gets_through(text):
    html = markdown.to_html(text)
    assert ALLOWED_TAG.sub("", html).count("<") == 0


@given(st.text() | st.text("<>[]()!`*_#-|\\\"'&;: \nabjs/"))
def test_any_text_becomes_html_of_known_tags(text):
    html = markdown.to_html(text)
    assert ALLOWED_TAG.sub("", html).count("<") == 0


@pytest.mark.parametrize("part", ["[", "![", "*a ", "`", ">", "- ", "<", "[a](", "**_", "\\", "&", "|a", "(" * 3])
def test_text_made_to_be_slow_is_not(part):
    start = perf_counter()
    markdown.to_html(part * (20_000 // len(part)))
    assert perf_counter() - start < 5
