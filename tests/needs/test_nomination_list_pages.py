"""The networks' lists in the browser: ranking with and without script, sending, Excel; names stay in their place."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from needs.models import Nomination, NominationList
from tests.needs import chain
from tests.world import APRIL, FEBRUARY, World

NAME = "Siri Studentprøve"
MOST_QUERIES = 12
TELLING = (NAME, "siri.studentprove", "Lekestua")


def listed(world: World, name: str = "nomination_list_detail") -> str:
    return reverse(f"needs:{name}", kwargs={"network": world.network.pk, "year": world.round.grant_year})


def three(world: World) -> list[Nomination]:
    return [chain.submitted_nomination(world, student_name=name) for name in "ABC"]


def names(client: Any, world: World) -> list[str]:
    return [row.student_name for row in client.get(listed(world)).context["rows"]]


def cells(answer: Any, tmp_path: Any) -> list[list[Any]]:
    file = tmp_path / "list.xlsx"
    file.write_bytes(answer.getvalue())
    return [list(row) for row in load_workbook(file).worksheets[0].iter_rows(values_only=True)]


@pytest.mark.parametrize("role", ["member", "uh", "forum"])
def test_a_sent_list_shows_numbers_and_studies_but_no_name_address_or_kindergarten(
    world, at, sign_in, role, tmp_path
):
    nomination = chain.submitted_nomination(world)
    Nomination.objects.filter(pk=nomination.pk).update(network_note="Siri er snart ferdig")
    chain.submitted_list(world, nomination)
    at(APRIL)
    client = sign_in(role)

    page = client.get(listed(world)).text
    book = str(cells(client.get(listed(world, "nomination_list_download")), tmp_path))

    for text in (page, book):
        assert "Barnehagelærer, deltid" in text
        assert [word for word in (*TELLING, "Siri er snart ferdig", chain.NOTE) if word in text] == []


@pytest.mark.parametrize("role", ["leader", "coordinator", "case_officer", "approver"])
def test_leaders_and_the_county_governors_staff_see_the_names(world, at, sign_in, role, tmp_path):
    chain.submitted_list(world, chain.submitted_nomination(world))
    at(APRIL)
    client = sign_in(role)

    assert NAME in client.get(listed(world)).text
    rows = cells(client.get(listed(world, "nomination_list_download")), tmp_path)
    assert (rows[1][0], rows[1][1], rows[1][3]) == (1, NAME, "Lekestua")


def test_rank_look_over_and_send(world, at, sign_in):
    first, second, third = three(world)
    at(FEBRUARY)
    client = sign_in("leader")
    page = client.get(listed(world, "nomination_list_rank"))

    saved = client.post(
        listed(world, "nomination_list_rank"),
        {
            "shown": page.context["shown"],
            "order": f"{second.pk},{third.pk},{first.pk}",
            "note": "Notat",
            f"why_{second.pk}": "Nær ferdig",
            "do": "submit",
        },
    )
    page = client.get(saved.url)
    client.post(saved.url, {"version": page.context["ranking"].version})

    assert [row.student_name for row in page.context["rows"]] == ["B", "C", "A"]
    assert "Nær ferdig" in page.text
    assert NominationList.objects.get().state == "submitted"


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ({"move": "{0}:up"}, "ABC"),
        ({"move": "{0}:down"}, "BAC"),
        ({"move": "{2}:up"}, "ACB"),
        ({"move": "{2}:to", "place_{2}": "1"}, "CAB"),
        ({"place_{2}": "2", "do": "save"}, "ACB"),
        ({"move": "{2}:to", "place_{2}": "tre"}, "ABC"),
    ],
)
def test_without_script_each_button_moves_one_and_keeps_what_is_typed(world, at, sign_in, sent, order):
    keys = [row.pk for row in three(world)]
    at(FEBRUARY)
    client = sign_in("leader")
    page = client.get(listed(world, "nomination_list_rank"))
    typed = {name.format(*keys): value.format(*keys) for name, value in sent.items()}

    answer = client.post(
        listed(world, "nomination_list_rank"),
        {"shown": page.context["shown"], "order": page.context["form"].order_now, "note": "Notat", **typed},
    )

    assert answer.status_code == 302
    assert "".join(names(client, world)) == order
    assert NominationList.objects.get().note == "Notat"


def test_two_orders_at_once_are_both_shown_and_one_is_chosen(world, at, sign_in):
    first, second, third = three(world)
    at(FEBRUARY)
    page = listed(world, "nomination_list_rank")
    mine, theirs = sign_in("leader"), sign_in("coordinator")
    shown = mine.get(page).context["shown"]
    theirs.post(page, {"shown": shown, "order": f"{second.pk},{first.pk},{third.pk}"})

    typed = {"shown": shown, "order": f"{third.pk},{first.pk},{second.pk}", "note": "Mitt"}
    answer = mine.post(page, typed)

    assert answer.status_code == 409
    assert "1. C" in answer.text
    assert "1. B" in answer.text
    choice = answer.context["conflicts"][0]["choice"]
    mine.post(page, {**typed, "shown": answer.context["shown"], "keep": choice})
    assert names(mine, world) == ["C", "A", "B"]


def test_a_quiet_save_answers_that_it_is_saved(world, at, sign_in):
    first, second, third = three(world)
    at(FEBRUARY)
    client = sign_in("leader")
    page = listed(world, "nomination_list_rank")
    shown = client.get(page).context["shown"]

    answer = client.post(
        page, {"shown": shown, "order": f"{third.pk},{first.pk},{second.pk}", "do": "autosave"}
    )

    assert (answer.status_code, answer["Rekom-Draft"]) == (200, "saved")
    assert names(client, world) == ["C", "A", "B"]


@pytest.mark.parametrize("order", ["", "x", "\x00", "9" * 30_000, "<b>,1"])
def test_an_order_that_is_no_order_harms_nothing(world, at, sign_in, order):
    three(world)
    at(FEBRUARY)
    client = sign_in("leader")
    page = listed(world, "nomination_list_rank")

    answer = client.post(page, {"shown": client.get(page).context["shown"], "order": order})

    assert answer.status_code in (200, 302)
    assert names(client, world) == ["A", "B", "C"]


def test_a_list_that_nobody_has_ordered_says_so_before_it_is_sent(world, at, sign_in):
    three(world)
    at(FEBRUARY)

    assert sign_in("leader").get(listed(world, "nomination_list_submit")).context["is_untouched"]


def count(client: Any, page: str) -> int:
    client.get(page).getvalue()
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(page)
        answer.getvalue()  # a download closes its file when it has been read
    assert answer.status_code == 200
    return len(queries)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        ("leader", "nomination_list_detail"),
        ("leader", "nomination_list_rank"),
        ("leader", "nomination_list_submit"),
        ("leader", "nomination_list_download"),
        ("case_officer", "nomination_list_overview"),
        ("uh", "nomination_list_detail"),
    ],
)
def test_each_list_takes_the_same_few_queries_with_one_and_three(world, at, sign_in, role, name):
    at(FEBRUARY)
    client = sign_in(role)
    page = reverse(f"needs:{name}") if name.endswith("overview") else listed(world, name)
    chain.submitted_nomination(world)
    one = count(client, page)
    for _more in range(2):
        chain.submitted_nomination(world)

    assert count(client, page) == one
    assert one <= MOST_QUERIES
