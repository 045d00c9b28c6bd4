"""Parses PDF files: the text of the pages is one article."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import SingleArticleParser
from corpus.parsers.metadata import ArticleMetadata, assemble_article, parse_metadata
from corpus.zoning.zones import zone_page

# Without a handler it writes to standard error.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

LoadedPdf = Any
"""A document, or a part of it, as pypdf returns it; pypdf is imported when it is needed."""
MAX_PDF_BYTES = 50_000_000
"""The largest PDF that is read."""
MAX_PAGES = 500
"""The most pages of a PDF that is read."""
MAX_STEPS = 500_000
"""The most drawing operations of a PDF; a page of text has a few thousand."""
MAX_TEXT_LENGTH = 5_000_000
"""The most characters of text in a PDF."""
_MIN_COLUMN_WIDTH = 24
_ADVICE = message("Save the article's text as plain text.")
_LIMITS = {
    **dict.fromkeys(
        ("zlib_maximum_output_length", "lzw_maximum_output_length", "brotli_maximum_output_length"),
        20_000_000,
    ),
    "run_length_maximum_output_length": 20_000_000,
    "array_based_stream_maximum_output_length": 20_000_000,
    "stream_decoding_work_maximum_length": 60_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "zlib_maximum_recovery_input_length": 100_000,
    "stream_filters_maximum_length": 4,
    "page_tree_maximum_entries": 4 * MAX_PAGES,
    "xform_maximum_invocations_per_extraction": 500,
}
_NO_TITLE = re.compile(
    r"untitled.*|document\d*|microsoft (?:word|powerpoint).*|.*\.(?:docx?|indd|pdf|qx[dp]|rtf|tex)"
    r"|(?:layout|page|seite) ?\d+|\W*",
    re.IGNORECASE,
)


class PdfParser(SingleArticleParser):
    """Reads the text of a PDF as one article; words stay hyphenated at the end of a line."""

    max_bytes = MAX_PDF_BYTES
    advice = _ADVICE

    def _parse_content(self, content: bytes) -> Article:
        text, facts = _parse_within_limits(content)
        zones = zone_page(text, _MIN_COLUMN_WIDTH)
        return assemble_article(text, zones, facts._replace(url=self._url))


def _parse_within_limits(content: bytes) -> tuple[str, ArticleMetadata]:
    from pypdf import apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError

    try:
        with apply_configuration(None, **_LIMITS):
            return _parse_pdf(content)
    except ReadError:
        raise
    except DependencyError as error:
        raise ReadError(message("The PDF is encrypted. Save a copy that is not.")) from error
    except (LimitReachedError, MemoryError) as error:
        raise ReadError(
            message("The PDF is too large when it is unpacked. {advice}", advice=_ADVICE)
        ) from error
    except Exception as error:
        raise ReadError(message("The PDF is damaged. {advice}", advice=_ADVICE)) from error


def _parse_pdf(content: bytes) -> tuple[str, ArticleMetadata]:
    import pypdf

    document = pypdf.PdfReader(BytesIO(content))
    # Many PDFs are only protected against changes and open with an empty password.
    if document.is_encrypted and not document.decrypt(""):
        raise ReadError(message("The PDF is locked with a password. Save a copy without one."))
    if len(document.pages) > MAX_PAGES:
        raise ReadError(
            message(
                "The PDF has more than {most} pages. Give only the article's pages.",
                most=MAX_PAGES,
            )
        )
    text = _strip_unstorable("\n\n".join(_extract_pages(document)))
    if not text.strip():
        raise ReadError(
            message("The PDF has no text, only pictures. Run text recognition (OCR) on it.")
        )
    return text, _parse_metadata(document.metadata)


def _extract_pages(document: LoadedPdf) -> Iterator[str]:
    steps, length = count(1), 0

    def count_step(*_: object) -> None:
        if next(steps) > MAX_STEPS:
            raise ReadError(
                message("The PDF has too much drawn on its pages. {advice}", advice=_ADVICE)
            )

    for page in document.pages:
        text = page.extract_text(visitor_operand_before=count_step).strip("\n")
        length += len(text)
        if length > MAX_TEXT_LENGTH:
            raise ReadError(
                message("The PDF has too much text for one article. {advice}", advice=_ADVICE)
            )
        if text.strip():
            yield text


def _parse_metadata(metadata: LoadedPdf) -> ArticleMetadata:
    """Read title, author and date of a PDF's metadata; generated titles are ignored."""
    title, author = (
        _strip_unstorable(str((metadata or {}).get(name) or "")) for name in ("/Title", "/Author")
    )
    title = " ".join(title.split())
    record = {"title": "" if _NO_TITLE.fullmatch(title) else title, "author": author}
    facts = parse_metadata(record)
    return facts._replace(published=_parse_created(metadata))


def _parse_created(metadata: LoadedPdf) -> date | None:
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", str((metadata or {}).get("/CreationDate") or ""))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _strip_unstorable(words: str) -> str:
    """Remove NUL and lone surrogates, which fonts without a character map produce."""
    return words.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
