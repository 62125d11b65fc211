"""The leader's weekly letter: on Mondays in the open time, about the own networks, once."""

from datetime import date, timedelta

import pytest

from common.clock import oslo
from common.models import MailStatus, OutboxMail
from common.outbox import deliver
from networks.models import Deadline
from networks.roles import Role
from networks.states import Duty
from rekom.planning.digest import DIGEST_KIND, week_of
from rekom.planning.reasons import CLOSED, NOT_IN_SEAT
from rekom.planning.reminders import catch_up
from rekom.planning.still_due import STILL_DUE
from tests import factories as f
from tests.needs.chain import submitted_need

MONDAY = oslo(2026, 11, 23, 8, 5)


def digests() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=DIGEST_KIND).order_by("to"))


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (oslo(2026, 8, 31, 9), None),
        (oslo(2026, 9, 7, 9), None),  # opened six days ago
        (oslo(2026, 9, 14, 7, 59), None),
        (oslo(2026, 9, 14, 8), date(2026, 9, 14)),
        (oslo(2026, 9, 18, 8), date(2026, 9, 14)),  # after days of silence
        (oslo(2026, 9, 18, 9), None),
        (oslo(2026, 10, 26, 8), date(2026, 10, 26)),  # the morning after the clocks went back
        (oslo(2026, 11, 30, 23), date(2026, 11, 30)),
        (oslo(2026, 12, 2, 9), None),
    ],
)
def test_weeks_of_the_open_time(world, now, monday):
    assert week_of(world.round, now=now) == monday


def test_each_leader_hears_once_a_week_about_the_own_network(world):
    catch_up(now=MONDAY)
    catch_up(now=MONDAY + timedelta(hours=5))
    assert [mail.to for mail in digests()] == [
        "coordinator@example.no",
        "leader@example.no",
        "other_leader@example.no",
    ]
    (network,) = next(m for m in digests() if m.to == "leader@example.no").context["networks"]
    assert (network["name"], network["not_begun"]) == (world.network.name, [world.owner.name])


def test_those_who_have_answered_are_counted_and_not_named_as_missing(world):
    submitted_need(world)
    owner = f.OrganisationFactory(county=world.county, name="Åpen Prøve SA")
    f.KindergartenFactory(owner=owner, municipality=world.municipality)
    catch_up(now=MONDAY)
    (network,) = next(m for m in digests() if m.to == "leader@example.no").context["networks"]
    assert (network["done"], network["begun"], network["not_begun"]) == (
        [world.owner.name],
        [],
        ["Åpen Prøve SA"],
    )


def test_nobody_is_told_when_all_have_answered(world):
    submitted_need(world)
    catch_up(now=MONDAY)
    assert "leader@example.no" not in {mail.to for mail in digests()}


def test_one_letter_for_a_person_with_two_networks(world):
    f.seat(Role.COORDINATOR, world.other_network, world.people["leader"])
    catch_up(now=MONDAY)
    (mail,) = [m for m in digests() if m.to == "leader@example.no"]
    assert len(mail.context["networks"]) == 2


def test_a_round_without_needs_reports_has_no_weekly_letters(world):
    Deadline.objects.filter(duty=Duty.NEEDS_REPORT).delete()
    catch_up(now=MONDAY)
    assert digests() == []


def settled(mail: OutboxMail, now=MONDAY) -> tuple[str, str]:
    deliver(now=now, still_due=STILL_DUE)
    mail.refresh_from_db()
    return mail.status, mail.reason


@pytest.mark.parametrize("language", ["nb", "en"])
def test_letter_names_those_who_are_missing(world, language):
    leader = world.people["leader"]
    leader.language = language
    leader.save(update_fields=["language"])
    catch_up(now=MONDAY)
    mail = next(m for m in digests() if m.to == "leader@example.no")
    assert settled(mail) == (MailStatus.SENT, "")
    assert f"- {world.owner.name}" in mail.text
    assert world.owner.name in mail.html


def test_letter_is_skipped_when_the_seat_has_ended(world):
    catch_up(now=MONDAY)
    mail = next(m for m in digests() if m.to == "leader@example.no")
    world.people["leader"].seats.update(valid_to="2026-11-01")
    assert settled(mail) == (MailStatus.SKIPPED, NOT_IN_SEAT)


def test_letter_is_skipped_when_it_has_closed(world):
    catch_up(now=MONDAY)
    mail = next(m for m in digests() if m.to == "leader@example.no")
    Deadline.objects.filter(duty=Duty.NEEDS_REPORT).update(due_at=MONDAY - timedelta(minutes=1))
    assert settled(mail) == (MailStatus.SKIPPED, CLOSED)
