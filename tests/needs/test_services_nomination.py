"""Nominating: writing, proposing, confirming, sending back, taking back, withdrawing."""

import pytest

from common.drafts import Shown, fingerprint
from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import Nomination, NominationTerms, StudyAmount
from needs.queries import my_nominations, nominations_with_names
from needs.queries.nomination import earlier_nominations, nomination_values
from needs.queries.student import student_path
from needs.services import nomination as services
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, World

NATIONAL_ID = "151086 95088"


def mails(kind: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(kind=f"needs/{kind}").values_list("to", flat=True))


def ranks() -> dict[str, int | None]:
    return dict(Nomination.objects.values_list("student_name", "network_rank"))


def act(world: World, verb: str, nomination: Nomination, by: str = "head", now=AUTUMN, **fields):
    service = getattr(services, f"{verb}_nomination")
    nomination.round = world.fresh_round()
    return service(nomination=nomination, by=world.person(by), now=now, **fields)


def save(world: World, nomination: Nomination, shown: Nomination | None = None, by: str = "head", **typed):
    nomination.round = world.fresh_round()
    seen = shown or nomination
    return services.save_nomination(
        nomination=nomination,
        typed=typed,
        shown=Shown.of(nomination_values(seen), seen.version),
        by=world.person(by),
        now=AUTUMN,
    )


def usual(world: World, nok: int, nth: int = 0) -> StudyAmount:
    chain.study_type(world)
    study = world.county.study_types.order_by("order")[nth]
    return StudyAmount.objects.create(round=world.round, study_type=study, amount_nok=nok)


# --- begin, save -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["head", "owner"])
def test_begin_a_draft_with_gaps_by_head_or_owner(world, by):
    nomination = chain.draft_nomination(world, by, student_name="", study_type=None, amount_nok=0)

    assert (nomination.state, nomination.version) == ("draft", 1)


@pytest.mark.parametrize("by", ["other_head", "other_owner", "leader", "case_officer", "member"])
def test_begin_refused_for_others(world, by):
    with pytest.raises(NotAllowed):
        chain.draft_nomination(world, by)


def test_begin_refused_after_closing(world):
    with pytest.raises(NotNow):
        chain.draft_nomination(world, now=FEBRUARY)


def test_moving_a_draft_to_somebody_elses_kindergarten_is_refused(world):
    draft = chain.draft_nomination(world)

    with pytest.raises(NotAllowed):
        save(world, draft, kindergarten=world.other_kindergarten)


def test_saving_merges_what_two_have_written_in_different_fields(world):
    draft = chain.draft_nomination(world)
    before = Nomination.objects.get(pk=draft.pk)
    save(world, draft, shown=before, by="owner", study_name="Eierens")
    save(world, draft, shown=before, institution="Styrerens")

    stored = Nomination.objects.get()
    assert (stored.study_name, stored.institution) == ("Eierens", "Styrerens")


def test_saving_gives_back_a_field_that_two_have_changed(world):
    draft = chain.draft_nomination(world)
    before = Nomination.objects.get(pk=draft.pk)
    save(world, draft, shown=before, by="owner", study_name="Eierens")

    saved = save(world, draft, shown=before, study_name="Styrerens")

    assert [(row.key, row.mine, row.theirs) for row in saved.conflicts] == [
        ("study_name", "Styrerens", "Eierens")
    ]
    assert Nomination.objects.get().study_name == "Eierens"


def test_save_refused_for_what_is_sent_and_for_others(world):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotNow):
        save(world, nomination, study_name="Ny")
    with pytest.raises(NotAllowed):
        save(world, nomination, by="leader", study_name="Ny")


@pytest.mark.parametrize("field", ["student_name", "study_name", "institution"])
def test_a_national_identity_number_is_never_stored(world, field):
    with pytest.raises(NotNow):
        chain.draft_nomination(world, **{field: f"Siri {NATIONAL_ID}"})
    draft = chain.draft_nomination(world)
    with pytest.raises(NotNow):
        save(world, draft, **{field: NATIONAL_ID})

    assert not Nomination.objects.filter(**{f"{field}__contains": "95088"}).exists()


def test_the_amount_begins_with_the_usual_one_and_follows_the_kind_of_study(world):
    first, second = usual(world, 40_000), usual(world, 60_000, nth=1)
    draft = chain.draft_nomination(world, amount_nok=0)
    assert draft.amount_nok == 40_000

    save(world, draft, study_type=second.study_type)
    assert Nomination.objects.get().amount_nok == 60_000

    draft = Nomination.objects.get()
    save(world, draft, amount_nok=55_000)
    draft.refresh_from_db()
    save(world, draft, study_type=first.study_type)
    assert Nomination.objects.get().amount_nok == 55_000


def test_a_study_that_ends_before_it_begins_is_refused(world):
    draft = chain.draft_nomination(world)

    with pytest.raises(NotNow):
        save(world, draft, start_on=AUTUMN.date(), end_on=AUTUMN.date())


# --- propose ---------------------------------------------------------------------------------------------


def test_propose_asks_the_owner_and_tells_the_student(world):
    nomination = chain.proposed_nomination(world)

    assert (nomination.state, nomination.submitted_at) == ("proposed", None)
    assert nomination.proposed_by == world.person("head")
    assert [line.verb for line in history_of(nomination)] == ["propose"]
    assert mails("nomination_proposed") == ["owner@example.no"]
    assert mails("student_nominated") == ["siri.studentprove@example.no"]
    assert mails("nomination_submitted") == []


def test_propose_refused_with_a_gap_for_others_and_late(world):
    gap = chain.draft_nomination(world, student_email="")
    whole = chain.draft_nomination(world)

    with pytest.raises(NotNow):
        act(world, "propose", gap)
    with pytest.raises(NotAllowed):
        act(world, "propose", whole, by="leader")
    with pytest.raises(NotNow):
        act(world, "propose", whole, now=FEBRUARY)
    assert set(Nomination.objects.values_list("state", flat=True)) == {"draft"}
    assert mails("student_nominated") == []


# --- confirm, send back ----------------------------------------------------------------------------------


def test_confirm_hands_it_to_the_network_and_tells_the_head(world):
    proposed = chain.proposed_nomination(world)

    confirmed = act(world, "confirm", proposed, by="owner", version=proposed.version)

    assert (confirmed.state, confirmed.submitted_at) == ("submitted", AUTUMN)
    assert [line.verb for line in history_of(confirmed)] == ["propose", "confirm"]
    assert mails("nomination_submitted") == ["head@example.no", "owner@example.no"]
    assert mails("student_nominated") == ["siri.studentprove@example.no"]


@pytest.mark.parametrize("by", ["head", "other_owner", "leader"])
def test_confirm_refused_for_all_but_the_owner(world, by):
    proposed = chain.proposed_nomination(world)

    with pytest.raises(NotAllowed):
        act(world, "confirm", proposed, by=by)


def test_confirm_refused_after_closing_when_changed_and_when_not_proposed(world):
    proposed = chain.proposed_nomination(world)

    with pytest.raises(NotNow):
        act(world, "confirm", proposed, by="owner", now=FEBRUARY)
    with pytest.raises(NotNow):
        act(world, "confirm", proposed, by="owner", version=99)
    with pytest.raises(MovedOn):
        act(world, "confirm", chain.draft_nomination(world), by="owner")


def test_send_back_makes_it_a_draft_and_tells_the_head_why(world):
    proposed = chain.proposed_nomination(world)

    act(world, "send_back", proposed, by="owner", comment="Sjekk studiepoengene.")

    assert Nomination.objects.get().state == "draft"
    assert [line.comment for line in history_of(proposed)] == ["", "Sjekk studiepoengene."]
    assert mails("nomination_sent_back") == ["head@example.no"]


def test_send_back_refused_for_the_head_late_and_with_a_national_identity_number(world):
    proposed = chain.proposed_nomination(world)

    with pytest.raises(NotAllowed):
        act(world, "send_back", proposed, comment="Nei.")
    with pytest.raises(NotNow):
        act(world, "send_back", proposed, by="owner", comment="Nei.", now=FEBRUARY)
    with pytest.raises(NotNow):
        act(world, "send_back", proposed, by="owner", comment=NATIONAL_ID)
    assert Nomination.objects.get().state == "proposed"
    assert mails("nomination_sent_back") == []


# --- submit, and the cap ---------------------------------------------------------------------------------


def test_submit_gives_a_receipt_without_the_students_name(world):
    nomination = chain.submitted_nomination(world)

    assert (nomination.state, nomination.submitted_at) == ("submitted", AUTUMN)
    assert [line.verb for line in history_of(nomination)] == ["submit"]
    assert mails("nomination_submitted") == ["head@example.no", "owner@example.no"]
    others = OutboxMail.objects.exclude(kind__startswith="needs/student_")
    assert not others.filter(context__icontains="Studentprøve").exists()


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
        act(world, "submit", draft, by="owner")

    assert Nomination.objects.get().state == "draft"
    assert OutboxMail.objects.count() == 0


@pytest.mark.parametrize("by", ["head", "other_owner", "leader"])
def test_submit_refused_for_all_but_the_owner(world, by):
    draft = chain.draft_nomination(world)

    with pytest.raises(NotAllowed):
        act(world, "submit", draft, by)


def test_submit_refused_after_closing_and_when_changed_since_it_was_read(world):
    draft = chain.draft_nomination(world)

    with pytest.raises(NotNow):
        act(world, "submit", draft, by="owner", now=FEBRUARY)
    with pytest.raises(NotNow):
        act(world, "submit", draft, by="owner", version=0)


def test_submit_twice_is_refused(world):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(MovedOn):
        act(world, "submit", nomination, by="owner")


def test_no_more_than_the_countys_limit_for_each_kindergarten_are_sent(world):
    NominationTerms.objects.create(round=world.round, most_per_kindergarten=1)
    sent = chain.submitted_nomination(world)
    second = chain.proposed_nomination(world)

    with pytest.raises(NotNow, match="1"):
        act(world, "confirm", second, by="owner")
    chain.submitted_nomination(world, "owner", kindergarten=world.sister)

    act(world, "withdraw", sent)
    assert act(world, "confirm", second, by="owner").state == "submitted"


# --- take back, withdraw ---------------------------------------------------------------------------------


def test_take_back_makes_it_a_draft_while_nominations_are_open(world):
    nomination = chain.submitted_nomination(world)

    act(world, "take_back", nomination, by="owner")

    assert Nomination.objects.get().state == "draft"
    assert mails("nomination_state_changed") == [
        "coordinator@example.no",
        "head@example.no",
        "leader@example.no",
    ]


def test_take_back_of_a_proposal_by_the_head_tells_the_owner_alone(world):
    act(world, "take_back", chain.proposed_nomination(world))

    assert Nomination.objects.get().state == "draft"
    assert mails("nomination_state_changed") == ["owner@example.no"]


def test_take_back_refused_for_others_for_the_head_when_sent_and_late(world):
    nomination = chain.submitted_nomination(world)

    for by in ("leader", "head"):
        with pytest.raises(NotAllowed):
            act(world, "take_back", nomination, by=by)
    with pytest.raises(NotNow):
        act(world, "take_back", nomination, by="owner", now=FEBRUARY)


def test_withdraw_leaves_the_ranking_also_after_the_closing(world):
    first, second, third = (chain.submitted_nomination(world, student_name=name) for name in "ABC")
    chain.ranked_list(world, first, second, third)

    act(world, "withdraw", second, now=FEBRUARY)

    assert ranks() == {"A": 1, "B": None, "C": 3}
    assert mails("nomination_state_changed") == [
        "coordinator@example.no",
        "leader@example.no",
        "owner@example.no",
    ]
    assert mails("student_withdrawn") == ["siri.studentprove@example.no"]


def test_withdrawing_a_draft_tells_nobody(world):
    act(world, "withdraw", chain.draft_nomination(world))

    assert OutboxMail.objects.count() == 0


def test_withdraw_refused_for_others_and_when_the_list_is_sent(world):
    nomination = chain.submitted_nomination(world)
    with pytest.raises(NotAllowed):
        act(world, "withdraw", nomination, by="leader")
    chain.submitted_list(world, nomination)

    with pytest.raises(NotNow):
        act(world, "withdraw", nomination, now=FEBRUARY)


# --- the student's link ----------------------------------------------------------------------------------


def renew(world: World, nomination: Nomination, by: str = "head") -> Nomination:
    nomination.round = world.fresh_round()
    mark = fingerprint(Nomination.objects.get(pk=nomination.pk).link_secret)
    return services.renew_student_link(nomination=nomination, mark=mark, by=world.person(by), now=AUTUMN)


def test_sending_again_does_not_tell_the_student_again(world):
    nomination = chain.submitted_nomination(world)
    act(world, "take_back", nomination, by="owner")
    act(world, "submit", nomination, by="owner")

    assert mails("student_nominated") == ["siri.studentprove@example.no"]


def test_a_new_address_in_a_draft_gets_its_own_link(world):
    nomination = chain.submitted_nomination(world)
    old = student_path(nomination)
    draft = act(world, "take_back", nomination, by="owner")
    save(world, draft, student_email="ny@example.no")
    draft.refresh_from_db()
    sent = act(world, "submit", draft, by="owner")

    assert student_path(sent) != old
    assert mails("student_nominated") == ["ny@example.no", "siri.studentprove@example.no"]


def test_renew_the_link_sends_a_new_one_and_stops_the_old(world):
    nomination = chain.submitted_nomination(world)
    old = student_path(nomination)

    renewed = renew(world, nomination)

    assert student_path(renewed) != old
    assert len(mails("student_nominated")) == 2


def test_renew_the_link_refused_for_others_and_when_there_is_none(world):
    with pytest.raises(NotNow):
        renew(world, chain.draft_nomination(world))
    nomination = chain.submitted_nomination(world)
    with pytest.raises(NotAllowed):
        renew(world, nomination, by="leader")
    act(world, "withdraw", nomination)
    with pytest.raises(NotNow):
        renew(world, nomination)


# --- reads -----------------------------------------------------------------------------------------------


def test_my_nominations_are_those_of_my_kindergartens(world):
    chain.submitted_nomination(world, "owner", kindergarten=world.sister)

    def mine(role: str) -> int:
        return my_nominations(world.person(role), world.round, AUTUMN).count()

    assert (mine("owner"), mine("head"), mine("other_owner"), mine("leader")) == (1, 0, 0, 0)


READERS = ("head", "owner", "leader", "coordinator", "case_officer", "approver")
OTHERS = ("foreign_officer", "other_leader", "other_owner", "forum", "member", "uh")


def test_names_are_read_by_those_who_follow_it_and_by_nobody_else(world):
    nomination = chain.submitted_nomination(world)
    seen = {
        by: list(nominations_with_names(world.person(by), world.fresh_round(), now=FEBRUARY))
        for by in (*READERS, *OTHERS)
    }
    assert seen == dict.fromkeys(READERS, [nomination]) | dict.fromkeys(OTHERS, [])


def test_a_proposal_is_read_by_the_head_and_the_owner_alone(world):
    chain.proposed_nomination(world)
    seen = {
        by
        for by in (*READERS, *OTHERS)
        if nominations_with_names(world.person(by), world.fresh_round(), now=AUTUMN).exists()
    }
    assert seen == {"head", "owner"}


def test_earlier_nominations_of_the_person_are_shown_to_those_who_may_see_them(world):
    earlier = chain.submitted_nomination(world, student_email="SIRI.studentprove@example.no")
    hidden = chain.draft_nomination(world, "other_owner", kindergarten=world.other_kindergarten)
    nomination = chain.submitted_nomination(world)
    nomination.round = world.fresh_round()

    def found(role: str) -> list[Nomination]:
        return earlier_nominations(world.person(role), nomination, now=FEBRUARY)

    assert found("head") == found("leader") == found("approver") == [earlier]
    assert found("other_owner") == [hidden]
