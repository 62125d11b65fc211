"""News that is told once: what became of needs and nominations, letters, messages and questions."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.money import kroner
from grants.models import GrantLetter
from grants.states import DecisionState
from needs.models import Measure, MeasureOutcome, Need, NominationOutcome, UnansweredNeed
from needs.states import BASIS_FINAL, NeedsReportState
from networks.models import User
from networks.queries.messages import messages_to
from networks.roles import REPORTERS, Role, bodies
from rekom.news.item import NewsItem
from rekom.news.scopes import recipient_of
from reporting.models import ReportRemark
from reporting.states import RemarkKind


def told_to(user: User, *, since: datetime, limit: int, now: datetime) -> list[NewsItem]:
    """What the person was told in the time, at most `limit` of each kind."""
    asked = (user, since, limit, now)
    return [
        *_measures(*asked),
        *_unanswered(*asked),
        *_nominations(*asked),
        *_letters(*asked),
        *_messages(*asked),
        *_questions(*asked),
    ]


def _measures(user: User, since: datetime, limit: int, now: datetime) -> Iterable[NewsItem]:
    """What was granted to the measures that answer the owner's needs, or that a head's kindergarten is in."""
    owners, heads = bodies(user, REPORTERS, now=now), bodies(user, Role.HEAD, now=now)
    if not (owners or heads):
        return
    own = Need.objects.filter(report__owner__in=owners, report__state=NeedsReportState.SUBMITTED)
    mine = Measure.objects.filter(Q(needs__in=own.values("pk")) | Q(kindergartens__in=heads))
    rows = MeasureOutcome.objects.filter(
        measure__in=mine.order_by().values("pk"), told_at__gt=since, told_at__lte=now
    )
    rows = rows.select_related("measure__basis__round", "measure__basis__network")
    for row in rows.order_by("-told_at", "-pk")[:limit]:
        measure = row.measure
        granted = row.network_nok + row.university_nok
        what = {"measure": measure.title, "amount": kroner(granted)}
        basis = measure.basis
        yield NewsItem(
            at=row.told_at,
            title=_("“%(measure)s” is granted %(amount)s") % what
            if granted
            else _("“%(measure)s” got no money this year") % what,
            text=f"{basis.network} {basis.round.grant_year}",
            url=_outcomes(basis.round.grant_year)
            if owners
            else reverse("networks:network_detail", kwargs={"pk": basis.network_id}),
        )


def _unanswered(user: User, since: datetime, limit: int, now: datetime) -> Iterable[NewsItem]:
    """The owner's needs that no measure answers, with the network's reason."""
    owners = bodies(user, REPORTERS, now=now)
    if not owners:
        return
    rows = UnansweredNeed.objects.filter(
        need__report__owner__in=owners,
        need__report__state=NeedsReportState.SUBMITTED,
        need__measures__isnull=True,
        basis__state__in=list(BASIS_FINAL),
        basis__submitted_at__gt=since,
        basis__submitted_at__lte=now,
    ).select_related("need__theme", "basis__network", "basis__round")
    for row in rows.order_by("-basis__submitted_at", "-pk")[:limit]:
        basis = row.basis
        yield NewsItem(
            at=basis.submitted_at or now,  # the filter has seen to it that it is there
            title=_("%(network)s has not taken up your need “%(need)s”")
            % {"network": basis.network, "need": row.need.title},
            text=row.reason,
            url=_outcomes(basis.round.grant_year),
        )


def _outcomes(year: int) -> str:
    return f"{reverse('grants:outcome_list')}?aar={year}"


def _nominations(user: User, since: datetime, limit: int, now: datetime) -> Iterable[NewsItem]:
    """What one's own nominations were granted, or why nothing. Heads and owners know the names of their own."""
    owners, heads = bodies(user, Role.OWNER, now=now), bodies(user, Role.HEAD, now=now)
    if not (owners or heads):
        return
    rows = NominationOutcome.objects.filter(
        Q(nomination__kindergarten__owner__in=owners) | Q(nomination__kindergarten__in=heads),
        told_at__gt=since,
        told_at__lte=now,
    ).select_related("nomination__kindergarten", "nomination__study_type")
    for row in rows.order_by("-told_at", "-pk")[:limit]:
        nomination = row.nomination
        who = nomination.student_name or nomination.study_name or str(nomination.kindergarten)
        what = {"who": who, "amount": kroner(row.granted_nok)}
        yield NewsItem(
            at=row.told_at,
            title=_("The nomination of %(who)s is granted %(amount)s") % what
            if row.granted_nok
            else _("The nomination of %(who)s got no money") % what,
            text=row.reason,
            url=reverse("needs:nomination_detail", kwargs={"pk": nomination.pk}),
        )


def _letters(user: User, since: datetime, limit: int, now: datetime) -> Iterable[NewsItem]:
    """The grant letters to the person's network or university."""
    mine = recipient_of(user, now, "grant__")
    if mine is None:
        return
    rows = GrantLetter.objects.filter(
        mine, grant__decision__state=DecisionState.ISSUED, issued_at__gt=since, issued_at__lte=now
    )
    rows = rows.select_related("grant__network", "grant__university").defer("snapshot")
    for row in rows.order_by("-issued_at", "-pk")[:limit]:
        grant = row.grant
        yield NewsItem(
            at=row.issued_at,
            title=_("%(recipient)s has got a grant letter: %(amount)s")
            % {"recipient": grant.network or grant.university, "amount": kroner(grant.amount_nok)},
            text=row.number,
            url=reverse("grants:letter_detail", kwargs={"letter": row.pk}),
        )


def _messages(user: User, since: datetime, limit: int, now: datetime) -> Iterable[NewsItem]:
    """Messages that were sent to the person."""
    for row in messages_to(user).filter(sent_at__gt=since, sent_at__lte=now)[:limit]:
        yield NewsItem(
            at=row.sent_at,
            title=_("Message: %(subject)s") % {"subject": row.subject},
            text=str(row.network or row.county.office_name),
            url=reverse("networks:message_detail", kwargs={"pk": row.pk}),
        )


def _questions(user: User, since: datetime, limit: int, now: datetime) -> Iterable[NewsItem]:
    """Questions from the office about a report."""
    mine = recipient_of(user, now, "report__grant__")
    if mine is None:
        return
    rows = ReportRemark.objects.filter(mine, kind=RemarkKind.QUESTION, at__gt=since, at__lte=now)
    rows = rows.select_related(
        "report__grant__network", "report__grant__university", "report__grant__decision__round"
    )
    for row in rows.order_by("-at", "-pk")[:limit]:
        grant = row.report.grant
        yield NewsItem(
            at=row.at,
            title=_("The County Governor asks about the report for %(year)s, %(recipient)s")
            % {"year": grant.decision.round.grant_year, "recipient": grant.network or grant.university},
            text=row.text,
            url=reverse("reporting:report_detail", kwargs={"pk": grant.pk}),
        )
