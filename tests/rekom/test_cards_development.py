"""A granted measure in which a kindergarten has not begun is shown on the home page, and owed to nobody."""

from networks.models import Seat
from networks.roles import Role
from rekom.duties import home_of
from tests.needs import development_stage as stage
from tests.needs.development_stage import SPRING


def cards(world, who):
    """The cards that lead to development work."""
    home = home_of(world.person(who), now=SPRING)
    return [card for group in home.groups for card in group.cards if "/utviklingsarbeid/" in card.url]


def test_the_head_is_led_to_each_measure_that_is_not_begun(world):
    measure = stage.granted_measure(world)
    [card] = cards(world, "head")
    assert card.title == measure.title
    assert card.url.endswith(f"/{measure.pk}/{world.kindergarten.pk}/")
    assert (card.is_todo, card.due) == (False, None)


def test_the_owner_gets_one_card_for_all_its_kindergartens(world):
    stage.granted_measure(world)
    [card] = cards(world, "owner")
    assert card.text.startswith("2 ")


def test_the_card_goes_when_the_work_is_begun(world):
    stage.begun(world)
    assert cards(world, "head") == []


def test_each_seat_has_the_cards_of_its_own_kindergarten(world):
    stage.granted_measure(world)
    Seat.objects.filter(role=Role.HEAD).exclude(kindergarten=world.kindergarten).delete()
    assert cards(world, "leader") == []
    assert len(cards(world, "head")) == 1
