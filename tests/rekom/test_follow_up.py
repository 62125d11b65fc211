"""Who owes what: the case officer sees the county, a leader the own network, and what nobody can be told of."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from common.clock import oslo
from common.models import MailStatus, OutboxMail, RefusedAddress
from common.refusals import NotAllowed, NotNow
from needs.models import Assessment, DecisionBasis, NeedsReport
from networks.models import Deadline, DispensationRequest
from networks.roles import Role
from networks.services import grant_dispensation
from networks.states import Duty
from rekom.duties import home_of
from rekom.follow_up.reads import overview_of, owed_rows
from rekom.follow_up.rules import check_is_reminder, check_may_follow_up, check_may_remind_now
from rekom.planning.dues import due_of
from rekom.planning.reminders import catch_up
from tests import factories as f
from tests.reporting.stage import network_grant
from tests.world import APRIL, AUTUMN, NEXT_SPRING, WINTER, make_round

WEEK_BEFORE = oslo(2026, 11, 24, 8, 5)
OVERVIEW = reverse("follow_up_overview", kwargs={"year": 2027})
LIST = reverse("follow_up", kwargs={"year": 2027, "duty": "needs_report"})
EXCEL = reverse("follow_up_download", kwargs={"year": 2027, "duty": "needs_report"})


def due(world, duty=Duty.NEEDS_REPORT):
    return due_of(world.fresh_round(), duty)


def rows(world, role="case_officer", duty=Duty.NEEDS_REPORT, now=AUTUMN):
    return owed_rows(world.person(role), due(world, duty), now=now)


def names(found):
    return [row.name for row in found]


def owner_row(world, **more):
    return next(row for row in rows(world, **more) if row.debt.organisation == world.owner)


# --- Rules ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["case_officer", "approver", "leader", "coordinator"])
def test_staff_and_leaders_may_follow_up(world, role):
    check_may_follow_up(world.person(role), world.round, Duty.NEEDS_REPORT, now=AUTUMN)


@pytest.mark.parametrize("role", ["owner", "head", "member", "uh", "forum", "foreign_officer", "nobody"])
def test_others_may_not_follow_up(world, role):
    with pytest.raises(NotAllowed):
        check_may_follow_up(world.person(role), world.round, now=AUTUMN)


def test_leader_does_not_follow_the_governor_s_office(world):
    for duty in (Duty.RECOMMENDATION, Duty.DECISION, Duty.PAYMENT):
        with pytest.raises(NotAllowed):
            check_may_follow_up(world.person("leader"), world.round, duty, now=APRIL)


def test_leader_whose_seat_has_ended_may_not_follow_up(world):
    world.people["leader"].seats.update(valid_to="2026-11-01")
    with pytest.raises(NotAllowed):
        check_may_follow_up(world.person("leader"), world.round, now=AUTUMN)


def test_approver_looks_and_does_not_remind(world):
    check_is_reminder(world.person("case_officer"), world.round, now=AUTUMN)
    with pytest.raises(NotAllowed):
        check_is_reminder(world.person("approver"), world.round, now=AUTUMN)


def remind_check(world, role, now=AUTUMN, duty=Duty.NEEDS_REPORT):
    owed = due(world, duty)
    debts = [debt for debt in owed.debts(is_opening=False, now=now) if debt.organisation == world.owner]
    check_may_remind_now(world.person(role), owed, debts, now=now)


@pytest.mark.parametrize("role", ["case_officer", "leader", "coordinator"])
def test_case_officer_and_the_own_leader_may_remind(world, role):
    remind_check(world, role)


@pytest.mark.parametrize("role", ["other_leader", "approver", "owner", "foreign_officer"])
def test_others_may_not_remind(world, role):
    with pytest.raises(NotAllowed):
        remind_check(world, role)


def test_nobody_is_reminded_before_the_opening(world):
    with pytest.raises(NotNow):
        remind_check(world, "case_officer", now=oslo(2026, 8, 1))


# --- Reads ------------------------------------------------------------------------------------------------


def test_case_officer_sees_all_and_a_leader_the_own_network(world):
    assert names(rows(world)) == ["Annen eier AS – Annet nettverk", "Lekestua Prøve SA – Prøvenettverket"]
    assert names(rows(world, "leader")) == ["Lekestua Prøve SA – Prøvenettverket"]
    assert names(rows(world, "other_leader", Duty.ASSESSMENT)) == ["Annenstua"]
    assert names(rows(world, "leader", Duty.DECISION_BASIS, WINTER)) == ["Prøvenettverket"]


def test_row_says_how_far_the_body_has_come(world):
    assert owner_row(world).state == "missing"
    report = NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)
    assert (owner_row(world).state, owner_row(world).state_label) == ("draft", report.get_state_display())
    Assessment.objects.create(round=world.round, kindergarten=world.kindergarten)
    DecisionBasis.objects.create(round=world.round, network=world.network)
    found = {row.name: row.state for row in rows(world, duty=Duty.ASSESSMENT)}
    assert found == {"Annenstua": "missing", "Lekestua": "draft", "Lillestua": "missing"}
    assert [row.state for row in rows(world, "leader", Duty.DECISION_BASIS, WINTER)] == ["draft"]


def test_report_that_is_owed_stands_with_its_network(world):
    network_grant(world)
    assert [(row.name, row.state) for row in rows(world, duty=Duty.REPORT, now=NEXT_SPRING)] == [
        ("Prøve høgskole", "missing"),
        ("Prøvenettverket", "missing"),
    ]
    assert names(rows(world, "leader", Duty.REPORT, NEXT_SPRING)) == ["Prøvenettverket"]


def test_row_says_when_its_people_were_told_last(world):
    assert owner_row(world).reminded_at is None
    catch_up(now=WEEK_BEFORE)
    (mail,) = OutboxMail.objects.filter(to="owner@example.no", context__duty=Duty.NEEDS_REPORT)
    assert owner_row(world, now=WEEK_BEFORE).reminded_at == mail.planned_at
    assert (
        owner_row(world, now=oslo(2026, 11, 23)).reminded_at is None
    )  # what is still to come does not count
    OutboxMail.objects.filter(pk=mail.pk).update(status=MailStatus.SKIPPED)
    assert owner_row(world, now=WEEK_BEFORE).reminded_at is None


def test_row_has_its_own_date_and_says_when_a_new_one_is_asked_for(world):
    deadline = Deadline.objects.get(round=world.round, duty=Duty.NEEDS_REPORT)
    later = oslo(2026, 12, 20, 23, 59, 59)
    body = {"organisation": world.owner, "network": world.network}
    DispensationRequest.objects.create(
        deadline=deadline, reason="Syk", asked_by=world.people["owner"], asked_at=AUTUMN, **body
    )
    row = owner_row(world)
    assert (row.has_asked, row.has_own_date, row.is_overdue) == (True, False, False)
    grant_dispensation(
        deadline=deadline, due_at=later, reason="Syk", by=world.person("leader"), now=AUTUMN, **body
    )
    row = owner_row(world, now=oslo(2026, 12, 5))
    assert (row.has_own_date, row.due_at, row.is_overdue) == (True, later, False)
    assert [row.is_overdue for row in rows(world, now=oslo(2026, 12, 5))] == [True, False]


def test_row_says_that_an_address_does_not_work(world):
    mail = OutboxMail.objects.create(
        kind="x", key="x", to="owner@example.no", planned_at=AUTUMN, next_try_at=AUTUMN
    )
    RefusedAddress.objects.create(email="owner@example.no", since=AUTUMN, answer="550 no", mail=mail)
    assert owner_row(world).refused == ("Prøve Owner",)


def test_row_says_that_nobody_holds_the_seat(world):
    world.people["owner"].seats.update(valid_to="2026-10-01")
    row = owner_row(world)
    assert (row.is_unreachable, row.people) == (True, "")


def test_overview_counts_what_has_opened(world):
    NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)
    world.people["other_owner"].seats.update(valid_to="2026-10-01")
    found = {
        one.due.duty: one
        for one in overview_of(world.person("case_officer"), world.fresh_round(), now=AUTUMN)
    }
    report = found[Duty.NEEDS_REPORT]
    assert (report.owed, report.begun, report.overdue, report.unreachable) == (2, 1, 0, 1)
    assert found[Duty.ASSESSMENT].overdue == 3
    assert Duty.DECISION not in found


def test_overview_of_a_leader_holds_the_own_network_alone(world):
    found = {one.due.duty: one for one in overview_of(world.person("leader"), world.fresh_round(), now=APRIL)}
    assert {Duty.RECOMMENDATION, Duty.DECISION} & set(found) == set()
    assert (found[Duty.NEEDS_REPORT].owed, found[Duty.ASSESSMENT].owed) == (1, 2)


def more_owners(world, number):
    for n in range(number):
        owner = f.OrganisationFactory(county=world.county)
        f.seat(Role.OWNER, owner, f.UserFactory(email=f"more{n}@example.no"))
        f.KindergartenFactory(owner=owner, municipality=world.municipality)


def test_list_and_overview_ask_as_much_for_many_as_for_few(world, sign_in, at):
    at(WEEK_BEFORE)
    catch_up(now=WEEK_BEFORE)
    client, counts = sign_in("case_officer"), []
    for _time in range(2):
        with CaptureQueriesContext(connection) as asked:
            for url in (LIST, OVERVIEW):
                assert client.get(url).status_code == 200
        counts.append(len(asked))
        more_owners(world, 3) if not counts[1:] else None
    assert counts[0] == counts[1]


# --- Pages ------------------------------------------------------------------------------------------------


def test_list_filters_by_state_network_and_name(world, sign_in, at):
    at(AUTUMN)
    NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)
    world.people["other_owner"].seats.update(valid_to="2026-10-01")

    def shown(**asked):
        return [
            row.name.split(" – ")[0] for row in sign_in("case_officer").get(LIST, asked).context["filter"].qs
        ]

    mine, other = "Lekestua Prøve SA", "Annen eier AS"
    assert shown() == [other, mine]
    assert shown(state="begun") == [mine]
    assert shown(state="none") == [other]
    assert shown(state="overdue") == []
    assert shown(state="unreachable") == [other]
    assert shown(network=str(world.network.pk)) == [mine]
    assert shown(text="prøve owner") == [mine]
    assert shown(text="annet NETTVERK") == [other]
    assert shown(state="ukjent") == []


def test_list_is_sorted_by_any_column(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    for column in ("name", "people", "network_name", "state", "due_at", "reminded_at"):
        page = client.get(LIST, {"sort": f"-{column}"})
        assert (page.status_code, len(page.context["table"].rows)) == (200, 2)


def test_list_of_four_hundred_opens_in_pages(world, sign_in, at):
    at(AUTUMN)
    more_owners(world, 60)
    page = sign_in("case_officer").get(LIST)
    assert page.context["table"].page.paginator.num_pages == 2
    assert len(page.content) < 200_000


def test_list_shows_that_nobody_can_be_reminded(world, sign_in, at):
    at(AUTUMN)
    world.people["owner"].seats.update(valid_to="2026-10-01")
    page = sign_in("leader").get(LIST)
    assert 'data-color="danger"' in page.content.decode()
    assert 'name="body"' not in page.content.decode()


def test_approver_sees_the_list_without_choosing(world, sign_in, at):
    at(AUTUMN)
    page = sign_in("approver").get(LIST).content.decode()
    assert "Lekestua" in page
    assert 'name="body"' not in page


def test_excel_holds_what_the_filter_leaves(world, sign_in, at):
    at(AUTUMN)
    response = sign_in("leader").get(EXCEL, {"text": "lekestua"})
    sheet = load_workbook(BytesIO(response.getvalue())).active
    found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert [row[:3] for row in found] == [
        ["Lekestua Prøve SA – Prøvenettverket", "Prøve Owner", "Prøvenettverket"]
    ]


def test_unknown_duty_and_round_are_not_found(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    for url in ("/oppfolging/2027/ukjent/", "/oppfolging/2031/", "/oppfolging/2027/decision/pamin/x/"):
        assert client.get(url).status_code == 404


def test_round_page_leads_to_following_up(world, sign_in, at):
    at(AUTUMN)
    page = sign_in("case_officer").get(reverse("round_detail", kwargs={"year": 2027})).content.decode()
    assert f'href="{OVERVIEW}"' in page
    assert f'href="{LIST}"' in page


# --- The home page ----------------------------------------------------------------------------------------


def overdue_on_home(world, role, now):
    home = home_of(world.person(role), now=now)
    return [card for group in home.groups for card in group.cards if card.url == OVERVIEW]


def test_case_officer_and_leader_see_that_something_is_overdue(world):
    (mine,), (county,) = (overdue_on_home(world, role, AUTUMN) for role in ("leader", "case_officer"))
    assert mine.text.startswith("2 ")
    assert county.text.startswith("3 ")
    assert not mine.is_todo


def test_nothing_is_overdue_before_its_date(world):
    assert overdue_on_home(world, "leader", oslo(2026, 10, 1)) == []


@pytest.mark.parametrize("role", ["approver", "owner", "head", "member", "forum"])
def test_others_are_not_told_of_what_others_owe(world, role):
    assert overdue_on_home(world, role, AUTUMN) == []


def test_case_officer_sees_overdue_reports_of_an_older_round(world):
    network_grant(world)
    make_round(world.county, 2029)  # its year has begun, and it is the one that the home page shows
    (card,) = overdue_on_home(world, "case_officer", oslo(2028, 9, 5))
    assert card.text.startswith("2 ")
