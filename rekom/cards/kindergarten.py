"""The cards of heads and owners: assessment, needs report, nominations."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from needs.states import (
    NEEDS_REPORT_FINAL,
    AssessmentState,
    NeedsReportState,
    NominationState,
)
from networks import deadlines
from networks.models import Kindergarten, Network, Organisation, Round, Seat
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.cards.card import Card, Reads, button_of, is_not_over, is_shown, label_of, make_card
from rekom.cards.report import report_cards

MOST_NAMES = 3


def head_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The head writes the assessment, and may nominate."""
    for round in reads.rounds:
        for row in reads.kindergartens.get(round.pk, []):
            if row["pk"] != seat.kindergarten_id or row["is_combined"]:
                continue
            answer = deadlines.answer(
                Duty.ASSESSMENT, round, now=now, kindergarten=Kindergarten(pk=row["pk"])
            )
            report = deadlines.answer(Duty.NEEDS_REPORT, round, now=now)
            if not report.is_past or is_shown(answer):
                yield _assessment_card(row, round, answer)
        yield from _nomination_cards(reads, round, now, kindergarten_id=seat.kindergarten_id)


def _assessment_card(row: dict[str, Any], round: Round, answer: deadlines.Answer) -> Card:
    place = {"kindergarten": row["pk"], "year": round.grant_year}
    is_done = row["assessment_state"] == AssessmentState.SHARED
    return make_card(
        Duty.ASSESSMENT,
        round,
        answer,
        body=f"kindergarten-{row['pk']}",
        text=_("The owner reads it when writing the needs report.")
        if is_done
        else str(BY_DUTY[Duty.ASSESSMENT].ask),
        state=row["assessment_state"] or "planned",
        state_label=label_of(AssessmentState, row["assessment_state"]),
        url=reverse(f"needs:assessment_{'detail' if is_done else 'edit'}", kwargs=place),
        button=button_of(row["assessment_state"], is_done=is_done),
        variant="tertiary" if is_done else "",
        is_done=is_done,
    )


def _headless_cards(
    seat: Seat, mine: Iterable[dict[str, Any]], round: Round, now: datetime
) -> Iterable[Card]:
    """One card for all kindergartens whose assessment nobody but the owner can write."""
    rows = [
        row
        for row in mine
        if not (row["has_head"] or row["is_combined"] or row["assessment_state"] == AssessmentState.SHARED)
    ]
    answer = deadlines.answer(Duty.ASSESSMENT, round, now=now)
    report = deadlines.answer(Duty.NEEDS_REPORT, round, now=now)
    if not rows or (report.is_past and not is_shown(answer)):
        return
    place = {"kindergarten": rows[0]["pk"], "year": round.grant_year}
    is_one = len(rows) == 1
    yield make_card(
        Duty.ASSESSMENT,
        round,
        answer,
        body=f"organisation-{seat.organisation_id}",
        text=_without_head([row["name"] for row in rows]),
        state=(rows[0]["assessment_state"] if is_one else "") or "planned",
        state_label=label_of(AssessmentState, rows[0]["assessment_state"] if is_one else ""),
        url=reverse("needs:assessment_edit", kwargs=place)
        if is_one
        else BY_DUTY[Duty.ASSESSMENT].path(round),
        button=button_of(rows[0]["assessment_state"]) if is_one else _("Open it"),
    )


def _without_head(names: list[str]) -> str:
    shown, more = ", ".join(names[:MOST_NAMES]), len(names) - MOST_NAMES
    if more > 0:
        return _("No head is known, so you write it: %(names)s and %(more)s more.") % {
            "names": shown,
            "more": more,
        }
    return _("No head is known, so you write it: %(names)s.") % {"names": shown}


def owner_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """The owner reports its needs, may nominate, may report where it receives a network's money, and assesses where
    a kindergarten has no head.
    """
    for round in reads.rounds:
        mine = [
            row for row in reads.kindergartens.get(round.pk, []) if row["owner_id"] == seat.organisation_id
        ]
        yield from _headless_cards(seat, mine, round, now)
        yield from _needs_report_cards(seat, mine, round, now)
        yield from _nomination_cards(reads, round, now, owner_id=seat.organisation_id)
    paid = [
        grant for grant in reads.grants if grant.network and grant.network.payee_id == seat.organisation_id
    ]
    yield from report_cards(paid, reads, now, is_named=True)


def writer_cards(seat: Seat, reads: Reads, now: datetime) -> Iterable[Card]:
    """Who is asked to write has the same reports to write; a municipal service those that it has begun."""
    for round in reads.rounds:
        rows = [*reads.kindergartens.get(round.pk, []), *reads.services.get(round.pk, [])]
        mine = [row for row in rows if row["owner_id"] == seat.organisation_id]
        yield from _needs_report_cards(seat, mine, round, now)


def _needs_report_cards(
    seat: Seat, mine: Iterable[dict[str, Any]], round: Round, now: datetime
) -> Iterable[Card]:
    """One card for each network that the organisation reports to."""
    by_network: dict[int, list[dict[str, Any]]] = {}
    for row in mine:
        if not row.get("is_answered"):
            by_network.setdefault(row["network_id"], []).append(row)
    for network_id, rows in by_network.items():
        answer = deadlines.answer(
            Duty.NEEDS_REPORT,
            round,
            now=now,
            organisation=Organisation(pk=seat.organisation_id),
            network=Network(pk=network_id),
        )
        if is_not_over(answer):
            yield _needs_report_card(rows, round, answer)


def _needs_report_card(rows: list[dict[str, Any]], round: Round, answer: deadlines.Answer) -> Card:
    first, state = rows[0], rows[0]["report_state"]
    is_done = state in NEEDS_REPORT_FINAL
    place = {"owner": first["owner_id"], "network": first["network_id"], "year": round.grant_year}
    page = "edit" if answer.is_open and not is_done else "detail"
    return make_card(
        Duty.NEEDS_REPORT,
        round,
        answer,
        body=f"organisation-{first['owner_id']}-network-{first['network_id']}",
        title=_("Needs report for %(year)s to %(network)s")
        % {"year": round.grant_year, "network": first["network_name"]},
        text=_needs_report_text(rows, answer, is_done=is_done),
        state=state or "planned",
        state_label=label_of(NeedsReportState, state),
        url=reverse(f"needs:needs_report_{page}", kwargs=place),
        button=button_of(state, is_done=is_done, is_closed=not answer.is_open),
        variant="tertiary" if is_done else "",
        is_done=is_done,
    )


def _needs_report_text(rows: list[dict[str, Any]], answer: deadlines.Answer, *, is_done: bool) -> str:
    if is_done:
        return _("The network has it.")
    if not answer.is_open:
        return _("It has closed. Ask the network's leader for a new deadline.")
    if rows[0]["pk"] is None:
        return _("What your service sees that the kindergartens need.")
    shared = sum(row["assessment_state"] == AssessmentState.SHARED for row in rows)
    return ngettext(
        "%(shared)s of %(total)s kindergarten has shared its assessment.",
        "%(shared)s of %(total)s kindergartens have shared their assessment.",
        len(rows),
    ) % {"shared": shared, "total": len(rows)}


def _nomination_cards(reads: Reads, round: Round, now: datetime, **mine: Any) -> Iterable[Card]:
    """Nominating is voluntary: a thing to do for those who have begun, and for owners whose heads have proposed."""
    answer = deadlines.answer(Duty.NOMINATION, round, now=now)
    if round.pk not in reads.nominations or not is_shown(answer):
        return
    rows = [
        row for row in reads.nominations[round.pk] if all(row[key] == value for key, value in mine.items())
    ]
    number = {
        str(state): sum(row["number"] for row in rows if row["state"] == state) for state in NominationState
    }
    drafts, proposed = number[NominationState.DRAFT], number[NominationState.PROPOSED]
    if "owner_id" in mine and proposed and answer.is_open:
        yield _proposals_card(round, answer, proposed, owner_id=mine["owner_id"])
    if not answer.is_open and not drafts:
        return
    yield make_card(
        Duty.NOMINATION,
        round,
        answer,
        body="-".join(f"{column.removesuffix('_id')}-{key}" for column, key in mine.items()),
        text=_nomination_text(number, waits="kindergarten_id" in mine),
        state="draft" if drafts else "",
        url=_nomination_url(round, answer, drafts=drafts),
        button=_("Continue") if drafts else _("Nominate"),
        state_label=_("Draft"),
        variant="" if drafts else "secondary",
        is_todo=bool(drafts),
    )


def _proposals_card(round: Round, answer: deadlines.Answer, proposed: int, *, owner_id: int) -> Card:
    """What the heads have proposed waits for the owner."""
    title = ngettext("%(n)s proposal waits for you", "%(n)s proposals wait for you", proposed)
    return make_card(
        Duty.NOMINATION,
        round,
        answer,
        body=f"proposals-owner-{owner_id}",
        title=title % {"n": proposed},
        text=_("A head has nominated an employee. The network gets it when you confirm."),
        state=NominationState.PROPOSED,
        state_label=NominationState.PROPOSED.label,
        url=BY_DUTY[Duty.NOMINATION].path(round),
        button=_("Look over and confirm"),
    )


def _nomination_url(round: Round, answer: deadlines.Answer, *, drafts: int) -> str:
    if drafts or not answer.is_open:
        return BY_DUTY[Duty.NOMINATION].path(round)
    return reverse("needs:nomination_create", kwargs={"year": round.grant_year})


def _nomination_text(number: Mapping[str, int], *, waits: bool) -> str:
    """How many there are of each; a head is told how many proposals the owner has not confirmed (`waits`)."""
    drafts, proposed = number[NominationState.DRAFT], number[NominationState.PROPOSED]
    sent = number[NominationState.SUBMITTED]
    parts = []
    if sent:
        parts.append(
            ngettext("%(n)s nomination submitted.", "%(n)s nominations submitted.", sent) % {"n": sent}
        )
    if proposed and waits:
        parts.append(
            ngettext("%(n)s waits for the owner.", "%(n)s wait for the owner.", proposed) % {"n": proposed}
        )
    if drafts:
        parts.append(
            ngettext("%(n)s draft not submitted.", "%(n)s drafts not submitted.", drafts) % {"n": drafts}
        )
    if not parts and not proposed:
        return _("Voluntary. Nobody is nominated yet.")
    return " ".join(parts)
