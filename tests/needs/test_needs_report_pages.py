"""The pages of needs reports."""

from typing import Any

import pytest
from django.urls import reverse

from common.clock import oslo
from common.models import OutboxMail
from needs.models import NeedsReport
from needs.services.needs_report import Content, return_needs_report
from needs.states import NeedsReportState
from networks.models import Dispensation
from tests import factories as f
from tests.needs.stage import TEXTS, draft_report, fresh, need, shared_assessment, submitted_report, themes
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


def typed(world: World, *rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the browser sends for a page with these rows."""
    data: dict[str, Any] = {
        "version": "0",
        **TEXTS,
        "sami_perspectives": "",
        "ppt_involvement": "",
        "needs-TOTAL_FORMS": str(len(rows)),
        "needs-INITIAL_FORMS": "0",
    }
    for n, row in enumerate(rows):
        data |= {f"needs-{n}-{name}": value for name, value in row.items()}
    return data | changes


def row(world: World, **changes: Any) -> dict[str, Any]:
    whole = {
        "theme": str(themes(world)[0].pk),
        "kindergartens": [str(world.kindergarten.pk)],
        "why": "Ulik praksis",
        "goal": "Felles språk",
        "start_on": "2027-08-01",
        "years": "2",
        "priority": "1",
    }
    return {**whole, **changes}


# --- The owner's form -------------------------------------------------------------------------------------


def test_owner_takes_the_road_from_form_to_receipt(autumn, sign_in) -> None:
    shared_assessment(autumn)
    client = sign_in("owner")
    assert "Vi trenger et felles språk." in client.get(address(autumn, "edit")).text
    answer = client.post(address(autumn, "edit"), typed(autumn, row(autumn), do="next"), follow=True)
    assert answer.redirect_chain[-1][0] == address(autumn, "confirm_submit")
    assert "Ulik praksis" in answer.text
    answer = client.post(address(autumn, "submit"), {"version": "1"}, follow=True)
    assert answer.redirect_chain[-1][0] == address(autumn, "detail")
    assert "Prøve Owner" in answer.text
    saved = fresh(autumn)
    assert saved.state == NeedsReportState.SUBMITTED
    stored = saved.needs.get()
    assert (stored.start_on.isoformat(), stored.years, stored.priority) == ("2027-08-01", 2, 1)


def test_add_another_need_saves_the_draft_and_shows_a_new_row(autumn, sign_in) -> None:
    client = sign_in("owner")
    answer = client.post(address(autumn, "edit"), typed(autumn, row(autumn), do="add"), follow=True)
    assert fresh(autumn).needs.count() == 1
    assert 'name="needs-1-why"' in answer.text
    assert answer.redirect_chain[-1][0].endswith("?ny=1#need-2")


def test_empty_rows_are_not_needs_and_a_ticked_row_is_removed(autumn, sign_in) -> None:
    client = sign_in("owner")
    blank = {"kindergartens": [str(autumn.kindergarten.pk)]}
    client.post(address(autumn, "edit"), typed(autumn, row(autumn), blank, do="save"))
    kept = fresh(autumn).needs.get()
    client.post(
        address(autumn, "edit"),
        typed(autumn, row(autumn, pk=str(kept.pk), remove="on"), version="1", do="save"),
    )
    assert fresh(autumn).needs.count() == 0


def test_draft_with_nothing_in_it_is_saved(autumn, sign_in) -> None:
    answer = sign_in("owner").post(
        address(autumn, "edit"), typed(autumn, {}, heads_involvement="", staff_involvement="", do="save")
    )
    assert answer.status_code == 302
    assert fresh(autumn).version == 1


def test_what_is_missing_links_to_its_field(autumn, sign_in) -> None:
    draft_report(autumn, content=Content(texts={}, needs=[need(autumn, goal="")]))
    client = sign_in("owner")
    page = client.get(address(autumn, "confirm_submit")).text
    for anchor in ("id_heads_involvement", "id_staff_involvement", "id_needs-0-goal"):
        assert f'href="{address(autumn, "edit")}?mangler=1#{anchor}"' in page
    assert address(autumn, "submit") not in page
    form = client.get(f"{address(autumn, 'edit')}?mangler=1").text
    assert 'href="#id_needs-0-goal"' in form
    assert 'id="id_needs-0-goal_error"' in form


def test_submit_with_gaps_goes_back_with_a_sentence(autumn, sign_in) -> None:
    draft_report(autumn, content=Content(texts={}))
    answer = sign_in("owner").post(address(autumn, "submit"), {"version": "1"})
    assert answer.status_code == 302
    assert fresh(autumn).state == NeedsReportState.DRAFT


def test_save_on_an_older_version_keeps_what_was_typed(autumn, sign_in) -> None:
    draft_report(autumn)
    client = sign_in("owner")
    mine = typed(autumn, row(autumn, why="Min tekst"), staff_involvement="Mitt", do="save")
    answer = client.post(address(autumn, "edit"), mine)
    assert answer.status_code == 409
    assert "Min tekst" in answer.text
    assert 'name="version" value="1"' in answer.text
    assert fresh(autumn).staff_involvement == TEXTS["staff_involvement"]
    assert client.post(address(autumn, "edit"), {**mine, "version": "1"}).status_code == 302
    assert {stored.why for stored in fresh(autumn).needs.all()} > {"Min tekst"}


def test_what_is_typed_after_the_closing_is_refused_but_kept_on_the_page(autumn, at, sign_in) -> None:
    draft_report(autumn)
    at(WINTER)
    client = sign_in("owner")
    answer = client.post(address(autumn, "edit"), typed(autumn, row(autumn, why="For sent"), version="1"))
    assert answer.status_code == 409
    assert "For sent" in answer.text
    page = client.get(address(autumn, "detail"))
    assert "Vi løser det ulikt" in page.text
    assert address(autumn, "edit") not in page.text


def test_stale_form_of_a_sent_report_is_refused_with_a_sentence(autumn, sign_in) -> None:
    submitted_report(autumn)
    client = sign_in("owner")
    assert client.post(address(autumn, "edit"), typed(autumn, row(autumn), version="1")).status_code == 409
    assert client.get(address(autumn, "edit")).status_code == 302
    assert client.post(address(autumn, "submit"), {"version": "1"}).status_code == 302
    assert OutboxMail.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("why", "a" * 20_001),
        ("goal", "nul\x00"),
        ("theme", "999999"),
        ("theme", "abc"),
        ("kindergartens", ["999999"]),
        ("priority", "0"),
        ("priority", "hei"),
        ("years", "9"),
        ("start_on", "1999-13-45"),
        ("pk", "x"),
    ],
)
def test_bad_input_is_refused_at_the_field_and_never_stored(autumn, sign_in, field: str, text: Any) -> None:
    answer = sign_in("owner").post(address(autumn, "edit"), typed(autumn, row(autumn, **{field: text})))
    assert answer.status_code == 200
    assert not NeedsReport.objects.exists()
    assert "ds-error-summary" in answer.text


def test_odd_but_honest_text_is_stored(autumn, sign_in) -> None:
    text = "😀 áđŋšŧž ïö مرحبا <b>&amp;" * 500
    sign_in("owner").post(address(autumn, "edit"), typed(autumn, row(autumn, why=text), do="save"))
    assert fresh(autumn).needs.get().why == text


@pytest.mark.parametrize(
    "broken",
    [
        {"needs-TOTAL_FORMS": "x"},
        {"needs-TOTAL_FORMS": "5000"},
        {"needs-TOTAL_FORMS": ""},
        {"version": "x" * 99},
    ],
)
def test_tampered_form_is_refused_and_never_breaks(autumn, sign_in, broken: dict[str, str]) -> None:
    answer = sign_in("owner").post(address(autumn, "edit"), typed(autumn, row(autumn)) | broken)
    assert answer.status_code in (200, 302, 409)


def test_only_one_kindergarten_is_ticked_already(autumn, sign_in) -> None:
    autumn.sister.delete() if not autumn.sister.figures.all().delete() else autumn.sister.delete()
    page = sign_in("owner").get(address(autumn, "edit")).text
    assert "checked" in page


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


def test_leader_records_a_report_received_another_way(autumn, at, sign_in) -> None:
    at(WINTER)
    client = sign_in("leader")
    assert client.get(address(autumn, "record")).status_code == 200
    missing = client.post(address(autumn, "record"), typed(autumn, row(autumn), do="next"))
    assert missing.status_code == 200
    data = typed(autumn, row(autumn), received_how="E-post", do="next")
    assert client.post(address(autumn, "record"), data).url == address(autumn, "detail")
    assert fresh(autumn).state == NeedsReportState.SUBMITTED


def test_leader_is_told_what_is_missing_in_a_record(autumn, sign_in) -> None:
    client = sign_in("leader")
    data = typed(autumn, row(autumn, why=""), received_how="E-post", do="next")
    answer = client.post(address(autumn, "record"), data, follow=True)
    assert 'href="#id_needs-0-why"' in answer.text
    assert fresh(autumn).state == NeedsReportState.DRAFT


def test_leader_never_sees_the_owners_draft(autumn, sign_in) -> None:
    draft_report(autumn)
    client = sign_in("leader")
    page = client.get(address(autumn, "detail"))
    assert page.status_code == 200
    assert "Vi løser det ulikt" not in page.text
    assert client.get(address(autumn, "record")).status_code == 302
    refused = client.post(address(autumn, "record"), typed(autumn, row(autumn), received_how="E-post"))
    assert "Vi løser det ulikt" not in refused.text
    assert fresh(autumn).received_how == ""


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
    page = sign_in("owner").get(address(autumn, "edit"))
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
    assert sign_in("owner").get(address(autumn, "edit")).status_code == 200


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


@pytest.mark.parametrize("verb", ["edit", "confirm_submit", "declare_no_needs"])
def test_owners_pages_ask_twelve_questions_at_most(
    autumn, sign_in, django_assert_max_num_queries, verb: str
) -> None:
    shared_assessment(autumn)
    draft_report(autumn)
    client = sign_in("owner")
    with django_assert_max_num_queries(12):
        assert client.get(address(autumn, verb)).status_code == 200
