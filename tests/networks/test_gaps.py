"""What lacks around the networks: each kind, there and not there."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook

from common.moves import move
from networks.gap_kinds import GapKind
from networks.gap_tables import mend_url
from networks.models import Meeting, NetworkMunicipality, Seat
from networks.queries.gaps import Gap, gaps_in
from networks.roles import Interest, Role
from networks.states import MEETING_MOVES
from tests import factories as f
from tests.networks.pages import queries_of
from tests.world import AUTUMN


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


def lacks(world, kind: GapKind) -> list[tuple[str, str]]:
    return [(gap.name, gap.note) for gap in gaps_in(world.county, now=AUTUMN, kind=kind)]


def names(world, kind: GapKind) -> list[str]:
    return [name for name, _note in lacks(world, kind)]


def meets(world, days: int) -> Meeting:
    """A meeting of the network so many days from now."""
    starts = AUTUMN + timedelta(days=days)
    return Meeting.objects.create(
        network=world.network,
        title="Møte",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        created_by=world.people["leader"],
        created_at=AUTUMN,
    )


def test_owners_and_kindergartens_outside_the_networks_are_named(world):
    assert (names(world, GapKind.OWNER_NETWORK), names(world, GapKind.KINDERGARTEN_NETWORK)) == ([], [])
    NetworkMunicipality.objects.filter(network=world.other_network).delete()
    assert names(world, GapKind.OWNER_NETWORK) == ["Annen eier AS"]
    assert lacks(world, GapKind.KINDERGARTEN_NETWORK) == [("Annenstua", "Annendal")]


def test_owners_without_a_contact_are_named(world):
    assert names(world, GapKind.OWNER_CONTACT) == []
    Seat.objects.filter(user=world.people["owner"]).delete()
    assert names(world, GapKind.OWNER_CONTACT) == ["Lekestua Prøve SA"]


def test_kindergartens_without_a_head_are_named(world):
    assert lacks(world, GapKind.KINDERGARTEN_HEAD) == [("Lillestua", "Lekestua Prøve SA")]
    f.seat(Role.HEAD, world.sister, f.UserFactory())
    assert names(world, GapKind.KINDERGARTEN_HEAD) == []


def test_networks_without_a_leader_are_named(world):
    assert names(world, GapKind.NETWORK_LEADER) == []
    Seat.objects.filter(user=world.people["leader"]).delete()
    assert names(world, GapKind.NETWORK_LEADER) == ["Prøvenettverket"]


def test_a_closed_kindergarten_lacks_nothing(world):
    world.sister.closed_on = AUTUMN.date()
    world.sister.save()
    assert names(world, GapKind.KINDERGARTEN_HEAD) == []


def test_a_network_that_has_not_met_in_half_a_year_is_named(world):
    assert names(world, GapKind.NETWORK_MEETING) == ["Annet nettverk", "Prøvenettverket"]
    meets(world, -200)  # a draft is no meeting
    assert "Prøvenettverket" in names(world, GapKind.NETWORK_MEETING)


@pytest.mark.parametrize(("days", "is_named"), [(-182, False), (-184, True), (30, False)])
def test_a_meeting_that_was_called_counts_for_half_a_year(world, days, is_named):
    meeting = meets(world, days)
    call(world, meeting)
    assert ("Prøvenettverket" in names(world, GapKind.NETWORK_MEETING)) is is_named


def call(world, meeting: Meeting) -> None:
    """The meeting is called, without the letters."""
    by = world.people["leader"]
    move(meeting, "call", by=by, moves=MEETING_MOVES, now=AUTUMN, fields={"called_at": AUTUMN})


def test_a_person_with_two_interests_in_one_place_is_named(world):
    assert names(world, GapKind.TWO_INTERESTS) == []
    f.seat(Role.NETWORK_MEMBER, world.network, world.people["member"], interest=Interest.UNION)
    f.seat(Role.NETWORK_MEMBER, world.other_network, world.people["forum"], interest=Interest.PPT)
    with override("en"):
        found = lacks(world, GapKind.TWO_INTERESTS)
    assert found == [("Prøve Member", "Educational psychological service (PPT), Unions")]


def test_an_authority_who_is_an_owner_too_is_named(world):
    fields = {"interest": Interest.AUTHORITY, "municipality": world.municipality}
    f.seat(Role.NETWORK_MEMBER, world.network, world.people["owner"], **fields)
    assert names(world, GapKind.TWO_INTERESTS) == ["Prøve Owner"]


def test_the_list_is_filtered_by_kind_and_downloaded(world, sign_in):
    client = sign_in("case_officer")
    page = client.get("/nettverk/mangler/", {"hva": "barnehage-styrer"})
    assert [gap.name for gap in page.context["table"].data] == ["Lillestua"]
    every = client.get("/nettverk/mangler/", {"hva": "tull"})
    assert len(every.context["table"].data) == every.context["all"] == 3
    sheet = load_workbook(BytesIO(client.get("/nettverk/mangler/excel/").getvalue())).active
    assert [row[0].value for row in sheet.iter_rows(min_row=2)] == [
        "Lillestua",
        "Annet nettverk",
        "Prøvenettverket",
    ]


def test_the_list_asks_as_much_for_many_as_for_few(world, sign_in):
    client = sign_in("case_officer")
    few = queries_of(client, "/nettverk/mangler/")
    for number in range(3):
        owner = f.OrganisationFactory(county=world.county, name=f"Eier {number}")
        f.KindergartenFactory(owner=owner, municipality=world.municipality)
        f.seat(Role.NETWORK_MEMBER, world.network, world.people["member"], interest=Interest.UNION)
    assert queries_of(client, "/nettverk/mangler/") == few


@pytest.mark.parametrize("kind", list(GapKind))
def test_every_kind_has_a_page_where_it_is_mended(world, sign_in, kind):
    keys = {
        GapKind.NETWORK_LEADER: world.network.pk,
        GapKind.NETWORK_MEETING: world.network.pk,
        GapKind.TWO_INTERESTS: world.people["member"].pk,
    }
    gap = Gap(kind, keys.get(kind, world.owner.pk), "Lekestua")
    assert sign_in("case_officer").get(mend_url(gap)).status_code == 200
