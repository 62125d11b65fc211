"""News from changes of state: each watch says which moves of which things are news for whom."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from common.models import StateChange
from networks.models import User
from rekom.news import sayings, scopes
from rekom.news.item import NewsItem

Scope = Callable[[User, datetime], QuerySet[Any, Any] | None]
Saying = Callable[[Any, StateChange], tuple[str, str, str]]
"""Title, text and address of what happened to a thing."""


@dataclass(frozen=True)
class Watch:
    """One kind of news: these verbs of what `scope` gives (its keys, or None where the person has none)."""

    scope: Scope
    verbs: tuple[str, ...]
    say: Saying
    related: tuple[str, ...] = ()
    hides: tuple[str, ...] = ()
    """Columns that are not read: bytes, and names of people."""


WATCHES = (
    Watch(scopes.payments, ("pay", "bounce"), sayings.payment, sayings.GRANT),
    Watch(
        scopes.payouts,
        ("pay", "stop"),
        sayings.payout,
        ("network", "nomination__kindergarten"),
        ("nomination__student_name", "nomination__student_email"),
    ),
    Watch(scopes.own_reports, ("approve", "return"), sayings.own_report, sayings.REPORT),
    Watch(scopes.county_reports, ("submit",), sayings.report_in, sayings.REPORT),
    Watch(scopes.network_bases, ("submit", "return", "accept"), sayings.basis, ("network", "round")),
    Watch(scopes.county_bases, ("submit",), sayings.basis, ("network", "round")),
    Watch(scopes.own_needs_reports, ("return",), sayings.own_needs_report, sayings.NEEDS_REPORT),
    Watch(
        scopes.network_needs_reports,
        ("submit", "declare_no_needs"),
        sayings.needs_report_in,
        sayings.NEEDS_REPORT,
    ),
    Watch(scopes.plans, ("adopt",), sayings.plan, ("network", "forum")),
    Watch(
        scopes.meetings,
        ("call", "change", "cancel", "send_minutes"),
        sayings.meeting,
        ("network", "forum", "arena", "municipality", "kindergarten"),
    ),
    Watch(scopes.decisions, ("issue",), sayings.decision, ("round",)),
    Watch(scopes.answered_recommendations, ("issue",), sayings.public_decision, ("round",)),
    Watch(scopes.recommendations, ("adopt", "reopen"), sayings.recommendation, ("round",)),
    Watch(
        scopes.adjustments,
        ("agree", "decline"),
        sayings.adjustment,
        ("network", "round"),
    ),
)


def changes_for(user: User, *, since: datetime, limit: int, now: datetime) -> list[NewsItem]:
    """The newest changes that others have made: one statement, and one for each kind of thing among them."""
    mine = [(watch, keys) for watch in WATCHES if (keys := watch.scope(user, now)) is not None]
    if not mine:
        return []
    types = {keys.model: ContentType.objects.get_for_model(keys.model) for _watch, keys in mine}
    wanted = Q()
    for watch, keys in mine:
        wanted |= Q(content_type=types[keys.model], verb__in=watch.verbs, object_id__in=keys.values("pk"))
    rows = StateChange.objects.filter(wanted, at__gt=since, at__lte=now).exclude(by=user)
    found = list(rows.order_by("-at", "-pk")[:limit])
    return [item for watch, keys in mine for item in _items(watch, keys, types[keys.model].pk, found)]


def _items(
    watch: Watch, keys: QuerySet[Any, Any], type_pk: int, found: Iterable[StateChange]
) -> list[NewsItem]:
    by_thing: dict[int, list[StateChange]] = defaultdict(list)
    for change in found:
        if change.content_type_id == type_pk and change.verb in watch.verbs:
            by_thing[change.object_id].append(change)
    if not by_thing:
        return []
    things = keys.filter(pk__in=list(by_thing)).select_related(*watch.related).defer(*watch.hides)
    items = []
    for thing in things:
        for change in by_thing[thing.pk]:
            title, text, url = watch.say(thing, change)
            items.append(NewsItem(at=change.at, title=title, text=text, url=url))
    return items
