"""Where the money went: one row for each purpose, theme, network and recipient of a round."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q, Sum
from django.db.models.functions import Coalesce

from grants.models import GrantLine
from grants.states import DecisionState
from networks.models import County
from reporting.states import MET

REPORTED = Q(grant__report__state__in=list(MET))
"""The recipient's report is in. A line stands once in it, besides money carried over to it from a grant before."""


@dataclass(frozen=True, kw_only=True)
class MoneyRow:
    """What one recipient was given in one round for one purpose and theme, in whole kroner.

    `body` is the key of the network or, with `is_university`, of the university. `purpose` is a
    `grants.models.LineKind`. `network` is the network that the money works in; None for a university's own posts.
    `used_nok` and `unspent_nok` are None while the recipient's report is not in.
    """

    year: int
    grant: int
    body: int
    recipient: str
    is_university: bool
    purpose: str
    network: int | None
    network_name: str
    theme: int | None
    theme_name: str
    granted_nok: int
    used_nok: int | None
    unspent_nok: int | None


def money_rows(county: County, years: Collection[int] | None = None) -> list[MoneyRow]:
    """What was given in the county's rounds whose letters are issued, in one statement; all years unless named.

    `granted_nok` is the letters' money as the partners adjusted it. Money carried over from a round before is not
    counted again.
    """
    lines = GrantLine.objects.filter(
        grant__decision__state=DecisionState.ISSUED, grant__decision__round__county=county
    )
    if years is not None:
        lines = lines.filter(grant__decision__round__grant_year__in=years)
    rows = (
        lines.annotate(
            year=F("grant__decision__round__grant_year"),
            recipient=Coalesce("grant__network__name", "grant__university__name"),
            is_university=F("grant__university"),
            place=Coalesce("network", "grant__network"),
            place_name=Coalesce("network__name", "grant__network__name"),
            theme=F("measure__theme"),
            theme_name=F("measure__theme__name"),
            told=FilteredRelation("report_lines", condition=Q(report_lines__carry_over__isnull=True)),
        )
        .values(
            *("year", "grant", "recipient", "is_university", "kind", "place", "place_name"),
            *("theme", "theme_name", "grant__network"),
        )
        .annotate(
            granted=Sum("budget_nok"),
            used_sum=Sum("told__used_nok", filter=REPORTED),
            unspent_sum=Sum("told__unspent_nok", filter=REPORTED),
        )
        .order_by("year", "grant", "kind", "theme")
    )
    return [
        MoneyRow(
            year=row["year"],
            grant=row["grant"],
            body=row["is_university"] or row["grant__network"],
            recipient=row["recipient"],
            is_university=row["is_university"] is not None,
            purpose=row["kind"],
            network=row["place"],
            network_name=row["place_name"] or "",
            theme=row["theme"],
            theme_name=row["theme_name"] or "",
            granted_nok=row["granted"],
            used_nok=row["used_sum"],
            unspent_nok=row["unspent_sum"],
        )
        for row in rows
    ]
