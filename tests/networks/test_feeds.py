"""A person's calendar link: one that works, made and revoked by nobody else."""

import pytest

from common.refusals import NotAllowed
from networks.models import CalendarFeed
from networks.queries.feeds import feed_of, reader_of
from networks.rules import check_may_make_feed
from networks.services import make_feed, revoke_feed
from networks.services.addresses import correct_email
from tests.world import AUTUMN, WINTER


def test_everybody_may_make_their_own(world):
    check_may_make_feed(world.person("head"), world.person("head"))


@pytest.mark.parametrize("service", [make_feed, revoke_feed])
def test_nobody_touches_somebody_elses(world, service):
    head, officer = world.person("head"), world.person("case_officer")
    feed = make_feed(user=head, by=head, now=AUTUMN)
    with pytest.raises(NotAllowed):
        service(user=head, by=officer, now=WINTER)
    assert list(CalendarFeed.objects.all()) == [feed]
    assert feed_of(head) == feed


def test_new_link_takes_the_place_of_the_old(world):
    head = world.person("head")
    old = make_feed(user=head, by=head, now=AUTUMN)
    new = make_feed(user=head, by=head, now=WINTER)
    assert (reader_of(old.token), reader_of(new.token)) == (None, head)
    assert len(new.token) >= 43
    assert old.token != new.token
    old.refresh_from_db()
    assert old.revoked_at == WINTER


def test_revoked_link_is_nobodys(world):
    head = world.person("head")
    feed = make_feed(user=head, by=head, now=AUTUMN)
    assert [revoke_feed(user=head, by=head, now=WINTER) for _turn in range(2)] == [1, 0]
    assert (feed_of(head), reader_of(feed.token)) == (None, None)


def test_link_ends_when_the_address_is_corrected(world):
    """Whoever read mail at the wrong address may have made it."""
    head = world.person("head")
    feed = make_feed(user=head, by=head, now=AUTUMN)
    correct_email(
        seat=head.seats.get(),
        email="rett@example.no",
        county=world.county,
        by=world.person("case_officer"),
        now=WINTER,
    )
    assert reader_of(feed.token) is None
