"""A person at a browser, as the journeys tell of one."""

import contextlib
import re
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page

from rekom.demo_roles import EMAILS
from tests.journeys.portal import BASE, WAIT, RunningPortal

AXE = (BASE / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
RINGS = 6  # so many times the mail's bell is rung while one waits
PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}
"""The window of somebody on a phone."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]


class Person:
    """One of the demo's people, or the one with this address, signed in by a code from a real mail.

    `window` is what is special about the browser: a phone's width, no script.
    """

    def __init__(self, portal: RunningPortal, browser: Browser, role: str, **window: Any) -> None:
        self.portal, self.email = portal, EMAILS.get(role, role)
        usual = {
            "viewport": {"width": 1280, "height": 900},
            "locale": "nb-NO",
            "timezone_id": "Europe/Oslo",
            "base_url": portal.address,
        }
        context = browser.new_context(**{**usual, **window})
        context.set_default_timeout(40_000)
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda said: self._heard(said.type, said.text))

    def _heard(self, kind: str, text: str) -> None:
        if kind == "error":
            self.complaints.append(text)

    def sign_in(self) -> "Person":
        """Ask for a code, read it in the mail, write it."""
        self.page.goto("/inn/")
        self.page.get_by_label("E-post").fill(self.email)
        return self.asks_for_a_code()

    def asks_for_a_code(self) -> "Person":
        """On the page of signing in, with the address filled in: ask for a code, read it in the mail, write it."""
        known = len(self.portal.mail.received)
        self.press("Send meg en kode")
        code = self.portal.mail.code_for(self.email, after=known)
        self.page.get_by_label("Kode").fill(code)
        self.press("Logg inn")
        self.page.wait_for_url("**/")
        return self

    def sign_in_as_demo(self, role: str) -> "Person":
        """The one-button way of the demo."""
        self.page.goto("/inn/")
        self.page.locator(f'button[value="{role}"]').click()
        self.page.wait_for_load_state()
        return self

    def goes_to(self, path: str) -> "Person":
        """Open a page of the portal; it must be there."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        return self

    def takes_up(self, task: str) -> None:
        """Go home, and press the button of the duty called `task` (a pattern)."""
        self.goes_to("/")
        self.page.get_by_role("link", name=re.compile(f": .*{task}")).first.click()
        self.page.wait_for_load_state()

    def has_done(self, task: str) -> None:
        """The home page says that the duty called `task` (a pattern) is done."""
        self.goes_to("/")
        self.page.locator(".duty[data-done]").filter(has_text=re.compile(task)).first.wait_for()

    def press(self, name: str) -> None:
        """Press the button or link called `name`."""
        button = self.page.get_by_role("button", name=name, exact=True)
        (button if button.count() else self.page.get_by_role("link", name=name, exact=True)).first.click()
        self.page.wait_for_load_state()

    def goes_on(self, name: str) -> None:
        """Press the button or link called `name`, which waits for what is typed and then leads to a page."""
        with self.page.expect_navigation():
            self.press(name)

    def writes(self, label: str, text: str) -> None:
        """Write in the field called `label`."""
        self.page.get_by_label(label, exact=False).first.fill(text)

    def chooses(self, label: str, option: str) -> None:
        """Choose `option` in the list called `label`."""
        self.page.get_by_label(label, exact=False).first.select_option(label=option)

    def ticks(self, label: str) -> None:
        """Tick the box, or choose the button, called `label`."""
        self.page.get_by_label(label, exact=True).first.check()

    def gets_mail(self, subject: str) -> EmailMessage:
        """A mail about `subject` comes, soon after the doorbell.

        The bell is rung again, as beat does: the first ring may come before what was pressed is saved.
        """
        for _ring in range(RINGS - 1):
            self.portal.ring_mail()
            with contextlib.suppress(AssertionError):
                return self.portal.mail.wait_for(self.email, subject, seconds=WAIT / RINGS)
        self.portal.ring_mail()
        return self.portal.mail.wait_for(self.email, subject, seconds=WAIT / RINGS)

    def opens_mail(self, subject: str) -> None:
        """A mail about `subject` comes; follow its link."""
        text = self.portal.mail.text_of(self.gets_mail(subject))
        link = re.search(rf"{re.escape(self.portal.address)}(/\S+)", text)
        assert link, text
        self.goes_to(link.group(1))

    def leaves(self) -> None:
        """Close the browser window. Nothing may have gone wrong in it."""
        self.page.context.close()
        assert self.complaints == []

    def sees(self, text: str) -> None:
        """The page says `text`."""
        self.page.get_by_text(text).first.wait_for()

    def downloads(self, name: str, to: Path) -> bytes:
        """What the link called `name` gives, as bytes."""
        with self.page.expect_download() as waiting:
            self.page.get_by_role("link", name=name).first.click()
        waiting.value.save_as(to)
        return to.read_bytes()

    def fits(self) -> None:
        """Nothing on the page is wider than the window, and axe finds nothing."""
        wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not self.page.evaluate(wide), self.page.url
        assert self.finds_no_fault() == []

    def finds_no_fault(self) -> list[str]:
        """What axe finds on this page by the named rule sets."""
        self.page.evaluate(AXE)
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        return [f"{fault['id']}: {fault['nodes'][0]['target']}" for fault in found["violations"]]
