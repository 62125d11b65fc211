"""The pages on which a needs report is written: the road, each step, the needs, and coming back."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from common.models import OutboxMail
from needs.models import Need, NeedsReport
from needs.services.needs_report import return_needs_report
from needs.states import NeedsReportState
from networks.models import OrganisationKind
from tests import factories as f
from tests.needs.stage import (
    RECEIVED,
    TEXTS,
    another_need,
    draft_report,
    fresh,
    need,
    recorded_draft,
    shared_assessment,
    submitted_report,
    themes,
)
from tests.web_forms import Form, forms_of
from tests.world import AUTUMN, WINTER, World

QUIET = {"do": "autosave"}


@pytest.fixture
def autumn(world, at) -> World:
    """The world in November, with its themes."""
    at(AUTUMN)
    themes(world)
    return world


def address(world: World, name: str, **more: Any) -> str:
    kwargs = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027, **more}
    return reverse(f"needs:{name}", kwargs=kwargs)


def step(world: World, name: str) -> str:
    return address(world, f"needs_report_{name}")


def need_page(world: World, one: Need) -> str:
    return address(world, "need_edit", pk=one.pk)


def main_form(page: str) -> Form:
    """The form of a step, as a browser reads it."""
    return next(form for form in forms_of(page) if any(field.name == "shown" for field in form.fields))


def write(client: Any, url: str, *, do: str = "next", headers: Any = None, **typed: Any) -> Any:
    """Open a page, type, and press a button."""
    data = main_form(client.get(url).text).data(**typed) | {"do": do}
    return client.post(url, data, headers=headers or {})


def first(world: World) -> Need:
    return fresh(world).needs.all()[0]


# --- The road ---------------------------------------------------------------------------------------------


def test_owner_takes_the_road_from_nothing_to_the_receipt(autumn, sign_in) -> None:
    client = sign_in("owner")
    assert client.get(step(autumn, "edit")).url == step(autumn, "needs")
    added = client.post(address(autumn, "need_add"))
    one = first(autumn)
    assert added.url == need_page(autumn, one)
    answer = write(
        client,
        added.url,
        theme=str(themes(autumn)[0].pk),
        kindergartens=[str(autumn.kindergarten.pk), str(autumn.sister.pk)],
        why="Ulik praksis",
        goal="Felles språk",
        start_on="2027-08-01",
        years="2",
    )
    assert answer.url == f"{step(autumn, 'needs')}#card-{one.pk}"
    answer = write(client, step(autumn, "involvement"), **TEXTS)
    assert answer.url == step(autumn, "cooperation")
    answer = write(client, step(autumn, "cooperation"), sami_perspectives="Samisk uke", ppt_part="yes")
    assert answer.url == step(autumn, "attachments")
    summary = client.get(step(autumn, "confirm_submit")).text
    assert "Ulik praksis" in summary
    send = next(form for form in forms_of(summary) if form.action == step(autumn, "submit"))
    assert client.post(send.action, send.data()).url == step(autumn, "detail")
    report, stored = fresh(autumn), first(autumn)
    assert report.state == NeedsReportState.SUBMITTED
    assert (report.staff_groups, report.ppt_part) == (TEXTS["staff_groups"], "yes")
    assert (stored.start_on.isoformat(), stored.years, stored.kindergartens.count()) == ("2027-08-01", 2, 2)


def test_progress_list_shows_what_is_done_and_where_one_is(autumn, sign_in) -> None:
    draft_report(autumn, texts={"sami_perspectives": "Ja"})
    steps = sign_in("owner").get(step(autumn, "involvement")).context["steps"]
    assert [(one["is_done"], one["is_current"]) for one in steps] == [
        (True, False),
        (False, True),
        (True, False),
        (False, False),
        (False, False),
    ]
    assert [one["url"] for one in steps][:2] == [step(autumn, "needs"), step(autumn, "involvement")]


def test_previous_saves_too_and_goes_back(autumn, sign_in) -> None:
    client = sign_in("owner")
    assert write(client, step(autumn, "involvement"), do="previous", **TEXTS).url == step(autumn, "needs")
    assert fresh(autumn).heads_involvement == TEXTS["heads_involvement"]


def test_coming_back_lands_where_one_was(autumn, sign_in) -> None:
    draft_report(autumn)
    client = sign_in("owner")
    write(client, step(autumn, "involvement"), involved_when="I går")
    assert client.get(step(autumn, "edit")).url == step(autumn, "cooperation")
    write(client, need_page(autumn, first(autumn)), do="autosave", why="Nytt")
    assert client.get(step(autumn, "edit")).url == need_page(autumn, first(autumn))
    client.post(address(autumn, "need_remove", pk=first(autumn).pk))
    assert client.get(step(autumn, "edit")).url == step(autumn, "needs")


def test_old_link_to_what_is_missing_leads_to_the_first_gap(autumn, sign_in) -> None:
    draft_report(autumn, texts={})
    url = sign_in("owner").get(f"{step(autumn, 'edit')}?mangler=1").url
    assert url == f"{step(autumn, 'involvement')}?mangler=1#id_heads_involvement"


# --- Saving while one types -------------------------------------------------------------------------------


def test_autosave_says_when_and_begins_the_report(autumn, sign_in) -> None:
    client = sign_in("owner")
    answer = write(client, step(autumn, "involvement"), do="autosave", heads_involvement="Møte")
    assert answer.status_code == 200
    assert answer["Rekom-Draft"] == "saved"
    assert (fresh(autumn).version, fresh(autumn).heads_involvement) == (1, "Møte")


def test_two_who_change_the_same_field_of_a_need_choose(autumn, sign_in) -> None:
    draft_report(autumn)
    client, url = sign_in("owner"), need_page(autumn, first(autumn))
    mine = main_form(client.get(url).text).data(why="Min tekst", goal="Mitt mål")
    write(sign_in("owner"), url, why="Din tekst")
    answer = client.post(url, mine | {"do": "next"})
    assert answer.status_code == 409
    assert "Min tekst" in answer.text
    assert "Din tekst" in answer.text
    assert (first(autumn).why, first(autumn).goal) == ("Din tekst", "Mitt mål")
    again = main_form(answer.text)
    keep = next(value for name, value in again.buttons if name == "keep")
    client.post(url, {key: value for key, value in again.data().items() if key != "do"} | {"keep": keep})
    assert first(autumn).why == "Min tekst"


def test_what_is_typed_in_a_removed_need_stays_on_the_page(autumn, sign_in) -> None:
    draft_report(autumn)
    client, one = sign_in("owner"), first(autumn)
    mine = main_form(client.get(need_page(autumn, one)).text).data(why="Skrevet samtidig")
    client.post(address(autumn, "need_remove", pk=one.pk))
    answer = client.post(need_page(autumn, one), mine | {"do": "next"})
    assert answer.status_code == 409
    assert "Skrevet samtidig" in answer.text
    assert client.get(need_page(autumn, one)).status_code == 404
    assert client.post(address(autumn, "need_remove", pk=one.pk)).status_code == 302


def test_what_is_typed_after_the_closing_is_refused_but_kept_on_the_page(autumn, at, sign_in) -> None:
    draft_report(autumn)
    client, url = sign_in("owner"), need_page(autumn, first(autumn))
    mine = main_form(client.get(url).text).data(why="For sent")
    at(WINTER)
    answer = client.post(url, mine | {"do": "next"})
    assert answer.status_code == 409
    assert "For sent" in answer.text
    quiet = client.post(url, mine | QUIET)
    assert (quiet.status_code, quiet["Rekom-Draft"]) == (409, "refused")
    assert client.get(url).url == step(autumn, "detail")
    assert "Vi løser det ulikt" in client.get(step(autumn, "detail")).text


def test_sent_report_is_turned_away_from_every_step(autumn, sign_in) -> None:
    submitted_report(autumn)
    client, detail = sign_in("owner"), step(autumn, "detail")
    for url in (
        step(autumn, "edit"),
        step(autumn, "needs"),
        step(autumn, "involvement"),
        step(autumn, "cooperation"),
        need_page(autumn, first(autumn)),
        address(autumn, "need_remove", pk=first(autumn).pk),
    ):
        assert client.get(url).url in (detail, step(autumn, "needs"))
    before = fresh(autumn).version
    client.post(address(autumn, "need_add"))
    client.post(address(autumn, "need_order"), {"move": f"{first(autumn).pk}:down"})
    client.post(address(autumn, "need_remove", pk=first(autumn).pk))
    assert (fresh(autumn).version, fresh(autumn).needs.count()) == (before, 1)
    assert OutboxMail.objects.count() == 3


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("why", "a" * 20_001),
        ("goal", "nul\x00"),
        ("theme", "999999"),
        ("theme", "abc"),
        ("kindergartens", ["999999"]),
        ("years", "9"),
        ("start_on", "1999-13-45"),
    ],
)
def test_bad_input_is_refused_at_the_field_and_the_rest_is_saved(
    autumn, sign_in, field: str, text: Any
) -> None:
    client = sign_in("owner")
    client.post(address(autumn, "need_add"))
    answer = write(client, need_page(autumn, first(autumn)), way_of_working="Sammen", **{field: text})
    assert answer.status_code == 200
    assert "ds-error-summary" in answer.text
    stored = first(autumn)
    assert stored.way_of_working == "Sammen"
    assert not getattr(stored, field) if field != "kindergartens" else not stored.kindergartens.exists()


def test_odd_but_honest_text_is_stored(autumn, sign_in) -> None:
    text = "😀 áđŋšŧž ïö مرحبا <b>&amp;" * 500
    client = sign_in("owner")
    client.post(address(autumn, "need_add"))
    write(client, need_page(autumn, first(autumn)), why=text)
    assert first(autumn).why == text


# --- Needs ------------------------------------------------------------------------------------------------


def test_pressing_add_twice_gives_one_empty_need(autumn, sign_in) -> None:
    client = sign_in("owner")
    assert client.post(address(autumn, "need_add")).url == client.post(address(autumn, "need_add")).url
    assert Need.objects.count() == 1


def test_an_owners_only_kindergarten_is_ticked_already(autumn, sign_in) -> None:
    autumn.sister.closed_on = date(2026, 8, 1)
    autumn.sister.save(update_fields=["closed_on"])
    sign_in("owner").post(address(autumn, "need_add"))
    assert list(first(autumn).kindergartens.all()) == [autumn.kindergarten]


def test_cards_say_theme_first_words_and_what_is_missing(autumn, sign_in) -> None:
    draft_report(autumn, needs=[need(autumn, goal=""), {}])
    cards = sign_in("owner").get(step(autumn, "needs")).context["cards"]
    assert [card["title"] == str(themes(autumn)[0]) for card in cards] == [True, False]
    assert cards[0]["hint"].startswith("Vi løser det ulikt")
    assert ["1" in card["side"] for card in cards] == [True, False]


def test_needs_are_moved_by_buttons_and_by_a_whole_order(autumn, sign_in) -> None:
    draft_report(autumn, needs=[need(autumn, why=why) for why in "abc"])
    client, url = sign_in("owner"), address(autumn, "need_order")
    a, b, c = (row.pk for row in fresh(autumn).needs.all())
    assert client.post(url, {"order": f"{a},{b},{c}", "move": f"{c}:up"}).url.endswith(f"#card-{c}")
    assert [row.why for row in Need.objects.all()] == ["a", "c", "b"]
    quiet = client.post(url, {"order": f"{c},{b},{a}"}, headers={"HX-Request": "true"})
    assert quiet.status_code == 200
    assert [row.why for row in Need.objects.all()] == ["c", "b", "a"]
    for odd in ({}, {"order": "x,,9999999"}, {"move": "x:up"}, {"move": f"{c}:sideways"}):
        client.post(url, odd)
    assert [row.why for row in Need.objects.all()] == ["c", "b", "a"]


def test_removing_a_need_asks_first(autumn, sign_in) -> None:
    draft_report(autumn)
    client, url = sign_in("owner"), address(autumn, "need_remove", pk=first(autumn).pk)
    assert "Vi løser det ulikt" in client.get(url).text
    assert Need.objects.count() == 1
    assert client.post(url).url == step(autumn, "needs")
    assert Need.objects.count() == 0


def test_kindergartens_stand_by_municipality(autumn, sign_in) -> None:
    elsewhere = f.MunicipalityFactory(county=autumn.county, name_nb="Ytterdal")
    f.NetworkMunicipalityFactory(network=autumn.network, municipality=elsewhere)
    f.KindergartenFactory(owner=autumn.owner, municipality=elsewhere, name="Fjernstua")
    draft_report(autumn)
    page = sign_in("owner").get(need_page(autumn, first(autumn)))
    groups = page.context["form"].fields["kindergartens"].choices
    assert [(name, [label for _key, label in rows]) for name, rows in groups] == [
        ("Prøvedal", ["Lekestua", "Lillestua"]),
        ("Ytterdal", ["Fjernstua"]),
    ] or [name for name, _rows in groups] == ["Ytterdal", "Prøvedal"]
    assert "data-picker" in page.text


def test_need_offers_the_ways_to_begin_that_there_are(autumn, sign_in) -> None:
    client = sign_in("owner")
    assert client.get(step(autumn, "needs")).context["assessments_url"] == ""
    shared_assessment(autumn)
    page = client.get(step(autumn, "needs"))
    assert page.context["assessments_url"] == address(autumn, "needs_from_assessments")
    assert page.context["last_year_url"] == ""
    assert "Vi trenger et felles språk." in page.text


# --- What is missing --------------------------------------------------------------------------------------


def test_what_is_missing_links_to_its_field_and_is_said_there(autumn, sign_in) -> None:
    draft_report(autumn, texts={}, needs=[need(autumn, goal="")])
    client = sign_in("owner")
    summary = client.get(step(autumn, "confirm_submit")).text
    for url, field in (
        (step(autumn, "involvement"), "heads_involvement"),
        (step(autumn, "involvement"), "staff_groups"),
        (need_page(autumn, first(autumn)), "goal"),
    ):
        assert f'href="{url}?mangler=1#id_{field}"' in summary
        assert f'id="id_{field}_error"' in client.get(f"{url}?mangler=1").text
        assert f'id="id_{field}_error"' not in client.get(url).text
    assert step(autumn, "submit") not in summary


def test_report_without_needs_is_told_to_write_one(autumn, sign_in) -> None:
    draft_report(autumn, needs=[])
    client = sign_in("owner")
    url = f"{step(autumn, 'needs')}?mangler=1"
    assert f'href="{url}#id_theme"' in client.get(step(autumn, "confirm_submit")).text
    assert [gap.field for gap in client.get(url).context["missing"]] == ["theme"]


def test_comments_of_a_return_stand_at_their_fields(autumn, sign_in) -> None:
    report = submitted_report(autumn)
    key = f"need-{first(autumn).pk}-goal"
    return_needs_report(
        report=report,
        comment="Nesten",
        due_at=WINTER,
        by=autumn.person("leader"),
        now=AUTUMN,
        at_fields={key: "Hva betyr dette?", "heads_involvement": "Når møttes dere?"},
    )
    client = sign_in("owner")
    on_need, on_step = (
        client.get(need_page(autumn, first(autumn))).text,
        client.get(step(autumn, "involvement")).text,
    )
    assert ("Hva betyr dette?" in on_need, "Når møttes dere?" in on_need) == (True, False)
    assert ("Hva betyr dette?" in on_step, "Når møttes dere?" in on_step) == (False, True)
    assert "Nesten" in on_need


# --- What only some are asked -----------------------------------------------------------------------------


def test_owners_in_the_sami_area_get_more_guidance(autumn, sign_in) -> None:
    client = sign_in("owner")
    assert not client.get(step(autumn, "cooperation")).context["has_sami_area"]
    autumn.municipality.is_sami_admin_area = True
    autumn.municipality.save(update_fields=["is_sami_admin_area"])
    assert client.get(step(autumn, "cooperation")).context["has_sami_area"]


def test_own_contribution_is_asked_where_the_scheme_asks_it(autumn, sign_in) -> None:
    page = sign_in("owner").get(step(autumn, "cooperation"))
    assert page.context["report"].round.scheme.asks_own_contribution is False
    assert "own_contribution" not in page.text


def test_service_is_asked_neither_for_heads_nor_for_kindergartens(autumn, sign_in) -> None:
    autumn.owner.kind = OrganisationKind.SERVICE
    autumn.owner.save(update_fields=["kind"])
    client = sign_in("owner")
    client.post(address(autumn, "need_add"))
    assert "kindergartens" not in main_form(client.get(need_page(autumn, first(autumn))).text).data()
    assert "heads_involvement" not in client.get(step(autumn, "involvement")).text


# --- What the leader records ------------------------------------------------------------------------------


def test_leader_records_a_report_by_the_same_road(autumn, at, sign_in) -> None:
    at(WINTER)
    client = sign_in("leader")
    assert client.get(step(autumn, "record"), follow=True).redirect_chain[-1][0] == step(autumn, "received")
    assert client.get(step(autumn, "needs")).url == step(autumn, "received")
    assert write(client, step(autumn, "received"), received_how=" ").status_code == 409
    assert not NeedsReport.objects.exists()
    assert write(client, step(autumn, "received"), received_how=RECEIVED).url == step(autumn, "needs")
    client.post(address(autumn, "need_add"))
    write(
        client,
        need_page(autumn, first(autumn)),
        theme=str(themes(autumn)[0].pk),
        kindergartens=[str(autumn.kindergarten.pk)],
        why="Sagt i møte",
    )
    summary = client.get(step(autumn, "confirm_submit")).text
    send = next(form for form in forms_of(summary) if form.action == step(autumn, "record"))
    assert client.post(send.action, send.data()).url == step(autumn, "detail")
    assert fresh(autumn).state == NeedsReportState.SUBMITTED


def test_record_with_gaps_is_refused_with_a_sentence(autumn, sign_in) -> None:
    recorded_draft(autumn, now=AUTUMN, needs=[need(autumn, why="")])
    client = sign_in("leader")
    answer = client.post(step(autumn, "record"), {"version": str(fresh(autumn).version)})
    assert answer.status_code == 302
    assert fresh(autumn).state == NeedsReportState.DRAFT


def test_leader_never_sees_the_owners_draft(autumn, sign_in) -> None:
    draft_report(autumn)
    client = sign_in("leader")
    assert "Vi løser det ulikt" not in client.get(step(autumn, "detail")).text
    assert client.get(step(autumn, "record")).status_code == 302
    for url in (step(autumn, "needs"), step(autumn, "involvement"), need_page(autumn, first(autumn))):
        assert client.get(url).status_code == 404
        assert client.post(url, {"why": "Kapret", "received_how": RECEIVED}).status_code == 404
    assert (fresh(autumn).received_how, first(autumn).why[:8]) == ("", "Vi løser")


# --- Speed ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["needs", "involvement", "cooperation", "need_edit"])
def test_a_step_asks_twelve_questions_at_most_however_many_needs_there_are(
    autumn, sign_in, django_assert_max_num_queries, name: str
) -> None:
    shared_assessment(autumn)
    draft_report(autumn)
    client = sign_in("owner")
    url = need_page(autumn, first(autumn)) if name == "need_edit" else step(autumn, name)
    client.get(url)
    with django_assert_max_num_queries(12) as few:
        client.get(url)
    another_need(autumn)
    another_need(autumn)
    with django_assert_max_num_queries(12) as many:
        client.get(url)
    assert len(few) == len(many)


@pytest.mark.parametrize(("name", "most"), [("involvement", 15), ("need_edit", 20)])
def test_saving_while_one_types_asks_few_questions(
    autumn, sign_in, django_assert_max_num_queries, name: str, most: int
) -> None:
    draft_report(autumn, needs=[need(autumn)] * 3)
    client = sign_in("owner")
    url = need_page(autumn, first(autumn)) if name == "need_edit" else step(autumn, name)
    form = main_form(client.get(url).text)
    data = form.data(**{"why" if name == "need_edit" else "heads_involvement": "Nytt"}) | QUIET
    with django_assert_max_num_queries(most):
        assert client.post(url, data).status_code == 200
