"""The county's code tables: who keeps them, what stays on what was written, and what a nomination begins with."""

import importlib
from typing import Any

import pytest
from django.apps import apps

from common.history import history_of
from common.ordering import order_text
from common.refusals import NotAllowed, NotNow
from needs.models import NominationTerms, StudyAmount, StudyType, Theme
from needs.queries.nomination import most_per_kindergarten, usual_amounts
from needs.queries.tables import suggested_amounts, themes, uses_of_study_types
from needs.services import tables as services
from needs.services.themes import load_study_types, load_themes
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, World, make_round

OTHERS = ["approver", "leader", "forum", "owner", "foreign_officer"]


def officer(world: World, by: str = "case_officer") -> dict[str, Any]:
    return {"by": world.person(by), "now": AUTUMN}


def names(world: World) -> list[str]:
    return [theme.name for theme in themes(world.county)]


@pytest.fixture
def first(world):
    chain.study_type(world)
    return chain.theme(world)


# --- add, rename -----------------------------------------------------------------------------------------------


def test_a_new_theme_stands_last(world, first):
    services.add_theme(county=world.county, name=" Uteliv ", **officer(world))

    assert names(world)[-1] == "Uteliv"


def test_a_new_kind_of_study_gets_a_code_that_no_other_has(world, first):
    rows = [
        services.add_study_type(county=world.county, name=name, **officer(world))
        for name in ("ABLU", "שלום", "שלום 2")
    ]

    assert len({row.code for row in rows} | {"ablu"}) == 4


@pytest.mark.parametrize("by", OTHERS)
def test_others_change_no_table(world, first, by):
    person = officer(world, by)
    for change in (
        lambda: services.add_theme(county=world.county, name="Ny", **person),
        lambda: services.add_study_type(county=world.county, name="Ny", **person),
        lambda: services.rename_entry(entry=first, name="Ny", **person),
        lambda: services.order_entries(county=world.county, kind=Theme, order="", **person),
        lambda: services.retire_entry(entry=first, **person),
        lambda: services.restore_entry(entry=first, **person),
        lambda: services.set_study_terms(
            round=world.fresh_round(), amounts={}, most_per_kindergarten=1, **person
        ),
    ):
        with pytest.raises(NotAllowed):
            change()
    assert "Ny" not in names(world)


@pytest.mark.parametrize("name", ["", "  ", "SPRÅK, LEK OG MILJØ"])
def test_a_name_that_is_empty_or_taken_is_refused(world, first, name):
    with pytest.raises(NotNow):
        services.add_theme(county=world.county, name=name, **officer(world))
    with pytest.raises(NotNow):
        services.rename_entry(entry=first, name=name, **officer(world))


def test_a_renamed_theme_shows_its_new_name_on_old_needs_and_keeps_its_history(world, first):
    need = chain.submitted_need(world)
    services.rename_entry(entry=need.theme, name="Et bedre navn", asks_free_text=True, **officer(world))

    need.refresh_from_db()
    assert (need.theme.name, need.theme.asks_free_text) == ("Et bedre navn", True)
    assert [(line.verb, line.comment) for line in history_of(need.theme)] == [
        ("rename", f"{first.name} → Et bedre navn")
    ]


def test_saving_the_same_name_writes_no_history(world, first):
    services.rename_entry(entry=first, name=first.name, **officer(world))

    assert not history_of(first)


# --- order, out of use, back ------------------------------------------------------------------------------------


def test_the_order_is_the_one_that_is_given_and_the_rest_come_last(world, first):
    rows = list(themes(world.county))

    services.order_entries(
        county=world.county, kind=Theme, order=order_text([rows[2].pk, rows[0].pk]), **officer(world)
    )

    assert names(world)[:3] == [rows[2].name, rows[0].name, rows[1].name]


def test_out_of_use_is_not_offered_and_stays_on_what_was_written(world, first):
    need = chain.submitted_need(world)

    services.retire_entry(entry=need.theme, **officer(world))

    need.refresh_from_db()
    assert need.theme.name not in names(world)
    services.restore_entry(entry=need.theme, **officer(world))
    assert names(world)[-1] == need.theme.name
    assert [line.verb for line in history_of(need.theme)] == ["retire", "restore"]


def test_the_last_one_in_use_stays(world, first):
    Theme.objects.exclude(pk=first.pk).update(is_active=False)

    with pytest.raises(NotNow):
        services.retire_entry(entry=first, **officer(world))

    assert names(world) == [first.name]


# --- amounts and limits ------------------------------------------------------------------------------------------


def set_terms(world: World, amounts: dict[int, int | None], most: int | None = None, **changes: Any) -> None:
    services.set_study_terms(
        round=world.fresh_round(),
        amounts=amounts,
        most_per_kindergarten=most,
        **{**officer(world), **changes},
    )


def test_amounts_and_limit_of_a_round_are_set_and_taken_away(world, first):
    study = chain.study_type(world)
    set_terms(world, {study.pk: 40_000, 999_999: 1}, 3)
    assert (usual_amounts(world.round), most_per_kindergarten(world.round)) == ({study.pk: 40_000}, 3)

    set_terms(world, {study.pk: None})

    assert (usual_amounts(world.round), most_per_kindergarten(world.round)) == ({}, None)
    lines = history_of(NominationTerms.objects.get())
    assert [line.comment for line in lines] == [f"{study.name}: – → 40000", f"{study.name}: 40000 → –"]


def test_amounts_are_refused_when_nominations_have_closed(world, first):
    with pytest.raises(NotNow):
        set_terms(world, {chain.study_type(world).pk: 40_000}, now=FEBRUARY)

    assert not StudyAmount.objects.exists()


def test_the_form_suggests_only_what_a_source_or_an_earlier_round_says(world, first):
    sami, other = StudyType.objects.get(code="ablu_sami"), chain.study_type(world)
    assert suggested_amounts(world.round) == {sami.pk: 80_000}
    assert usual_amounts(world.round) == {}  # a suggestion holds when it is saved

    set_terms(world, {other.pk: 30_000})

    assert suggested_amounts(world.round) == {other.pk: 30_000}
    assert suggested_amounts(make_round(world.county, 2028)) == {sami.pk: 80_000, other.pk: 30_000}


# --- what a county begins with ------------------------------------------------------------------------------------


def test_loading_a_county_again_leaves_what_its_officers_have_made(world, first):
    services.rename_entry(entry=first, name="Vårt eget", **officer(world))
    before = [names(world), list(StudyType.objects.values_list("code", flat=True))]

    load_themes(world.county)
    load_study_types(world.county)

    assert [names(world), list(StudyType.objects.values_list("code", flat=True))] == before


def test_counties_with_kinds_of_study_get_the_new_ones_and_give_back_those_that_are_unused(world, first):
    more = importlib.import_module("needs.migrations.0006_more_study_types")
    StudyType.objects.filter(code__in=more.MORE).delete()

    more.add(apps, None)
    more.add(apps, None)
    codes = list(StudyType.objects.filter(county=world.county).values_list("code", flat=True))
    assert codes[:2] == ["ablu", "ablu_sami"]
    assert codes.count("fagbrev") == 1
    chain.submitted_nomination(world, study_type=StudyType.objects.get(code="fagbrev"))
    more.remove(apps, None)

    left = set(StudyType.objects.values_list("code", flat=True))
    assert "fagbrev" in left
    assert "ablu_sami" not in left
    assert sum(uses_of_study_types(world.county).values()) == 1
