"""The pages of a network's meetings and arenas as people use them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.models import Arena, Meeting
from networks.roles import Role
from networks.states import ArenaKind
from tests import factories as f
from tests.networks import network_meetings_stage as stage
from tests.networks.access_meetings import TYPED
from tests.networks.network_meetings_stage import DAY, PLANNED


@pytest.fixture(autouse=True)
def _february(at):
    at(PLANNED)


def page(name: str, made: Meeting) -> str:
    return reverse(f"networks:meeting_{name}", kwargs={"pk": made.pk})


def of_network(name: str, world, **more: int) -> str:
    return reverse(f"networks:{name}", kwargs={"network": world.network.pk, **more})


def questions(client, url: str) -> int:
    with CaptureQueriesContext(connection) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_from_five_arenas_to_the_minutes(world, sign_in, at):
    university = sign_in("uh")
    university.post(of_network("arenas_make", world))
    arena = Arena.objects.get(kind=ArenaKind.REGIONAL_HEADS)
    said = TYPED | {"arena": arena.pk, "municipality": world.municipality.pk}
    university.post(of_network("network_meeting_create", world), said)
    made = Meeting.objects.get()
    assert (made.arena, made.municipality, made.network) == (arena, world.municipality, world.network)
    off = {"people": [world.people["coordinator"].pk], "reason": "Er i permisjon"}
    university.post(page("take_off", made), off)
    call = university.get(page("call", made)).content.decode()
    assert "Er i permisjon" in call
    assert "head@example.no" in call
    university.post(page("call", made))
    head = sign_in("head")
    assert "Er i permisjon" in head.get(page("detail", made)).content.decode()
    head.post(page("answer", made), {"answer": "yes"})
    leader = sign_in("leader")
    leader.post(reverse("networks:meeting_item_create", kwargs={"pk": made.pk}), {"title": "Stoppunkt"})
    (item,) = stage.meeting_items(made)
    at(DAY + timedelta(days=2))
    leader.post(page("open", made), {"chair": world.people["uh"].pk})
    leader.post(page("attendance", made), {"present": [world.people["head"].pk]})
    agree = reverse("networks:meeting_item_agree", kwargs={"meeting": made.pk, "pk": item.pk})
    university.post(agree, {"resolution": "Vi går videre."})
    assert "networks/meeting_minutes_form" in leader.get(page("minutes_edit", made)).templates[0].name
    leader.post(page("minutes_send", made))
    made.refresh_from_db()
    assert made.state == "minuted"
    assert made.minutes.number in sign_in("member").get(page("detail", made)).content.decode()


def test_the_chair_of_the_forum_is_proposed(world, sign_in, at):
    made = stage.called(world)
    at(DAY)
    form = sign_in("uh").get(page("open", made)).context["form"]
    assert form.initial["chair"] == world.people["leader"].pk


def test_the_list_is_filtered_by_arena_and_time_and_is_in_pages(world, sign_in):
    first, second = stage.an_arena(world), stage.an_arena(world, ArenaKind.WORKING_GROUP)
    for number in range(21):
        stage.drafted(world, title=f"Møte {number}", arena=first)
    stage.drafted(world, arena=second)
    leader, url = sign_in("leader"), of_network("network_meetings", world)
    assert len(leader.get(url).context["table"].page.object_list) == 20
    assert len(leader.get(url, {"page": 2}).context["table"].page.object_list) == 2
    assert len(leader.get(url, {"arena": second.pk}).context["table"].rows) == 1
    assert len(leader.get(url, {"arena": "ingen"}).context["table"].rows) == 0
    assert len(leader.get(url, {"naar": "over"}).context["table"].rows) == 0
    assert len(leader.get(url, {"naar": "kommer"}).context["table"].rows) == 22
    assert sign_in("member").get(url).context["table"].rows.data.data.count() == 0


def test_a_page_without_meetings_says_how_to_begin(world, sign_in):
    url = of_network("network_meetings", world)
    assert reverse("networks:network_meeting_create", kwargs={"network": world.network.pk}) in (
        sign_in("leader").get(url).content.decode()
    )
    assert sign_in("member").get(url).context["may_plan"] is False


def test_lists_and_pages_ask_as_many_questions_for_many(world, sign_in):
    arena = stage.an_arena(world)
    made = stage.called(world, arena=arena)
    leader = sign_in("leader")
    urls = (
        of_network("network_meetings", world),
        of_network("arena_list", world),
        page("detail", made),
        page("change", made),
    )
    few = [questions(leader, url) for url in urls]
    for _turn in range(3):
        stage.called(world, arena=stage.an_arena(world, university=world.university))
        head = f.seat(Role.HEAD, f.KindergartenFactory(owner=world.owner, municipality=world.municipality))
        made.attendance.create(person=head.user, seat=head)
    assert [questions(leader, url) for url in urls] == few


def test_the_authority_gets_its_own_arenas_and_municipality_alone(world, sign_in):
    stage.arenas(world)
    stage.authority(world)
    client = sign_in("authority")
    form = client.get(of_network("network_meeting_create", world)).context["form"]
    assert len(form.fields["arena"].choices) == 3
    assert [key for key, _label in form.fields["municipality"].choices] == ["", str(world.municipality.pk)]
    assert form.initial["municipality"] == world.municipality.pk
    answer = client.post(of_network("network_meeting_create", world), TYPED)
    assert answer.status_code in (403, 404, 409)


def test_a_case_in_a_network_has_no_kind_no_vote_and_no_impartiality(world, sign_in, at):
    made = stage.held(world)
    at(DAY)
    leader = sign_in("leader")
    create = reverse("networks:meeting_item_create", kwargs={"pk": made.pk})
    assert "kind" not in leader.get(create).context["form"].fields
    leader.post(create, {"title": "Evaluering", "kind": "key"})
    (item,) = stage.meeting_items(made)
    assert item.kind == "other"
    shown = leader.get(reverse("networks:meeting_item_detail", kwargs={"pk": item.pk})).content.decode()
    assert "uenighet" not in shown
    assert "habilitet" not in shown
    declare = reverse("networks:impartiality_declare", kwargs={"pk": item.pk})
    assert leader.get(declare).status_code == 302


def test_the_arenas_are_put_in_order_with_buttons(world, sign_in):
    made = stage.arenas(world)
    keys = [arena.pk for arena in made.values()]
    order = ",".join(str(key) for key in keys)
    sign_in("leader").post(of_network("arenas_order", world), {"order": order, "move": f"{keys[1]}:up"})
    assert Arena.objects.order_by("order").first().pk == keys[1]


def test_a_university_has_pages_for_its_own_arenas_and_not_for_those_of_others(world, sign_in):
    university = sign_in("uh")
    university.post(of_network("arenas_make", world, university=world.university.pk))
    assert Arena.objects.filter(university=world.university).count() == 5
    other = of_network("arenas_make", world, university=world.other_university.pk)
    assert university.get(other).status_code == 404


def test_everybody_has_a_list_of_the_meetings_they_see(world, sign_in):
    stage.called(world, arena=stage.an_arena(world))
    stage.called(world)

    def listed(role: str) -> int:
        return len(sign_in(role).get("/nettverk/moter/").context["table"].rows)

    assert [listed(role) for role in ("leader", "head", "owner", "case_officer", "other_leader")] == [
        2,
        1,
        0,
        2,
        0,
    ]


def test_members_of_other_municipalities_are_proposed_to_be_taken_off(world, sign_in):
    place = f.MunicipalityFactory(county=world.county)
    f.NetworkMunicipalityFactory(network=world.network, municipality=place)
    far = f.seat(Role.NETWORK_MEMBER, world.network, interest="authority", municipality=place)
    stage.authority(world)
    made = stage.drafted(world, municipality=world.municipality)
    form = sign_in("leader").get(page("take_off", made)).context["form"]
    assert form.initial["people"] == [str(far.user_id)]
    assert "Prøvedal" in form.initial["reason"]
    assert sign_in("leader").get(page("take_off", stage.drafted(world))).context["form"].initial == {}
