"""`manage.py invite`: the first person's way in."""

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from common.models import OutboxMail
from networks.models import County, Seat
from networks.roles import Role


def invite(*args: str) -> None:
    call_command("invite", *args, verbosity=0)


def test_the_first_case_officer_gets_a_seat_a_verified_address_and_a_mail(world):
    invite("Ny.Person@example.no", "--role", "case_officer", "--county", "50", "--name", "Ny Person")

    seat = Seat.objects.get(user__email="ny.person@example.no")
    assert (seat.role, seat.county, seat.user.name) == (Role.CASE_OFFICER, world.county, "Ny Person")
    assert EmailAddress.objects.get(user=seat.user).verified
    assert OutboxMail.objects.get(kind="networks/invited").to == "ny.person@example.no"


def test_inviting_twice_gives_one_seat_and_one_mail(world):
    invite("ny@example.no", "--role", "approver", "--county", "Prøvefylket")
    invite("ny@example.no", "--role", "approver", "--county", "Prøvefylket")

    assert Seat.objects.filter(user__email="ny@example.no").count() == 1
    assert OutboxMail.objects.filter(kind="networks/invited").count() == 1


def test_the_county_comes_from_its_data_set_when_it_is_not_there(db):
    invite("ny@example.no", "--role", "approver", "--county", "trondelag")
    assert Seat.objects.get().county == County.objects.get(name="Trøndelag")


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("ny@example.no", "--role", "approver", "--county", "atlantis"), "no county atlantis"),
        (("not an address", "--role", "approver", "--county", "trondelag"), "e-postadresse"),
        (("ny@example.no", "--role", "head", "--county", "trondelag"), "invalid choice"),
    ],
)
def test_what_cannot_be_done_is_said(db, args, said):
    with pytest.raises(CommandError, match=said):
        invite(*args)
    assert not Seat.objects.exists()
