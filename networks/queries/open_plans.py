"""The adopted plans as everybody reads them: named columns alone, and nothing of a draft."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from common.kept import KeptSection
from common.models import ContentVersion
from common.sorting import norwegian
from networks.models import County, LongTermPlan, NetworkMunicipality
from networks.models.periods import valid_on
from networks.plan_content import shown_sections


@dataclass(frozen=True, kw_only=True)
class OpenPlan:
    """What was last adopted: `facts` (title, body, years, attachments) and `sections` as they were kept."""

    pk: int
    county: int
    facts: dict[str, Any]
    sections: list[KeptSection]
    adopted_at: datetime


def open_plans(county: County, *, now: datetime) -> list[dict[str, Any]]:
    """The county's adopted plans: pk, body_name, places and adopted_at; the county's own first. One statement."""
    valid = NetworkMunicipality.objects.filter(valid_on(oslo_date(now)), network=OuterRef("network"))
    names = valid.order_by(norwegian("municipality__name_nb")).values("municipality__name_nb")
    rows = _adopted().filter(Q(network__county=county) | Q(forum__county=county))
    named = rows.annotate(
        body_name=Coalesce("network__name", "forum__name", Value("")), places=ArraySubquery(names)
    ).order_by(F("forum").asc(nulls_last=True), norwegian("body_name"), "pk")
    return [dict(row) for row in named.values("pk", "body_name", "places", "adopted_at")]


def open_plan(pk: int) -> OpenPlan | None:
    """What was last adopted of one plan, or None."""
    county = (
        _adopted().filter(pk=pk).values_list(Coalesce("network__county", "forum__county"), flat=True).first()
    )
    if county is None:
        return None
    about = {"content_type": ContentType.objects.get_for_model(LongTermPlan), "object_id": pk}
    kept = ContentVersion.objects.filter(**about).order_by("-number").values("content", "at").first()
    if kept is None:
        return None
    content = kept["content"]
    return OpenPlan(
        pk=pk, county=county, facts=content["facts"], sections=shown_sections(content), adopted_at=kept["at"]
    )


def _adopted() -> QuerySet[LongTermPlan]:
    return LongTermPlan.objects.filter(document__isnull=False)
