"""The county's combined list: who reads what, filters, sums and Excel."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from needs.models import Nomination
from needs.queries.nomination_county_list import county_nominations
from networks.models import NetworkMunicipality, OrganisationKind, Seat
from tests.needs import chain
from tests.world import APRIL, AUTUMN, FEBRUARY, World

NAME = "Siri Studentprøve"
MOST_QUERIES = 12
PAGE = "needs:nomination_county_list"
BOOK = "needs:nomination_county_download"


def elsewhere(world: World, **changes: Any) -> Nomination:
    """A nomination from another network, whose list is not sent."""
    Seat.objects.filter(kindergarten=world.other_kindergarten).update(user=world.people["owner"])
    return chain.submitted_nomination(world, "owner", kindergarten=world.other_kindergarten, **changes)


def seen(world: World, role: str) -> list[int]:
    rows = county_nominations(world.person(role), world.fresh_round(), now=FEBRUARY)
    return [row.pk for row in rows]


def found(client: Any, **asked: Any) -> list[int]:
    return [row.record.pk for row in client.get(reverse(PAGE), asked).context["table"].rows]


def cells(answer: Any, tmp_path: Any) -> list[list[Any]]:
    file = tmp_path / "list.xlsx"
    file.write_bytes(answer.getvalue())
    return [list(row) for row in load_workbook(file).worksheets[0].iter_rows(values_only=True)]


def test_the_staff_see_all_that_is_sent_and_the_forum_what_is_in_sent_lists(world):
    chain.draft_nomination(world)
    own, other = chain.submitted_nomination(world), elsewhere(world)
    assert seen(world, "forum") == []
    chain.submitted_list(world, own)

    assert seen(world, "case_officer") == [other.pk, own.pk]  # "Annet nettverk" comes first
    assert seen(world, "approver") == [other.pk, own.pk]
    assert seen(world, "forum") == [own.pk]


def test_a_kindergarten_outside_all_networks_is_not_lost(world):
    own = chain.submitted_nomination(world)
    NetworkMunicipality.objects.filter(municipality=world.municipality).update(
        valid_to=world.round.reference_on
    )

    row = county_nominations(world.person("case_officer"), world.fresh_round(), now=FEBRUARY).get()

    assert (row.pk, row.network_name, row.is_list_sent) == (own.pk, None, False)


def test_the_forum_reads_numbers_and_studies_only(world, at, sign_in, tmp_path):
    nomination = chain.submitted_nomination(world)
    Nomination.objects.filter(pk=nomination.pk).update(network_note="Siri er snart ferdig")
    chain.submitted_list(world, nomination)
    at(APRIL)
    client = sign_in("forum")

    page = client.get(reverse(PAGE)).text
    book = str(cells(client.get(reverse(BOOK)), tmp_path))

    for text in (page, book):
        assert "Barnehagelærer, deltid" in text
        told = (NAME, "siri.studentprove", "Lekestua", "Siri er snart ferdig")
        assert [word for word in told if word in text] == []


@pytest.mark.parametrize("role", ["case_officer", "approver"])
def test_the_staff_read_names_and_take_them_out_as_excel(world, at, sign_in, role, tmp_path):
    chain.submitted_nomination(world)
    at(FEBRUARY)
    client = sign_in(role)

    assert NAME in client.get(reverse(PAGE)).text
    assert cells(client.get(reverse(BOOK)), tmp_path)[1][3] == NAME


def test_the_list_is_filtered_and_the_sums_and_excel_follow(world, at, sign_in, tmp_path):
    own, other = chain.submitted_nomination(world), elsewhere(world, amount_nok=80_000)
    chain.submitted_list(world, own)
    world.other_owner.kind = OrganisationKind.MUNICIPALITY
    world.other_owner.save()
    at(APRIL)
    client = sign_in("case_officer")

    assert found(client) == [other.pk, own.pk]
    assert found(client, network=world.network.pk) == [own.pk]
    assert found(client, study=own.study_type_id) == [other.pk, own.pk]
    assert found(client, owner="municipality") == [other.pk]
    assert found(client, list="sent") == [own.pk]
    assert found(client, list="open") == [other.pk]
    assert found(client, state="on_leave") == []
    assert client.get(reverse(PAGE), {"list": "open"}).context["totals"].amount_nok == 80_000
    assert len(cells(client.get(reverse(BOOK), {"list": "open"}), tmp_path)) == 2


@pytest.mark.parametrize("asked", [{"network": "x"}, {"study": "0"}, {"owner": "\x00"}, {"sort": "nobody"}])
def test_a_filter_that_is_none_gives_no_error(world, at, sign_in, asked):
    at(FEBRUARY)
    client = sign_in("case_officer")

    assert client.get(reverse(PAGE), asked).status_code == 200
    answer = client.get(reverse(BOOK), asked)
    answer.getvalue()
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "column", ["pk", "student_name", "kindergarten", "study_name", "network_name", "amount_nok", "state"]
)
def test_each_column_orders_the_list(world, at, sign_in, column):
    chain.submitted_nomination(world)
    at(FEBRUARY)

    for sort in (column, f"-{column}"):
        assert len(found(sign_in("case_officer"), sort=sort)) == 1


@pytest.mark.parametrize("name", [PAGE, BOOK])
def test_the_list_takes_the_same_few_queries_with_one_and_three(world, at, sign_in, name):
    at(FEBRUARY)
    rows = [chain.submitted_nomination(world)]
    client = sign_in("case_officer")
    one = count(client, reverse(name))
    rows += [chain.submitted_nomination(world) for _more in range(2)]

    assert count(client, reverse(name)) == one
    assert one <= MOST_QUERIES
    chain.submitted_list(world, *rows)
    assert count(sign_in("forum"), reverse(name)) <= MOST_QUERIES


def count(client: Any, page: str) -> int:
    client.get(page).getvalue()
    with CaptureQueriesContext(connection) as queries:
        client.get(page).getvalue()
    return len(queries)


def test_a_draft_or_a_proposal_is_not_in_the_list(world):
    chain.draft_nomination(world, now=AUTUMN)

    assert seen(world, "case_officer") == []
