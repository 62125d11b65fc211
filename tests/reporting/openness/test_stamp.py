"""The stamp is new when something public has changed, and tells nothing of what is not public."""

from datetime import timedelta

import pytest
from django.db.models import F

from grants.models import Grant, GrantLine
from grants.services.letter import issue_letters
from needs.models import StudyType, Theme
from networks.models import (
    County,
    Deadline,
    Kindergarten,
    KindergartenPeriod,
    Municipality,
    Network,
    Organisation,
    OrganisationKind,
    Round,
)
from reporting.models import MeasureReport, Report
from reporting.queries.open_stamp import stamp
from tests.grants.stage import APRIL, approved, built
from tests.reporting import stage
from tests.reporting.control_stage import approve, note_all, sent
from tests.world import NEXT_SPRING


def now_stamp() -> str:
    return stamp(now=NEXT_SPRING)


def test_a_decision_that_is_not_issued_leaves_the_stamp_as_it_was(world):
    decision = built(world)
    before = now_stamp()
    assert GrantLine.objects.filter(grant__decision=decision).update(label="Et annet navn")
    line = GrantLine.objects.filter(grant__decision=decision).first()
    GrantLine.objects.filter(pk=line.pk).update(amount_nok=F("amount_nok") + 1)
    Grant.objects.filter(pk=line.grant_id).update(amount_nok=F("amount_nok") + 1)
    assert now_stamp() == before


def test_issued_letters_are_told_and_so_is_each_change_of_them(world):
    decision = approved(world)
    before = now_stamp()
    issue_letters(decision=decision, by=world.person("case_officer"), now=APRIL)
    issued = now_stamp()
    GrantLine.objects.filter(grant__decision=decision).update(label="Et annet navn")
    assert len({before, issued, now_stamp()}) == 3


def test_a_report_tells_nothing_before_it_is_approved(world):
    stage.network_grant(world)
    before = now_stamp()
    report = sent(world)
    assert MeasureReport.objects.filter(state="agreed").exists()
    assert now_stamp() == before
    note_all(world, report)
    approve(world, report, public_text="Vi lekte mer.")
    told = now_stamp()
    Report.objects.filter(pk=report.pk).update(approved_at=NEXT_SPRING + timedelta(hours=1))
    approved_anew = now_stamp()
    MeasureReport.objects.filter(state="agreed").update(agreed_at=NEXT_SPRING + timedelta(hours=2))
    assert len({before, told, approved_anew, now_stamp()}) == 4


@pytest.mark.parametrize("change", [{"account_number": ""}, {"name": "Et annet navn"}])
def test_what_is_not_public_of_an_owner_leaves_the_stamp_as_it_was(world, change):
    Organisation.objects.filter(pk=world.owner.pk).update(account_number="12345678903")
    before = now_stamp()
    Organisation.objects.filter(pk=world.owner.pk).update(**change)
    assert now_stamp() == before


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (Round, {"moves_to_working_day": True}),
        (Deadline, {"due_at": NEXT_SPRING}),
        (Deadline, {"opens_at": NEXT_SPRING - timedelta(days=900)}),
        (County, {"office_name": "Et annet embete"}),
        (County, {"email": "annet@example.no"}),
        (Network, {"name": "Et annet nettverk"}),
        (Theme, {"name": "Et annet tema"}),
        (StudyType, {"name": "Et annet studium"}),
        (Municipality, {"name_nb": "En annen kommune"}),
    ],
    ids=lambda value: getattr(value, "__name__", None) or next(iter(value)),
)
def test_what_is_public_changes_the_stamp(world, model, change):
    stage.network_grant(world)
    before = now_stamp()
    first = model.objects.order_by("pk").first()
    assert model.objects.filter(pk=first.pk).update(**change)
    assert now_stamp() != before


def test_a_kindergarten_s_name_changes_the_stamp(world):
    before = now_stamp()
    Kindergarten.objects.filter(pk=world.kindergarten.pk).update(name="En annen barnehage")
    KindergartenPeriod.objects.filter(kindergarten=world.kindergarten).update(name="En annen barnehage")
    assert now_stamp() != before


def test_a_university_s_name_and_the_kind_of_an_owner_change_the_stamp(world):
    before = now_stamp()
    Organisation.objects.filter(pk=world.university.pk).update(name="Et annet universitet")
    renamed = now_stamp()
    other = Organisation.objects.exclude(kind=OrganisationKind.UNIVERSITY).order_by("pk").first()
    private, town = OrganisationKind.PRIVATE_OWNER, OrganisationKind.MUNICIPALITY
    kind = town if other.kind == private else private
    Organisation.objects.filter(pk=other.pk).update(kind=kind)
    assert len({before, renamed, now_stamp()}) == 3


def test_each_day_has_a_stamp_of_its_own(world):
    assert stamp(now=NEXT_SPRING) == stamp(now=NEXT_SPRING + timedelta(minutes=1))
    assert stamp(now=NEXT_SPRING) != stamp(now=NEXT_SPRING + timedelta(days=1))
