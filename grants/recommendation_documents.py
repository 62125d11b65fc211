"""The adopted recommendation as a document that never changes: what the forum recommends, and what money follows."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import day, instant
from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.models import Document
from common.money import kroner
from grants.key_words import key_rows
from grants.models import AllocationRun, Recommendation
from grants.queries.recommendation import DOCUMENT, document_number
from grants.recipients import nomination_in
from networks.models import AgendaItem, User
from networks.states import ItemState

LANGUAGE = settings.LANGUAGE_CODE
"""What goes from the forum to the county governor is written in the portal's own language."""


def issue_document(
    recommendation: Recommendation,
    *,
    run: AllocationRun,
    item: AgendaItem,
    number: int,
    sections: Iterable[tuple[str, Any]],
    by: User,
    now: datetime,
) -> Document:
    """Make and store the PDF of adoption no. `number`; it names the one that it replaces.

    `sections` are the texts as (field, heading).
    """
    round = recommendation.round
    name = document_number(round, number)
    with override(LANGUAGE):
        facts = document_facts(recommendation, run, item, sections) | {
            "number": name,
            "title": _("The cooperation forum's recommendation no. %(number)s")
            % {"number": f"{number}/{round.grant_year}"},
            "adopted_by": by.name,
            "adopted_at": instant(now),
            "adopted_at_iso": localtime(now).isoformat(timespec="seconds"),
            "is_draft": False,
        }
    return issue(
        kind=DOCUMENT,
        number=name,
        title=facts["title"],
        filename=f"innstilling-{name}.pdf",
        content=recommendation_pdf(facts),
        now=now,
        replaces=recommendation.document,
    )


def draft_pdf(
    recommendation: Recommendation,
    *,
    run: AllocationRun,
    item: AgendaItem | None,
    sections: Iterable[tuple[str, Any]],
    now: datetime,
) -> bytes:
    """The recommendation as it would be if it were adopted now, marked as a draft. Nothing is stored."""
    with override(LANGUAGE):
        facts = document_facts(recommendation, run, item, sections) | {
            "number": _("DRAFT"),
            "title": _("The cooperation forum's recommendation for %(year)s")
            % {"year": recommendation.round.grant_year},
            "adopted_by": "",
            "adopted_at": instant(now),
            "adopted_at_iso": localtime(now).isoformat(timespec="seconds"),
            "is_draft": True,
        }
    return recommendation_pdf(facts)


def recommendation_pdf(facts: Mapping[str, Any]) -> bytes:
    """The recommendation as PDF/UA. The same facts give the same bytes."""
    with override(LANGUAGE):
        html = render_to_string("documents/recommendation.html", {"doc": facts})
    return make_pdf(html, css="kept", identifier=str(facts["number"]).encode())


def document_facts(
    recommendation: Recommendation,
    run: AllocationRun,
    item: AgendaItem | None,
    sections: Iterable[tuple[str, Any]],
) -> dict[str, Any]:
    """All that the PDF says, as plain text in the language of now. Individual measures have numbers, never names."""
    round = recommendation.round
    return {
        "language": LANGUAGE,
        "county": round.county.name,
        "year": round.grant_year,
        "sections": [
            {"label": str(label), "words": getattr(recommendation, name)} for name, label in sections
        ],
        "case": _case(item),
        "glance": _glance(run),
        "scenario": run.scenario.name if run.scenario else "",
        "key": [(str(label), value) for label, value in key_rows(run.input)],
        "posts": _posts(run),
        "networks": _networks(run),
        "universities": _universities(run),
        "recipients": _recipients(run),
        "requests": _requests(run),
        "local": _named(run, run.output["individual"].get("local", [])),
        "run_number": run.number,
        "sha256": run.input_sha256,
    }


def _case(item: AgendaItem | None) -> dict[str, str] | None:
    """The forum's case in words, or None before there is one."""
    if item is None:
        return None
    hows = {
        ItemState.AGREED: _("The forum agreed."),
        ItemState.VOTED: _("The forum was divided, and decided by vote."),
    }
    return {
        "title": item.title,
        "meeting": item.meeting.title,
        "day": day(item.meeting.starts_at),
        "how": hows.get(ItemState(item.state), item.get_state_display()),
        "resolution": item.resolution,
        "dissent": item.dissent,
    }


def _glance(run: AllocationRun) -> list[tuple[str, str]]:
    output = run.output
    rows = [
        (_("Frame"), run.input["frame"]),
        (_("Fixed posts"), output["fixed_total"]),
        (_("Individual measures"), output["individual"]["total"]),
        (_("Collective measures"), output["collective"]["total"]),
        (_("Not distributed"), output["unallocated"]),
    ]
    return [(label, kroner(amount)) for label, amount in rows if amount]


def _name(run: AllocationRun, key: str) -> str:
    return str(run.names.get(key, key))


def _posts(run: AllocationRun) -> list[dict[str, str]]:
    """The posts that come before the key, also those promised to individual measures."""
    rows = [*run.input["fixed"], *run.input["individual"]["committed"]]
    office = _("Held by the County Governor")
    return [
        {
            "label": row["label"],
            "recipient": _name(run, row["recipient"]) if row["recipient"] else office,
            "amount": kroner(row["amount"]),
        }
        for row in rows
    ]


def _networks(run: AllocationRun) -> list[dict[str, Any]]:
    """What each network gets for collective measures, in the order of their names."""
    found = {row["id"]: row for row in run.output["collective"]["networks"]}
    return [
        {
            "name": _name(run, asked["id"]),
            "requested": kroner(asked["requested"]),
            "own": kroner(row["network_amount"]),
            "universities": kroner(row["amount"] - row["network_amount"]),
            "amount": kroner(row["amount"]),
            "overridden": bool(row.get("overridden")),
        }
        for asked in run.input["collective"]["networks"]
        for row in [found[asked["id"]]]
    ]


def _universities(run: AllocationRun) -> list[tuple[str, str]]:
    """What each university gets of the networks' collective money, by name."""
    sums: dict[str, int] = {}
    for row in run.output["collective"]["networks"]:
        for part in row["universities"]:
            sums[part["id"]] = sums.get(part["id"], 0) + part["amount"]
    return sorted((_name(run, key), kroner(amount)) for key, amount in sums.items())


def _recipients(run: AllocationRun) -> list[tuple[str, str]]:
    """What each network and university gets in all, the largest first."""
    return _named(run, sorted(run.output["recipients"], key=lambda row: (-row["amount"], row["id"])))


def _named(run: AllocationRun, rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    return [(_name(run, row["id"]), kroner(row["amount"])) for row in rows]


def _requests(run: AllocationRun) -> list[dict[str, Any]]:
    """The individual measures in rank order, by number and study."""
    granted = {row["id"] for row in run.output["individual"]["granted"]}
    rows = sorted(run.input["individual"]["requests"], key=lambda row: (row["rank"], row["id"]))
    return [
        {
            "rank": row["rank"],
            "number": nomination_in(row["id"]),
            "study": _name(run, row["id"]),
            "network": _name(run, row["recipient"]),
            "amount": kroner(row["amount"]),
            "outcome": _("Funded") if row["id"] in granted else _("Not funded"),
        }
        for row in rows
    ]
