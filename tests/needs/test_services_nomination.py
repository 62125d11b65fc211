"""Nominating, taking back, withdrawing."""

import pytest

from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import Nomination
from needs.queries import my_nominations, nominations_with_names
from needs.services import nomination as services
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, World


def mails(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"needs/{kind}").values_list("to", flat=True))


def ranks() -> dict[str, int | None]:
    return dict(Nomination.objects.values_list("student_name", "network_rank"))


def act(world: World, verb: str, nomination: Nomination, by: str = "head", now=AUTUMN, **fields):
    service = getattr(services, f"{verb}_nomination")
    nomination.round = world.fresh_round()
    return service(nomination=nomination, by=world.person(by), now=now, **fields)


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


# --- reads -----------------------------------------------------------------------------------------------


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
