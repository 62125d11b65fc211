"""An adopted plan as a document that never changes (PDF/UA). It names no people: those who adopted it, by role."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import day, oslo_date
from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.models import ContentVersion, Document
from networks.models import AgendaItem, County, LongTermPlan, PlanApproval
from networks.plan_content import shown_sections

LANGUAGE = settings.LANGUAGE_CODE
"""A plan is written in the portal's own language, whoever adopts it."""
KIND = "plan"
"""Documents of this kind are public, and nothing of a draft is in them."""


def issue_plan(
    plan: LongTermPlan,
    version: ContentVersion,
    approvals: Iterable[PlanApproval],
    item: AgendaItem | None,
    *,
    now: datetime,
) -> Document:
    """Make and store the plan as it is adopted; it names the one that it replaces.

    The number is P-<year>-<county>-<number of that year>; the county is locked, so that no two get the same.
    """
    with override(LANGUAGE):
        number = number_for(plan.county, KIND, "P", now=now)
        facts = plan_facts(version, _adopted_by(plan, approvals, item), number=number)
        return issue(
            kind=KIND,
            number=number,
            title=facts["title"][:300],
            filename=f"langsiktig-plan-{number}.pdf",
            content=plan_pdf(facts),
            now=now,
            replaces=plan.document,
        )


def number_for(county: County, kind: str, letter: str, *, now: datetime) -> str:
    """The next number of a kind of document in the county this year."""
    County.objects.select_for_update(no_key=True).get(pk=county.pk)
    stem = f"{letter}-{oslo_date(now).year}-{county.number}-"
    return f"{stem}{Document.objects.filter(kind=kind, number__startswith=stem).count() + 1}"


def plan_pdf(facts: dict[str, Any]) -> bytes:
    """The plan as PDF/UA. The same facts give the same bytes."""
    html = render_to_string("documents/plan.html", {"plan": facts})
    return make_pdf(html, css="kept", identifier=facts["number"].encode())


def plan_facts(version: ContentVersion, adopted_by: list[str], *, number: str) -> dict[str, Any]:
    """All that the PDF says, as plain text in the language of now, out of the kept version."""
    facts = version.content["facts"]
    return {
        "language": LANGUAGE,
        "number": number,
        "title": facts["title"],
        "body": facts["body"],
        "county": facts["county"],
        "years": facts["years"],
        "adopted_on": day(version.at),
        "adopted_at_iso": localtime(version.at).isoformat(timespec="seconds"),
        "adopted_by": adopted_by,
        "sections": shown_sections(version.content),
        "attachments": [file["title"] for file in facts["attachments"]],
        "sha256": version.sha256,
    }


def _adopted_by(plan: LongTermPlan, approvals: Iterable[PlanApproval], item: AgendaItem | None) -> list[str]:
    """Who adopted the plan, by role: the leader and each university, or the forum's meeting."""
    if item is not None:
        meeting = {"forum": plan.body.name, "when": day(item.meeting.starts_at)}
        return [_("%(forum)s, meeting of %(when)s") % meeting]
    universities = sorted(row.university.name for row in approvals if row.university)
    return [_("The network's leader"), *universities]
