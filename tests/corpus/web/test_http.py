"""Bodies are decompressed up to the limit."""

import gzip
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.web.base import FetchError
from corpus.web.http import read_body


def pieces_of(body, size):
    return [body[start : start + size] for start in range(0, len(body), size)]


@given(st.binary(max_size=3000), st.integers(1, 500), st.sampled_from(["gzip", "deflate", ""]))
def test_a_body_is_decompressed_exactly(body, size, encoding):
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[encoding](body)
    assert read_body(pieces_of(packed, size), encoding, 5000) == (body, False)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_a_body_is_truncated_at_the_limit(length, most):
    body, is_cut = read_body([gzip.compress(b"x" * length)], "GZIP ", most)
    assert len(body) == min(length, most)
    assert is_cut == (length > most)


def test_a_decompression_bomb_is_abandoned_after_its_first_bytes():
    bomb = gzip.compress(b"\0" * 50_000_000)
    taken = []

    def pieces():
        for piece in pieces_of(bomb, 1000):
            taken.append(len(piece))
            yield piece

    body, is_cut = read_body(pieces(), "gzip", 1_000_000)
    assert (len(body), is_cut) == (1_000_000, True)
    assert sum(taken) < 5000 < len(bomb)


def test_bytes_after_the_end_of_a_compressed_body_are_ignored():
    packed = gzip.compress(b"All of it.") + b"rubbish"
    assert read_body([packed, b"more"], "gzip", 100) == (b"All of it.", False)


@given(st.binary(min_size=1, max_size=200))
def test_any_compressed_body_is_read_or_refused(body):
    try:
        found, _ = read_body([body], "gzip", 1000)
    except FetchError as error:
        assert error.is_transient
    else:
        assert len(found) <= 1000


def test_an_incomplete_body_is_refused():
    packed = gzip.compress(bytes(range(256)) * 20)
    with pytest.raises(FetchError, match="part of it arrived"):
        read_body([packed[:-20]], "gzip", 100_000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "exi"])
def test_an_unsupported_encoding_is_refused(encoding):
    with pytest.raises(FetchError, match="does not support"):
        read_body([b"abc"], encoding, 100)
