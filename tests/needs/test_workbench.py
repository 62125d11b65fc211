"""The network leader's workbench: every owner and kindergarten, what is missing, and who is chosen to be reminded."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from django.urls import reverse

from common.refusals import NotAllowed
from needs.filters.workbench import ORDERS, WorkbenchFilter, in_order
from needs.models import Nomination
from needs.queries.coverage import coverage_of
from needs.queries.workbench import totals_of, workbench_rows
from needs.rules.workbench import check_may_see_workbench, reminds
from needs.services.needs_report import declare_no_needs
from needs.views.workbench import bodies_owing
from networks.models import (
    Deadline,
    Dispensation,
    DispensationRequest,
    KindergartenFigures,
    NetworkMunicipality,
    OrganisationKind,
)
from networks.roles import Role
from networks.states import Duty
from tests import factories as f
from tests.needs.chain import draft_nomination, submitted_nomination
from tests.needs.stage import draft_report, shared_assessment, submitted_report
from tests.world import AUTUMN, World


@pytest.fixture
def autumn(world, at) -> World:
    at(AUTUMN)
    return world


def rows_of(world: World):
    return workbench_rows(world.network, world.fresh_round(), now=AUTUMN)


def address(world: World, verb: str = "", **query: object) -> str:
    place = {"network": world.network.pk, "year": world.round.grant_year}
    return reverse(f"needs:workbench{verb}", kwargs=place, query=query)


def municipal(world: World, name: str = "Prøvedal kommunale barnehage"):
    return f.KindergartenFactory(name=name, owner=world.payee, municipality=world.municipality, children=60)


# --- Who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["leader", "coordinator", "case_officer", "approver"])
def test_leaders_and_the_countys_staff_see_the_workbench(world, role):
    check_may_see_workbench(world.person(role), world.network, world.county, now=AUTUMN)


@pytest.mark.parametrize(
    "role", ["owner", "head", "member", "uh", "forum", "other_leader", "foreign_officer"]
)
def test_nobody_else_sees_the_workbench(world, role):
    with pytest.raises(NotAllowed):
        check_may_see_workbench(world.person(role), world.network, world.county, now=AUTUMN)


def test_a_leader_whose_seat_has_ended_sees_it_no_more(world):
    world.people["leader"].seats.update(valid_to=AUTUMN.date())
    with pytest.raises(NotAllowed):
        check_may_see_workbench(world.person("leader"), world.network, world.county, now=AUTUMN)


@pytest.mark.parametrize(("role", "may"), [("leader", True), ("case_officer", True), ("approver", False)])
def test_an_approver_only_looks(world, role, may):
    assert reminds(world.person(role), world.network, world.county, now=AUTUMN) is may


# --- Rows ---------------------------------------------------------------------------------------------------


def test_every_owner_stands_with_its_kindergartens_and_people(autumn):
    municipal(autumn)
    rows = {row.name: row for row in rows_of(autumn)}
    mine = rows["Lekestua Prøve SA"]
    assert [k.name for k in mine.kindergartens] == ["Lekestua", "Lillestua"]
    assert mine.contacts == ("Prøve Owner",)
    assert [k.head for k in mine.kindergartens] == ["Prøve Head", ""]
    assert (mine.state, mine.owes, mine.last_at) == ("none", True, None)
    assert rows["Prøvedal kommune"].contacts == ()


def test_other_networks_and_closed_kindergartens_are_left_out(autumn):
    autumn.sister.closed_on = autumn.round.reference_on
    autumn.sister.save()
    assert [[k.name for k in row.kindergartens] for row in rows_of(autumn)] == [["Lekestua"]]


def test_a_kindergarten_counts_in_the_network_that_its_municipality_has_in_the_round(autumn):
    NetworkMunicipality.objects.filter(network=autumn.network).update(valid_to=autumn.round.reference_on)
    assert rows_of(autumn) == []


def test_states_and_the_last_activity_follow_what_is_done(autumn):
    shared_assessment(autumn)
    submitted_report(autumn, now=AUTUMN + timedelta(hours=1))
    (row,) = rows_of(autumn)
    assert (row.state, row.is_sent, row.owes, row.shared) == ("submitted", True, False, 1)
    assert row.kindergartens[0].is_shared
    assert row.last_at == AUTUMN + timedelta(hours=1)


def test_nominations_are_counted_by_kindergarten_and_by_how_far_they_are(autumn):
    submitted_nomination(autumn, "owner")
    draft_nomination(autumn)
    (row,) = rows_of(autumn)
    assert Nomination.objects.count() == 2
    assert (row.nominations_sent, row.nominations_begun) == (1, 1)


def test_own_dates_and_requests_for_later_ones_stand_on_the_row(autumn):
    deadline = Deadline.objects.get(round=autumn.round, duty=Duty.NEEDS_REPORT)
    later = deadline.due_at + timedelta(days=5)
    body = {"organisation": autumn.owner, "network": autumn.network}
    Dispensation.objects.create(
        deadline=deadline,
        **body,
        due_at=later,
        reason="Sykdom",
        granted_by=autumn.people["leader"],
        granted_at=AUTUMN,
    )
    assessment = Deadline.objects.get(round=autumn.round, duty=Duty.ASSESSMENT)
    DispensationRequest.objects.create(
        deadline=assessment,
        kindergarten=autumn.kindergarten,
        reason="Sykdom",
        asked_by=autumn.people["head"],
        asked_at=AUTUMN,
    )
    (row,) = rows_of(autumn)
    assert (row.own_due_at, row.has_asked) == (later, False)
    assert [k.has_asked for k in row.kindergartens] == [True, False]


def test_a_service_that_reports_stands_last_and_owes_nothing(autumn):
    service = f.OrganisationFactory(county=autumn.county, name="A-PPT", kind=OrganisationKind.SERVICE)
    writer = f.seat(Role.REPORT_WRITER, service).user
    draft_report(autumn, owner=service, by=writer, texts={"heads_involvement": "Møte"}, needs=[])
    rows = rows_of(autumn)
    assert [row.name for row in rows] == ["Lekestua Prøve SA", "A-PPT"]
    assert (rows[1].owes, rows[1].contacts) == (False, (writer.name,))
    assert totals_of(rows).owners == 1


def test_totals_count_owners_once_and_each_kindergarten(autumn):
    municipal(autumn)
    shared_assessment(autumn)
    submitted_report(autumn)
    totals = totals_of(rows_of(autumn))
    assert (totals.owners, totals.reports_in, totals.reports_missing) == (2, 1, 1)
    assert (totals.kindergartens, totals.shared, totals.without_contact) == (3, 1, 1)


def test_rows_take_the_same_number_of_questions_for_one_owner_and_for_many(autumn, django_assert_num_queries):
    round = autumn.fresh_round()
    with django_assert_num_queries(5):
        workbench_rows(autumn.network, round, now=AUTUMN)
    for _turn in range(3):
        f.seat(
            Role.HEAD, f.KindergartenFactory(municipality=autumn.municipality, owner__county=autumn.county)
        )
    submitted_report(autumn)
    with django_assert_num_queries(5):
        workbench_rows(autumn.network, round, now=AUTUMN)


# --- Coverage -----------------------------------------------------------------------------------------------


def test_coverage_counts_kindergartens_and_children_municipal_and_private(autumn):
    municipal(autumn)
    submitted_report(autumn)
    coverage = coverage_of(rows_of(autumn))
    assert (coverage.private.sent, coverage.private.total) == (2, 2)
    assert (coverage.municipal.sent, coverage.municipal.total) == (0, 1)
    assert (coverage.private_children.sent, coverage.children.total) == (80, 140)


def test_no_new_needs_is_an_answer_but_not_a_report(autumn):
    declare_no_needs(
        round=autumn.fresh_round(),
        owner=autumn.owner,
        network=autumn.network,
        by=autumn.person("owner"),
        now=AUTUMN,
    )
    coverage = coverage_of(rows_of(autumn))
    assert (coverage.private.sent, coverage.private.no_needs, coverage.private.not_sent) == (0, 2, 0)


def test_children_are_those_of_the_latest_figures(autumn):
    KindergartenFigures.objects.create(kindergarten=autumn.kindergarten, year=2027, children=55)
    KindergartenFigures.objects.create(kindergarten=autumn.kindergarten, year=2028, children=99)
    (row,) = rows_of(autumn)
    assert [k.children for k in row.kindergartens] == [55, 40]


# --- Filter and order ---------------------------------------------------------------------------------------


def shown(world: World, **asked: str) -> list[tuple[str, list[str]]]:
    found = WorkbenchFilter(asked, rows=rows_of(world)).qs
    return [(row.name, [k.name for k in row.kindergartens]) for row in found]


PRIVATE, MUNICIPAL = "Lekestua Prøve SA", "Prøvedal kommune"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, [PRIVATE, MUNICIPAL]),
        ({"mangler": "report"}, [MUNICIPAL]),
        ({"mangler": "none"}, [MUNICIPAL]),
        ({"mangler": "begun"}, []),
        ({"mangler": "sent"}, [PRIVATE]),
        ({"mangler": "no_contact"}, [MUNICIPAL]),
        ({"mangler": "asked"}, []),
        ({"eiertype": "municipality"}, [MUNICIPAL]),
        ({"navn": "prøve head"}, [PRIVATE]),
        ({"navn": "LILLE"}, [PRIVATE]),
        ({"navn": "finnes ikke"}, []),
        ({"mangler": "finnes ikke"}, []),
    ],
)
def test_filter_finds_what_is_asked_for(autumn, asked, names):
    municipal(autumn)
    submitted_report(autumn)
    assert [name for name, _kindergartens in shown(autumn, **asked)] == names


def test_where_kindergartens_lack_something_only_those_are_shown(autumn):
    shared_assessment(autumn)
    assert shown(autumn, mangler="assessment") == [(PRIVATE, ["Lillestua"])]


def test_a_municipality_shows_its_own_kindergartens_alone(autumn):
    place = f.MunicipalityFactory(county=autumn.county, name_nb="Bortedal")
    f.NetworkMunicipalityFactory(network=autumn.network, municipality=place)
    f.KindergartenFactory(name="Bortestua", owner=autumn.owner, municipality=place)
    assert shown(autumn, kommune=str(place.pk)) == [(PRIVATE, ["Bortestua"])]


@pytest.mark.parametrize("key", ["name", "people", "state", "shared", "nominations", "last"])
def test_rows_are_ordered_by_each_column_both_ways(autumn, key):
    municipal(autumn)
    submitted_report(autumn)
    rows, value = rows_of(autumn), ORDERS[key]
    up, down = in_order(rows, key), in_order(rows, f"-{key}")
    assert [value(row) for row in up] == sorted(value(row) for row in rows)
    assert [value(row) for row in down] == [value(row) for row in up][::-1]


def test_an_order_that_is_not_there_changes_nothing(autumn):
    rows = rows_of(autumn)
    assert in_order(rows, "x") is rows


# --- The page -----------------------------------------------------------------------------------------------


def test_the_page_names_owners_without_a_contact_and_whom_to_write_to(autumn, sign_in):
    municipal(autumn)
    page = sign_in("leader").get(address(autumn))
    assert page.context["without_contact"] == [MUNICIPAL]
    assert f"mailto:{autumn.county.email}" in page.content.decode()


def test_a_leader_gets_a_link_to_record_what_came_another_way_and_an_approver_none(autumn, sign_in):
    link = reverse(
        "needs:needs_report_record",
        kwargs={"owner": autumn.owner.pk, "network": autumn.network.pk, "year": 2027},
    )
    assert link in sign_in("leader").get(address(autumn)).content.decode()
    seen = sign_in("approver").get(address(autumn)).content.decode()
    assert link not in seen
    assert "remind-form" not in seen


def test_the_page_takes_at_most_twelve_questions_however_large_the_network(
    autumn, sign_in, django_assert_max_num_queries
):
    client = sign_in("leader")
    client.get(address(autumn))
    with django_assert_max_num_queries(12) as few:
        client.get(address(autumn))
    for _turn in range(3):
        f.KindergartenFactory(municipality=autumn.municipality, owner__county=autumn.county)
    submitted_report(autumn)
    with django_assert_max_num_queries(12) as many:
        client.get(address(autumn))
    assert len(few) == len(many)


def test_excel_has_the_rows_that_the_filter_shows(autumn, sign_in):
    municipal(autumn)
    answer = sign_in("leader").get(address(autumn, "_download", eiertype="municipality"))
    book = openpyxl.load_workbook(BytesIO(answer.getvalue()))
    owners, kindergartens = book.worksheets
    assert [row[0] for row in owners.iter_rows(min_row=2, values_only=True)] == [MUNICIPAL]
    assert [row[1] for row in kindergartens.iter_rows(min_row=2, values_only=True)] == [MUNICIPAL]


# --- Whom to remind -----------------------------------------------------------------------------------------


def test_an_owner_that_is_ticked_stands_for_its_kindergartens(autumn):
    shared_assessment(autumn)
    rows, owner = rows_of(autumn), {str(autumn.owner.pk)}
    key = f"{autumn.owner.pk}-{autumn.network.pk}-0"
    assert bodies_owing(Duty.NEEDS_REPORT, rows, owner, set()) == [key]
    assert bodies_owing(Duty.ASSESSMENT, rows, owner, set()) == [f"0-0-{autumn.sister.pk}"]
    assert bodies_owing(Duty.NOMINATION, rows, owner, set()) == []
    assert bodies_owing(Duty.NEEDS_REPORT, rows, set(), {str(autumn.sister.pk)}) == [key]


def test_whoever_has_answered_is_not_reminded(autumn):
    submitted_report(autumn)
    draft_nomination(autumn)
    rows, owner = rows_of(autumn), {str(autumn.owner.pk)}
    assert bodies_owing(Duty.NEEDS_REPORT, rows, owner, set()) == []
    assert bodies_owing(Duty.NOMINATION, rows, owner, set()) == [f"0-0-{autumn.kindergarten.pk}"]


def test_ticked_rows_lead_to_the_page_that_reminds_and_back_to_the_workbench(autumn, sign_in):
    client = sign_in("leader")
    asked = {"plikt": "needs_report", "eier": autumn.owner.pk}
    answer = client.get(address(autumn, "_remind"), asked)
    assert urlsplit(answer.url).path == reverse("remind_now", kwargs={"year": 2027, "duty": "needs_report"})
    query = parse_qs(urlsplit(answer.url).query)
    assert query["body"] == [f"{autumn.owner.pk}-{autumn.network.pk}-0"]
    page = client.get(answer.url)
    assert page.status_code == 200
    assert page.context["cancel_url"] == address(autumn)
    sent = client.post(answer.url.split("?")[0], {"body": query["body"][0], "fra": autumn.network.pk})
    assert sent.url == address(autumn)


def test_nobody_ticked_leads_back_and_says_so(autumn, sign_in):
    answer = sign_in("leader").get(address(autumn, "_remind"), {"plikt": "needs_report"}, follow=True)
    assert answer.redirect_chain == [(address(autumn), 302)]


@pytest.mark.parametrize("duty", ["", "decision", "x"])
def test_only_what_owners_and_heads_owe_is_reminded_of(autumn, sign_in, duty):
    owner = {"eier": str(autumn.owner.pk)}
    answer = sign_in("leader").get(address(autumn, "_remind"), {"plikt": duty, **owner}, follow=True)
    assert answer.redirect_chain == [(address(autumn), 302)]


def test_staff_choose_among_networks_and_a_leader_goes_straight_on(autumn, sign_in):
    home = reverse("needs:workbench_home")
    assert sign_in("leader").get(home).url == address(autumn)
    page = sign_in("case_officer").get(home, follow=True)
    assert [(n.name, n.owners) for n in page.context["networks"]] == [
        ("Annet nettverk", 1),
        ("Prøvenettverket", 1),
    ]
