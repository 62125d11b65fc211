"""Search finds what the person may see, and nothing else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import oslo
from grants.models import GrantLetter, Instalment
from needs.models import NeedsReport
from networks.models import LongTermPlan
from networks.roles import Role, seats_of
from rekom.search import KINDS, Asked, search, words_of
from rekom.search.marking import mark_words
from tests import factories as f
from tests.grants.stage import issued
from tests.meetings import meeting
from tests.needs import chain
from tests.reporting import stage as reports
from tests.world import APRIL, AUTUMN, MARCH, NEXT_SPRING, ROLES, WINTER

MOST_QUERIES = 60


def found(world, role, typed, *, now=AUTUMN, key=""):
    """The titles by kind."""
    asked = Asked(world.person(role), words_of(typed), now, limit=20)
    return {group.kind.key: [hit.title for hit in group.found.hits] for group in search(asked, key).groups}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("  Lekestua   Fosen ", ("lekestua", "fosen")),
        ("974 767 880", ("974767880",)),
        ("Ærfugl ØYA på-ås", ("ærfugl", "øya", "på-ås")),
        ("100% \\ _ '; DROP", ("100", "drop")),
        ("\x00lek\x00", ("lek",)),
        ("", ()),
    ],
)
def test_words_are_read_calmly(typed, words):
    assert words_of(typed) == words


def test_long_input_is_cut():
    assert sum(map(len, words_of("ord " * 10_000))) <= 120
    assert words_of("a b c d e f g h") == ("a", "b", "c", "d", "e", "f")


def test_kindergarten_is_found_by_name_place_number_and_beginning(world):
    f.KindergartenFactory(name="Ærlige Øya", owner=world.owner, municipality=world.municipality)
    world.kindergarten.org_number = "974767880"
    world.kindergarten.save(update_fields=["org_number"])
    for typed in ("lekest", "LEKESTUA prøvedal", "974 767 880"):
        assert found(world, "member", typed, key="barnehager")["barnehager"][0] == "Lekestua"
    assert found(world, "head", "ærl ØY")["barnehager"] == ["Ærlige Øya"]


def test_all_words_must_be_there(world):
    assert "barnehager" not in found(world, "leader", "lekestua annendal")


def test_typing_error_is_forgiven_where_nothing_is_called_so(world):
    asked = Asked(world.person("leader"), words_of("lekstua"), AUTUMN, limit=5)
    result = search(asked)
    assert result.is_like
    assert result.groups[0].found.hits[0].title == "Lekestua"


def test_another_county_is_not_found(world):
    assert found(world, "foreign_officer", "lekestua") == {}
    assert found(world, "foreign_officer", "prøvenettverket") == {}
    assert found(world, "nobody", "lekestua") == {}


def test_people_are_found_by_those_who_read_the_contact_lists(world):
    name = world.people["leader"].name
    for role in ("case_officer", "approver", "leader", "member", "uh"):
        assert name in found(world, role, name)["personer"], role
    for role in ("head", "owner", "other_leader", "foreign_officer", "nobody"):
        assert name not in found(world, role, name).get("personer", []), role


def test_person_with_two_seats_is_one_hit(world):
    f.seat(Role.COORDINATOR, world.other_network, world.people["leader"])
    name = world.people["leader"].name
    assert found(world, "case_officer", name)["personer"].count(name) == 1


def test_students_name_is_found_only_by_those_who_may_see_it(world):
    nomination = chain.submitted_nomination(world)
    name = nomination.student_name
    for role in ROLES:
        kinds = found(world, role, name)
        assert ("studenter" in kinds) == (
            role in ("head", "owner", "leader", "coordinator", "case_officer", "approver")
        )
        assert not any(
            name in title for key, titles in kinds.items() if key != "studenter" for title in titles
        )


def test_need_is_found_by_text_when_it_is_sent(world):
    need = chain.submitted_need(world)
    for role in ROLES:
        reads = role in ("owner", "leader", "coordinator", "member", "uh", "case_officer", "approver")
        assert ("behov" in found(world, role, "faller utenfor")) == reads, role
    assert found(world, "owner", str(need.theme))["behov"] == [need.title]


def test_draft_of_a_needs_report_is_found_by_its_owner_alone(world):
    report = NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)
    report.needs.create(why="Et hemmelig utkast om sandkassen")
    assert "behov" in found(world, "owner", "sandkassen")
    for role in set(ROLES) - {"owner"}:
        assert "behov" not in found(world, role, "sandkassen"), role


def test_measure_of_a_draft_is_found_by_the_partnership_alone(world):
    chain.saved_measure(world)
    for role in ROLES:
        reads = role in ("leader", "coordinator", "member", "uh")
        assert ("tiltak" in found(world, role, "kollegaveiledning", now=WINTER)) == reads, role


def test_excerpt_marks_the_word(world):
    chain.saved_measure(world)
    asked = Asked(world.person("leader"), words_of("kollegaveiledning"), WINTER, limit=5)
    (group,) = search(asked, "tiltak").groups
    assert "ollegaveiledning" in group.found.hits[0].excerpt


def test_letter_and_payment_are_found_by_number(world):
    issued(world)
    letter = GrantLetter.objects.get(grant__network=world.network)
    row = Instalment.objects.filter(grant=letter.grant).first()
    for role in ROLES:
        reads = role in ("leader", "coordinator", "member", "case_officer", "approver")
        assert ("brev" in found(world, role, letter.number, now=APRIL)) == reads, role
        if row is not None:
            assert ("betalinger" in found(world, role, row.reference, now=APRIL)) == reads, role


def test_report_draft_is_found_by_those_who_write_it(world):
    reports.draft(world)
    name = str(world.network)
    for role in ROLES:
        writes = role in ("leader", "coordinator")
        assert ("rapporter" in found(world, role, name, now=NEXT_SPRING)) == writes, role


def test_meeting_is_found_by_its_case_and_never_as_a_draft(world):
    held = meeting(world, at=MARCH)
    held.items.create(order=1, title="Fordelingsnøkkelen")
    assert found(world, "forum", "fordelingsnøk", now=MARCH)["moter"] == [held.title]
    assert "moter" not in found(world, "leader", "fordelingsnøk", now=MARCH)
    draft = meeting(world, at=oslo(2027, 4, 1, 10), state="draft")
    draft.items.create(order=1, title="Skissen")
    assert "moter" not in found(world, "forum", "skissen", now=MARCH)
    assert found(world, "case_officer", "skissen", now=MARCH)["moter"] == [draft.title]


def test_plan_that_is_not_adopted_is_not_found(world):
    LongTermPlan.objects.create(
        network=world.network,
        title="Planen om sandkassen",
        first_year=2027,
        last_year=2030,
        created_by=world.person("leader"),
        created_at=AUTUMN,
    )
    assert "planer" not in found(world, "owner", "sandkassen")


def test_round_is_found_by_its_year(world):
    assert list(found(world, "owner", "2027")) == ["runder"]


def test_marking_escapes_everything_else():
    assert mark_words("<b>Lek & lek</b>", ("lek",)) == (
        "&lt;b&gt;<mark>Lek</mark> &amp; <mark>lek</mark>&lt;/b&gt;"
    )
    assert mark_words("Fosen", ()) == "Fosen"


@pytest.mark.parametrize("role", ["owner", "leader", "uh", "case_officer"])
@pytest.mark.parametrize(
    "typed",
    [
        "",
        "x" * 10_000,
        "%",
        "_",
        "'\"",
        "\x00",
        "<script>alert(1)</script>",
        "& | ! :*",
        "-",
        "a" * 119,
        "lek -",
    ],
)
def test_page_answers_hostile_input_calmly(sign_in, at, role, typed):
    at(AUTUMN)
    answer = sign_in(role).get("/sok/", {"q": typed, "hva": "finnes-ikke", "page": "999999999"})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_page_of_one_kind_is_paginated(world, sign_in, at):
    at(AUTUMN)
    f.KindergartenFactory.create_batch(30, owner=world.owner, municipality=world.municipality)
    client = sign_in("leader")
    first = client.get("/sok/", {"q": "lekestua prøve", "hva": "barnehager"})
    second = client.get("/sok/", {"q": "lekestua prøve", "hva": "barnehager", "page": "2"})
    assert len(first.context["groups"][0]["hits"]) == 25
    assert len(second.context["groups"][0]["hits"]) == 7


@pytest.mark.parametrize("role", ["owner", "leader", "uh", "case_officer"])
def test_search_asks_the_same_for_few_and_many(world, sign_in, at, role):
    at(AUTUMN)
    client = sign_in(role)

    def questions():
        with CaptureQueriesContext(connection) as queries:
            client.get("/sok/", {"q": "lekestua"})
        return len(queries)

    client.get("/sok/", {"q": "lekestua"})
    before = questions()
    f.KindergartenFactory.create_batch(
        30, name="Lekestua", owner=world.owner, municipality=world.municipality
    )
    assert questions() == before <= MOST_QUERIES


def test_every_kind_has_its_own_key():
    assert len({kind.key for kind in KINDS}) == len(KINDS)


def test_words_that_stand_nowhere_ask_no_kind(world, sign_in, at):
    at(AUTUMN)
    asked = Asked(world.person("case_officer"), words_of("qxzwqxzw"), AUTUMN, limit=5)
    seats_of(asked.user, now=AUTUMN)
    with CaptureQueriesContext(connection) as queries:
        assert search(asked).groups == []
    assert len(queries) == 2  # where the words stand; what is like them


def test_kind_that_is_asked_alone_finds_what_it_finds_among_all(world):
    chain.submitted_nomination(world)
    chain.submitted_need(world)
    for typed in (
        "lekestua",
        "prøve",
        "faller utenfor",
        "2027",
        "lekestua prøvedal",
        world.people["leader"].name,
    ):
        among_all = found(world, "case_officer", typed)
        for kind in KINDS:
            asked = Asked(world.person("case_officer"), words_of(typed), AUTUMN, limit=20)
            hits = [hit.title for hit in kind.find(asked).hits]
            assert among_all.get(kind.key, []) == hits, (kind.key, typed)
