"""The main menu: which links a person sees, by the roles of the seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.roles import LEADERS, STAFF, Role

EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class NavEntry:
    """One link of the main menu: its label, the name of its address, and who sees it."""

    label: Any
    url_name: str
    roles: frozenset[Role] = EVERYBODY


WRITERS = frozenset({Role.HEAD, Role.OWNER})
NETWORK = frozenset({*LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR})
COUNTY = frozenset({Role.FORUM_MEMBER, *STAFF})
RECIPIENTS = frozenset({Role.OWNER}) | NETWORK | frozenset(STAFF)

# The page itself answers who may read it; here stands whom the link helps.
NAV = (
    NavEntry(_("My duties"), "home"),
    NavEntry(_("Assessments"), "needs:assessment_list", WRITERS | NETWORK | frozenset(STAFF)),
    NavEntry(_("Needs"), "needs:needs_report_list", RECIPIENTS | {Role.REPORT_WRITER}),
    NavEntry(_("Students"), "needs:nomination_list", WRITERS),
    NavEntry(_("Bases"), "needs:decision_basis_list", NETWORK | COUNTY),
    NavEntry(_("Nomination lists"), "needs:nomination_list_overview", NETWORK | COUNTY),
    NavEntry(_("Allocation"), "grants:round_list", frozenset({*LEADERS, Role.UH_COORDINATOR}) | COUNTY),
    NavEntry(_("Meetings"), "networks:meeting_list", frozenset({Role.FORUM_MEMBER})),
    NavEntry(_("Letters"), "grants:letter_list", RECIPIENTS),
    NavEntry(_("Payouts"), "grants:payout_own", WRITERS),
    NavEntry(_("Reports"), "reporting:report_list", RECIPIENTS),
    NavEntry(_("Networks"), "networks:network_list", EVERYBODY - frozenset(STAFF)),
)

# What the county governor's staff keep; a menu of its own, so that the main menu stays on one line.
COUNTY_NAV = tuple(
    NavEntry(label, url_name, frozenset(STAFF))
    for label, url_name in (
        (_("Networks"), "networks:network_list"),
        (_("Kindergartens"), "networks:kindergarten_list"),
        (_("Organisations"), "networks:organisation_list"),
        (_("People"), "networks:person_list"),
        (_("Meetings"), "networks:meeting_list"),
        (_("Rounds"), "networks:round_list"),
        (_("Themes"), "needs:theme_list"),
        (_("Kinds of study"), "needs:study_type_list"),
        (_("The next 60 days"), "ahead"),
        (_("Outbox"), "outbox_list"),
        (_("Inquiries"), "networks:inquiry_list"),
        (_("New deadlines"), "dispensation_list"),
        (_("The office"), "networks:office_detail"),
    )
)


def nav_for(roles: Iterable[str], path: str, entries: Iterable[NavEntry] = NAV) -> list[dict[str, Any]]:
    """The entries for somebody with these roles, as {label, url, current}; `path` is the page being shown."""
    held = set(roles)
    urls = [(entry.label, reverse(entry.url_name)) for entry in entries if held & entry.roles]
    current = max((url for _label, url in urls if _is_above(url, path)), key=len, default=None)
    return [{"label": label, "url": url, "current": url == current} for label, url in urls]


def _is_above(url: str, path: str) -> bool:
    """Whether the page lies at or under this address; the front page has nothing under it."""
    return path == url if url == "/" else path.startswith(url)
