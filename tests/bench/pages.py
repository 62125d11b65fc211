"""Which pages there are: followed from each role's home page, link by link, with the queries each takes."""

import re
from collections import deque
from dataclasses import dataclass
from html import unescape

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import Resolver404, resolve

from networks.models import User
from rekom.demo_roles import DEMO_ROLES

MOST_PER_ROLE = 120
EACH_NAME = 2  # addresses of the same name that are followed for one role
DOWNLOADS = ("letter_download", "letter_preview", "allocation_input", "allocation_output")
LINK = re.compile(r'<a[^>]*\shref="(/[^"#]*|\?[^"#]*)')


@dataclass(frozen=True)
class Page:
    """One page as one role sees it."""

    role: str
    name: str
    path: str
    queries: int
    session: str


def crawl() -> list[Page]:
    """Every page that each demo role reaches by links, each URL name at most twice."""
    found: list[Page] = []
    for role in DEMO_ROLES:
        found += _crawl_as(role.key, User.objects.get(email=role.email))
    return found


def _crawl_as(role: str, user: User) -> list[Page]:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    waiting, seen, counts, pages = deque(["/"]), {"/"}, {}, []
    while waiting and len(pages) < MOST_PER_ROLE:
        path = waiting.popleft()
        name = _name_of(path)
        if not name or counts.get(name, 0) >= EACH_NAME or name.endswith(DOWNLOADS):
            continue
        client.get(path)  # warm
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        counts[name] = counts.get(name, 0) + 1
        pages.append(Page(role, name, path, len(queries), session))
        for link in _links(answer.content.decode(), path):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return pages


def _links(html: str, path: str) -> list[str]:
    base = path.split("?")[0]
    return [base + unescape(link) if link.startswith("?") else unescape(link) for link in LINK.findall(html)]


def _name_of(path: str) -> str:
    try:
        return resolve(path.split("?")[0]).view_name
    except Resolver404:
        return ""


def size_of_data() -> str:
    """How much there is of everything, as one line."""
    names = (
        "networks.Kindergarten networks.Organisation networks.Network networks.Seat networks.Round needs.Assessment "
        "needs.NeedsReport needs.Need needs.Measure needs.Nomination grants.Grant grants.GrantLetter "
        "reporting.Report common.StateChange common.OutboxMail"
    )
    counts = [(name.split(".")[1], apps.get_model(name).objects.count()) for name in names.split()]
    return ", ".join(f"{count} {name}" for name, count in counts)


def query_table(pages: list[Page]) -> str:
    """The most queries that each page takes, for whom."""
    worst: dict[str, Page] = {}
    for page in pages:
        if page.name not in worst or page.queries > worst[page.name].queries:
            worst[page.name] = page
    rows = sorted(worst.values(), key=lambda page: (-page.queries, page.name))
    lines = [f"| {page.queries} | {page.name} | {page.role} | {page.path} |" for page in rows]
    return "\n".join(
        [
            f"## Queries ({len(pages)} pages)\n",
            "| queries | page | as | address |",
            "|---|---|---|---|",
            *lines,
            "",
        ]
    )
