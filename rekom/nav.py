"""The main menu: which links a person sees, by the roles of the seats."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.models import Seat
from networks.roles import LEADERS, STAFF, Role

EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class NavEntry:
    """One link of the main menu: its label, the name of its address, and who sees it."""

    label: Any
    url_name: str
    roles: frozenset[Role] = EVERYBODY
    argument: str = ""
    """What the address calls the body that the role is held in; such an entry is for one role."""


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
    NavEntry(
        _("Nomination lists"), "needs:nomination_list_overview", (NETWORK - {Role.UH_COORDINATOR}) | COUNTY
    ),
    NavEntry(_("Allocation"), "grants:round_list", frozenset({*LEADERS, Role.UH_COORDINATOR}) | COUNTY),
    NavEntry(
        _("Days and agreements"), "needs:university_page", frozenset({Role.UH_COORDINATOR}), "university"
    ),
    NavEntry(_("Development work"), "needs:development_own", WRITERS),
    NavEntry(_("Meetings"), "networks:meeting_list", NETWORK | {Role.FORUM_MEMBER}),
    NavEntry(_("Letters"), "grants:letter_list", RECIPIENTS),
    NavEntry(_("Payouts"), "grants:payout_own", WRITERS),
    NavEntry(_("Reports"), "reporting:report_list", RECIPIENTS),
    NavEntry(_("Summaries"), "reporting:summary_list", frozenset({Role.FORUM_MEMBER})),
    NavEntry(
        _("In pictures"), "reporting:university_dashboard", frozenset({Role.UH_COORDINATOR}), "university"
    ),
    NavEntry(_("Networks"), "networks:network_list", EVERYBODY - frozenset(STAFF)),
)

OFFICE = frozenset(STAFF)
CASE_OFFICER = frozenset({Role.CASE_OFFICER})

# What the county governor's staff keep; a menu of its own, so that the main menu stays on one line.
COUNTY_NAV = (
    NavEntry(_("Networks"), "networks:network_list", OFFICE),
    NavEntry(_("What lacks"), "networks:gap_list", OFFICE),
    NavEntry(_("What stands still"), "standstill", OFFICE),
    NavEntry(_("Messages"), "networks:county_message_list", OFFICE),
    NavEntry(_("Kindergartens"), "networks:kindergarten_list", OFFICE),
    NavEntry(_("Organisations"), "networks:organisation_list", OFFICE),
    NavEntry(_("The kindergarten register"), "networks:register_import_list", CASE_OFFICER),
    NavEntry(_("History"), "networks:history_list", OFFICE),
    NavEntry(_("People"), "networks:person_list", OFFICE),
    NavEntry(_("Cooperation forum"), "networks:forum_people", OFFICE),
    NavEntry(_("Meetings"), "networks:meeting_list", OFFICE),
    NavEntry(_("The county's plan"), "networks:county_plan", OFFICE),
    NavEntry(_("Annual wheel"), "networks:county_wheel", OFFICE),
    NavEntry(_("In pictures"), "reporting:dashboard", OFFICE),
    NavEntry(_("Summaries"), "reporting:summary_list", OFFICE),
    NavEntry(_("Rounds"), "networks:round_list", OFFICE),
    NavEntry(_("Themes"), "needs:theme_list", OFFICE),
    NavEntry(_("Kinds of study"), "needs:study_type_list", OFFICE),
    NavEntry(_("The next 60 days"), "ahead", OFFICE),
    NavEntry(_("Outbox"), "outbox_list", OFFICE),
    NavEntry(_("Inquiries"), "networks:inquiry_list", OFFICE),
    NavEntry(_("New deadlines"), "dispensation_list", OFFICE),
    NavEntry(_("The office"), "networks:office_detail", OFFICE),
)


def nav_for(seats: Iterable[Seat], path: str, entries: Iterable[NavEntry] = NAV) -> list[dict[str, Any]]:
    """The entries for somebody with these seats, as {label, url, current}; `path` is the page being shown."""
    held = {seat.role: seat.body_pk for seat in reversed(list(seats))}
    urls = [(entry.label, _address(entry, held)) for entry in entries if entry.roles & held.keys()]
    current = max((url for _label, url in urls if _is_above(url, path)), key=len, default=None)
    return [{"label": label, "url": url, "current": url == current} for label, url in urls]


def menus_for(seats: Iterable[Seat], path: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The main menu and the county's. At most one entry of both is current: the nearest above the page."""
    held = list(seats)
    main, county = nav_for(held, path), nav_for(held, path, COUNTY_NAV)
    nearest = max((entry["url"] for entry in (*main, *county) if entry["current"]), key=len, default=None)
    for entry in (*main, *county):
        entry["current"] = entry["url"] == nearest
    return main, county


def _address(entry: NavEntry, held: Mapping[str, int]) -> str:
    if not entry.argument:
        return reverse(entry.url_name)
    (role,) = entry.roles
    return reverse(entry.url_name, kwargs={entry.argument: held[role]})


def _is_above(url: str, path: str) -> bool:
    """Whether the page lies at or under this address; the front page has nothing under it."""
    return path == url if url == "/" else path.startswith(url)
