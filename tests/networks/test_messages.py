"""Messages to many: who gets them, who may send and read them, passing on, and who has it."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from common.models import MailPriority, OutboxMail, RefusedAddress
from common.refusals import NotAllowed, NotNow
from networks.models import Message, MessageRecipient, Seat
from networks.queries import messages as queries
from networks.roles import Interest, Role
from networks.services.messages import open_message, pass_on_message, send_message
from networks.states import MessageGroup
from tests import factories as f
from tests.networks.access_messages import governors, networks_own
from tests.networks.pages import queries_of
from tests.world import AUTUMN

LATER = AUTUMN + timedelta(days=1)


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


def names(people) -> list[str]:
    return [str(one.user) for one in people]


def get_it(world, *groups: MessageGroup, network=None, now=AUTUMN) -> list[str]:
    networks = [network or world.network]
    return names(queries.recipients(groups, networks, county=world.county, now=now))


def test_members_are_the_leader_the_members_and_the_universities(world):
    assert get_it(world, MessageGroup.MEMBERS) == [
        "Prøve Coordinator",
        "Prøve Leader",
        "Prøve Member",
        "Prøve Uh",
    ]


def test_heads_and_owners_are_those_of_the_networks_kindergartens(world):
    assert get_it(world, MessageGroup.HEADS) == ["Prøve Head"]
    assert get_it(world, MessageGroup.OWNERS) == ["Prøve Owner"]
    assert get_it(world, MessageGroup.HEADS, MessageGroup.OWNERS, network=world.other_network) == [
        "Prøve Other Head",
        "Prøve Other Owner",
    ]


def test_leaders_and_the_forum_are_found_for_the_county(world):
    assert get_it(world, MessageGroup.LEADERS) == ["Prøve Coordinator", "Prøve Leader"]
    assert get_it(world, MessageGroup.FORUM) == ["Prøve Forum"]


def test_each_person_gets_it_once(world):
    f.seat(Role.NETWORK_MEMBER, world.network, world.people["leader"], interest=Interest.OTHER)
    f.seat(Role.FORUM_MEMBER, world.forum, world.people["leader"], interest=Interest.OTHER)
    assert get_it(world, MessageGroup.MEMBERS, MessageGroup.FORUM).count("Prøve Leader") == 1


def test_a_seat_that_is_over_gets_nothing(world):
    Seat.objects.filter(user=world.people["member"]).update(valid_to=date(2026, 11, 20))
    assert "Prøve Member" not in get_it(world, MessageGroup.MEMBERS)


def test_recipients_cost_as_much_for_many_networks(world, django_assert_num_queries):
    every = [MessageGroup.ALL_MEMBERS, MessageGroup.HEADS, MessageGroup.OWNERS, MessageGroup.FORUM]
    for networks in ([world.network], [world.network, world.other_network]):
        with django_assert_num_queries(8):
            queries.recipients(every, networks, county=world.county, now=AUTUMN)


def test_a_leader_writes_to_the_network(world):
    message = networks_own(world)
    assert (message.network, message.county, message.sent_at) == (world.network, world.county, AUTUMN)
    assert sorted(str(row.person) for row in message.recipients.all()) == [
        "Prøve Coordinator",
        "Prøve Member",
        "Prøve Uh",
    ]
    letters = OutboxMail.objects.filter(kind="networks/message")
    assert {mail.to for mail in letters} == {"coordinator@example.no", "member@example.no", "uh@example.no"}
    assert {mail.priority for mail in letters} == {MailPriority.BULK}
    assert set(letters[0].topics) == {f"network:{world.network.pk}", f"county:{world.county.pk}"}
    assert letters[0].context["files"] == ["Presentasjon.pdf"]
    assert letters[0].context["path"] == f"/nettverk/meldinger/{message.pk}/"


@pytest.mark.parametrize("role", ["member", "uh", "owner", "head", "case_officer", "other_leader", "nobody"])
def test_others_do_not_write_to_the_network(world, role):
    with pytest.raises(NotAllowed):
        send_message(
            county=world.county,
            network=world.network,
            groups=[MessageGroup.MEMBERS],
            subject="Hei",
            text="Hei",
            by=world.person(role),
            now=AUTUMN,
        )
    assert (Message.objects.count(), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", ["approver", "forum", "leader", "foreign_officer"])
def test_only_a_case_officer_writes_for_the_office(world, role):
    with pytest.raises(NotAllowed):
        send_message(
            county=world.county,
            groups=[MessageGroup.FORUM],
            subject="Hei",
            text="Hei",
            by=world.person(role),
            now=AUTUMN,
        )


def test_a_message_to_nobody_is_refused(world):
    Seat.objects.filter(user=world.people["forum"]).delete()
    with pytest.raises(NotNow):
        send_message(
            county=world.county,
            groups=[MessageGroup.FORUM],
            subject="Hei",
            text="Hei",
            by=world.person("case_officer"),
            now=AUTUMN,
        )
    assert Message.objects.count() == 0


def test_the_same_message_is_not_sent_twice_within_the_hour(world):
    networks_own(world)
    with pytest.raises(NotNow):
        networks_own(world)
    assert Message.objects.count() == 1


def test_a_leader_passes_on_once_to_those_who_have_not_got_it(world):
    first = governors(world)
    passed = pass_on_message(
        message=first,
        network=world.network,
        groups=[MessageGroup.MEMBERS, MessageGroup.OWNERS],
        greeting="Les dette",
        by=world.person("leader"),
        now=LATER,
    )
    got = sorted(str(row.person) for row in passed.recipients.all())
    assert got == ["Prøve Member", "Prøve Owner", "Prøve Uh"]  # the coordinator has it from the office
    assert list(passed.attachments.all()) == list(first.attachments.all())
    mail = OutboxMail.objects.get(to="member@example.no")
    assert (mail.context["greeting"], mail.context["first_body"]) == ("Les dette", world.county.office_name)
    with pytest.raises(NotNow):
        pass_on_message(
            message=first,
            network=world.network,
            groups=[MessageGroup.OWNERS],
            by=world.person("coordinator"),
            now=LATER,
        )
    assert Message.objects.count() == 2


@pytest.mark.parametrize("role", ["member", "uh", "case_officer", "other_leader"])
def test_others_do_not_pass_on(world, role):
    with pytest.raises(NotAllowed):
        pass_on_message(
            message=governors(world),
            network=world.network,
            groups=[MessageGroup.MEMBERS],
            by=world.person(role),
            now=LATER,
        )


def test_what_was_not_sent_to_the_network_is_not_passed_on(world):
    message = send_message(
        county=world.county,
        groups=[MessageGroup.LEADERS],
        networks=[world.other_network],
        subject="Til de andre",
        text="Hei",
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    for sent in (message, networks_own(world)):
        with pytest.raises(NotAllowed):
            pass_on_message(
                message=sent,
                network=world.network,
                groups=[MessageGroup.OWNERS],
                by=world.person("leader"),
                now=LATER,
            )


def test_the_office_sees_who_has_it(world):
    first = governors(world)
    passed = pass_on_message(
        message=first,
        network=world.network,
        groups=[MessageGroup.MEMBERS],
        by=world.person("leader"),
        now=LATER,
    )
    open_message(message=first, by=world.person("leader"), now=LATER)
    open_message(message=passed, by=world.person("member"), now=LATER)
    rows = {str(row.network): row for row in queries.holdings(first)}
    home, other = rows["Prøvenettverket"], rows["Annet nettverk"]
    assert (home.leaders, home.opened) == (2, 1)
    assert (home.passed.sent_by.name, home.passed.sent_at) == ("Prøve Leader", LATER)
    assert (home.passed.sent, home.passed.opened) == (2, 1)
    assert (other.leaders, other.opened, other.passed) == (1, 0, None)


def test_who_leads_two_networks_has_it_for_both(world):
    f.seat(Role.COORDINATOR, world.other_network, world.people["leader"])
    Seat.objects.filter(user=world.people["other_leader"]).delete()
    first = governors(world)
    open_message(message=first, by=world.person("leader"), now=LATER)
    rows = {str(row.network): (row.leaders, row.opened) for row in queries.holdings(first)}
    assert rows == {"Prøvenettverket": (2, 1), "Annet nettverk": (1, 1)}
    passed = pass_on_message(
        message=first,
        network=world.other_network,
        groups=[MessageGroup.MEMBERS],
        by=world.person("leader"),
        now=LATER,
    )
    assert [str(row.person) for row in passed.recipients.all()] == ["Prøve Other Uh"]


def test_opening_is_noted_once_and_for_recipients_alone(world):
    message = networks_own(world)
    assert open_message(message=message, by=world.person("member"), now=AUTUMN)
    assert not open_message(message=message, by=world.person("member"), now=LATER)
    assert not open_message(message=message, by=world.person("case_officer"), now=LATER)
    opened = MessageRecipient.objects.filter(opened_at__isnull=False)
    assert [(row.person.name, row.opened_at) for row in opened] == [("Prøve Member", AUTUMN)]


def test_a_recipient_reads_what_they_got_and_nobody_else(world, sign_in):
    message = pass_on_message(
        message=governors(world),
        network=world.network,
        groups=[MessageGroup.OWNERS],
        by=world.person("leader"),
        now=AUTUMN,
    )
    address = f"/nettverk/meldinger/{message.pk}/"
    for role, status in {
        "owner": 200,
        "member": 200,
        "approver": 200,
        "head": 404,
        "other_leader": 404,
    }.items():
        assert sign_in(role).get(address).status_code == status
    inbox = sign_in("owner").get("/nettverk/meldinger/mine/")
    assert [(row.pk, row.read_at is not None) for row in inbox.context["table"].data] == [(message.pk, True)]


def test_the_writer_sees_who_gets_it_before_sending(world, sign_in):
    mail = OutboxMail.objects.create(
        kind="x", key="x", to="member@example.no", planned_at=AUTUMN, next_try_at=AUTUMN
    )
    RefusedAddress.objects.create(email="member@example.no", since=AUTUMN, answer="550", mail=mail)
    client, address = sign_in("leader"), f"/nettverk/{world.network.pk}/meldinger/ny/"
    page = client.get(address, {"til": ["medlemmer", "eiere"]})
    assert names(page.context["people"]) == ["Prøve Coordinator", "Prøve Member", "Prøve Owner", "Prøve Uh"]
    assert [user.name for user in page.context["refused"]] == ["Prøve Member"]
    said = {"til": ["medlemmer", "eiere"], "subject": "Samling", "text": "Vi møtes."}
    file = SimpleUploadedFile("Program.pdf", b"%PDF-1.7 prove")
    sent = client.post(address, {**said, "attached": [file]}, follow=True)
    message = Message.objects.get()
    assert (sent.status_code, message.recipients.count()) == (200, 4)
    (name,) = message.attachments.values_list("filename", flat=True)
    again = client.post(address, said)
    assert (name, again.status_code, Message.objects.count()) == ("Program.pdf", 409, 1)


def test_a_bad_file_is_named_and_the_text_stays(world, sign_in):
    file = SimpleUploadedFile("virus.exe", b"MZ")
    said = {"til": ["medlemmer"], "subject": "Samling", "text": "Vi møtes.", "attached": [file]}
    page = sign_in("leader").post(f"/nettverk/{world.network.pk}/meldinger/ny/", said)
    assert (page.status_code, Message.objects.count()) == (200, 0)
    assert "attached" in page.context["form"].errors
    assert page.context["form"]["text"].value() == "Vi møtes."


def test_nobody_chosen_is_said_and_nothing_is_lost(world, sign_in):
    client, address = sign_in("leader"), f"/nettverk/{world.network.pk}/meldinger/ny/"
    assert client.get(address, {"til": ["tull"]}).context["form"].errors
    page = client.post(address, {"subject": "Samling", "text": "Vi møtes."})
    assert page.context["form"].non_field_errors()
    assert page.context["form"]["text"].value() == "Vi møtes."


def test_the_office_chooses_groups_and_networks(world, sign_in):
    client, address = sign_in("case_officer"), "/nettverk/meldinger/ny/"
    one = client.get(address, {"til": ["ledere"], "nettverk": [world.other_network.pk]})
    assert names(one.context["people"]) == ["Prøve Other Leader"]
    every = client.get(address, {"til": ["ledere", "samarbeidsforum"]})
    assert len(every.context["people"]) == 4
    client.post(address, {"til": ["samarbeidsforum"], "subject": "Møte", "text": "Velkommen"})
    assert Message.objects.get().recipients.get().person.name == "Prøve Forum"


def test_a_leader_passes_on_from_the_list_in_one_click(world, sign_in):
    message = governors(world)
    client = sign_in("leader")
    listed = client.get(f"/nettverk/{world.network.pk}/meldinger/")
    assert [row.pk for row in listed.context["received"].data] == [message.pk]
    address = f"/nettverk/{world.network.pk}/meldinger/{message.pk}/send-videre/"
    assert client.get(address).context["form"].initial["til"] == ["medlemmer"]
    client.post(address, {"til": ["medlemmer"], "greeting": ""})
    assert client.get(address).status_code == 302  # passed on already: back, with who and when
    page = sign_in("case_officer").get(f"/nettverk/meldinger/{message.pk}/")
    assert [row.passed is not None for row in page.context["holdings"].data] == [False, True]


def test_lists_ask_as_much_for_many_as_for_one(world, sign_in):
    first = governors(world)
    pass_on_message(
        message=first,
        network=world.network,
        groups=[MessageGroup.MEMBERS],
        by=world.person("leader"),
        now=AUTUMN,
    )
    pages = {
        "leader": f"/nettverk/{world.network.pk}/meldinger/",
        "case_officer": "/nettverk/meldinger/",
        "member": "/nettverk/meldinger/mine/",
    }
    detail = f"/nettverk/meldinger/{first.pk}/"
    few = {role: queries_of(sign_in(role), address) for role, address in pages.items()}
    few["detail"] = queries_of(sign_in("case_officer"), detail)
    for number in range(3):
        for network in (world.network, None):
            send_message(
                county=world.county,
                network=network,
                groups=[MessageGroup.MEMBERS, MessageGroup.LEADERS],
                networks=[world.network],
                subject=f"Melding {number}",
                text="Hei",
                by=world.person("leader" if network else "case_officer"),
                now=AUTUMN,
            )
    pass_on_message(
        message=first,
        network=world.other_network,
        groups=[MessageGroup.MEMBERS],
        by=world.person("other_leader"),
        now=AUTUMN,
    )
    many = {role: queries_of(sign_in(role), address) for role, address in pages.items()}
    many["detail"] = queries_of(sign_in("case_officer"), detail)
    assert many == few
