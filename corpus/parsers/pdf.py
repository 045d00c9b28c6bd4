"""PDF: one article a file, of the text on its pages."""

import logging
import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from itertools import count
from typing import Any, BinaryIO

from corpus.article import Article
from corpus.errors import ReadError
from corpus.messages import message
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.metadata import ArticleMetadata, assemble_article, parse_metadata
from corpus.zoning.zones import zone_page

# else it writes to standard error where nobody listens to its log
logging.getLogger("pypdf").addHandler(logging.NullHandler())

LoadedPdf = Any
"""What pypdf makes of a document or a part of it; it is loaded too late for its types."""
MAX_PDF_BYTES = 50_000_000
"""The most bytes one PDF may have."""
MAX_PAGES = 500
"""The most pages one PDF may have."""
MAX_STEPS = 500_000
"""The most steps that one PDF's pages may be drawn in; a page of text has some thousand."""
MAX_TEXT_LENGTH = 5_000_000
"""The most characters of text one PDF may have."""
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


class PdfParser:
    """Reads the text of a PDF as one article; words cut at the end of a line stay cut."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def parse(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` of the pages' text, or one ``Unreadable``."""
        try:
            content = read_whole(stream, MAX_PDF_BYTES, _ADVICE)
            text, facts = _parse_within_limits(content)
            yield assemble_article(
                text, zone_page(text, _MIN_COLUMN_WIDTH), facts._replace(url=self._url)
            )
        except ReadError as error:
            yield Unreadable(name, error.message)


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
            message("The PDF unpacks to more than an article holds. {advice}", advice=_ADVICE)
        ) from error
    except Exception as error:
        raise ReadError(message("The PDF is damaged. {advice}", advice=_ADVICE)) from error


def _parse_pdf(content: bytes) -> tuple[str, ArticleMetadata]:
    import pypdf

    document = pypdf.PdfReader(BytesIO(content))
    # many PDFs are locked against changes only and open with an empty password
    if document.is_encrypted and not document.decrypt(""):
        raise ReadError(message("The PDF is locked with a password. Save a copy without one."))
    if len(document.pages) > MAX_PAGES:
        raise ReadError(
            message(
                "The PDF has more than {most} pages. Give the article's alone.",
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
    """The title, author and day in a PDF's own record, without titles that programs made up."""
    said = {name: str((metadata or {}).get(f"/{name}") or "") for name in ("Title", "Author")}
    title = _strip_unstorable(" ".join(said["Title"].split()))
    record = {"title": "" if _NO_TITLE.fullmatch(title) else title, "author": said["Author"]}
    facts = parse_metadata({name: _strip_unstorable(value) for name, value in record.items()})
    return facts._replace(published=_parse_created(metadata))


def _parse_created(metadata: LoadedPdf) -> date | None:
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", str((metadata or {}).get("/CreationDate") or ""))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _strip_unstorable(words: str) -> str:
    """Without NUL and half characters, which fonts without a table of letters leave behind."""
    return words.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
