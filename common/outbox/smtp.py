"""The line to the mail server: one connection for a batch, and a word just before the text is handed over."""

import logging
import smtplib
from collections.abc import Callable
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.smtp import EmailBackend as DjangoBackend

from common.outbox import reasons
from common.outbox.message import Unsent

logger = logging.getLogger(__name__)

SERVICE_CLOSING = 421
PERMANENT = 500
POLICY = "5.7."  # RFC 3463: the server refuses us, not the address


class _TellingLine(smtplib.SMTP):
    """An SMTP line that asks `before_content` before it sends a message's text: the only bytes it is ever given."""

    before_content: Callable[[], None] | None = None

    def send(self, s: Any) -> None:
        if isinstance(s, bytes) and self.before_content is not None:
            ask, self.before_content = self.before_content, None
            ask()
        super().send(s)


class _TellingSecureLine(_TellingLine, smtplib.SMTP_SSL):
    pass


class EmailBackend(DjangoBackend):
    """Django's SMTP backend with lines that tell when the text is about to be handed over."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _TellingSecureLine if self.use_ssl else _TellingLine


class NoConnection(Unsent):
    """The mail server cannot be reached: it is no use to try the next mail at once."""


class Session:
    """One connection to the mail server for a batch: opened when first needed, opened anew when it broke."""

    def __init__(self) -> None:
        self._backend: Any = None

    def send(self, message: EmailMessage, before_content: Callable[[], None]) -> None:
        """Give one mail to the server. Raises Unsent when it has certainly not been taken.

        `before_content` is called once, just before the text leaves; what it raises stops the mail, and every
        other exception after it means that nobody knows. A line that broke while it lay idle is opened once more.
        """
        is_fresh = self._open()
        if not self._is_through(message, before_content, is_fresh=is_fresh):
            self._open()
            self._is_through(message, before_content, is_fresh=True)

    def close(self) -> None:
        """Say goodbye; nothing that happens here changes what was sent."""
        backend, self._backend = self._backend, None
        if backend is None:
            return
        try:
            backend.close()
        except (OSError, smtplib.SMTPException):
            logger.info("The mail server did not say goodbye.", exc_info=True)

    def drop(self) -> None:
        """Cut a broken line without a word: the server must not take what it has half of."""
        line = getattr(self._backend, "connection", None)
        self._backend = None
        if isinstance(line, smtplib.SMTP):
            line.close()

    def _open(self) -> bool:
        """Returns whether the line is new."""
        if self._backend is not None:
            return False
        backend = get_connection()
        try:
            backend.open()
        except (OSError, smtplib.SMTPException) as error:
            _abandon(backend)
            raise NoConnection(reasons.joined(reasons.NO_CONNECTION, error)) from error
        self._backend = backend
        return True

    def _is_through(
        self, message: EmailMessage, before_content: Callable[[], None], *, is_fresh: bool
    ) -> bool:
        """Returns False when an old line turned out to be broken before the mail was on it."""
        handover = _Once(before_content)
        try:
            self._hand_over(message, handover)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
            if _code(error) != SERVICE_CLOSING:
                raise _refusal(error) from error
            self.drop()
            if is_fresh or handover.is_called:
                raise _refusal(error) from error
            return False
        except Exception as error:  # also what `before_content` raises: the server must not get the rest
            self.drop()
            if handover.is_called:
                raise
            if is_fresh:
                raise Unsent(reasons.joined(reasons.BROKEN_LINE, error)) from error
            return False
        return True

    def _hand_over(self, message: EmailMessage, handover: "_Once") -> None:
        line = getattr(self._backend, "connection", None)
        if isinstance(line, _TellingLine):
            line.before_content = handover
        else:  # a folder, the terminal, a list: nothing is known of its steps
            handover()
        self._backend.send_messages([message])


class _Once:
    """Calls the question, and remembers that it did."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask
        self.is_called = False

    def __call__(self) -> None:
        self.is_called = True
        self._ask()


def _abandon(backend: Any) -> None:
    line = getattr(backend, "_partial_connection", None)
    if isinstance(line, smtplib.SMTP):
        line.close()


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return max(code for code, _text in error.recipients.values())
    return error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else 0


def _refusal(error: smtplib.SMTPException) -> Unsent:
    """What a server's answer means: 4xx is tried again, 5xx is final; at the recipient it marks the address."""
    code, said = _code(error), _said(error)
    if isinstance(error, smtplib.SMTPHeloError):
        return NoConnection(reasons.joined(reasons.NO_CONNECTION, said))
    if code < PERMANENT:
        return Unsent(reasons.joined(reasons.REFUSED_FOR_NOW, said))
    is_address = isinstance(error, smtplib.SMTPRecipientsRefused) and POLICY not in said
    sentence = reasons.NO_SUCH_ADDRESS if is_address else reasons.REFUSED
    return Unsent(reasons.joined(sentence, said), final=True, is_address=is_address)


def _said(error: smtplib.SMTPException) -> str:
    text: bytes | str
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, text = max(error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        code, text = error.smtp_code, error.smtp_error
    else:
        return str(error)
    return f"{code} {text.decode('utf-8', 'replace') if isinstance(text, bytes) else text}"
