"""Nominating in the browser; names stay with those who may see them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from needs.models import Nomination
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, World

NAME = "Siri Studentprøve"
MOST_QUERIES = 12


def typed(world: World, **changes: Any) -> dict[str, Any]:
    """What the browser sends for a whole nomination."""
    whole = {
        "version": "0",
        "kindergarten": str(world.kindergarten.pk),
        "student_name": NAME,
        "student_email": "siri@example.no",
        "study_type": str(chain.study_type(world).pk),
        "study_name": "Barnehagelærer",
        "institution": "Prøve høgskole",
        "ects": "22,5",
        "position_percent": "80",
        "amount_nok": "40 000",
    }
    return {**whole, **changes}


def create(world: World) -> str:
    return reverse("needs:nomination_create", kwargs={"year": world.round.grant_year})


@pytest.mark.parametrize("role", ["head", "owner"])
def test_nominate_look_over_and_send(world, at, sign_in, role):
    at(AUTUMN)
    client = sign_in(role)

    saved = client.post(create(world), typed(world, do="submit"))
    nomination = Nomination.objects.get()
    page = client.get(saved.url)
    client.post(saved.url, {"version": page.context["version"]})

    nomination.refresh_from_db()
    assert saved.url == reverse("needs:nomination_submit", kwargs={"pk": nomination.pk})
    assert (nomination.state, nomination.ects, nomination.amount_nok) == ("submitted", 22.5, 40_000)


def test_a_draft_is_saved_with_gaps_and_sending_says_what_is_missing(world, at, sign_in):
    at(AUTUMN)
    client = sign_in("head")

    answer = client.post(
        create(world), {"kindergarten": str(world.kindergarten.pk), "do": "submit"}, follow=True
    )

    assert Nomination.objects.get().state == "draft"
    assert answer.context["form"].errors.keys() == {
        "student_name",
        "student_email",
        "study_type",
        "study_name",
        "institution",
        "amount_nok",
    }


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kindergarten", ""),
        ("kindergarten", "\x00"),
        ("student_name", "x" * 20_000),
        ("student_name", "nul\x00"),
        ("student_email", "ikke en adresse"),
        ("study_type", "999999"),
        ("ects", "mange"),
        ("ects", "-1"),
        ("position_percent", "101"),
        ("amount_nok", "1,5"),
        ("amount_nok", "9999999999"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_rest_stays(world, at, sign_in, field, value):
    at(AUTUMN)

    answer = sign_in("head").post(create(world), typed(world, institution="áđŋ 🙂 שלום", **{field: value}))

    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert answer.context["form"]["institution"].value() == "áđŋ 🙂 שלום"
    assert not Nomination.objects.exists()


def test_somebody_elses_kindergarten_cannot_be_chosen(world, at, sign_in):
    at(AUTUMN)

    answer = sign_in("head").post(create(world), typed(world, kindergarten=str(world.other_kindergarten.pk)))

    assert answer.context["form"].errors.keys() == {"kindergarten"}


def test_after_the_closing_the_draft_stays_readable(world, at, sign_in):
    draft = chain.draft_nomination(world)
    at(FEBRUARY)
    client = sign_in("head")

    edit = client.get(reverse("needs:nomination_edit", kwargs={"pk": draft.pk}))
    page = client.get(edit.url)

    assert NAME in page.text
    assert page.context["may"] == {"withdraw"}
    late = client.post(reverse("needs:nomination_edit", kwargs={"pk": draft.pk}), typed(world, version="1"))
    assert (late.status_code, late.context["form"]["student_name"].value()) == (409, NAME)


def test_take_back_and_withdraw(world, at, sign_in):
    at(AUTUMN)
    nomination = chain.submitted_nomination(world)
    client = sign_in("owner")

    client.post(reverse("needs:nomination_take_back", kwargs={"pk": nomination.pk}))
    assert Nomination.objects.get().state == "draft"
    client.post(reverse("needs:nomination_withdraw", kwargs={"pk": nomination.pk}))
    assert Nomination.objects.get().state == "withdrawn"


def count(client: Any, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("role", "name", "now"),
    [
        ("owner", "nomination_list", AUTUMN),
    ],
)
def test_each_list_takes_the_same_few_queries_with_one_and_three(world, at, sign_in, role, name, now):
    at(now)
    client = sign_in(role)
    page = reverse(f"needs:{name}")
    chain.submitted_nomination(world)
    one = count(client, page)
    for _more in range(2):
        chain.submitted_nomination(world)

    assert count(client, page) == one
    assert one <= MOST_QUERIES


def test_one_nomination_keeps_to_few_queries(world, at, sign_in):
    at(AUTUMN)
    nomination = chain.draft_nomination(world)

    for name in ("detail", "edit", "submit", "withdraw"):
        assert (
            count(sign_in("owner"), reverse(f"needs:nomination_{name}", kwargs={"pk": nomination.pk}))
            <= MOST_QUERIES
        )
