import pytest

from tests.pictures.markdown import to_html

NAMES = {"501": "general", "601": "desk"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**due** to, *he* said", "<div><strong>due</strong> to, <em>he</em> said</div>"),
        ("__read__ ~~not~~ `this`", "<div><u>read</u> <s>not</s> <code>this</code></div>"),
        (r"**\[1\] A \*star\***", "<div><strong>[1] A *star*</strong></div>"),
        ("[page](https://a.example/?b=1&c=2)", '<div><a href="https://a.example/?b=1&amp;c=2">page</a></div>'),
        ("<script>x</script>", "<div>&lt;script&gt;x&lt;/script&gt;</div>"),
        ("-# As of <t:1349395200:D>", "<small>As of <time>5 October 2012</time></small>"),
        ("In <#501> with <@&601>, <@7>", (
            '<div>In <span class="mention">#general</span> with '
            '<span class="mention">@desk</span>, <span class="mention">@unknown</span></div>'
        )),
        ("## Why\n- one\n- two", "<h2>Why</h2><li>one</li><li>two</li>"),
    ],
)  # fmt: skip
def test_each_mark_of_discord_becomes_its_element(text, html):
    assert to_html(text, NAMES) == html


def test_a_quote_ends_with_its_lines_and_an_empty_line_is_kept():
    shown = to_html("> one\n> two\nits source\n\n> three", NAMES)
    assert shown == (
        "<blockquote><div>one</div><div>two</div></blockquote>"
        "<div>its source</div><div><br></div>"
        "<blockquote><div>three</div></blockquote>"
    )


def test_what_looks_like_a_mark_inside_a_line_or_is_escaped_stays_text():
    assert to_html(r"3 > 2 - 1 #5 \> no quote", NAMES) == "<div>3 &gt; 2 - 1 #5 &gt; no quote</div>"
