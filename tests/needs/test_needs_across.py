"""The needs across owners, networks and rounds: who reads which, search, counts, choosing for a measure."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from common.moves import move
from needs.models import Need, NeedsReport
from needs.queries.needs_across import found_in_text, in_municipality, needs_across, theme_totals
from needs.states import NEEDS_REPORT_MOVES
from networks.models import OrganisationKind, Partnership, User
from networks.roles import Role
from tests import factories as f
from tests.needs.chain import submitted_need
from tests.needs.stage import draft_report, themes
from tests.world import AUTUMN, WINTER, World, make_round

LIST = "needs:needs_across"


@pytest.fixture
def autumn(world, at) -> World:
    at(AUTUMN)
    return world


def seen_by(world: World, role: str) -> list[Need]:
    return list(needs_across(world.person(role), [world.fresh_round()], now=AUTUMN))


# --- Who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["leader", "coordinator", "member", "uh", "case_officer", "approver"])
def test_the_networks_people_its_universities_and_the_staff_read_what_is_sent(world, role):
    need = submitted_need(world)
    assert seen_by(world, role) == [need]


@pytest.mark.parametrize(
    "role", ["owner", "head", "forum", "other_owner", "other_leader", "other_uh", "foreign_officer", "nobody"]
)
def test_nobody_else_reads_across(world, role):
    submitted_need(world)
    assert seen_by(world, role) == []


def test_a_draft_is_not_among_them(world):
    draft_report(world)
    assert seen_by(world, "leader") == []


def test_a_university_reads_only_what_its_own_municipalities_need(world):
    need = submitted_need(world)
    Partnership.objects.filter(university=world.university).update(municipality=world.other_municipality)
    assert seen_by(world, "uh") == []
    Partnership.objects.filter(university=world.university).update(municipality=world.municipality)
    assert seen_by(world, "uh") == [need]


def test_a_university_reads_what_a_municipal_service_reports(world):
    service = f.OrganisationFactory(county=world.county, name="PPT", kind=OrganisationKind.SERVICE)
    writer = f.seat(Role.REPORT_WRITER, service).user
    report = draft_report(world, owner=service, by=writer, needs=[{"why": "Mer veiledning"}])
    _send(report, writer)
    assert [need.why for need in seen_by(world, "uh")] == ["Mer veiledning"]
    assert seen_by(world, "other_uh") == []


def _send(report: NeedsReport, by: User) -> None:
    """As it stands: how it came to be sent is of no account here."""
    move(report, "submit", by=by, moves=NEEDS_REPORT_MOVES, now=AUTUMN, fields={"submitted_at": AUTUMN})


# --- Search and counts --------------------------------------------------------------------------------------


def test_search_finds_words_in_any_form_and_shows_where(world):
    submitted_need(world)
    needs = needs_across(world.person("leader"), [world.fresh_round()], now=AUTUMN)
    (found,) = found_in_text(needs, "barnet faller")
    assert "barn" in found.excerpt
    assert not found_in_text(needs, "matematikk").exists()
    assert found_in_text(needs, "  ").count() == 1


def test_themes_are_counted_and_municipalities_found(world):
    need = submitted_need(world)
    needs = needs_across(world.person("leader"), [world.fresh_round()], now=AUTUMN)
    assert [(row.pk, row.number) for row in theme_totals(needs)] == [(need.theme_id, 1)]
    assert in_municipality(needs, world.municipality.pk).count() == 1
    assert in_municipality(needs, world.other_municipality.pk).count() == 0


# --- The page -----------------------------------------------------------------------------------------------


def test_the_page_shows_each_need_and_the_words_that_were_found(autumn, sign_in):
    submitted_need(autumn)
    page = sign_in("member").get(reverse(LIST), {"q": "leken"})
    assert len(page.context["table"].rows) == 1
    assert "<mark>leken</mark>" in page.content.decode()


def test_what_an_owner_writes_is_never_read_as_html(autumn, sign_in):
    need = submitted_need(autumn)
    Need.objects.filter(pk=need.pk).update(why="<script>x</script> mer lek & ro i det")
    for asked, words in (({"q": "lek"}, "<mark>lek</mark> &amp; ro"), ({}, "mer lek &amp; ro")):
        body = sign_in("leader").get(reverse(LIST), asked).content.decode()
        assert "<script>x" not in body
        assert words in body


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({}, 1),
        ({"kind": "private_owner"}, 1),
        ({"kind": "municipality"}, 0),
        ({"aar": "2027"}, 1),
        ({"aar": "alle"}, 1),
        ({"q": "matematikk"}, 0),
        ({"sort": "-owner"}, 1),
        ({"sort": "places"}, 1),
        ({"theme": "x"}, 0),
    ],
)
def test_filters_leave_what_fits(autumn, sign_in, asked, number):
    submitted_need(autumn)
    make_round(autumn.county, 2026)
    assert len(sign_in("case_officer").get(reverse(LIST), asked).context["table"].rows) == number


@pytest.mark.parametrize("sort", ["title", "owner", "network", "start_on", "comments_count"])
def test_the_list_is_sorted_both_ways(autumn, sign_in, sort):
    submitted_need(autumn)
    for asked in (sort, f"-{sort}"):
        assert sign_in("case_officer").get(reverse(LIST), {"sort": asked}).status_code == 200


@pytest.mark.parametrize("asked", [{"aar": "x"}, {"aar": "1999"}])
def test_an_unknown_round_is_404(autumn, sign_in, asked):
    assert sign_in("leader").get(reverse(LIST), asked).status_code == 404


def test_leaders_and_universities_choose_needs_for_a_measure_and_members_do_not(world, sign_in, at):
    need = submitted_need(world)
    at(WINTER)
    place = {"network": world.network.pk, "year": 2027}
    for role in ("leader", "uh"):
        page = sign_in(role).get(reverse(LIST))
        assert page.context["measure_url"] == reverse("needs:measure_create", kwargs=place)
        measure = sign_in(role).get(page.context["measure_url"], {"behov": need.pk})
        assert measure.status_code == 200
    assert sign_in("member").get(reverse(LIST)).context["measure_url"] == ""
    assert sign_in("leader").get(reverse(LIST), {"aar": "alle"}).context["measure_url"] == ""


def test_the_list_takes_the_same_number_of_questions_for_one_need_and_for_many(
    autumn, sign_in, django_assert_max_num_queries
):
    need = submitted_need(autumn)
    client = sign_in("leader")
    client.get(reverse(LIST))
    with django_assert_max_num_queries(15) as few:
        client.get(reverse(LIST))
    for theme in themes(autumn)[:3]:
        Need.objects.create(report=need.report, theme=theme, why="Mer").kindergartens.add(autumn.sister)
    with django_assert_max_num_queries(15) as many:
        client.get(reverse(LIST))
    assert len(few) == len(many)


def test_excel_holds_what_the_filter_shows(autumn, sign_in):
    submitted_need(autumn)
    client, address = sign_in("leader"), reverse("needs:needs_across_download")
    for asked, number in (({}, 1), ({"kind": "municipality"}, 0)):
        book = openpyxl.load_workbook(BytesIO(client.get(address, asked).getvalue()))
        rows = list(book.worksheets[0].iter_rows(min_row=2, values_only=True))
        assert len(rows) == number
