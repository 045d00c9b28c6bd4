import pytest
from hypothesis import given

from bot.discord.render.links import to_safe_url
from tests.bot.discord import hostile


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        (
            "https://tribune.example/story/1?page=2#top",
            "https://tribune.example/story/1?page=2#top",
        ),
        ("https://x.example/a(b)*c_d", "https://x.example/a%28b%29%2Ac_d"),
        ("https://x.example/@everyone", "https://x.example/%40everyone"),
        ("https://x.example:8443/é b", "https://x.example:8443/%C3%A9%20b"),
        ("https://x.example/a%20b", "https://x.example/a%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("javascript:alert(1)", None),
        ("https://bank.example@evil.example/", None),
        ("https://[::1", None),
        ("https://x.example:notaport/", None),
        ("https:///nowhere", None),
        ("https://x.example/" + "a" * 600, None),
        ("", None),
        (None, None),
    ],
)
def test_only_plain_web_addresses_become_links(url: str | None, safe: str | None):
    assert to_safe_url(url) == safe


@given(hostile.text, hostile.text, hostile.text)
def test_no_address_ends_its_own_markup(host: str, path: str, query: str):
    url = to_safe_url(f"https://{host}.example/{path}?{query}")
    assert url is None or not set(url) & set('()<>[]\\*`|@ \n"')
