"""The pages of later dates: the list and its Excel, what is done already, and what is sent under a later date."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from common.clock import oslo
from needs.models import NeedsReport
from needs.services.needs_report import declare_no_needs, return_needs_report, submit_needs_report
from needs.services.nomination import submit_nomination
from networks import services
from networks.deadlines import Owed
from networks.models import Dispensation
from networks.states import Duty
from rekom.dispensations import rows
from rekom.dispensations.owed import is_done, is_owed, owed_named, owing
from reporting.services import submit_report
from tests.needs import chain
from tests.needs.stage import draft_report, submitted_report
from tests.networks.later_dates import AFTER_CLOSING, UNTIL, ask, give, grant, owed
from tests.reporting.stage import complete, network_grant
from tests.world import AUTUMN, FEBRUARY, NEXT_SPRING, World

LIST = "/frist/?aar=2027"


# --- what an address names


@pytest.mark.parametrize("duty", list(Duty))
def test_address_names_what_is_owed(world: World, duty: Duty) -> None:
    if duty not in (Duty.NEEDS_REPORT, Duty.NOMINATION, Duty.DECISION_BASIS, Duty.REPORT):
        return
    about = owed(world, duty)
    found = owed_named(world.person("case_officer"), **about.address, now=AFTER_CLOSING)
    assert found is not None
    assert (found.duty, found.body_key) == (duty, about.body_key)


@pytest.mark.parametrize(
    ("duty", "body"),
    [
        ("behovsmelding", "nettverk-{network}"),
        ("behovsmelding", "virksomhet-{other_owner}-nettverk-{network}"),
        ("nominasjon", "nettverk-{network}"),
        ("rapport", "virksomhet-999999999"),
        ("rapport", "tull"),
        ("innstilling", "nettverk-{network}"),
    ],
)
def test_address_of_what_nobody_owes_is_nothing(world: World, duty: str, body: str) -> None:
    named = body.format(network=world.network.pk, other_owner=world.other_owner.pk)
    assert owed_named(world.person("case_officer"), duty, 2027, named, now=AFTER_CLOSING) is None


def test_report_is_owed_by_those_who_have_a_letter(world: World) -> None:
    assert not is_owed(owed(world, Duty.REPORT))
    network_grant(world)
    assert is_owed(owed(world, Duty.REPORT))


def test_what_is_sent_is_done(world: World) -> None:
    assert not is_done(owed(world))
    submitted_report(world)
    assert is_done(owed(world))


def test_case_officer_chooses_among_all_who_owe(world: World) -> None:
    names = {duty: len(owing(duty, world.fresh_round())) for duty in (Duty.NEEDS_REPORT, Duty.NOMINATION)}
    assert names == {Duty.NEEDS_REPORT: 2, Duty.NOMINATION: 3}


# --- what is sent points at what let it in


def test_report_sent_in_time_points_at_nothing(world: World) -> None:
    give(world, Duty.NEEDS_REPORT, UNTIL, now=AUTUMN)
    assert submitted_report(world).dispensation is None


def test_late_report_points_at_its_later_date(world: World) -> None:
    report = draft_report(world)
    given = give(world, Duty.NEEDS_REPORT, UNTIL, now=AFTER_CLOSING)
    report.round = world.fresh_round()
    sent = submit_needs_report(report=report, by=world.person("owner"), now=AFTER_CLOSING)
    assert sent.dispensation == given
    assert rows.used_in(world.round) == {given.pk}


def test_no_new_needs_said_late_points_at_its_later_date(world: World) -> None:
    given = give(world, Duty.NEEDS_REPORT, UNTIL, now=AFTER_CLOSING)
    said = declare_no_needs(
        round=world.fresh_round(),
        owner=world.owner,
        network=world.network,
        by=world.person("owner"),
        now=AFTER_CLOSING,
    )
    assert said.dispensation == given


def test_return_for_amendment_is_a_later_date_and_takes_the_pointer_away(world: World) -> None:
    report = submitted_report(world)
    report.round = world.fresh_round()
    returned = return_needs_report(
        report=report, comment="Mål?", due_at=UNTIL, by=world.person("leader"), now=AFTER_CLOSING
    )
    assert returned.dispensation is None
    returned.round = world.fresh_round()
    again = submit_needs_report(report=returned, by=world.person("owner"), now=AFTER_CLOSING)
    assert again.dispensation == Dispensation.objects.get(reason="Mål?")


def test_late_nomination_points_at_its_later_date(world: World) -> None:
    nomination = chain.draft_nomination(world, "head")
    given = give(world, Duty.NOMINATION, oslo(2027, 2, 20, 23, 59, 59), now=FEBRUARY)
    nomination.round = world.fresh_round()
    sent = submit_nomination(nomination=nomination, by=world.person("owner"), now=FEBRUARY)
    assert sent.dispensation == given


def test_late_report_on_a_grant_points_at_its_later_date(world: World) -> None:
    report = complete(world)
    now, until = oslo(2028, 6, 20, 12), oslo(2028, 6, 30, 23, 59, 59)
    given = give(world, Duty.REPORT, until, now=now)
    report.grant.decision.round = world.fresh_round()
    sent = submit_report(report=report, by=world.person("leader"), now=now)
    assert (sent.dispensation, sent.is_late) == (given, False)


def test_report_on_a_grant_sent_after_the_later_date_is_late_and_points_at_nothing(world: World) -> None:
    report = complete(world)
    until = oslo(2028, 6, 30, 23, 59, 59)
    give(world, Duty.REPORT, until, now=NEXT_SPRING)
    report.grant.decision.round = world.fresh_round()
    sent = submit_report(report=report, by=world.person("leader"), now=until + timedelta(seconds=1))
    assert (sent.dispensation, sent.is_late) == (None, True)


# --- the list


def lines(world: World, role: str) -> list[tuple[str, str, str]]:
    found = rows.rows_of(world.fresh_round(), world.person(role), now=FEBRUARY)
    return sorted((row.owed.duty.value, row.state, row.asked_by) for row in found)


def fill(world: World) -> None:
    """A request that is granted, one that waits, and a later date that nobody asked for."""
    grant(world, ask(world))
    ask(world, Duty.NOMINATION, by="head", now=FEBRUARY)
    give(world, Duty.DECISION_BASIS, oslo(2027, 2, 20, 23, 59, 59), now=FEBRUARY)


def test_list_holds_requests_and_dates_that_nobody_asked_for(world: World) -> None:
    fill(world)
    everything = [
        ("decision_basis", "granted", ""),
        ("needs_report", "granted", "Prøve Owner"),
        ("nomination", "asked", "Prøve Head"),
    ]
    assert lines(world, "approver") == everything
    assert lines(world, "leader") == everything
    assert lines(world, "other_leader") == []


def test_list_is_narrowed_by_duty_state_and_network(world: World) -> None:
    fill(world)
    found = rows.rows_of(world.fresh_round(), world.person("case_officer"), now=FEBRUARY)
    assert [row.owed.duty for row in rows.narrowed(found, duty="nomination")] == [Duty.NOMINATION]
    assert [row.owed.duty for row in rows.narrowed(found, state="asked")] == [Duty.NOMINATION]
    assert rows.narrowed(found, network=str(world.other_network.pk)) == []
    assert len(rows.narrowed(found, network=str(world.network.pk))) == 3


def test_list_asks_the_same_for_one_and_many(world: World, sign_in, at) -> None:
    at(FEBRUARY)
    client = sign_in("case_officer")
    grant(world, ask(world))
    with CaptureQueriesContext(connection) as one:
        assert client.get(LIST).status_code == 200
    ask(world, Duty.NOMINATION, by="head", now=FEBRUARY)
    other = Owed(Duty.NOMINATION, world.fresh_round(), kindergarten=world.other_kindergarten)
    services.ask_dispensation(
        owed=other, reason="Uvær", is_done=False, by=world.person("other_head"), now=FEBRUARY
    )
    give(world, Duty.DECISION_BASIS, oslo(2027, 2, 20, 23, 59, 59), now=FEBRUARY)
    with CaptureQueriesContext(connection) as many:
        assert client.get(LIST).status_code == 200
    assert len(many) <= len(one) + 1  # the networks of kindergartens, where there are any


def test_excel_holds_the_narrowed_list_and_no_formulas(world: World, sign_in, at) -> None:
    at(FEBRUARY)
    ask(world, reason="=1+1")
    ask(world, Duty.NOMINATION, by="head", now=FEBRUARY)
    response = sign_in("leader").get("/frist/excel/?aar=2027&duty=needs_report")
    page = load_workbook(BytesIO(response.getvalue())).active
    cells = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert len(cells) == 1
    assert "=1+1" in cells[0]
    assert {cell.data_type for cell in page[2] if cell.value == "=1+1"} == {"s"}


# --- pages


def test_home_shows_requests_to_those_who_ask_and_those_who_answer(world: World, sign_in, at) -> None:
    at(AFTER_CLOSING)
    asked = ask(world)
    address = reverse("dispensation_request", kwargs={"pk": asked.pk})
    assert address in sign_in("owner").get("/").content.decode()
    assert "/frist/?aar=2027&amp;state=asked" in sign_in("leader").get("/").content.decode()
    assert "/frist/" not in sign_in("other_owner").get("/").content.decode()


def test_what_is_typed_when_it_closes_stays_on_screen_with_the_way_to_ask(world: World, sign_in, at) -> None:
    draft_report(world)
    at(AFTER_CLOSING)
    place = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}
    data = {"heads_involvement": "Nettopp skrevet", "do": "save"}
    for extra in ({}, {"HX-Request": "true"}):
        response = sign_in("owner").post(
            reverse("needs:needs_report_involvement", kwargs=place), data, headers=extra
        )
        page = response.content.decode()
        assert response.status_code == 409
        assert "Nettopp skrevet" in page
        assert reverse("dispensation_ask", kwargs=owed(world).address) in page


@pytest.mark.parametrize("is_htmx", [False, True])
def test_sending_after_the_closing_says_where_to_ask(world: World, sign_in, at, is_htmx: bool) -> None:
    version = draft_report(world).version
    at(AFTER_CLOSING)
    place = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}
    headers = {"HX-Request": "true"} if is_htmx else {}
    client = sign_in("owner")
    detail = reverse("needs:needs_report_detail", kwargs=place)
    address = reverse("needs:needs_report_submit", kwargs=place)
    response = client.post(
        address, {"version": str(version)}, headers={**headers, "referer": f"http://testserver{detail}"}
    )
    page = response if is_htmx else client.get(detail)
    assert response.status_code == (409 if is_htmx else 302)
    assert reverse("dispensation_ask", kwargs=owed(world).address) in page.content.decode()
    assert NeedsReport.objects.get().state == "draft"


def test_basis_page_offers_to_ask_after_the_closing(world: World, sign_in, at) -> None:
    at(FEBRUARY)
    address = reverse("needs:decision_basis_detail", kwargs={"network": world.network.pk, "year": 2027})
    ask_url = reverse("dispensation_ask", kwargs=owed(world, Duty.DECISION_BASIS).address)
    for role in ("leader", "uh"):
        assert ask_url in sign_in(role).get(address).content.decode()
    assert ask_url not in sign_in("member").get(address).content.decode()


def test_asking_again_goes_back_with_the_reason(world: World, sign_in, at) -> None:
    at(AFTER_CLOSING)
    ask(world)
    response = sign_in("owner").get(reverse("dispensation_ask", kwargs=owed(world).address))
    assert (response.status_code, response.url) == (302, owed(world).path)
