"""Builds small PDF files that tests can damage."""

import zlib
from collections.abc import Sequence

FIRST_PAGE = 4


def build_pdf(pages: Sequence[Sequence[str]], **info: str) -> bytes:
    """A PDF of pages of lines, and its record: ``Title="Wall"``."""
    return build_drawn_pdf([_draw_lines(page) for page in pages], info)


def build_drawn_pdf(drawings: Sequence[bytes], info: dict[str, str] | None = None) -> bytes:
    """A PDF of pages that are drawn by these instructions."""
    numbers = [FIRST_PAGE + 2 * page for page in range(len(drawings))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(drawings), kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, drawing in zip(numbers, drawings, strict=True):
        objects += [
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % (number + 1),
            build_stream(drawing),
        ]
    fields = b"".join(b"/%s(%s)" % (k.encode(), v.encode()) for k, v in (info or {}).items())
    return assemble_pdf([*objects, b"<<%s>>" % fields], b"/Info %d 0 R" % (len(objects) + 1))


def build_stream(content: bytes) -> bytes:
    packed = zlib.compress(content, 9)
    head = b"<</Length %d/Filter/FlateDecode>>stream\n" % len(packed)
    return head + packed + b"\nendstream"


def assemble_pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    content, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        content
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer\n<</Size %d/Root 1 0 R%s>>\n" % (len(objects) + 1, trailer)
        + b"startxref\n%d\n%%%%EOF" % len(content)
    )


def _draw_lines(lines: Sequence[str]) -> bytes:
    shown = b"".join(b"(%s) Tj T* " % line.encode("cp1252", "replace") for line in lines)
    return b"BT /F1 11 Tf 72 720 Td 14 TL " + shown + b"ET"
