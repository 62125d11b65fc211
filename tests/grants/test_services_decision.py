"""The decision: made from the run, prepared by one person, approved by another."""

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.history import history_of
from common.models import OutboxMail
from common.moves import move
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Decision, Grant
from grants.services.decision import (
    approve_decision,
    build_decision,
    prepare_decision,
    save_decision,
    send_back_decision,
)
from grants.states import DECISION_MOVES, RECOMMENDATION_MOVES
from needs.models import Nomination
from networks.roles import Role
from tests import factories as f
from tests.grants.stage import approved, built, grant_of, prepared, set_stage
from tests.world import APRIL


def lines(grant: Grant) -> list[tuple[str, int]]:
    return [(line.label, line.amount_nok) for line in grant.lines.all()]


def test_build_decision_makes_grants_that_add_up_to_the_run(world):
    decision = built(world)

    assert {grant.amount_nok for grant in decision.grants.all()} == {
        row["amount"] for row in decision.run.output["recipients"]
    }
    number = {"number": Nomination.objects.get().pk, "study": "ABLU"}
    assert lines(grant_of(world.network)) == [
        ("Leder eller koordinator", 100_000),
        (_("Individual measure no. %(number)s: %(study)s") % number, 40_000),
        ("Lek & læring", 400_000),
        ("Språk i Snåase, gïele", 132_500),
    ]
    assert lines(grant_of(world.university)) == [
        ("Samarbeid med nettverk", 100_000),
        ("Lek & læring", 150_000),
        ("Språk i Snåase, gïele", 27_500),
    ]


def test_build_decision_again_replaces_the_grants_and_keeps_the_reasons(world):
    decision = built(world)
    officer = world.person("case_officer")
    save_decision(decision=decision, reasons="Egne ord", version=decision.version, by=officer, now=APRIL)

    again = build_decision(round=world.fresh_round(), by=officer, now=APRIL)

    assert (again.pk, again.reasons) == (decision.pk, "Egne ord")
    assert Grant.objects.count() == 2


def test_build_decision_refused_for_others_than_case_officers(world):
    set_stage(world)

    for role in ("approver", "forum", "leader", "foreign_officer"):
        with pytest.raises(NotAllowed):
            build_decision(round=world.fresh_round(), by=world.person(role), now=APRIL)
    assert not Decision.objects.exists()


def test_build_decision_refused_without_an_adopted_recommendation(world):
    with pytest.raises(NotNow):
        build_decision(round=world.fresh_round(), by=world.person("case_officer"), now=APRIL)


def test_build_decision_refused_once_it_is_prepared(world):
    prepared(world)

    with pytest.raises(MovedOn):
        build_decision(round=world.fresh_round(), by=world.person("case_officer"), now=APRIL)


def test_save_decision_refused_when_somebody_saved_since(world):
    decision, officer = built(world), world.person("case_officer")
    save_decision(decision=decision, reasons="Først", version=decision.version, by=officer, now=APRIL)

    with pytest.raises(NotNow):
        save_decision(decision=decision, reasons="Så", version=decision.version, by=officer, now=APRIL)
    assert Decision.objects.get().reasons == "Først"


def test_prepare_decision_asks_the_approver(world):
    decision = prepared(world)

    assert (decision.state, decision.prepared_by) == ("prepared", world.people["case_officer"])
    assert [line.verb for line in history_of(decision)] == ["prepare"]
    assert [mail.to for mail in OutboxMail.objects.filter(kind="grants/decision_prepared")] == [
        "approver@example.no"
    ]


def test_prepare_decision_refused_without_reasons(world):
    decision, officer = built(world), world.person("case_officer")
    decision = save_decision(decision=decision, reasons=" ", version=decision.version, by=officer, now=APRIL)

    with pytest.raises(NotNow):
        prepare_decision(decision=decision, by=officer, now=APRIL)
    assert not OutboxMail.objects.exists()


def test_prepare_decision_refused_when_the_recommendation_has_changed(world):
    decision = built(world)
    move(decision.recommendation, "reopen", by=world.people["forum"], moves=RECOMMENDATION_MOVES, now=APRIL)

    with pytest.raises(NotNow):
        prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)


def test_prepare_decision_refused_for_the_approver(world):
    with pytest.raises(NotAllowed):
        prepare_decision(decision=built(world), by=world.person("approver"), now=APRIL)


def test_prepare_decision_twice_is_refused(world):
    decision = built(world)
    prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)

    with pytest.raises(MovedOn):
        prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)


def test_approve_decision_tells_the_one_who_prepared(world):
    decision = approved(world)

    assert (decision.state, decision.approved_by) == ("approved", world.people["approver"])
    assert [line.verb for line in history_of(decision)] == ["prepare", "approve"]
    mail = OutboxMail.objects.get(kind="grants/decision_approved")
    assert mail.to == "case_officer@example.no"


def test_approve_decision_refused_for_the_one_who_prepared(world):
    f.seat(Role.APPROVER, world.county, world.people["case_officer"])
    decision = prepared(world)

    with pytest.raises(NotAllowed):
        approve_decision(decision=decision, by=world.person("case_officer"), now=APRIL)
    assert Decision.objects.get().state == "prepared"


def test_the_database_too_refuses_one_person_in_both_roles(world):
    decision = prepared(world)
    fields = {"approved_by": decision.prepared_by, "approved_at": APRIL}

    with pytest.raises(IntegrityError, match="decision_four_eyes"), transaction.atomic():
        move(decision, "approve", by=decision.prepared_by, moves=DECISION_MOVES, now=APRIL, fields=fields)


def test_approve_decision_refused_for_others_than_approvers(world):
    decision = prepared(world)

    for role in ("case_officer", "forum", "leader", "foreign_officer"):
        with pytest.raises(NotAllowed):
            approve_decision(decision=decision, by=world.person(role), now=APRIL)


def test_approve_decision_refused_before_it_is_prepared(world):
    with pytest.raises(MovedOn):
        approve_decision(decision=built(world), by=world.person("approver"), now=APRIL)


def test_send_back_decision_tells_why_and_opens_it_again(world):
    decision = prepared(world)

    send_back_decision(decision=decision, comment="Rett summen.", by=world.person("approver"), now=APRIL)

    mail = OutboxMail.objects.get(kind="grants/decision_sent_back")
    assert (mail.to, mail.context["comment"]) == ("case_officer@example.no", "Rett summen.")
    assert history_of(decision).last().comment == "Rett summen."
    prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)
    assert OutboxMail.objects.filter(kind="grants/decision_prepared").count() == 2


def test_send_back_decision_refused_without_a_comment_or_by_others(world):
    decision = prepared(world)

    with pytest.raises(NotNow):
        send_back_decision(decision=decision, comment=" ", by=world.person("approver"), now=APRIL)
    with pytest.raises(NotAllowed):
        send_back_decision(decision=decision, comment="Nei", by=world.person("case_officer"), now=APRIL)
    assert Decision.objects.get().state == "prepared"


def test_send_back_decision_refused_when_approved(world):
    decision = approved(world)

    with pytest.raises(MovedOn):
        send_back_decision(decision=decision, comment="Nei", by=world.person("approver"), now=APRIL)
