"""Beginning a needs report with what is there: last year's needs, and what the heads have shared."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotNow
from needs.models import LONG_TEXT, Need, NeedsReport, Theme
from needs.queries.beginnings import earlier_needs, shared_themes
from needs.rules.needs_report import check_may_save_needs_report
from needs.services.report_draft import add_need
from networks.models import Kindergarten, User


@transaction.atomic
def carry_on(
    *,
    report: NeedsReport,
    chosen: Collection[int],
    kindergartens: Collection[Kindergarten],
    by: User,
    now: datetime,
) -> list[Need]:
    """Carry last year's chosen needs (keys) on into this report, each with one year less left. Twice gives one.

    `kindergartens` are the owner's in the network now: those that have closed or moved are left out.
    """
    check_may_save_needs_report(by, report, now=now)
    added = []
    for earlier in earlier_needs(report):
        if earlier.need.pk not in chosen or earlier.is_carried_on:
            continue
        added.append(_carried(report, earlier.need, kindergartens, by=by, now=now))
    return added


@transaction.atomic
def gather_need(
    *,
    report: NeedsReport,
    theme: Theme,
    kindergartens: Collection[Kindergarten],
    by: User,
    now: datetime,
) -> Need:
    """Make one need of what these kindergartens have shared on a theme: it names them all, and holds their texts.

    Raises MovedOn when none of them has shared anything on it, NotNow when the texts are too long for one need.
    """
    check_may_save_needs_report(by, report, now=now)
    found = [group for group in shared_themes(kindergartens, report.round) if group.theme.pk == theme.pk]
    if not found:
        raise MovedOn
    why = "\n\n".join(f"{name}: {text}" for _key, name, text in found[0].texts)
    if len(why) > LONG_TEXT:
        raise NotNow(
            _("The texts are too long for one need. Choose fewer kindergartens, and make more than one need.")
        )
    return add_need(
        round=report.round,
        owner=report.owner,
        network=report.network,
        typed={"theme": theme, "why": why, "kindergartens": [key for key, _name, _text in found[0].texts]},
        by=by,
        now=now,
    )


def _carried(
    report: NeedsReport, need: Need, kindergartens: Collection[Kindergarten], *, by: User, now: datetime
) -> Need:
    here = {kindergarten.pk for kindergarten in kindergartens}
    names = ("theme", "theme_other", "why", "goal", "way_of_working")
    return add_need(
        round=report.round,
        owner=report.owner,
        network=report.network,
        typed={
            **{name: getattr(need, name) for name in names},
            "years": max(1, need.years - 1) if need.years else None,
            "kindergartens": [row.pk for row in need.kindergartens.all() if row.pk in here],
        },
        by=by,
        now=now,
        continues=need,
    )
