"""Asking for another address when a mail server has refused one for good."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.models import OutboxMail, RefusedAddress
from common.outbox.rendering import render
from networks.services.addresses import correct_email
from rekom.outbox import reads
from rekom.planning.refused import ask_for_addresses
from tests.rekom.mails import mail
from tests.world import AUTUMN


def refuse(world, role: str) -> RefusedAddress:
    person = world.people[role]
    return RefusedAddress.objects.create(
        email=person.email,
        since=AUTUMN,
        answer="550 No such user",
        mail=mail(world, "failed", recipient=person),
    )


def asked() -> set[str]:
    return set(OutboxMail.objects.filter(kind="rekom/address_refused").values_list("to", flat=True))


@pytest.mark.parametrize(
    ("role", "told"),
    [
        ("owner", ("leader", "coordinator")),
        ("head", ("leader", "coordinator")),
        ("member", ("leader", "coordinator")),
        ("leader", ("coordinator",)),
        ("uh", ("case_officer",)),
        ("forum", ("case_officer",)),
        ("approver", ("case_officer",)),
    ],
)
def test_the_leaders_are_asked_else_the_case_officers(world, role, told):
    refusal = refuse(world, role)
    assert ask_for_addresses(now=AUTUMN) == len(told)
    assert asked() == {world.people[name].email for name in told}
    refusal.refresh_from_db()
    assert refusal.told_at == AUTUMN


def test_it_is_asked_once(world):
    refuse(world, "owner")
    ask_for_addresses(now=AUTUMN)
    assert ask_for_addresses(now=AUTUMN + timedelta(days=1)) == 0


def test_nobody_is_asked_about_an_address_that_works_again(world):
    refusal = refuse(world, "owner")
    refusal.cleared_at = AUTUMN
    refusal.save()
    assert ask_for_addresses(now=AUTUMN) == 0


def test_nobody_is_asked_about_an_address_that_nobody_has(world):
    refuse(world, "nobody")
    assert ask_for_addresses(now=AUTUMN) == 0


def test_nothing_to_ask_takes_one_statement(world):
    with CaptureQueriesContext(connection) as queries:
        ask_for_addresses(now=AUTUMN)
    assert len(queries) == 1


def test_the_letter_can_be_read_and_names_its_county(world):
    refuse(world, "owner")
    ask_for_addresses(now=AUTUMN)
    for letter in OutboxMail.objects.filter(kind="rekom/address_refused").select_related("recipient"):
        assert {f"county:{world.county.pk}", f"network:{world.network.pk}"} <= set(letter.topics)
        assert world.people["owner"].email in render(letter).text
        assert world.people["case_officer"].email in render(letter).text


def test_staff_see_the_seat_whose_address_does_not_work(world, at, sign_in):
    at(AUTUMN)
    refuse(world, "owner")
    assert {seat.user for seat in reads.refused_seats(world.county, now=AUTUMN)} == {world.people["owner"]}
    seat = world.people["owner"].seats.get()
    client, link = sign_in("case_officer"), f"/nettverk/personer/{seat.pk}/adresse/"
    assert link in client.get("/utboks/").content.decode()
    name = world.people["owner"].name
    assert link in client.get("/nettverk/personer/", {"name": name}).content.decode()
    assert link not in sign_in("foreign_officer").get("/utboks/").content.decode()


def test_a_corrected_address_leaves_the_list(world):
    refuse(world, "owner")
    correct_email(
        seat=world.people["owner"].seats.get(),
        email="riktig@example.no",
        county=world.county,
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    assert reads.refused_seats(world.county, now=AUTUMN) == []
