"""Mail on an encrypted line: `?tls` and `smtps://`, with a certificate that is checked."""

import shutil
import ssl
import subprocess
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller

from common.models import MailStatus
from common.outbox import reasons
from rekom import addresses, env
from tests.common.letters import post, settle
from tests.post_office import PostOffice, free_port

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="makes a certificate with openssl")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for this machine that nobody else trusts, with its key in the same file."""
    file = tmp_path_factory.mktemp("certificate") / "both.pem"
    words = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    words += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [*words, "-keyout", str(file), "-out", str(file.with_suffix(".crt"))], check=True, capture_output=True
    )
    file.write_text(file.read_text() + file.with_suffix(".crt").read_text())
    return file


class SecureOffice(PostOffice):
    """A mail server that takes nothing in the clear."""

    def open_with(self, certificate: Path, *, at_once: bool) -> Controller:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        place = {"hostname": "127.0.0.1", "port": free_port()}
        if at_once:
            return Controller(self, ssl_context=context, **place)
        return Controller(self, tls_context=context, require_starttls=True, **place)


@pytest.mark.parametrize("address", ["smtp://127.0.0.1:{port}?tls", "smtps://127.0.0.1:{port}"])
@pytest.mark.parametrize("is_trusted", [True, False])
def test_letter_goes_over_a_checked_line_or_not_at_all(
    reader, settings, monkeypatch, certificate, address, is_trusted
):
    office = SecureOffice()
    door = office.open_with(certificate, at_once=address.startswith("smtps"))
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    door.start()
    url = env.parse_url(address.format(port=door.port), schemes=("smtp", "smtps"), name="EMAIL_URL")
    for name, value in addresses.mail(url).items():
        setattr(settings, name, value)
    mail = settle(post(reader))
    door.stop()
    if is_trusted:
        assert (mail.status, len(office.taken)) == (MailStatus.SENT, 1)
    else:
        assert (mail.status, office.taken) == (MailStatus.PLANNED, [])
        assert mail.reason.startswith(reasons.NO_CONNECTION)
