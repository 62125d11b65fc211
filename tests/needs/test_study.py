"""What happens to a study after the nomination is sent: leave, back, finished, stopped, another owner."""

import pytest

from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import Nomination
from needs.queries import nominations_with_names, ranked_rows
from needs.rules.study import STUDY_VERBS, study_verbs
from needs.services.study import follow_study
from tests.needs import chain
from tests.world import APRIL, FEBRUARY, World

KIND = "needs/nomination_state_changed"


def told() -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=KIND).values_list("to", flat=True))


def say(
    world: World, verb: str, nomination: Nomination, by: str = "head", now=FEBRUARY, **more
) -> Nomination:
    nomination.round = world.fresh_round()
    if verb == "move_to_owner":
        more.setdefault("new_owner", world.other_owner)
    return follow_study(nomination=nomination, verb=verb, by=world.person(by), now=now, **more)


@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("go_on_leave", "on_leave"),
        ("finish", "finished"),
        ("stop", "stopped"),
        ("move_to_owner", "moved"),
    ],
)
@pytest.mark.parametrize("by", ["head", "owner", "leader", "coordinator"])
def test_head_owner_and_leaders_say_how_the_study_goes(world, verb, state, by):
    nomination = say(world, verb, chain.submitted_nomination(world), by, comment="Fra februar.")

    assert nomination.state == state
    assert [(line.verb, line.comment) for line in history_of(nomination)][1:] == [(verb, "Fra februar.")]
    everybody = {"head@example.no", "owner@example.no", "leader@example.no", "coordinator@example.no"}
    if verb == "move_to_owner":
        everybody |= {"other_owner@example.no", "case_officer@example.no"}
    assert told() == sorted(everybody - {f"{by}@example.no"})


def test_back_from_leave_it_counts_again(world):
    nomination = chain.submitted_nomination(world)
    away = say(world, "go_on_leave", nomination)
    assert ranked_rows(world.person("leader"), world.network, world.fresh_round(), now=FEBRUARY) == []

    say(world, "come_back", away, "leader")

    rows = ranked_rows(world.person("leader"), world.network, world.fresh_round(), now=FEBRUARY)
    assert [row.pk for row in rows] == [nomination.pk]


@pytest.mark.parametrize("verb", STUDY_VERBS)
@pytest.mark.parametrize("by", ["other_head", "other_leader", "member", "uh", "case_officer"])
def test_nobody_else_says_how_the_study_goes(world, verb, by):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotAllowed):
        say(world, verb, nomination, by)
    assert Nomination.objects.get().state == "submitted"
    assert told() == []


@pytest.mark.parametrize("verb", STUDY_VERBS)
def test_a_study_is_followed_from_when_the_nomination_is_sent(world, verb):
    with pytest.raises(MovedOn):
        say(world, verb, chain.draft_nomination(world))


def test_what_is_anonymised_is_not_followed(world):
    nomination = chain.submitted_nomination(world)
    Nomination.objects.update(student_name="", student_email="", anonymised_at=FEBRUARY)

    with pytest.raises(NotNow):
        say(world, "stop", nomination)
    assert study_verbs(Nomination.objects.get()) == []


def test_moving_names_another_owner(world):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotNow):
        say(world, "move_to_owner", nomination, new_owner=None)
    with pytest.raises(NotNow):
        say(world, "move_to_owner", nomination, new_owner=world.owner)


def test_the_new_owner_reads_what_has_moved_there(world):
    nomination = chain.submitted_nomination(world)

    def seen() -> bool:
        rows = nominations_with_names(world.person("other_owner"), world.fresh_round(), now=FEBRUARY)
        return rows.exists()

    assert not seen()
    say(world, "move_to_owner", nomination)
    assert seen()


def test_a_comment_with_a_national_identity_number_is_refused(world):
    with pytest.raises(NotNow):
        say(world, "stop", chain.submitted_nomination(world), comment="15108695088")
    assert Nomination.objects.get().state == "submitted"


def test_leaving_an_open_list_gives_up_the_place(world):
    first, second, third = (chain.submitted_nomination(world, student_name=name) for name in "ABC")
    chain.ranked_list(world, first, second, third)
    say(world, "go_on_leave", first)

    ranks = dict(Nomination.objects.values_list("student_name", "network_rank"))
    assert ranks == {"A": None, "B": 2, "C": 3}


def test_a_place_on_a_sent_list_is_kept(world):
    nomination = chain.submitted_nomination(world)
    chain.submitted_list(world, nomination)

    say(world, "go_on_leave", nomination, now=APRIL)

    assert Nomination.objects.get().network_rank == 1
