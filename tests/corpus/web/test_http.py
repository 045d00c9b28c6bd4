"""Bodies are decompressed as far as agreed to, whatever they would grow to."""

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
def test_a_body_comes_out_as_it_was_before(body, size, encoding):
    packed = {"gzip": gzip.compress, "deflate": zlib.compress, "": bytes}[encoding](body)
    assert read_body(pieces_of(packed, size), encoding, 5000) == (body, False)


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_no_more_than_agreed_to_is_kept(length, most):
    body, is_cut = read_body([gzip.compress(b"x" * length)], "GZIP ", most)
    assert len(body) == min(length, most)
    assert is_cut == (length > most)


def test_a_bomb_is_left_after_the_first_bytes_of_it():
    bomb = gzip.compress(b"\0" * 50_000_000)
    taken = []

    def pieces():
        for piece in pieces_of(bomb, 1000):
            taken.append(len(piece))
            yield piece

    body, is_cut = read_body(pieces(), "gzip", 1_000_000)
    assert (len(body), is_cut) == (1_000_000, True)
    assert sum(taken) < 5000 < len(bomb)


def test_a_body_with_more_behind_its_end_is_what_stood_before():
    packed = gzip.compress(b"All of it.") + b"rubbish"
    assert read_body([packed, b"more"], "gzip", 100) == (b"All of it.", False)


@given(st.binary(min_size=1, max_size=200))
def test_whatever_comes_as_compressed_is_a_body_or_an_error(body):
    try:
        found, _ = read_body([body], "gzip", 1000)
    except FetchError as error:
        assert error.is_transient
    else:
        assert len(found) <= 1000


def test_half_a_body_is_none():
    packed = gzip.compress(bytes(range(256)) * 20)
    with pytest.raises(FetchError, match="in part"):
        read_body([packed[:-20]], "gzip", 100_000)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "exi"])
def test_an_encoding_that_was_not_asked_for_is_refused(encoding):
    with pytest.raises(FetchError, match="not asked for"):
        read_body([b"abc"], encoding, 100)
