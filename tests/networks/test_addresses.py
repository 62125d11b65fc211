"""Correcting a person's address: who may, what follows, and what is kept."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from common.history import history_of
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from networks.models import Seat
from networks.roles import Role
from networks.services.addresses import correct_email
from tests import factories as f
from tests.rekom.mails import mail
from tests.world import AUTUMN

NEW = "riktig@example.no"


def correct(world, role: str = "owner", by: str = "case_officer", email: str = NEW) -> None:
    correct_email(
        seat=world.people[role].seats.first(),
        email=email,
        county=world.county,
        by=world.person(by),
        now=AUTUMN,
    )


@pytest.mark.parametrize("by", ["case_officer", "approver"])
def test_staff_correct_an_address_and_the_person_signs_in_with_it(world, by):
    correct(world, by=by, email=" Riktig@Example.no ")
    person = world.person("owner")
    assert person.email == NEW
    addresses = EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")
    assert list(addresses) == [(NEW, True, True)]


def test_the_history_says_who_and_what(world):
    before = world.people["owner"].email
    correct(world)
    (line,) = history_of(world.person("owner"))
    assert (line.verb, line.by, line.at) == ("correct_email", world.people["case_officer"], AUTUMN)
    assert before in line.comment
    assert NEW in line.comment


def test_the_person_is_told_at_the_new_address(world):
    correct(world)
    letter = OutboxMail.objects.get(kind="networks/email_corrected")
    assert (letter.to, f"county:{world.county.pk}" in letter.topics) == (NEW, True)


def test_mail_that_waits_goes_to_the_new_address_and_what_was_sent_stays(world):
    waiting, sent = mail(world, "planned"), mail(world, "sent")
    correct(world)
    waiting.refresh_from_db()
    sent.refresh_from_db()
    assert (waiting.to, sent.to) == (NEW, world.people["owner"].email)


def test_whoever_was_signed_in_is_signed_out(world, sign_in, at):
    at(AUTUMN)
    client: Client = sign_in("owner")
    assert client.get("/").status_code == 200
    correct(world)
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("by", ["leader", "owner", "foreign_officer"])
def test_others_correct_nothing(world, by):
    with pytest.raises(NotAllowed):
        correct(world, by=by)
    assert world.person("owner").email != NEW


@pytest.mark.parametrize("role", ["case_officer", "approver"])
def test_nobody_gets_the_way_in_of_somebody_at_the_office(world, role):
    with pytest.raises(NotNow):
        correct(world, role=role)
    assert world.person(role).email != NEW


def test_somebody_who_also_works_at_the_office_counts_as_one_of_them(world):
    f.seat(Role.CASE_OFFICER, world.county, world.people["owner"])
    with pytest.raises(NotNow):
        correct_email(
            seat=Seat.objects.get(user=world.people["owner"], role=Role.OWNER),
            email=NEW,
            county=world.county,
            by=world.person("approver"),
            now=AUTUMN,
        )


def test_somebody_with_a_role_in_another_county_is_left(world):
    f.seat(Role.OWNER, f.OrganisationFactory(), world.people["owner"])
    with pytest.raises(NotNow):
        correct_email(
            seat=Seat.objects.get(user=world.people["owner"], organisation=world.owner),
            email=NEW,
            county=world.county,
            by=world.person("approver"),
            now=AUTUMN,
        )


@pytest.mark.parametrize("whose", ["owner", "leader"])
def test_an_address_that_somebody_has_is_refused(world, whose):
    with pytest.raises(NotNow):
        correct(world, email=world.people[whose].email.upper())
    assert OutboxMail.objects.count() == 0


def test_the_page_keeps_what_was_typed_when_it_is_refused(world, sign_in, at):
    at(AUTUMN)
    seat = world.people["owner"].seats.get()
    taken = world.people["leader"].email
    answer = sign_in("case_officer").post(f"/nettverk/personer/{seat.pk}/adresse/", {"email": taken})
    assert (answer.status_code, taken in answer.content.decode()) == (409, True)
