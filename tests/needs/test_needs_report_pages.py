"""The pages of needs reports."""

import pytest
from django.urls import reverse

from common.clock import oslo
from needs.services.needs_report import return_needs_report
from needs.states import NeedsReportState
from networks.models import Dispensation
from tests import factories as f
from tests.needs.stage import draft_report, fresh, shared_assessment, submitted_report, themes
from tests.world import AUTUMN, WINTER, World

JANUARY = oslo(2027, 1, 31)
"""Before the network's own date, so that a leader can give it."""


@pytest.fixture
def autumn(world, at) -> World:
    """The world in November, with its themes."""
    at(AUTUMN)
    themes(world)
    return world


def address(world: World, verb: str) -> str:
    kwargs = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}
    return reverse(f"needs:needs_report_{verb}", kwargs=kwargs)


# --- No needs, and thinking again -------------------------------------------------------------------------


def test_no_new_needs_is_a_page_with_one_button(autumn, sign_in) -> None:
    client = sign_in("owner")
    assert client.get(address(autumn, "declare_no_needs")).status_code == 200
    answer = client.post(address(autumn, "declare_no_needs"), follow=True)
    assert answer.redirect_chain[-1][0] == address(autumn, "detail")
    assert fresh(autumn).state == NeedsReportState.NO_NEEDS
    client.post(address(autumn, "resume"))
    assert fresh(autumn).state == NeedsReportState.DRAFT


# --- The network's leader ---------------------------------------------------------------------------------


def test_leader_returns_a_report_with_a_comment_and_a_day(autumn, at, sign_in) -> None:
    submitted_report(autumn)
    at(WINTER)
    client = sign_in("leader")
    assert 'value="2027-01-22"' in client.get(address(autumn, "return")).text
    past = client.post(address(autumn, "return"), {"comment": "Mer om målet", "until": "2027-01-14"})
    assert past.status_code == 409
    assert "Mer om målet" in past.text
    client.post(address(autumn, "return"), {"comment": "Mer om målet", "until": "2027-01-22"})
    assert fresh(autumn).state == NeedsReportState.RETURNED
    page = sign_in("owner").get(address(autumn, "edit"), follow=True)
    assert page.status_code == 200
    assert "Mer om målet" in page.text


def test_return_needs_a_comment(autumn, sign_in) -> None:
    submitted_report(autumn)
    answer = sign_in("leader").post(address(autumn, "return"), {"comment": " ", "until": "2027-01-22"})
    assert answer.status_code == 200
    assert fresh(autumn).state == NeedsReportState.SUBMITTED


def test_leader_gives_an_owner_a_new_deadline(autumn, at, sign_in) -> None:
    at(WINTER)
    client = sign_in("leader")
    assert client.get(address(autumn, "extend")).status_code == 200
    client.post(address(autumn, "extend"), {"reason": "Sykdom", "until": "2027-01-20"})
    assert Dispensation.objects.get().reason == "Sykdom"
    assert sign_in("owner").get(address(autumn, "edit"), follow=True).status_code == 200


# --- Lists ------------------------------------------------------------------------------------------------


def test_leader_sees_all_owners_of_the_network_with_their_state(autumn, sign_in) -> None:
    submitted_report(autumn)
    late = f.KindergartenFactory(municipality=autumn.municipality, owner__county=autumn.county)
    client = sign_in("leader")
    rows = client.get(reverse("needs:needs_report_list")).context["table"].rows
    assert {(r.record["owner_id"], r.record["state"]) for r in rows} == {
        (autumn.owner.pk, "submitted"),
        (late.owner.pk, "none"),
    }
    owed = client.get(reverse("needs:needs_report_list"), {"state": "owed"}).context["table"].rows
    assert [r.record["owner_id"] for r in owed] == [late.owner.pk]
    assert (
        len(client.get(reverse("needs:needs_report_list"), {"kind": "municipality"}).context["table"].rows)
        == 0
    )
    place = {"municipality": autumn.municipality.pk}
    assert len(client.get(reverse("needs:needs_report_list"), place).context["table"].rows) == 2


@pytest.mark.parametrize("column", ["owner_name", "network_name", "kindergartens", "state", "submitted_at"])
def test_list_sorts_by_every_column_both_ways(autumn, sign_in, column: str) -> None:
    for name in ("Ærlig AS", "Ågot AS", "Østre AS"):
        f.KindergartenFactory(municipality=autumn.municipality, owner__county=autumn.county, owner__name=name)
    client = sign_in("leader")
    names = [
        [
            row.record["owner_name"]
            for row in client.get(address_of_list, {"sort": sort}).context["table"].rows
        ]
        for address_of_list in [reverse("needs:needs_report_list")]
        for sort in (column, f"-{column}")
    ]
    if column == "owner_name":
        assert names[0] == ["Lekestua Prøve SA", "Ærlig AS", "Østre AS", "Ågot AS"]
        assert names[1] == names[0][::-1]
    assert len(names[0]) == len(names[1]) == 4


def test_staff_see_all_networks(autumn, sign_in) -> None:
    client = sign_in("case_officer")
    rows = client.get(reverse("needs:needs_report_list")).context["table"].rows
    assert {r.record["network_id"] for r in rows} == {autumn.network.pk, autumn.other_network.pk}
    one = client.get(reverse("needs:needs_report_list"), {"network": autumn.network.pk})
    assert {r.record["network_id"] for r in one.context["table"].rows} == {autumn.network.pk}


@pytest.mark.parametrize("query", [{"aar": "x"}, {"aar": "1999"}])
def test_unknown_round_is_404(autumn, sign_in, query: dict[str, str]) -> None:
    assert sign_in("leader").get(reverse("needs:needs_report_list"), query).status_code == 404


@pytest.mark.parametrize("query", [{"municipality": "x"}, {"state": "x"}, {"page": "9"}, {"sort": "x"}])
def test_odd_filters_never_break_the_list(autumn, sign_in, query: dict[str, str]) -> None:
    assert sign_in("leader").get(reverse("needs:needs_report_list"), query).status_code in (200, 404)


def test_list_asks_the_same_number_of_questions_for_one_row_and_for_three(
    autumn, sign_in, django_assert_max_num_queries
) -> None:
    client = sign_in("leader")
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("needs:needs_report_list"))
    for _n in range(3):
        f.KindergartenFactory(municipality=autumn.municipality, owner__county=autumn.county)
    with django_assert_max_num_queries(12) as many:
        client.get(reverse("needs:needs_report_list"))
    assert len(few) == len(many)


# --- Speed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["owner", "leader", "uh", "case_officer"])
def test_detail_asks_twelve_questions_at_most(
    autumn, sign_in, django_assert_max_num_queries, role: str
) -> None:
    report = submitted_report(autumn)
    client = sign_in(role)
    with django_assert_max_num_queries(12):
        assert client.get(address(autumn, "detail")).status_code == 200
    return_needs_report(report=report, comment="?", due_at=JANUARY, by=autumn.person("leader"), now=AUTUMN)
    with django_assert_max_num_queries(13):
        client.get(address(autumn, "detail"))


@pytest.mark.parametrize("verb", ["declare_no_needs"])
def test_owners_pages_ask_twelve_questions_at_most(
    autumn, sign_in, django_assert_max_num_queries, verb: str
) -> None:
    shared_assessment(autumn)
    draft_report(autumn)
    client = sign_in("owner")
    with django_assert_max_num_queries(12):
        assert client.get(address(autumn, verb)).status_code == 200
