"""Nominating, taking back, withdrawing; ranking and sending the network's list."""

import pytest

from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import Nomination, NominationList
from needs.queries import (
    lists_owed,
    my_nominations,
    nominations_for_forum,
    nominations_with_names,
    ranked_rows,
)
from needs.services import nomination as services
from networks.models import Seat
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, MARCH, WINTER, World


def mails(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"needs/{kind}").values_list("to", flat=True))


def ranks() -> dict[str, int | None]:
    return dict(Nomination.objects.values_list("student_name", "network_rank"))


def act(world: World, verb: str, nomination: Nomination, by: str = "head", now=AUTUMN, **fields):
    service = getattr(services, f"{verb}_nomination")
    nomination.round = world.fresh_round()
    return service(nomination=nomination, by=world.person(by), now=now, **fields)


def rank(world: World, places: dict[int, int | None], *, by: str = "leader", now=FEBRUARY, version: int = 0):
    return services.rank_nominations(
        round=world.fresh_round(),
        network=world.network,
        ranks=places,
        note="",
        version=version,
        by=world.person(by),
        now=now,
    )


def send_list(world: World, *, by: str = "leader", now=FEBRUARY, version: int = 1):
    return services.submit_nomination_list(
        round=world.fresh_round(), network=world.network, version=version, by=world.person(by), now=now
    )


# --- save ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["head", "owner"])
def test_save_a_draft_with_gaps_by_head_or_owner(world, by):
    nomination = chain.draft_nomination(world, by, student_name="", study_type=None, amount_nok=0)

    assert (nomination.state, nomination.version) == ("draft", 1)


@pytest.mark.parametrize("by", ["other_head", "other_owner", "leader", "case_officer", "member"])
def test_save_refused_for_others(world, by):
    with pytest.raises(NotAllowed):
        chain.draft_nomination(world, by)


def test_save_refused_after_closing(world):
    with pytest.raises(NotNow):
        chain.draft_nomination(world, now=FEBRUARY)


def test_moving_a_draft_to_somebody_elses_kindergarten_is_refused(world):
    draft = chain.draft_nomination(world)

    with pytest.raises(NotAllowed):
        services.save_nomination(
            round=world.fresh_round(),
            typed=chain.nomination_input(world, kindergarten=world.other_kindergarten),
            by=world.person("head"),
            now=AUTUMN,
            pk=draft.pk,
            version=1,
        )


def test_save_refused_when_somebody_else_saved_since(world):
    draft = chain.draft_nomination(world)
    typed = chain.nomination_input(world, study_name="Eierens")
    kwargs = {"round": world.fresh_round(), "now": AUTUMN, "pk": draft.pk, "version": 1}
    services.save_nomination(typed=typed, by=world.person("owner"), **kwargs)

    with pytest.raises(NotNow):
        services.save_nomination(typed=chain.nomination_input(world), by=world.person("head"), **kwargs)

    assert Nomination.objects.get().study_name == "Eierens"


# --- submit, take back, withdraw -------------------------------------------------------------------------


def test_submit_gives_a_receipt_without_the_students_name(world):
    nomination = chain.submitted_nomination(world)

    assert (nomination.state, nomination.submitted_at) == ("submitted", AUTUMN)
    assert [line.verb for line in history_of(nomination)] == ["submit"]
    assert mails("nomination_submitted") == ["head@example.no", "owner@example.no"]
    assert not OutboxMail.objects.filter(context__icontains="Studentprøve").exists()


@pytest.mark.parametrize(
    "gap",
    [
        {"student_name": " "},
        {"student_email": ""},
        {"study_type": None},
        {"study_name": ""},
        {"institution": ""},
        {"amount_nok": 0},
    ],
)
def test_submit_refused_with_a_gap(world, gap):
    draft = chain.draft_nomination(world, **gap)

    with pytest.raises(NotNow):
        act(world, "submit", draft)

    assert Nomination.objects.get().state == "draft"
    assert mails("nomination_submitted") == []


@pytest.mark.parametrize("by", ["other_owner", "leader"])
def test_submit_refused_for_others(world, by):
    draft = chain.draft_nomination(world)

    with pytest.raises(NotAllowed):
        act(world, "submit", draft, by)


def test_submit_refused_after_closing_and_when_changed_since_it_was_read(world):
    draft = chain.draft_nomination(world)

    with pytest.raises(NotNow):
        act(world, "submit", draft, now=FEBRUARY)
    with pytest.raises(NotNow):
        act(world, "submit", draft, version=0)


def test_submit_twice_is_refused(world):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(MovedOn):
        act(world, "submit", nomination)


def test_take_back_makes_it_a_draft_while_nominations_are_open(world):
    nomination = chain.submitted_nomination(world)

    act(world, "take_back", nomination, by="owner")

    assert Nomination.objects.get().state == "draft"
    with pytest.raises(NotAllowed):
        act(world, "take_back", nomination, by="leader")
    with pytest.raises(NotNow):
        act(world, "take_back", nomination, now=FEBRUARY)


def test_withdraw_closes_the_gap_in_the_ranking_also_after_the_closing(world):
    first, second, third = (chain.submitted_nomination(world, student_name=name) for name in "ABC")
    chain.ranked_list(world, first, second, third)

    act(world, "withdraw", second, now=FEBRUARY)

    assert ranks() == {"A": 1, "B": None, "C": 2}


def test_withdraw_refused_for_others_and_when_the_list_is_sent(world):
    nomination = chain.submitted_nomination(world)
    with pytest.raises(NotAllowed):
        act(world, "withdraw", nomination, by="leader")
    chain.submitted_list(world, nomination)

    with pytest.raises(NotNow):
        act(world, "withdraw", nomination, now=FEBRUARY)


# --- rank, send the list ---------------------------------------------------------------------------------


def test_rank_and_send_the_list(world):
    first, second = (chain.submitted_nomination(world, student_name=name) for name in "AB")

    ranking = chain.submitted_list(world, second, first)

    assert ranks() == {"A": 2, "B": 1}
    assert (ranking.state, ranking.submitted_at) == ("submitted", FEBRUARY)
    assert [line.verb for line in history_of(ranking)] == ["submit"]
    assert mails("nomination_list_submitted") == [
        "case_officer@example.no",
        "coordinator@example.no",
        "leader@example.no",
    ]


@pytest.mark.parametrize("by", ["member", "uh", "other_leader", "head", "case_officer"])
def test_rank_refused_for_others(world, by):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotAllowed):
        rank(world, {nomination.pk: 1}, by=by)

    assert not NominationList.objects.exists()


@pytest.mark.parametrize("now", [WINTER, MARCH])
def test_rank_refused_before_nominations_have_closed_and_after_the_list_has(world, now):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotNow):
        rank(world, {nomination.pk: 1}, now=now)


def test_rank_refused_with_two_in_one_place(world):
    first, second = chain.submitted_nomination(world), chain.submitted_nomination(world)

    with pytest.raises(NotNow):
        rank(world, {first.pk: 1, second.pk: 1})


def test_rank_leaves_other_networks_nominations_alone(world):
    Seat.objects.filter(kindergarten=world.other_kindergarten).update(user=world.people["owner"])
    foreign = chain.submitted_nomination(world, "owner", kindergarten=world.other_kindergarten)
    own = chain.submitted_nomination(world)

    rank(world, {own.pk: 1, foreign.pk: 2})

    assert Nomination.objects.get(pk=foreign.pk).network_rank is None


def test_rank_refused_when_somebody_else_saved_since(world):
    nomination = chain.submitted_nomination(world)
    rank(world, {nomination.pk: 1})

    with pytest.raises(NotNow):
        rank(world, {nomination.pk: None}, by="coordinator")


@pytest.mark.parametrize("places", [(1, None), (1, 3)])
def test_send_the_list_refused_with_gaps(world, places):
    nominations = [chain.submitted_nomination(world) for _place in places]
    rank(world, {row.pk: place for row, place in zip(nominations, places, strict=True)})

    with pytest.raises(NotNow):
        send_list(world)

    assert NominationList.objects.get().state == "draft"
    assert mails("nomination_list_submitted") == []


def test_send_the_list_refused_without_nominations_for_others_and_late(world):
    with pytest.raises(NotNow):
        send_list(world, version=0)
    with pytest.raises(NotAllowed):
        send_list(world, by="uh")
    with pytest.raises(NotNow):
        send_list(world, now=MARCH)


def test_nothing_can_be_ranked_when_the_list_is_sent(world):
    nomination = chain.submitted_nomination(world)
    chain.submitted_list(world, nomination)

    with pytest.raises(NotNow):
        rank(world, {nomination.pk: None}, version=1)
    with pytest.raises(NotNow):
        send_list(world)


# --- reads -----------------------------------------------------------------------------------------------


def test_lists_are_owed_by_networks_with_nominations_and_no_sent_list(world):
    assert list(lists_owed(world.round)) == []
    nomination = chain.submitted_nomination(world)
    assert list(lists_owed(world.round)) == [world.network]
    chain.submitted_list(world, nomination)
    assert list(lists_owed(world.round)) == []


def test_the_forum_gets_sent_lists_only_and_no_names_with_them(world, django_assert_num_queries):
    nomination = chain.submitted_nomination(world)
    assert list(nominations_for_forum(world.round)) == []
    chain.submitted_list(world, nomination)

    with django_assert_num_queries(1):
        row = list(nominations_for_forum(world.round))[0]
        assert (row.network_id, row.network_name) == (world.network.pk, "Prøvenettverket")
    assert row.get_deferred_fields() == {"student_name", "student_email"}


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("leader", "Siri Studentprøve"),
        ("case_officer", "Siri Studentprøve"),
        ("member", ""),
        ("uh", ""),
        ("forum", ""),
    ],
)
def test_names_are_for_leaders_and_case_officers(world, role, name):
    chain.submitted_nomination(world)

    rows = ranked_rows(world.person(role), world.network, world.fresh_round(), now=FEBRUARY)

    assert [row.student_name for row in rows] == [name]


def test_my_nominations_are_those_of_my_kindergartens(world):
    chain.submitted_nomination(world, "owner", kindergarten=world.sister)

    def mine(role: str) -> int:
        return my_nominations(world.person(role), world.round, AUTUMN).count()

    assert (mine("owner"), mine("head"), mine("other_owner"), mine("leader")) == (1, 0, 0, 0)


def test_names_are_never_read_by_another_countys_officer(world):
    nomination = chain.submitted_nomination(world)
    seen = {
        by: list(nominations_with_names(world.person(by), world.fresh_round(), now=FEBRUARY))
        for by in ("case_officer", "foreign_officer", "other_leader", "forum", "member")
    }
    assert seen == {"case_officer": [nomination]} | dict.fromkeys(
        ("foreign_officer", "other_leader", "forum", "member"), []
    )
