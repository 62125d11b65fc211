"""The pages of pictures: who sees them, that their numbers add up, and that they cost the same whatever they show."""

from dataclasses import replace
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from grants.models import CarryOver, Grant, GrantLine, LineKind
from needs.models import Need
from needs.queries.needs_across import NO_MEASURE, NO_MONEY, needs_across, unanswered
from networks.models import Round
from networks.states import Duty
from reporting.dashboard.days import days_picture, shown
from reporting.dashboard.money import by_network, by_purpose, by_theme, by_year, sums_by
from reporting.dashboard.needs import unanswered_pictures
from reporting.dashboard.progress import cover_picture, progress_picture
from reporting.models import ReportLine
from reporting.queries import dashboard as queries
from reporting.queries.money import money_rows
from reporting.views.dashboard import Dashboard
from tests.factories import NetworkFactory
from tests.reporting import stage, trace_stage
from tests.world import AUTUMN, NEXT_SPRING

pytestmark = pytest.mark.django_db
OK = 200


def addresses(world) -> dict[str, tuple[str, dict[str, int]]]:
    return {
        "dashboard": ("case_officer", {}),
        "network_dashboard": ("member", {"network": world.network.pk}),
        "university_dashboard": ("uh", {"university": world.university.pk}),
    }


def page(sign_in, world, name: str, **query: str):
    role, place = addresses(world)[name]
    return sign_in(role).get(reverse(f"reporting:{name}", kwargs=place), query)


def pictures(answer) -> list:
    return [picture for section in answer.context["sections"] for picture in section.pictures]


# Money


def test_money_rows_add_up_to_the_letters_as_the_partners_adjusted_them(world):
    trace_stage.chain(world)
    rows = money_rows(world.county)
    assert sum(row.granted_nok for row in rows) == sum(GrantLine.objects.values_list("budget_nok", flat=True))
    assert {(row.body, row.is_university) for row in rows} == {
        (world.network.pk, False),
        (world.university.pk, True),
    }


def test_use_is_unknown_until_the_report_is_in(world):
    stage.draft(world)
    assert {row.used_nok for row in money_rows(world.county)} == {None}


def test_use_is_known_when_the_report_is_in(world):
    trace_stage.chain(world)
    rows = money_rows(world.county)
    assert sum(row.unspent_nok or 0 for row in rows) == trace_stage.LEFT
    assert sum((row.used_nok or 0) + (row.unspent_nok or 0) for row in rows) == sum(
        row.granted_nok for row in rows
    )


def test_only_issued_letters_and_the_years_asked_for_are_money(world):
    stage.network_grant(world)
    year = world.round.grant_year
    assert money_rows(world.county, [year])
    assert money_rows(world.county, [year + 1]) == []


def test_money_carried_over_is_not_counted_twice(world):
    chain = trace_stage.chain(world)
    before = money_rows(world.county)
    row = chain.reports[0].lines.first()
    carried = CarryOver.objects.create(
        line=row.line,
        to_grant=chain.network,
        amount_nok=5_000,
        reason="Kurset ble flyttet",
        recorded_by=world.people["case_officer"],
        recorded_at=NEXT_SPRING,
    )
    ReportLine.objects.create(
        report=chain.reports[0], line=row.line, carry_over=carried, used_nok=5_000, unspent_nok=0
    )
    assert money_rows(world.county) == before


def test_money_is_one_statement(world, django_assert_num_queries):
    trace_stage.chain(world)
    with django_assert_num_queries(1):
        money_rows(world.county)


def test_every_money_picture_says_the_same_sum(world):
    trace_stage.chain(world)
    rows = money_rows(world.county)
    whole = sum(row.granted_nok for row in rows)
    for make in (by_purpose, by_network):
        picture = make(rows, "2027")
        assert sum(int(row[-1].replace("\u00a0", "")) for row in picture.rows) == whole
    collective = sum(row.granted_nok for row in rows if row.purpose == LineKind.COLLECTIVE)
    assert sum(int(row[-1].replace("\u00a0", "")) for row in by_theme(rows, "2027").rows) == collective


def test_a_year_without_a_report_has_no_line_of_use(world):
    stage.network_grant(world)
    rows = money_rows(world.county)
    ((year, granted, used, unspent),) = by_year(rows, "t").rows
    assert (used, unspent) == ("–", "–")
    assert granted != "–"


def test_years_stand_in_order(world):
    stage.network_grant(world)
    first = money_rows(world.county)[0]
    picture = by_year([replace(first, year=year) for year in (2029, 2027, 2028)], "t")
    assert [row[0] for row in picture.rows] == ["2027", "2028", "2029"]


def test_sums_keep_what_no_report_tells_of_apart(world):
    stage.network_grant(world)
    row = money_rows(world.county)[0]
    (found,) = sums_by([replace(row, granted_nok=10, used_nok=3, unspent_nok=2)], lambda row: 1).values()
    assert found.parts == (3, 2, 5)


# Progress, needs, days


def test_a_network_that_has_sent_nothing_is_late_after_the_date(world):
    round = world.fresh_round()
    (before,) = queries.progress_of(round, [world.network.pk], now=AUTUMN)
    (after,) = queries.progress_of(round, [world.network.pk], now=NEXT_SPRING)
    basis = [mark for row in (before, after) for mark in row.marks if mark.duty == Duty.DECISION_BASIS]
    assert [mark.is_late for mark in basis] == [False, True]
    assert [mark.has_begun for mark in basis] == [False, False]


def test_a_network_without_a_letter_owes_no_report(world):
    (row,) = queries.progress_of(world.fresh_round(), [world.network.pk], now=NEXT_SPRING)
    (report,) = [mark for mark in row.marks if mark.duty == Duty.REPORT]
    assert (report.total, report.is_late) == (0, False)


def test_a_sent_report_is_done(world):
    trace_stage.chain(world)
    (row,) = queries.progress_of(world.fresh_round(), [world.network.pk], now=NEXT_SPRING)
    (report,) = [mark for mark in row.marks if mark.duty == Duty.REPORT]
    assert (report.is_done, report.state) == (True, "submitted")


def test_progress_takes_the_same_queries_with_one_network_and_many(world):
    def asked() -> int:
        round = world.fresh_round()
        list(round.deadlines.all())
        with CaptureQueriesContext(connection) as found:
            queries.progress_of(round, now=NEXT_SPRING)
        return len(found)

    before = asked()
    for number in range(8):
        NetworkFactory(county=world.county, name=f"Nettverk {number}")
    assert asked() == before


def test_a_progress_picture_has_a_row_for_each_network_and_a_word_for_each_duty(world):
    rows = queries.progress_of(world.fresh_round(), now=NEXT_SPRING)
    picture = progress_picture(rows, world.round, str)
    assert [row[0] for row in picture.rows] == [row.name for row in rows]
    assert all(cell for row in picture.rows for cell in row)
    assert picture.text.endswith(".")


def test_a_county_without_networks_has_an_empty_picture(world):
    assert progress_picture([], world.round, str).is_empty


def test_needs_are_counted_by_what_came_of_them(world):
    trace_stage.chain(world)
    rows = queries.unanswered_of(world.round)
    assert sum(row.total for row in rows) == Need.objects.filter(report__state="submitted").count()
    assert all(row.funded <= row.in_measure <= row.total for row in rows)
    assert sum(row.funded for row in rows) >= 1


def test_the_list_of_unanswered_needs_is_as_long_as_its_bar(world):
    trace_stage.chain(world)
    officer = world.person("case_officer")
    needs = needs_across(officer, [world.round], now=NEXT_SPRING)
    rows = queries.unanswered_of(world.round)
    assert unanswered(needs, NO_MEASURE).count() == sum(row.without_measure for row in rows)
    assert unanswered(needs, NO_MONEY).count() == sum(row.without_money for row in rows)


def test_before_the_letters_nobody_is_said_to_lack_money(world):
    row = queries.Unanswered(
        theme=1, theme_name="Lek", network=2, network_name="Nord", total=5, in_measure=3, funded=0
    )
    undecided = unanswered_pictures([row], is_decided=False, address_of=lambda kind, key: f"/{kind}/{key}/")
    decided = unanswered_pictures([row], is_decided=True, address_of=lambda kind, key: f"/{kind}/{key}/")
    assert [picture.rows for picture in undecided] == [(("Lek", "3", "2", "5"),), (("Nord", "3", "2", "5"),)]
    assert decided[0].rows == (("Lek", "0", "3", "2", "5"),)
    assert [picture.addresses for picture in decided] == [("/theme/1/",), ("/network/2/",)]


def test_what_a_network_covers_is_counted_once_for_each_kindergarten(world):
    trace_stage.chain(world)
    found = queries.cover_of(world.network, world.fresh_round())
    assert found.total >= max(found.assessed, found.in_need, found.in_measure)
    assert found.in_measure >= 1
    assert cover_picture(found, "Nord").rows[2][1] == str(found.in_measure)


def test_a_network_without_kindergartens_has_an_empty_picture(world):
    empty = queries.Cover(total=0, assessed=0, in_need=0, in_measure=0)
    assert cover_picture(empty, "Nord").is_empty


def test_half_days_are_shown_as_days():
    assert [shown(halves) for halves in (0, 1, 3, 20)] == ["0", "0,5", "1,5", "10"]


def test_a_university_without_networks_has_an_empty_picture():
    assert days_picture([], 2027).is_empty


# Pages


@pytest.mark.parametrize("name", ["dashboard", "network_dashboard", "university_dashboard"])
@pytest.mark.parametrize("has_money", [False, True])
def test_pages_have_pictures_with_words_with_and_without_numbers(world, at, sign_in, name, has_money):
    at(NEXT_SPRING)
    if has_money:
        trace_stage.chain(world)
    answer = page(sign_in, world, name)
    assert answer.status_code == OK
    found = pictures(answer)
    assert all(picture.text and picture.title for picture in found)
    assert len({picture.key for picture in found}) == len(found)


@pytest.mark.parametrize("name", ["dashboard", "network_dashboard", "university_dashboard"])
def test_the_pdf_holds_the_same_pictures(world, at, sign_in, name):
    at(NEXT_SPRING)
    trace_stage.chain(world)
    role, place = addresses(world)[name]
    titles = [picture.title for picture in pictures(page(sign_in, world, name))]
    answer = sign_in(role).get(reverse(f"reporting:{name}_download", kwargs=place))
    text = "".join(part.extract_text() for part in PdfReader(BytesIO(answer.content)).pages)
    words = " ".join(text.split())
    assert [title for title in titles if title not in words] == []


def test_a_year_that_is_not_there_is_not_found(world, at, sign_in):
    at(NEXT_SPRING)
    assert page(sign_in, world, "dashboard", aar="1999").status_code == 404


def test_the_county_can_be_seen_over_all_years(world, at, sign_in):
    at(NEXT_SPRING)
    trace_stage.chain(world)
    answer = page(sign_in, world, "dashboard", penger="alle")
    assert answer.status_code == OK
    assert "penger=alle" in answer.context["download_url"]


@pytest.mark.parametrize("name", ["dashboard", "network_dashboard", "university_dashboard"])
def test_a_page_takes_the_same_queries_with_little_and_much(world, at, sign_in, name):
    at(NEXT_SPRING)
    trace_stage.chain(world)
    role, place = addresses(world)[name]
    client = sign_in(role)
    address = reverse(f"reporting:{name}", kwargs=place)
    client.get(address)
    with CaptureQueriesContext(connection) as before:
        client.get(address)
    for number in range(3):
        NetworkFactory(county=world.county, name=f"Nettverk {number}")
    grant = Grant.objects.get(network=world.network)
    line = grant.lines.filter(kind=LineKind.COLLECTIVE).first()
    for _copy in range(3):
        GrantLine.objects.create(
            grant=grant,
            kind=line.kind,
            label="Mer",
            measure=line.measure,
            network=line.network,
            amount_nok=0,
            budget_nok=0,
        )
    with CaptureQueriesContext(connection) as after:
        client.get(address)
    assert len(after) == len(before)


# Ways here and on


def traces(world) -> dict[str, str]:
    year = world.round.grant_year
    return {
        "dashboard": reverse("reporting:trace_round", kwargs={"year": year}),
        "network_dashboard": reverse(
            "reporting:trace_network", kwargs={"network": world.network.pk, "year": year}
        ),
    }


@pytest.mark.parametrize("name", ["dashboard", "network_dashboard"])
def test_the_pictures_lead_to_the_money_when_there_are_letters(world, at, sign_in, name):
    at(NEXT_SPRING)
    trace_stage.chain(world)
    answer = page(sign_in, world, name)
    assert f'href="{traces(world)[name]}"' in answer.content.decode()
    role, _place = addresses(world)[name]
    assert sign_in(role).get(traces(world)[name]).status_code == OK


@pytest.mark.parametrize("name", ["dashboard", "network_dashboard"])
def test_the_pictures_lead_nowhere_before_the_letters(world, at, sign_in, name):
    at(NEXT_SPRING)
    assert "/rapport/spor/" not in page(sign_in, world, name).content.decode()


def test_the_universitys_page_and_the_list_of_reports_lead_to_pictures(world, at, sign_in):
    at(NEXT_SPRING)
    trace_stage.chain(world)
    ways = {
        "uh": ("needs:university_page", "university_dashboard"),
        "case_officer": ("reporting:report_list", "dashboard"),
    }
    for role, (start, name) in ways.items():
        place = {"university": world.university.pk} if role == "uh" else {}
        text = sign_in(role).get(reverse(start, kwargs=place)).content.decode()
        way = f"{reverse(f'reporting:{name}', kwargs=place)}?aar={world.round.grant_year}"
        assert f'href="{way}"' in text
        assert sign_in(role).get(way).status_code == OK


@pytest.mark.parametrize(
    ("asked", "years", "found"),
    [(2027, [2025, 2026], "2026"), (2025, [2025, 2026], "2025"), (2027, [], "2027")],
)
def test_before_the_letters_the_money_of_the_year_before_is_shown(asked, years, found):
    view = Dashboard()
    view.request, view.round = RequestFactory().get("/"), Round(grant_year=asked)
    rows = [SimpleNamespace(year=year) for year in years]

    chosen, named = view.of_years(rows)

    assert named == found
    assert {row.year for row in chosen} <= {int(found)}
