"""Later dates: who asks, who answers, until when, and what is told to whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common.clock import oslo
from common.models import OutboxMail, StateChange
from common.outbox.rendering import render
from common.refusals import MovedOn, NotAllowed, NotNow, may
from networks import deadlines, queries, rules, services
from networks.deadlines import Owed
from networks.models import Dispensation, DispensationRequest
from networks.queries import request_seen_by, waiting_requests
from networks.states import Duty, RequestState
from tests.networks.later_dates import AFTER_CLOSING, UNTIL, ask, give, grant, owed
from tests.world import AUTUMN, FEBRUARY, NEXT_SPRING, ROLES, World

BASIS_DUE = oslo(2027, 2, 1, 23, 59, 59)
LIST_DUE = oslo(2027, 3, 1, 23, 59, 59)

ASKERS = {
    Duty.ASSESSMENT: {"head", "owner"},
    Duty.NEEDS_REPORT: {"owner"},
    Duty.NOMINATION: {"head", "owner"},
    Duty.DECISION_BASIS: {"leader", "coordinator", "uh"},
    Duty.NOMINATION_LIST: {"leader", "coordinator"},
    Duty.REPORT: {"leader", "coordinator"},
}
GIVERS = {
    Duty.ASSESSMENT: {"leader", "coordinator", "case_officer"},
    Duty.NEEDS_REPORT: {"leader", "coordinator", "case_officer"},
    Duty.NOMINATION: {"leader", "coordinator", "case_officer"},
    Duty.DECISION_BASIS: {"case_officer"},
    Duty.NOMINATION_LIST: {"case_officer"},
    Duty.REPORT: {"case_officer"},
}


def kinds() -> list[tuple[str, str]]:
    """The letters that are planned: kind and receiver."""
    rows = OutboxMail.objects.order_by("kind", "to").values_list("kind", "to")
    return [(kind.removeprefix("networks/dispensation_"), to.split("@")[0]) for kind, to in rows]


# --- asking


@pytest.mark.parametrize("duty", ASKERS)
def test_a_body_asks_for_itself(world: World, duty: Duty) -> None:
    about = owed(world, duty)
    partners = queries.partners_for(about)
    who = {role for role in ROLES if rules.asks_for(world.person(role), about, partners, now=AFTER_CLOSING)}
    assert who == ASKERS[duty]


def test_nobody_asks_for_what_the_county_owes(world: World) -> None:
    about = Owed(Duty.RECOMMENDATION, world.fresh_round(), network=world.network)
    assert not rules.asks_for(world.person("leader"), about, [], now=FEBRUARY)


def test_a_receiver_of_a_networks_money_asks_for_its_report(world: World) -> None:
    world.network.payee = world.owner
    world.network.save(update_fields=["payee"])
    assert rules.asks_for(world.person("owner"), owed(world, Duty.REPORT), [], now=NEXT_SPRING)


def test_a_university_asks_for_its_own_report(world: World) -> None:
    about = Owed(Duty.REPORT, world.fresh_round(), organisation=world.university)
    assert rules.asks_for(world.person("uh"), about, [], now=NEXT_SPRING)
    assert not rules.asks_for(world.person("other_uh"), about, [], now=NEXT_SPRING)


def test_request_says_who_and_why_and_tells_the_leaders(world: World) -> None:
    asked = ask(world, wanted_on=UNTIL.date())
    assert (asked.state, asked.asked_by.email) == (RequestState.ASKED, "owner@example.no")
    assert (asked.reason, asked.asked_at) == ("Styreren var syk", AFTER_CLOSING)
    assert kinds() == [("asked", "coordinator"), ("asked", "leader")]


def test_request_about_the_networks_own_duty_goes_to_the_case_officer(world: World) -> None:
    ask(world, Duty.DECISION_BASIS, by="uh", now=FEBRUARY)
    assert kinds() == [("asked", "case_officer")]


def test_request_tells_what_it_is_about(world: World) -> None:
    ask(world, Duty.NOMINATION, by="head", now=FEBRUARY)
    mail = OutboxMail.objects.get(to="leader@example.no")
    wanted = {
        "duty:nomination",
        f"round:{world.round.pk}",
        f"kindergarten:{world.kindergarten.pk}",
        f"network:{world.network.pk}",
        f"county:{world.county.pk}",
    }
    assert wanted <= set(mail.topics)


@pytest.mark.parametrize("role", ["leader", "other_owner", "case_officer", "nobody"])
def test_request_by_others_changes_nothing(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        ask(world, by=role)
    assert (DispensationRequest.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_request_refused_before_the_duty_opens(world: World) -> None:
    with pytest.raises(NotNow):
        ask(world, now=oslo(2026, 8, 1))


def test_request_refused_when_it_is_sent(world: World) -> None:
    with pytest.raises(NotNow):
        ask(world, is_done=True)


def test_asking_twice_is_refused(world: World) -> None:
    ask(world)
    with pytest.raises(NotNow):
        ask(world)
    assert DispensationRequest.objects.count() == 1


def test_of_two_who_ask_at_once_one_is_told_so(world: World, monkeypatch) -> None:
    ask(world)
    monkeypatch.setattr("networks.queries.waiting_request", lambda owed: None)
    with pytest.raises(NotNow):
        ask(world)
    assert DispensationRequest.objects.count() == 1


def test_database_refuses_a_second_unanswered_request(world: World) -> None:
    first = ask(world)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_asking_is_refused_while_a_later_date_runs(world: World) -> None:
    grant(world, ask(world))
    with pytest.raises(NotNow):
        ask(world)


def test_one_may_ask_again_when_the_later_date_has_passed(world: World) -> None:
    grant(world, ask(world))
    assert ask(world, now=UNTIL + timedelta(days=1)).state == RequestState.ASKED


# --- withdrawing


def test_withdrawn_request_tells_those_who_were_asked(world: World) -> None:
    asked = ask(world)
    OutboxMail.objects.all().delete()
    services.withdraw_request(asked=asked, owed=owed(world), by=world.person("owner"), now=AFTER_CLOSING)
    assert asked.state == RequestState.WITHDRAWN
    assert kinds() == [("withdrawn", "coordinator"), ("withdrawn", "leader")]


def test_withdrawing_is_the_bodys_own_and_once(world: World) -> None:
    asked = ask(world)
    with pytest.raises(NotAllowed):
        services.withdraw_request(asked=asked, owed=owed(world), by=world.person("leader"), now=AFTER_CLOSING)
    grant(world, asked)
    with pytest.raises(MovedOn):
        services.withdraw_request(asked=asked, owed=owed(world), by=world.person("owner"), now=AFTER_CLOSING)


# --- answering


@pytest.mark.parametrize("duty", GIVERS)
def test_the_receiver_gives_the_later_date(world: World, duty: Duty) -> None:
    about = owed(world, duty)
    receiver = queries.receiver_of(about)
    who = {role for role in ROLES if rules.gives(world.person(role), about.row, receiver, now=AFTER_CLOSING)}
    assert who == GIVERS[duty]


def test_granted_request_opens_the_duty_for_this_body_alone(world: World) -> None:
    given = grant(world, ask(world))
    asked = DispensationRequest.objects.get()
    assert (asked.state, asked.dispensation, asked.answer) == ("granted", given, "Vi venter på dere")
    assert (asked.answered_by, asked.answered_at) == (world.people["leader"], AFTER_CLOSING)
    assert owed(world).answer(now=AFTER_CLOSING).is_open
    other = Owed(Duty.NEEDS_REPORT, world.fresh_round(), world.other_owner, world.other_network)
    assert not other.answer(now=AFTER_CLOSING).is_open


def test_later_date_expires_by_itself(world: World) -> None:
    grant(world, ask(world))
    assert owed(world).answer(now=UNTIL).is_open
    late = owed(world).answer(now=UNTIL + timedelta(seconds=1))
    assert (late.is_open, late.let_in_by) == (False, None)


def test_granted_request_writes_a_line_and_tells_the_owner(world: World) -> None:
    asked = ask(world)
    OutboxMail.objects.all().delete()
    grant(world, asked)
    assert StateChange.objects.filter(verb="grant", object_id=asked.pk).count() == 1
    assert kinds() == [("granted", "owner")]
    mail = OutboxMail.objects.get()
    assert mail.context["path"] == owed(world).path
    assert mail.context["due_at"] == UNTIL.isoformat()


def test_leader_never_gives_a_date_past_the_networks_own(world: World) -> None:
    asked = ask(world)
    with pytest.raises(NotNow, match="2027"):
        grant(world, asked, due_at=BASIS_DUE + timedelta(seconds=1))
    asked.refresh_from_db()
    assert (asked.state, Dispensation.objects.count()) == (RequestState.ASKED, 0)
    assert grant(world, asked, due_at=BASIS_DUE).due_at == BASIS_DUE


def test_a_later_date_of_the_network_lets_its_leader_give_more(world: World) -> None:
    later = BASIS_DUE + timedelta(days=10)
    give(world, Duty.DECISION_BASIS, later, now=AFTER_CLOSING)
    assert grant(world, ask(world), due_at=later).due_at == later


def test_the_networks_list_bounds_nominations(world: World) -> None:
    asked = ask(world, Duty.NOMINATION, by="head", now=FEBRUARY)
    about = {"owed": owed(world, Duty.NOMINATION), "now": FEBRUARY}
    with pytest.raises(NotNow):
        grant(world, asked, due_at=LIST_DUE + timedelta(seconds=1), **about)
    assert grant(world, asked, due_at=LIST_DUE, **about).kindergarten == world.kindergarten


def test_case_officer_gives_a_date_past_the_networks_own(world: World) -> None:
    later = BASIS_DUE + timedelta(days=10)
    assert grant(world, ask(world), by="case_officer", due_at=later).due_at == later


@pytest.mark.parametrize("role", ["owner", "other_leader", "approver", "foreign_officer"])
def test_answer_by_others_changes_nothing(world: World, role: str) -> None:
    asked = ask(world)
    with pytest.raises(NotAllowed):
        grant(world, asked, by=role)
    with pytest.raises(NotAllowed):
        services.decline_request(
            asked=asked, owed=owed(world), answer="Nei", by=world.person(role), now=AFTER_CLOSING
        )
    assert (Dispensation.objects.count(), DispensationRequest.objects.get().state) == (0, "asked")


@pytest.mark.parametrize("due_at", [AFTER_CLOSING, oslo(2026, 12, 1, 23, 59, 59)])
def test_the_later_date_lies_ahead_and_after_the_old_one(world: World, due_at) -> None:
    with pytest.raises(NotNow):
        grant(world, ask(world), due_at=due_at)


def test_a_date_before_the_closing_gives_nothing(world: World) -> None:
    with pytest.raises(NotNow):
        give(world, Duty.NEEDS_REPORT, AUTUMN + timedelta(days=1), now=AUTUMN)


def test_of_two_who_answer_at_once_one_wins(world: World) -> None:
    asked = ask(world)
    same = DispensationRequest.objects.select_related("deadline__round").get(pk=asked.pk)
    as_both_saw_it = owed(world)
    grant(world, asked)
    with pytest.raises(MovedOn), transaction.atomic():
        grant(world, same, by="case_officer", owed=as_both_saw_it)
    assert Dispensation.objects.count() == 1


def test_declined_request_tells_why(world: World) -> None:
    asked = ask(world)
    OutboxMail.objects.all().delete()
    services.decline_request(
        asked=asked,
        owed=owed(world),
        answer="Grunnlaget er sendt",
        by=world.person("leader"),
        now=AFTER_CLOSING,
    )
    assert (asked.state, asked.answer) == (RequestState.DECLINED, "Grunnlaget er sendt")
    assert kinds() == [("declined", "owner")]
    assert not owed(world).answer(now=AFTER_CLOSING).is_open
    with pytest.raises(MovedOn):
        grant(world, asked)


def test_date_given_without_being_asked_answers_a_request_that_waits(world: World) -> None:
    ask(world)
    given = give(world, Duty.NEEDS_REPORT, UNTIL, now=AFTER_CLOSING)
    assert DispensationRequest.objects.get().dispensation == given


def test_no_date_is_given_for_what_is_sent(world: World) -> None:
    with pytest.raises(NotNow):
        services.give_dispensation(
            owed=owed(world),
            due_at=UNTIL,
            reason="Uvær",
            is_done=True,
            by=world.person("case_officer"),
            now=AFTER_CLOSING,
        )


# --- reading


def test_waiting_requests_know_whose_they_are_and_who_answers(world: World) -> None:
    ask(world)
    ask(world, Duty.NOMINATION, by="head", now=FEBRUARY)
    rounds = [world.fresh_round()]
    found = {
        role: sorted(
            (row.deadline.duty, row.is_own, row.awaits_me)
            for row in waiting_requests(world.person(role), rounds, now=FEBRUARY)
        )
        for role in ROLES
    }
    mine, theirs = (True, False), (False, True)
    both = ["needs_report", "nomination"]
    assert found == {
        **{role: [] for role in ROLES},
        "owner": [(duty, *mine) for duty in both],
        "head": [("nomination", *mine)],
        **{role: [(duty, *theirs) for duty in both] for role in ("leader", "coordinator", "case_officer")},
    }


def test_request_is_seen_by_its_body_its_receiver_and_staff(world: World) -> None:
    asked = ask(world)
    who = {role for role in ROLES if request_seen_by(world.person(role), asked.pk, now=AFTER_CLOSING)}
    assert who == {"owner", "leader", "coordinator", "case_officer", "approver"}


def test_page_offers_to_ask_when_the_date_is_near_and_not_before(world: World) -> None:
    owner, about = world.person("owner"), owed(world)

    def offers(day) -> bool:
        found = queries.more_time(owner, about, is_done=False, now=day)
        return found is not None and found.may_ask

    days = [oslo(2026, 11, 23, 12), oslo(2026, 11, 24, 0, 30), AFTER_CLOSING, oslo(2027, 4, 1)]
    assert [offers(day) for day in days] == [False, True, True, True]
    assert queries.more_time(owner, about, is_done=True, now=AFTER_CLOSING) is None
    assert queries.more_time(world.person("leader"), about, is_done=False, now=AFTER_CLOSING) is None


def test_page_offers_nothing_while_a_request_waits_or_a_later_date_runs(world: World) -> None:
    asked = ask(world)
    waiting = queries.more_time(world.person("owner"), owed(world), is_done=False, now=AFTER_CLOSING)
    assert waiting is not None
    assert (waiting.waits, waiting.may_ask) == (True, False)
    grant(world, asked)
    given = queries.more_time(world.person("owner"), owed(world), is_done=False, now=AFTER_CLOSING)
    assert given is not None
    assert (given.waits, given.may_ask) == (False, False)


def test_refusal_after_closing_carries_the_way_to_ask(world: World) -> None:
    about = owed(world)
    refusal = may(
        deadlines.check_open,
        about.duty,
        about.round,
        now=AFTER_CLOSING,
        organisation=world.owner,
        network=world.network,
    )
    assert isinstance(refusal, NotNow)
    assert refusal.way_on is not None
    assert refusal.way_on.url.endswith("/be-om/")


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_letter_about_later_dates_can_be_read(world: World, language: str) -> None:
    world.owner.name = "Lek & læring SA"
    world.owner.save(update_fields=["name"])
    first = ask(world, wanted_on=UNTIL.date())
    services.withdraw_request(asked=first, owed=owed(world), by=world.person("owner"), now=AFTER_CLOSING)
    services.decline_request(
        asked=ask(world),
        owed=owed(world),
        answer="Nei <ikke nå>",
        by=world.person("leader"),
        now=AFTER_CLOSING,
    )
    grant(world, ask(world))
    found = set()
    for mail in OutboxMail.objects.select_related("recipient"):
        mail.language = language
        letter = render(mail)
        found.add(mail.kind.removeprefix("networks/dispensation_"))
        assert letter.subject
        assert "&amp;" not in letter.text
        assert "&lt;" not in letter.text
        assert mail.context["path"] in letter.text
    assert found == {"asked", "withdrawn", "declined", "granted"}
