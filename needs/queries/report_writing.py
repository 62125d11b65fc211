"""Reads for those who write a needs report: as few as a save while one types can do with."""

from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from common.places import place_of
from needs.models import Need, NeedsReport
from needs.queries.assessment import open_kindergartens
from needs.queries.needs_report import known_report, needs_with_parts
from networks.models import Kindergarten, Round, User
from networks.models.periods import valid_on


def about(report: NeedsReport) -> str:
    """What a writing place is about: the report, also while it is not begun."""
    return f"needs_report:{report.round.pk}:{report.owner_id}:{report.network_id}"


def writing_place(user: User, report: NeedsReport) -> str:
    """The step at which the person last wrote on the report; '' when they have not."""
    return place_of(user, about(report))


def report_to_write(
    user: User, round: Round, *, owner: int, network: int, now: datetime
) -> NeedsReport | None:
    """The report of an owner to a network (keys) without its needs, unsaved (version 0) while it is not begun.

    None when there is no such pair. Ask a rule before anything in it is shown.
    """
    # There is one at most: an order would only join what it is ordered by.
    one = NeedsReport.objects.filter(round=round, owner=owner, network=network).order_by()
    for found in one.select_related("owner", "network"):
        found.round = round
        return found
    known = known_report(user, round, owner=owner, network=network, now=now)
    return known.report if known else None


def load_needs(report: NeedsReport) -> list[Need]:
    """The report's needs with their parts, loaded once, in their order; none while it is not begun."""
    if report.pk is None:
        return []
    prefetch_related_objects([report], Prefetch("needs", needs_with_parts()))
    return list(report.needs.all())


def need_of(report: NeedsReport, pk: int) -> Need | None:
    """One need of the report with its parts."""
    one = needs_with_parts().filter(report=report.pk, pk=pk).order_by()
    return next(iter(one), None) if report.pk else None


def blank_need(report: NeedsReport) -> Need | None:
    """A need of the report in which nothing is written yet, if there is one; it may have kindergartens."""
    if report.pk is None:
        return None
    texts = {name: "" for name in ("theme_other", "why", "goal", "way_of_working")}
    blank = Need.objects.filter(report=report, theme=None, start_on=None, years=None, continues=None, **texts)
    return blank.first()


def kindergartens_to_choose(report: NeedsReport) -> list[Kindergarten]:
    """The owner's open kindergartens in the network, with their municipality, by name in Norwegian order."""
    path = "municipality__memberships__"
    return list(
        open_kindergartens(report.round).filter(
            valid_on(report.round.reference_on, path),
            owner=report.owner_id,
            **{f"{path}network": report.network_id},
        )
    )


def has_sami_area(report: NeedsReport) -> bool:
    """Whether one of the owner's kindergartens in the network lies in the administration area for Sami languages."""
    path = "municipality__memberships__"
    found: Any = open_kindergartens(report.round).filter(
        valid_on(report.round.reference_on, path),
        owner=report.owner_id,
        municipality__is_sami_admin_area=True,
        **{f"{path}network": report.network_id},
    )
    return bool(found.order_by().exists())
