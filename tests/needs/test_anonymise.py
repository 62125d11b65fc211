"""Students are forgotten on time: not a day before, in every place, and only once."""

from datetime import date, timedelta

import pytest
from django.db import connections, transaction

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail, RefusedAddress
from common.outbox.forgetting import NOBODY
from common.outbox.staff import check_can_resend
from common.refusals import NotNow
from needs.models import Nomination, NominationOutcome
from needs.queries.student import forgotten_on, years_after
from needs.services.anonymise import anonymise_nominations
from needs.services.study import follow_study
from networks.models import Deadline
from networks.states import Duty
from tests.needs import chain
from tests.world import FEBRUARY, World

NAME, ADDRESS = "Siri Studentprøve", "siri.studentprove@example.no"
FIRST_DAY = date(2029, 10, 1)


def nomination_of(world: World) -> Nomination:
    """One on leave, with a comment that names the student, an outcome, and mails that were sent."""
    nomination = chain.submitted_nomination(world)
    nomination.round = world.fresh_round()
    follow_study(
        nomination=nomination,
        verb="go_on_leave",
        comment=f"{NAME} er syk.",
        by=world.person("head"),
        now=FEBRUARY,
    )
    Nomination.objects.filter(pk=nomination.pk).update(network_note=f"{NAME} bør få.")
    NominationOutcome.objects.create(
        nomination=nomination, reason=f"{NAME} sto for langt ned.", told_at=FEBRUARY
    )
    for mail in OutboxMail.objects.all():
        OutboxMail.objects.filter(pk=mail.pk).update(
            status="sent", sent_at=FEBRUARY, text=f"Hei {NAME}", subject=NAME, html=NAME, reason=ADDRESS
        )
    return Nomination.objects.get(pk=nomination.pk)


def test_the_day_is_two_years_after_the_last_payout(world):
    row = Deadline.objects.get(round=world.round, duty=Duty.AUTUMN_PAYOUT)
    assert row.due_at.date() == date(2027, 9, 30)
    assert forgotten_on(world.fresh_round()) == FIRST_DAY

    row.delete()
    assert forgotten_on(world.fresh_round()) == date(2030, 1, 1)


def test_a_leap_day_becomes_28_february():
    assert years_after(date(2028, 2, 29), 2) == date(2030, 2, 28)
    assert years_after(date(2028, 2, 29), 4) == date(2032, 2, 29)


@pytest.mark.parametrize(
    ("now", "number"),
    [
        (oslo(2029, 9, 30, 23, 59), 0),
        (oslo(2029, 10, 1, 0, 1), 1),
        (oslo(2035, 1, 1, 12), 1),
    ],
)
def test_not_a_minute_before_the_day_and_also_long_after(world, now, number):
    nomination_of(world)

    assert anonymise_nominations(now=now) == number
    assert Nomination.objects.filter(student_name=NAME).count() == 1 - number


def test_the_years_can_be_set(world, settings):
    nomination_of(world)
    settings.STUDENT_YEARS_KEPT = 5

    assert anonymise_nominations(now=oslo(2032, 9, 30, 12)) == 0
    assert anonymise_nominations(now=oslo(2032, 10, 1, 12)) == 1


def test_the_name_is_nowhere_and_the_numbers_stay(world):
    nomination = nomination_of(world)
    RefusedAddress.objects.create(
        email=ADDRESS,
        since=FEBRUARY,
        answer=ADDRESS,
        mail=OutboxMail.objects.get(kind="needs/student_nominated"),
    )
    now = oslo(2029, 10, 1, 3)

    anonymise_nominations(now=now)

    stored = Nomination.objects.get()
    assert (stored.student_name, stored.student_email, stored.link_secret, stored.network_note) == ("",) * 4
    assert (stored.anonymised_at, stored.state) == (now, "on_leave")
    assert (stored.amount_nok, stored.study_name, stored.ects) == (40_000, "Barnehagelærer, deltid", 30)
    assert [line.comment for line in history_of(nomination)] == ["", ""]
    assert [line.verb for line in history_of(nomination)] == ["submit", "go_on_leave"]
    assert NominationOutcome.objects.get().reason == "–"
    everything = str([list(OutboxMail.objects.values()), list(RefusedAddress.objects.values())])
    assert [word for word in ("Siri", "Studentprøve", ADDRESS) if word in everything] == []
    assert OutboxMail.objects.get(kind="needs/student_nominated").to == NOBODY
    assert OutboxMail.objects.filter(to="head@example.no").exists()


def test_doing_it_twice_does_nothing_more(world, django_assert_max_num_queries):
    nomination_of(world)
    assert anonymise_nominations(now=oslo(2029, 10, 1, 3)) == 1

    with django_assert_max_num_queries(2):
        assert anonymise_nominations(now=oslo(2029, 10, 2, 3)) == 0


def test_drafts_and_withdrawn_ones_are_forgotten_as_well_and_other_rounds_are_not(world):
    chain.draft_nomination(world)
    assert anonymise_nominations(now=oslo(2029, 10, 1, 3)) == 1
    assert Nomination.objects.get().student_name == ""


def test_other_letters_to_the_same_address_stay_when_it_is_a_users(world):
    nomination = nomination_of(world)
    OutboxMail.objects.create(
        kind="rekom/duty_opens",
        key="other",
        to=ADDRESS,
        recipient=world.person("head"),
        context={"bodies": []},
        planned_at=FEBRUARY,
        next_try_at=FEBRUARY,
    )
    anonymise_nominations(now=oslo(2029, 10, 1, 3))

    assert OutboxMail.objects.get(key="other").context == {"bodies": []}
    assert nomination.pk


def test_a_forgotten_mail_is_never_sent_again(world):
    nomination_of(world)
    OutboxMail.objects.filter(kind="needs/student_nominated").update(status="failed", sent_at=None)
    anonymise_nominations(now=oslo(2029, 10, 1, 3))

    with pytest.raises(NotNow):
        check_can_resend(OutboxMail.objects.get(kind="needs/student_nominated"))


def test_a_mail_that_has_not_left_is_skipped(world):
    chain.submitted_nomination(world)
    anonymise_nominations(now=oslo(2029, 10, 1, 3))

    assert set(OutboxMail.objects.values_list("status", flat=True)) == {"skipped"}


@pytest.mark.django_db(transaction=True)
def test_a_row_that_somebody_works_on_is_left_for_the_next_time(world):
    nomination = chain.submitted_nomination(world)
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM needs_nomination WHERE id = %s FOR UPDATE", [nomination.pk])
            assert anonymise_nominations(now=oslo(2029, 10, 1, 3)) == 0
            cursor.execute("ROLLBACK")
    finally:
        other.close()
    with transaction.atomic():
        assert anonymise_nominations(now=oslo(2029, 10, 1, 3) + timedelta(days=1)) == 1
