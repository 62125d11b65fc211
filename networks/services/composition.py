"""Keeping year by year who took part in the networks and in the forum."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import translation

from networks.composition import as_data
from networks.models import CompositionYear, Round
from networks.queries import composition as queries


def keep_compositions(*, now: datetime) -> int:
    """Keep the check of each round that has come to its reference day, as it stood on that day.

    Done late it says the same, since seats have periods; done again it changes nothing. Returns how many checks were
    kept.
    """
    return sum(_keep(round, now=now) for round in queries.rounds_to_keep(now=now))


@transaction.atomic
def _keep(round: Round, *, now: datetime) -> int:
    on, scheme = round.reference_on, round.scheme
    with translation.override(settings.LANGUAGE_CODE):
        rows = [
            CompositionYear(
                network=network,
                year=round.grant_year,
                checks=as_data(queries.checks_of_network(network, on=on, scheme=scheme)),
                kept_at=now,
            )
            for network in queries.networks_on(round.county, on)
        ]
        forum = queries.forum_of(round.county)
        if forum is not None:
            checks = as_data(queries.checks_of_forum(forum, on=on, scheme=scheme))
            rows.append(CompositionYear(forum=forum, year=round.grant_year, checks=checks, kept_at=now))
    return len(CompositionYear.objects.bulk_create(rows, ignore_conflicts=True))
