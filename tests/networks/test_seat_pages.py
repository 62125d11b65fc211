"""The pages of people, seats and invitations, as those who use them see them."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from common.models import OutboxMail
from networks.models import Seat, SeatInvitation, User
from networks.roles import Interest, Role
from networks.services.invitations import hand_over
from tests import factories as f
from tests.networks.seats_stage import NEW, accepted, invited, seat_of, substituted, token_of
from tests.networks.test_views import queries_of, text_of
from tests.world import AUTUMN

MOST = 14


@pytest.fixture(autouse=True)
def _autumn(at) -> None:
    at(AUTUMN)


def url(name: str, **kwargs) -> str:
    return reverse(f"networks:{name}", kwargs=kwargs)


def typed(world, **more) -> dict[str, object]:
    return {
        "name": "Ny Styrer",
        "email": "ny@example.no",
        "body": world.sister.pk,
        "valid_from": "2026-11-20",
        **more,
    }


def test_staff_invite_a_person_who_gets_a_mail(world, sign_in):
    response = sign_in("approver").post(url("seat_invite") + "?rolle=head", typed(world))
    assert response.status_code == 302
    invitation = SeatInvitation.objects.get(email="ny@example.no")
    assert (invitation.role, invitation.kindergarten) == (Role.HEAD, world.sister)
    assert OutboxMail.objects.get(kind="networks/invitation_sent").to == "ny@example.no"


def test_a_second_head_is_refused_with_the_way_to_hand_over(world, sign_in):
    client = sign_in("case_officer")
    response = client.post(url("seat_invite") + "?rolle=head", typed(world, body=world.kindergarten.pk))
    assert response.status_code == 409
    page = text_of(response)
    assert "ny@example.no" in page
    assert url("seat_hand_over", pk=seat_of(world, "head").pk) in page
    assert not SeatInvitation.objects.exists()


def test_an_authority_names_its_municipality(world, sign_in):
    client, address = sign_in("leader"), url("network_seat_invite", network=world.network.pk)
    values = typed(world, body=world.network.pk, interest="authority")
    assert client.post(address + "?rolle=network_member", values).status_code == 200
    values["municipality"] = world.municipality.pk
    assert client.post(address + "?rolle=network_member", values).status_code == 302
    assert SeatInvitation.objects.get().municipality == world.municipality


@pytest.mark.parametrize(
    "wrong",
    [
        {"body": 999_999},
        {"name": "x" * 20_000},
        {"name": "a\x00b"},
        {"email": "nobody"},
        {"valid_from": "x"},
        {"last_on": "9999-12-31"},
        {"last_on": "2026-11-19"},
    ],
)
def test_a_wrong_invitation_is_said_and_nothing_is_made(world, sign_in, wrong):
    response = sign_in("case_officer").post(url("seat_invite") + "?rolle=head", typed(world, **wrong))
    assert response.status_code == 200
    assert not SeatInvitation.objects.exists()


@pytest.mark.parametrize(
    ("who", "role"), [("leader", "network_leader"), ("leader", "owner"), ("leader", "king")]
)
def test_a_leader_is_offered_the_networks_roles_alone(world, sign_in, who, role):
    address = url("network_seat_invite", network=world.network.pk)
    assert sign_in(who).get(f"{address}?rolle={role}").status_code == 404


def test_the_bodies_of_others_cannot_be_chosen(world, sign_in):
    address = url("owner_seat_invite", organisation=world.owner.pk) + "?rolle=head"
    response = sign_in("owner").post(address, typed(world, body=world.other_kindergarten.pk))
    assert response.status_code == 200
    assert not SeatInvitation.objects.exists()


def test_opening_the_link_accepts_nothing(world):
    link = url("invitation", token=token_of(invited(world)))
    for method in ("get", "head"):
        response = getattr(Client(), method)(link)
        assert (response.status_code, response["Cache-Control"]) == (200, "no-store, private")
    assert SeatInvitation.objects.get().accepted_at is None


def test_one_button_accepts_and_leads_to_the_sign_in_with_the_address(world):
    client = Client()
    response = client.post(url("invitation", token=token_of(invited(world))), follow=True)
    assert response.redirect_chain == [("/inn/", 302)]
    page = text_of(response)
    assert 'value="ny.person@example.no"' in page
    assert Seat.objects.get(user__email="ny.person@example.no").organisation == world.owner
    client.post(reverse("account_request_login_code"), {"email": "ny.person@example.no"})
    assert OutboxMail.objects.filter(to="ny.person@example.no").exists()


def test_who_is_signed_in_is_taken_home(world, sign_in):
    link = url("invitation", token=token_of(invited(world, email="head@example.no")))
    response = sign_in("head").post(link)
    assert (response.status_code, response.url) == (302, "/")


def test_who_is_signed_in_as_somebody_else_signs_out_and_comes_back(world, sign_in):
    link = url("invitation", token=token_of(invited(world, email="head@example.no")))
    client = sign_in("owner")
    page = text_of(client.get(link))
    assert f'name="next" value="{link}"' in page
    assert client.post(link).status_code == 409
    response = client.post(reverse("account_logout"), {"next": link})
    assert response.url == link


@pytest.mark.parametrize("how", ["used", "withdrawn", "expired"])
def test_a_link_that_no_longer_works_says_so(world, at, how):
    invitation = invited(world)
    token = token_of(invitation)
    if how == "used":
        accepted(invitation)
    elif how == "withdrawn":
        SeatInvitation.objects.update(withdrawn_at=AUTUMN, withdrawn_by=world.people["leader"])
    else:
        at(AUTUMN + timedelta(days=15))
    client = Client()
    page = text_of(client.get(url("invitation", token=token)))
    assert (reverse("account_login") in page) or ("case_officer@example.no" in page)
    assert client.post(url("invitation", token=token)).status_code == 409


def test_a_link_that_was_never_made_does_not_exist(world):
    assert Client().get(url("invitation", token="x" * 43)).status_code == 404


def test_home_shows_what_one_is_invited_to(world, sign_in):
    invitation = invited(world, email="head@example.no", body=world.other_owner)
    link = url("invitation_accept", pk=invitation.pk)
    client = sign_in("head")
    assert link in text_of(client.get("/"))
    assert client.post(link).status_code == 302
    assert link not in text_of(client.get("/"))
    assert client.post(link).status_code == 409


def test_the_contact_list_holds_those_around_the_network(world, sign_in):
    page = text_of(sign_in("member").get(url("network_people", network=world.network.pk)))
    for name in ("leader", "coordinator", "member", "uh", "owner", "head"):
        assert f"{name}@example.no" in page
    assert "other_owner@example.no" not in page
    assert "/avslutt/" not in page


def test_the_phone_that_a_person_has_written_is_shown(world, sign_in):
    User.objects.filter(email="leader@example.no").update(phone="+47 99 99 00 00")
    client = sign_in("uh")
    assert "+47 99 99 00 00" in text_of(client.get(url("network_people", network=world.network.pk)))


def test_ended_seats_are_shown_on_request(world, sign_in):
    Seat.objects.filter(pk=seat_of(world, "member").pk).update(valid_to=date(2026, 6, 1))
    client, address = sign_in("leader"), url("network_people", network=world.network.pk)
    assert "member@example.no" not in text_of(client.get(address))
    assert "member@example.no" in text_of(client.get(address, {"when": "ended"}))


def test_the_list_is_filtered(world, sign_in):
    client, address = sign_in("leader"), url("network_people", network=world.network.pk)
    page = text_of(client.get(address, {"interest": "ppt"}))
    assert "member@example.no" in page
    assert "owner@example.no" not in page


@pytest.mark.parametrize(
    ("name", "who"), [("network_people", "leader"), ("network_people", "member"), ("owner_people", "owner")]
)
def test_a_longer_list_asks_no_more(world, sign_in, name, who):
    body = {"network": world.network.pk} if name == "network_people" else {"organisation": world.owner.pk}
    client, address = sign_in(who), url(name, **body)
    substituted(world, "member")
    invited(world, by="owner", email="x0@example.no")
    before = queries_of(client, address)
    for number in range(3):
        f.seat(Role.NETWORK_MEMBER, world.network, interest=Interest.UNION)
        f.seat(Role.HEAD, f.KindergartenFactory(owner=world.owner, municipality=world.municipality))
        invited(world, by="owner", email=f"y{number}@example.no")
    assert queries_of(client, address) == before <= MOST


@pytest.mark.parametrize("name", ["person_list", "invitation_list", "forum_people"])
def test_staffs_lists_ask_no_more_when_they_grow(world, sign_in, name):
    client = sign_in("case_officer")
    substituted(world, "forum")
    invited(world, email="x0@example.no")
    before = queries_of(client, url(name))
    for number in range(3):
        f.seat(Role.FORUM_MEMBER, world.forum, interest=Interest.UNION)
        invited(world, email=f"y{number}@example.no")
    assert queries_of(client, url(name)) == before <= MOST


def rows_of(response) -> list[tuple]:
    book = load_workbook(BytesIO(response.getvalue()))
    return list(book.worksheets[0].values)


def test_the_contact_list_as_a_workbook(world, sign_in):
    User.objects.filter(email="member@example.no").update(name="=HYPERLINK(1)")
    rows = rows_of(sign_in("member").get(url("network_people_download", network=world.network.pk)))
    assert [row[4] for row in rows[1:]] == [
        f"{name}@example.no" for name in ("leader", "coordinator", "member", "uh", "owner", "head")
    ]
    assert rows[3][0] == "=HYPERLINK(1)"


def test_staff_download_the_whole_county(world, sign_in):
    rows = rows_of(sign_in("approver").get(url("person_list_download")))
    assert {"other_leader@example.no", "forum@example.no"} <= {row[4] for row in rows}
    assert "foreign_officer@example.no" not in {row[4] for row in rows}


def test_a_leader_ends_a_seat_after_reading_what_is_lost(world, sign_in):
    seat, client = seat_of(world, "member"), sign_in("leader")
    page = text_of(client.get(url("seat_end", pk=seat.pk)))
    assert "Prøve Member" in page
    response = client.post(url("seat_end", pk=seat.pk))
    assert response.url == url("network_people", network=world.network.pk)
    seat.refresh_from_db()
    assert seat.valid_to == AUTUMN.date()


def test_an_ended_role_gives_no_rights(world, sign_in):
    sign_in("leader").post(url("seat_end", pk=seat_of(world, "member").pk))
    page = sign_in("member").get(url("network_people", network=world.network.pk))
    assert page.status_code == 404


def test_who_ends_their_own_role_lands_on_their_own_page(world, sign_in):
    response = sign_in("owner").post(url("seat_end", pk=seat_of(world, "owner").pk))
    assert response.url == url("profile")


def test_a_successor_is_chosen_among_those_who_are_there(world, sign_in):
    seat = seat_of(world, "leader")
    values = {"person": world.people["coordinator"].pk, "valid_from": "2026-11-20"}
    assert sign_in("leader").post(url("seat_hand_over", pk=seat.pk), values).status_code == 302
    invitation = SeatInvitation.objects.get()
    assert (invitation.email, invitation.takes_over) == ("coordinator@example.no", seat)


def test_a_successor_has_a_name_and_an_address(world, sign_in):
    seat = seat_of(world, "leader")
    response = sign_in("leader").post(
        url("seat_hand_over", pk=seat.pk), {"person": "", "valid_from": "2026-11-20"}
    )
    assert response.status_code == 200
    assert not SeatInvitation.objects.exists()


def test_a_seats_page_shows_who_had_it_from_when_to_when(world, sign_in):
    old = seat_of(world, "leader")
    new = accepted(hand_over(seat=old, **NEW, by=world.person("leader"), now=AUTUMN))
    page = text_of(sign_in("case_officer").get(url("seat_detail", pk=new.pk)))
    assert "Prøve Leader" in page
    assert "19. november 2026" in page


def test_a_seats_page_links_to_its_substitute_for_those_who_may_open_it(world, sign_in):
    seat, substitute = seat_of(world, "member"), substituted(world, "member")
    pages = {who: text_of(sign_in(who).get(url("seat_detail", pk=seat.pk))) for who in ("leader", "member")}
    assert all(substitute.user.name in page for page in pages.values())
    linked = [who for who, page in pages.items() if url("seat_detail", pk=substitute.pk) in page]
    assert linked == [
        who for who in pages if sign_in(who).get(url("seat_detail", pk=substitute.pk)).status_code == 200
    ]
    assert linked == ["leader"]


def test_a_new_last_day_is_typed_as_people_say_it(world, sign_in):
    seat = seat_of(world, "member")
    client = sign_in("leader")
    assert client.post(url("seat_change", pk=seat.pk), {"last_on": "2027-06-30"}).status_code == 302
    seat.refresh_from_db()
    assert seat.valid_to == date(2027, 7, 1)
    assert 'value="2027-06-30"' in text_of(client.get(url("seat_change", pk=seat.pk)))
    assert client.post(url("seat_change", pk=seat.pk), {"last_on": "2020-06-30"}).status_code == 409


def test_the_forum_shows_its_chair_first_and_its_substitutes(world, sign_in):
    f.seat(Role.FORUM_MEMBER, world.forum, f.UserFactory(name="Aa Første"), interest=Interest.PBL)
    substituted(world, "forum")
    sign_in("case_officer").post(url("seat_appoint_chair", pk=seat_of(world, "forum").pk))
    page = text_of(sign_in("forum").get(url("forum_people")))
    assert page.index("forum@example.no") < page.index("Aa Første")
    assert "Ny Person" in page
    assert "/inviter/" not in page


def test_the_outbox_shows_staff_the_letter_without_its_link(world, sign_in):
    token = token_of(invited(world))
    mail = OutboxMail.objects.get(kind="networks/invitation_sent")
    page = text_of(sign_in("case_officer").get(f"/utboks/{mail.pk}/"))
    assert token not in page
