from hypothesis import given
from hypothesis import strategies as st

from bot.discord.render.article_pages import PAGE_LENGTH, paginate, render_page
from corpus.article import Article, Zone, ZoneKind
from tests.bot.discord import hostile
from tests.properties import examples

SENTENCES = [f"Sentence number {number} says little of note about the sea." for number in range(99)]


def article(*zones: tuple[ZoneKind, str]) -> Article:
    tiles, at = [], 0
    for kind, text in zones:
        tiles.append(Zone(kind, at, at + len(text)))
        at += len(text)
    return Article("x", "X", "".join(text for _, text in zones), tuple(tiles))


def body(text: str) -> Article:
    return article((ZoneKind.BODY, text))


LONG = body(" ".join(SENTENCES))


def place(text: str) -> tuple[int, int]:
    start = LONG.text.index(text)
    return start, start + len(text)


def test_the_excerpt_stands_among_its_neighbours():
    start, end = place(SENTENCES[50])
    pages = paginate(LONG, start, end)
    marked = render_page(LONG, pages.pages[pages.home_page], start, end)
    assert marked.text[marked.start : marked.end] == SENTENCES[50]
    assert SENTENCES[45] in marked.text
    assert SENTENCES[55] in marked.text


def test_pages_back_and_forth_have_every_sentence_once_and_in_order():
    start, end = place(SENTENCES[50])
    pages = paginate(LONG, start, end)
    read = " ".join(render_page(LONG, page, 0, 0).text for page in pages.pages)
    assert read == LONG.text
    assert 0 < pages.home_page < len(pages.pages) - 1


def test_the_first_sentence_is_on_the_first_page_and_the_last_on_the_last():
    for text, page in ((SENTENCES[0], 0), (SENTENCES[-1], -1)):
        pages = paginate(LONG, *place(text))
        assert pages.pages[pages.home_page] == pages.pages[page]


def test_reader_comments_and_page_furniture_are_left_out():
    read = article(
        (ZoneKind.BODY, "The ferry left.\n\n"),
        (ZoneKind.BOILERPLATE, "Subscribe now!\n\n"),
        (ZoneKind.BODY, "It came back.\n\n"),
        (ZoneKind.COMMENT, "It never did."),
    )
    pages = paginate(read, 0, 15)
    assert render_page(read, pages.pages[0], 0, 15).text == "The ferry left.\nIt came back."


def test_a_line_that_only_wraps_is_read_on_and_a_paragraph_is_not():
    text = "The ferry\nleft. It was\nlate.\n\nNobody minded."
    pages = paginate(body(text), 0, 15)
    assert render_page(body(text), pages.pages[0], 0, 0).text == (
        "The ferry left. It was late.\nNobody minded."
    )


def test_an_excerpt_over_several_sentences_is_marked_whole():
    start, end = place(f"{SENTENCES[7]} {SENTENCES[8]}")
    pages = paginate(LONG, start, end)
    marked = render_page(LONG, pages.pages[pages.home_page], start, end)
    assert marked.text[marked.start : marked.end] == f"{SENTENCES[7]} {SENTENCES[8]}"


def test_an_article_without_sentences_has_no_page():
    assert paginate(article((ZoneKind.COMMENT, "First!")), 0, 0).pages == ()


@examples(60)
@given(hostile.long_text.filter(bool), st.data())
def test_any_text_is_cut_into_pages_that_hold_all_of_it(text: str, data: st.DataObject):
    read = body(text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pages = paginate(read, start, end)
    spans = [span for page in pages.pages for span in page]
    assert spans == sorted(spans)
    assert all(low < high for low, high in spans)
    assert "".join("".join(text[low:high] for low, high in spans).split()) == "".join(text.split())
    assert all(sum(high - low for low, high in page) <= PAGE_LENGTH for page in pages.pages)
    for number, page in enumerate(pages.pages):
        marked = render_page(read, page, start, end)
        assert 0 <= marked.start <= marked.end <= len(marked.text)
        inside = any(low < end and start < high for low, high in page)
        assert (marked.start < marked.end) <= inside
        assert number == pages.home_page or not inside or _reaches_past(spans, start, end)


def _reaches_past(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether the sentences of a range do not fit a page."""
    within = [span for span in spans if span[0] < end and start < span[1]]
    return sum(high - low for low, high in within) > PAGE_LENGTH
