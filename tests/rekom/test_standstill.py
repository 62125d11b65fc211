"""What stands still in the county, and why, is told to the case officer; each with a reason and a way to it."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import oslo
from grants.models import PaymentHold
from networks.models import Seat
from networks.roles import Role
from rekom.standstill import at_home, standing_still
from reporting.models import ReportRemark
from tests import factories as f
from tests.grants.stage import issued
from tests.needs import chain
from tests.reporting import stage as reports
from tests.world import APRIL, AUTUMN, NEXT_SPRING

BEFORE_BASIS = oslo(2027, 1, 25, 12)


def piles(world, now):
    found = standing_still(world.person("case_officer"), world.county, now=now)
    return {pile.key: [(row.who, row.why) for row in pile.rows] for pile in found}


def test_only_the_case_officer_is_shown_it_at_home(world):
    round = world.fresh_round()
    assert at_home(world.person("case_officer"), round, now=AUTUMN) != []
    for role in ("approver", "leader", "forum", "owner", "foreign_officer"):
        assert at_home(world.person(role), round, now=AUTUMN) == [], role
    assert at_home(world.person("case_officer"), None, now=AUTUMN) == []


def test_needs_reports_before_the_date_are_counted_by_network(world):
    assert [who for who, _why in piles(world, AUTUMN)["behov"]] == [
        str(world.other_network),
        str(world.network),
    ]
    chain.submitted_need(world)
    assert [who for who, _why in piles(world, AUTUMN)["behov"]] == [str(world.other_network)]


def test_basis_names_the_sides_that_have_not_approved(world):
    chain.whole_basis(world)
    chain.approve(world, "leader")
    rows = dict(piles(world, BEFORE_BASIS)["grunnlag"])
    assert str(world.university) in rows[str(world.network)]
    assert rows[str(world.other_network)] != rows[str(world.network)]
    chain.approve(world, "uh", world.university)
    rows = dict(piles(world, BEFORE_BASIS)["grunnlag"])
    assert str(world.university) not in rows[str(world.network)]


def test_returned_report_stands_with_the_reason(world):
    reports.returned(world)
    now = NEXT_SPRING + timedelta(days=1)
    assert any("Skriv mer" in why for _who, why in piles(world, now)["rapporter"])


def test_overdue_reports_and_unanswered_questions_stand(world):
    report = reports.submitted(world)
    ReportRemark.objects.create(
        report=report,
        kind="question",
        text="Hva betyr dette?",
        by=world.person("case_officer"),
        at=NEXT_SPRING,
    )
    found = piles(world, oslo(2028, 7, 1, 12))
    assert found["sporsmal"] == [(str(world.network), "Hva betyr dette?")]
    assert [who for who, _why in found["rapporter"]] == [str(world.university)]


def test_hold_and_unopened_letter_stand(world):
    issued(world)
    PaymentHold.objects.create(network=world.network, round=world.round, placed_at=APRIL)
    assert "brev" not in piles(world, APRIL + timedelta(days=2))
    found = piles(world, APRIL + timedelta(days=10))
    assert [who for who, _why in found["betalinger"]] == [str(world.network)]
    assert str(world.network) in [who for who, _why in found["brev"]]


def test_roles_that_nobody_holds_stand(world):
    assert "roller" not in piles(world, AUTUMN)
    Seat.objects.filter(role__in=[Role.NETWORK_LEADER, Role.UH_COORDINATOR]).update(valid_to=AUTUMN.date())
    whose = [who for who, _why in piles(world, AUTUMN)["roller"]]
    assert str(world.network) in whose
    assert str(world.university) in whose


def test_page_asks_the_same_for_few_and_many_networks(world, sign_in, at):
    at(BEFORE_BASIS)
    client = sign_in("case_officer")

    def questions():
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/stillstand/").status_code == 200
        return len(queries)

    before = questions()
    for _number in range(3):
        network = f.NetworkFactory(county=world.county)
        place = f.MunicipalityFactory(county=world.county)
        f.NetworkMunicipalityFactory(network=network, municipality=place)
        f.PartnershipFactory(network=network, university=world.university)
        f.KindergartenFactory(owner=world.other_owner, municipality=place)
    assert questions() == before
