"""The register of complaints: in time or not, to whom it goes, what came of it."""

from datetime import date, timedelta

import pytest

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.deadlines import complaint_due, is_in_time
from grants.models import Complaint, Recusal
from grants.services.complaint import (
    dismiss_complaint,
    forward_complaint,
    record_complaint,
    settle_complaint,
    uphold_complaint,
)
from grants.services.correction import approve_correction, begin_correction, prepare_correction
from tests.grants.stage import approved, grant_of, issued
from tests.world import APRIL

MAY = oslo(2027, 5, 20, 12)
TODAY = date(2027, 5, 20)


def record(world, day: date = date(2027, 4, 20), *, role: str = "case_officer", now=MAY) -> Complaint:
    return record_complaint(
        grant=grant_of(world.network),
        round=world.fresh_round(),
        complainant="Prøvedal kommune",
        received_on=day,
        about="Vi fikk for lite.",
        by=world.person(role),
        now=now,
    )


@pytest.mark.parametrize(
    ("issued_at", "last"),
    [
        (oslo(2027, 4, 9, 9), date(2027, 4, 30)),  # Friday to Friday
        (oslo(2027, 4, 10, 12), date(2027, 5, 3)),  # Saturday 1 May is a holiday, too: Monday
        (oslo(2027, 4, 26, 23, 30), date(2027, 5, 18)),  # Monday 17 May: Tuesday
        (oslo(2027, 3, 6, 0, 30), date(2027, 3, 30)),  # Easter: the Tuesday after
        (oslo(2027, 10, 10, 23, 59), date(2027, 11, 1)),  # over the change of clocks, a Sunday
    ],
)
def test_the_period_is_whole_weeks_and_ends_on_a_working_day(issued_at, last):
    assert complaint_due(issued_at, 3) == oslo(last.year, last.month, last.day, 23, 59, 59)


def test_the_last_day_is_in_time_and_the_next_is_not():
    due = complaint_due(oslo(2027, 4, 9, 9), 3)

    assert is_in_time(date(2027, 4, 30), due)
    assert not is_in_time(date(2027, 5, 1), due)


def test_a_complaint_is_recorded_with_its_last_day_and_the_readers_are_told(world):
    issued(world)

    complaint = record(world)

    assert (complaint.is_in_time, complaint.state) == (True, "received")
    assert complaint.due_at == complaint_due(APRIL, 3)
    mails = OutboxMail.objects.filter(kind="grants/complaint_received")
    assert sorted(mail.to for mail in mails) == ["coordinator@example.no", "leader@example.no"]


def test_a_complaint_that_came_too_late_says_so(world):
    issued(world)

    assert not record(world, date(2027, 5, 10)).is_in_time


def test_after_a_correction_the_period_runs_from_the_new_letter(world):
    issued(world)
    line = grant_of(world.network).lines.get(kind="individual")
    later, officer = APRIL + timedelta(days=20), world.person("case_officer")
    correction = begin_correction(
        grant=grant_of(world.network), amounts={line.pk: 30_000}, reason="Feil", by=officer, now=later
    )
    prepare_correction(correction=correction, by=officer, now=later)
    approve_correction(correction=correction, by=world.person("approver"), now=later)

    assert record(world, date(2027, 4, 20)).due_at == complaint_due(APRIL, 3)
    assert record(world, date(2027, 5, 5)).due_at == complaint_due(later, 3)


@pytest.mark.parametrize("day", [date(2027, 4, 9), date(2027, 5, 21)])
def test_a_complaint_is_not_older_than_the_letter_nor_from_the_future(world, day):
    issued(world)

    with pytest.raises(NotNow):
        record(world, day)
    assert not Complaint.objects.exists()


@pytest.mark.parametrize("role", ["approver", "leader", "owner", "foreign_officer"])
def test_others_than_case_officers_record_nothing(world, role):
    issued(world)

    with pytest.raises(NotAllowed):
        record(world, role=role)


def test_without_a_letter_there_is_nothing_to_complain_about(world):
    approved(world)

    with pytest.raises(NotNow):
        record(world)


@pytest.mark.parametrize(
    ("service", "state", "is_granted"),
    [(dismiss_complaint, "dismissed", False), (uphold_complaint, "upheld", True)],
)
def test_the_office_ends_a_complaint_with_its_outcome(world, service, state, is_granted):
    issued(world)
    complaint = record(world)
    typed = {"outcome": "Fordi.", "decided_on": TODAY, "by": world.person("case_officer"), "now": MAY}

    service(complaint=complaint, **typed)

    found = Complaint.objects.get()
    assert (found.state, found.is_granted, found.outcome) == (state, is_granted, "Fordi.")
    assert [row.verb for row in history_of(found)] == [service.__name__.removesuffix("_complaint")]
    assert OutboxMail.objects.filter(kind="grants/complaint_settled").count() == 2
    with pytest.raises(MovedOn):
        service(complaint=found, **typed)


@pytest.mark.parametrize("is_granted", [True, False])
def test_the_appeal_body_decides_what_is_sent_on(world, is_granted):
    issued(world)
    complaint, officer = record(world), world.person("case_officer")

    forward_complaint(
        complaint=complaint, forwarded_to="Klageinstansen", forwarded_on=date(2027, 5, 3), by=officer, now=MAY
    )
    assert OutboxMail.objects.filter(kind="grants/complaint_forwarded").count() == 2
    settle_complaint(
        complaint=complaint,
        outcome="Fordi.",
        decided_on=TODAY,
        is_granted=is_granted,
        by=officer,
        now=MAY,
    )

    found = Complaint.objects.get()
    assert (found.state, found.is_granted, found.forwarded_to) == ("settled", is_granted, "Klageinstansen")


def test_a_complaint_is_not_settled_before_it_is_sent_on(world):
    issued(world)

    with pytest.raises(MovedOn):
        settle_complaint(
            complaint=record(world),
            outcome="x",
            decided_on=TODAY,
            is_granted=True,
            by=world.person("case_officer"),
            now=MAY,
        )


@pytest.mark.parametrize(
    ("outcome", "day"), [(" ", TODAY), ("Fordi.", date(2027, 4, 19)), ("Fordi.", date(2027, 5, 21))]
)
def test_an_outcome_says_why_and_on_a_possible_day(world, outcome, day):
    issued(world)

    with pytest.raises(NotNow):
        dismiss_complaint(
            complaint=record(world),
            outcome=outcome,
            decided_on=day,
            by=world.person("case_officer"),
            now=MAY,
        )
    assert Complaint.objects.get().state == "received"


def test_whom_a_complaint_is_sent_to_is_written(world):
    issued(world)

    with pytest.raises(NotNow):
        forward_complaint(
            complaint=record(world),
            forwarded_to=" ",
            forwarded_on=TODAY,
            by=world.person("case_officer"),
            now=MAY,
        )


def test_the_recused_do_not_deal_with_the_complaint(world):
    issued(world)
    complaint = record(world)
    Recusal.objects.create(
        round=world.round,
        user=world.people["case_officer"],
        network=world.network,
        reason="Svoger",
        recorded_by=world.people["approver"],
        recorded_at=APRIL,
    )

    with pytest.raises(NotNow):
        uphold_complaint(
            complaint=complaint, outcome="x", decided_on=TODAY, by=world.person("case_officer"), now=MAY
        )
    assert Complaint.objects.get().state == "received"
