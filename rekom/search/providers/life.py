"""What networks and the forum live with: meetings, messages, documents, plans and rounds."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import day
from networks.models import AgendaItem, LongTermPlan, PlanGoal
from networks.queries import counties_of, rounds_visible_to
from networks.queries.documents import all_documents_visible_to
from networks.queries.meetings import meetings_visible_to
from networks.queries.messages import messages_visible_to
from rekom.search.asked import Asked
from rekom.search.found import NOTHING, Found, Hit, join, page_of
from rekom.search.names import called
from rekom.search.texts import holding, shown

MEETING = ("title", "place", "network__name", "arena__name")
MESSAGE_TEXTS = ("subject", "text")
DOCUMENT = ("title", "text", "network__name", "attachment__filename")
PLAN = ("document__title", "network__name", "forum__name")


def meetings(asked: Asked) -> Found:
    """Meetings by title, place and the titles of their cases; drafts only for those who prepare them."""
    rows: QuerySet[Any] = meetings_visible_to(asked.user, now=asked.now)
    cases = AgendaItem.objects.filter(_each(asked, "title"), meeting=OuterRef("pk"))
    rows = called(rows, asked, *MEETING, also=Q(Exists(cases)))

    def hit(row: Any) -> Hit:
        known = [row.who_meets, day(row.starts_at), row.get_state_display()]
        return Hit(row.title, reverse("networks:meeting_detail", kwargs={"pk": row.pk}), join(known))

    return page_of(rows, asked, hit, "network", "forum", "arena", "municipality", "kindergarten")


def messages(asked: Asked) -> Found:
    """Messages by subject and text: those that were sent to the person, or that their work is to follow."""
    rows = holding(messages_visible_to(asked.user, now=asked.now), asked, *MESSAGE_TEXTS)

    def hit(row: Any) -> Hit:
        known = [row.network or row.county.office_name, day(row.sent_at)]
        url = reverse("networks:message_detail", kwargs={"pk": row.pk})
        return Hit(row.subject, url, join(known), row.search_excerpt)

    found = {"search_excerpt": shown(asked, "text")}
    return page_of(rows, asked, hit, "network", "county", **found)


def documents(asked: Asked) -> Found:
    """The documents that networks keep, by title and by what is said of them."""
    rows = called(all_documents_visible_to(asked.user, now=asked.now), asked, *DOCUMENT)

    def hit(row: Any) -> Hit:
        known = [row.network, row.get_kind_display(), day(row.dated_on) if row.dated_on else ""]
        url = reverse("networks:document_list", kwargs={"network": row.network_id})
        return Hit(row.title, url, join(known))

    return page_of(rows, asked, hit, "network")


def plans(asked: Asked) -> Found:
    """Long-term plans as they were adopted, by title, goals and whose they are."""
    counties = counties_of(asked.user, now=asked.now)
    rows: QuerySet[Any] = LongTermPlan.objects.filter(document__isnull=False).filter(
        Q(network__county__in=counties) | Q(forum__county__in=counties)
    )
    goals = PlanGoal.objects.filter(
        _each(asked, "adopted_title"), plan=OuterRef("pk"), removed_at__isnull=True
    )
    rows = called(rows, asked, *PLAN, also=Q(Exists(goals)))

    def hit(row: Any) -> Hit:
        url = (
            reverse("networks:plan_detail", kwargs={"network": row.network_id})
            if row.network_id
            else reverse("networks:county_plan")
        )
        return Hit(row.document.title, url, join([row.body]))

    return page_of(rows, asked, hit, "network", "forum", "document", hides=("parts", "document__content"))


def rounds(asked: Asked) -> Found:
    """Rounds by year."""
    years = [int(word) for word in asked.words if word.isascii() and word.isdigit() and len(word) == 4]
    if not years:
        return NOTHING
    rows = rounds_visible_to(asked.user, now=asked.now).prefetch_related(None).filter(grant_year__in=years)

    def hit(row: Any) -> Hit:
        url = f"{reverse('networks:county_wheel')}?aar={row.grant_year}"
        return Hit(_("The round %(year)s") % {"year": row.grant_year}, url, str(row.county))

    return page_of(rows, asked, hit, "county")


def _each(asked: Asked, column: str) -> Q:
    """The rows in which one column holds every word."""
    found = Q()
    for word in asked.words:
        found &= Q(**{f"{column}__icontains": word})
    return found
