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
from corpus.messages import said
from corpus.parsers.base import Unreadable, read_whole
from corpus.parsers.metadata import Facts, assembled, facts_of
from corpus.zoning.zones import zone_page

# else it writes to standard error where nobody listens to its log
logging.getLogger("pypdf").addHandler(logging.NullHandler())

Loaded = Any
"""What pypdf makes of a document or a part of it; it is loaded too late for its types."""
LARGEST_PDF = 50_000_000
"""The most bytes one PDF may have."""
MOST_PAGES = 500
"""The most pages one PDF may have."""
MOST_STEPS = 500_000
"""The most steps that one PDF's pages may be drawn in; a page of text has some thousand."""
LONGEST_TEXT = 5_000_000
"""The most characters of text one PDF may have."""
_NARROWEST_COLUMN = 24
_ADVICE = said("Save the article's text as plain text.")
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
    "page_tree_maximum_entries": 4 * MOST_PAGES,
    "xform_maximum_invocations_per_extraction": 500,
}
_NO_TITLE = re.compile(
    r"untitled.*|document\d*|microsoft (?:word|powerpoint).*|.*\.(?:docx?|indd|pdf|qx[dp]|rtf|tex)"
    r"|(?:layout|page|seite) ?\d+|\W*",
    re.IGNORECASE,
)


class PdfReader:
    """Reads the text of a PDF as one article; words cut at the end of a line stay cut."""

    def __init__(self, charset: str | None = None, url: str | None = None) -> None:
        self._charset = charset
        self._url = url

    def read(self, name: str, stream: BinaryIO) -> Iterator[Article | Unreadable]:
        """One ``Article`` of the pages' text, or one ``Unreadable``."""
        try:
            content = read_whole(stream, LARGEST_PDF, _ADVICE)
            text, facts = _read_within_limits(content)
            yield assembled(text, zone_page(text, _NARROWEST_COLUMN), facts._replace(url=self._url))
        except ReadError as error:
            yield Unreadable(name, error.sentence)


def _read_within_limits(content: bytes) -> tuple[str, Facts]:
    from pypdf import apply_configuration
    from pypdf.errors import DependencyError, LimitReachedError

    try:
        with apply_configuration(None, **_LIMITS):
            return _read(content)
    except ReadError:
        raise
    except DependencyError as error:
        raise ReadError(said("The PDF is encrypted. Save a copy that is not.")) from error
    except (LimitReachedError, MemoryError) as error:
        raise ReadError(
            said("The PDF unpacks to more than an article holds. {advice}", advice=_ADVICE)
        ) from error
    except Exception as error:
        raise ReadError(said("The PDF is damaged. {advice}", advice=_ADVICE)) from error


def _read(content: bytes) -> tuple[str, Facts]:
    import pypdf

    document = pypdf.PdfReader(BytesIO(content))
    # many PDFs are locked against changes only and open with an empty password
    if document.is_encrypted and not document.decrypt(""):
        raise ReadError(said("The PDF is locked with a password. Save a copy without one."))
    if len(document.pages) > MOST_PAGES:
        raise ReadError(
            said(
                "The PDF has more than {most} pages. Give the article's alone.",
                most=MOST_PAGES,
            )
        )
    text = _storable("\n\n".join(_pages(document)))
    if not text.strip():
        raise ReadError(
            said("The PDF has no text, only pictures. Run text recognition (OCR) on it.")
        )
    return text, _facts(document.metadata)


def _pages(document: Loaded) -> Iterator[str]:
    steps, length = count(1), 0

    def count_step(*_: object) -> None:
        if next(steps) > MOST_STEPS:
            raise ReadError(
                said("The PDF has too much drawn on its pages. {advice}", advice=_ADVICE)
            )

    for page in document.pages:
        text = page.extract_text(visitor_operand_before=count_step).strip("\n")
        length += len(text)
        if length > LONGEST_TEXT:
            raise ReadError(
                said("The PDF has too much text for one article. {advice}", advice=_ADVICE)
            )
        if text.strip():
            yield text


def _facts(metadata: Loaded) -> Facts:
    """The title, author and day in a PDF's own record, without titles that programs made up."""
    said = {name: str((metadata or {}).get(f"/{name}") or "") for name in ("Title", "Author")}
    title = _storable(" ".join(said["Title"].split()))
    record = {"title": "" if _NO_TITLE.fullmatch(title) else title, "author": said["Author"]}
    facts = facts_of({name: _storable(value) for name, value in record.items()})
    return facts._replace(published=_created(metadata))


def _created(metadata: Loaded) -> date | None:
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", str((metadata or {}).get("/CreationDate") or ""))
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _storable(words: str) -> str:
    """Without NUL and half characters, which fonts without a table of letters leave behind."""
    return words.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")
