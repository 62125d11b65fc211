"""An inquiry on the home page: one card for each, with its date, in one read for all."""

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from networks.services import inquiries as services
from rekom.duties import home_of
from tests.networks.inquiries import DUE, LATE, answer, asked_row, draft, sent
from tests.world import AUTUMN, World


def cards(world: World, role: str, now=AUTUMN):
    groups = home_of(world.person(role), now=now).groups
    return [card for group in groups for card in group.cards if "/sporringer/" in card.url]


def test_those_who_are_asked_have_a_card_with_the_date(world):
    inquiry = sent(world)
    (card,) = cards(world, "head")
    row = asked_row(inquiry, world.kindergarten)
    assert (card.url, card.days, card.is_todo) == (f"/nettverk/sporringer/svar/{row.pk}/", 20, True)
    for role in ("owner", "leader", "coordinator", "uh"):
        assert len(cards(world, role)) == 1
    for role in ("forum", "case_officer", "member", "nobody"):
        assert cards(world, role) == []


def test_a_draft_gives_no_card(world):
    draft(world)
    assert cards(world, "head") == []


def test_several_bodies_share_one_card(world):
    inquiry, officer = draft(world), world.person("case_officer")
    services.choose_asked(
        inquiry=inquiry, group="kindergartens", offered=[], chosen=[world.sister.pk], by=officer, now=AUTUMN
    )
    services.send_inquiry(inquiry=inquiry, by=officer, now=AUTUMN)
    (card,) = cards(world, "owner")
    assert card.url == f"/nettverk/sporringer/{inquiry.pk}/mine/"
    assert "2" in card.text


def test_an_answered_card_is_done_and_a_late_one_is_late(world):
    inquiry = sent(world)
    assert cards(world, "head", LATE)[0].is_late
    answer(world, asked_row(inquiry, world.kindergarten))
    (card,) = cards(world, "head", LATE)
    assert (card.is_done, card.is_late, card.state) == (True, False, "answered")


def test_a_closed_card_is_nothing_to_do(world):
    sent(world, closes=True)
    (card,) = cards(world, "head", LATE)
    assert (card.is_todo, card.is_late) == (False, False)
    assert cards(world, "head", DUE + timedelta(days=61)) == []


def test_three_inquiries_take_one_read_on_home(world):
    def reads() -> int:
        with CaptureQueriesContext(connection) as caught:
            cards(world, "owner")
        return sum("networks_inquiryanswer" in query["sql"] for query in caught)

    sent(world)
    assert reads() == 1
    sent(world)
    sent(world)
    assert (len(cards(world, "owner")), reads()) == (3, 1)
