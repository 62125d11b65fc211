"""A real SMTP server that a test commands: it refuses, waits, hangs up, and keeps what it takes."""

import asyncio
import socket
import threading
import time
from collections import Counter
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class _Door(Controller):
    """Counts the connections."""

    opened = 0

    def factory(self) -> SMTP:
        self.opened += 1
        return super().factory()


class PostOffice:
    """Keeps what it takes in `taken`. Its orders may change at any time.

    `refusals`: address -> answer to RCPT. `answer_to_mail`, `answer_to_data`: an answer in place of 250.
    `hangs_up_after_data`: takes the mail, and cuts the line without an answer. `holds_data`: has the mail, and waits
    with its answer. `shut_after`: closes each connection politely (421) after so many mails.
    """

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.refusals: dict[str, str] = {}
        self.answer_to_mail = self.answer_to_data = ""
        self.hangs_up_after_data = self.holds_data = False
        self.shut_after = 0
        self.has_data = threading.Event()
        self.port = free_port()
        self._door: _Door | None = None
        self._opened_before = 0

    @property
    def connections(self) -> int:
        """How many connections have been opened to it."""
        return self._opened_before + (self._door.opened if self._door else 0)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Open, on the same port as the last time."""
        self._door = _Door(self, hostname="127.0.0.1", port=self.port)
        self._door.start()
        self._door.opened = 0  # it has knocked on itself

    def stop(self) -> None:
        """Close: connections are refused from now on."""
        if self._door is not None:
            self.holds_data = False
            self._opened_before += self._door.opened
            self._door.stop()
            self._door = None

    def ids(self) -> Counter[str]:
        """How often each Message-ID has been taken."""
        return Counter(str(mail["Message-ID"]) for mail in list(self.taken))

    def wait_for(self, count: int, seconds: float = 15) -> None:
        """Wait until so many mails have been taken. Raises AssertionError."""
        ends = time.monotonic() + seconds
        while len(self.taken) < count:
            assert time.monotonic() < ends, f"{len(self.taken)} of {count} mails came"
            time.sleep(0.02)

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.shut_after and getattr(session, "mails", 0) >= self.shut_after:
            return "421 Enough on this line"
        if self.answer_to_mail:
            return self.answer_to_mail
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- aiosmtpd's name
        if self.answer_to_data:
            return self.answer_to_data
        self.taken.append(message_from_bytes(envelope.content))
        session.mails = getattr(session, "mails", 0) + 1
        self.has_data.set()
        while self.holds_data:
            await asyncio.sleep(0.01)
        if self.hangs_up_after_data:
            server.transport.abort()
        return "250 Taken"


class SilentOffice:
    """Takes connections and never says a word."""

    def __init__(self) -> None:
        self._door = socket.create_server(("127.0.0.1", 0))

    @property
    def port(self) -> int:
        return int(self._door.getsockname()[1])

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def close(self) -> None:
        """Refuse connections from now on."""
        self._door.close()
