"""Issuing the letters tells each measure and nomination what it got, and why not."""

import importlib
from types import SimpleNamespace

from django.apps import apps

from common.models import OutboxMail
from grants.models import GrantLine
from grants.services.outcomes import nomination_grants
from needs.models import MeasureOutcome, Nomination, NominationOutcome
from tests.grants.stage import approved, issued
from tests.needs import chain


def test_each_measure_is_told_what_network_and_universities_got(world):
    issued(world)

    told = {row.measure.title: (row.network_nok, row.university_nok) for row in MeasureOutcome.objects.all()}

    assert told == {"Lek & læring": (400_000, 150_000), "Språk i Snåase, gïele": (132_500, 27_500)}


def test_a_granted_nomination_is_told_its_amount_and_the_people_by_mail(world):
    issued(world)

    outcome = NominationOutcome.objects.get()
    assert (outcome.granted_nok, outcome.reason) == (40_000, "")
    kinds = list(OutboxMail.objects.filter(kind__startswith="needs/").values_list("kind", "to"))
    assert ("needs/student_decided", "hemmelig.student@example.no") in kinds
    assert ("needs/nominations_decided", "owner@example.no") in kinds


def test_a_nomination_outside_the_run_is_told_that_it_was_not_on_a_sent_list(world):
    decision = approved(world)
    late = chain.submitted_nomination(world)

    found = nomination_grants([], decision.run, [late.pk], world.round.scheme)

    assert found[late.pk].granted_nok == 0
    assert found[late.pk].reason


def test_a_nomination_that_the_money_did_not_reach_is_told_its_number(world):
    decision = approved(world)
    first = Nomination.objects.get()
    run = decision.run
    run.input["individual"]["requests"] += [
        {**run.input["individual"]["requests"][0], "id": "nomination-999", "rank": 2}
    ]

    found = nomination_grants([], run, [first.pk, 999], world.round.scheme)

    assert "2" in found[999].reason
    run.output["individual"]["granted"] = []
    assert nomination_grants([], run, [999], world.round.scheme)[999].reason != found[999].reason


def test_decisions_that_were_issued_before_are_told_the_same_and_nobody_is_mailed(world):
    issued(world)
    told = sorted(MeasureOutcome.objects.values_list("measure", "network_nok", "university_nok"))
    nominations = list(NominationOutcome.objects.values_list("nomination", "granted_nok", "reason"))
    MeasureOutcome.objects.all().delete()
    NominationOutcome.objects.all().delete()
    late = chain.submitted_nomination(world)
    mails = OutboxMail.objects.count()

    importlib.import_module("grants.migrations.0002_tell_outcomes").tell(apps, None)

    assert sorted(MeasureOutcome.objects.values_list("measure", "network_nok", "university_nok")) == told
    found = dict(NominationOutcome.objects.values_list("nomination", "reason"))
    assert [
        row
        for row in NominationOutcome.objects.values_list("nomination", "granted_nok", "reason")
        if row[0] != late.pk
    ] == nominations
    assert found[late.pk].startswith("Innmeldingen sto ikke")
    assert OutboxMail.objects.count() == mails


def test_a_nomination_that_the_decision_cut_is_told_the_ground_and_why_it_differs(world):
    decision = approved(world)
    line = GrantLine.objects.select_related("grant").get(kind="individual")
    line.amount_nok, line.ground, line.deviation_reason = 30_000, "not_criteria", "Studiet er kortere."

    found = nomination_grants([with_line(line)], decision.run, [], world.round.scheme)

    ground = next(row for row in world.round.scheme.grounds if row.key == "not_criteria")
    assert found[line.nomination_id].granted_nok == 30_000
    assert found[line.nomination_id].reason == f"{ground.text} Studiet er kortere."


def test_a_nomination_that_is_refused_is_told_the_ground_and_by_default_its_place_in_the_order(world):
    decision = approved(world)
    line = GrantLine.objects.select_related("grant").get(kind="individual")
    line.amount_nok = line.recommended_nok = 0
    line.ground = "no_money"
    by_place = nomination_grants([with_line(line)], decision.run, [], world.round.scheme)
    line.ground, line.ground_text = "other", "Studiet er ikke godkjent."

    by_ground = nomination_grants([with_line(line)], decision.run, [], world.round.scheme)

    assert by_ground[line.nomination_id].reason == "Studiet er ikke godkjent."
    assert by_place[line.nomination_id].reason not in ("", "Studiet er ikke godkjent.")


def with_line(line: GrantLine) -> SimpleNamespace:
    """A grant that holds this line as it is in memory."""
    return SimpleNamespace(university_id=None, lines=SimpleNamespace(all=lambda: [line]))
