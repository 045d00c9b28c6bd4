"""TLS verifies the requested name, not the address of the connection."""

import shutil
import ssl
import subprocess

import pytest

from corpus.web.base import FetchError
from corpus.web.http import HttpClient
from corpus.web.urls import parse_url
from tests.corpus.web.sites import LOOPBACK, Site, build_resolver

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="needs openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for news.example, with its key in the same file."""
    folder = tmp_path_factory.mktemp("certificate")
    path, key = folder / "both.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example",
         "-keyout", key, "-out", path],
        check=True, capture_output=True,
    )  # fmt: skip
    path.write_text(path.read_text() + key.read_text())
    return path


@pytest.fixture
def secure(certificate):
    site = Site()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site.server.socket = context.wrap_socket(
        site.server.socket, server_side=True, do_handshake_on_connect=False
    )
    site.pages["/a"] = (200, {}, b"The ferry sailed.")
    with site:
        yield site


def exchanger(make_ssl):
    return HttpClient(
        "Byline", resolve=build_resolver(), is_allowed=LOOPBACK.__eq__, make_ssl=make_ssl
    )


def address(site, host):
    return parse_url(f"https://{host}:{site.port}/a")


def test_a_server_with_a_valid_certificate_is_read(secure, certificate):
    trusting = exchanger(lambda: ssl.create_default_context(cafile=certificate))
    assert trusting.get(address(secure, "news.example")).body == b"The ferry sailed."


def test_a_server_with_another_name_is_refused(secure, certificate):
    trusting = exchanger(lambda: ssl.create_default_context(cafile=certificate))
    with pytest.raises(FetchError, match="certificate") as caught:
        trusting.get(address(secure, "other.example"))
    assert not caught.value.is_transient


def test_a_server_with_an_untrusted_certificate_is_refused(secure):
    with pytest.raises(FetchError, match="certificate"):
        HttpClient("Byline", resolve=build_resolver(), is_allowed=LOOPBACK.__eq__).get(
            address(secure, "news.example")
        )
