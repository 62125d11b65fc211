"""People with seats, and those who study: only for those who may see them."""

from typing import Any

from django.db.models import Min, Q
from django.urls import reverse

from needs.models import Nomination
from needs.queries.nomination import nominations_with_names_in
from networks.models import Seat
from networks.queries.messages import networks_inside
from networks.queries.seats import people_around_all, today_only
from networks.queries.shared import held_in
from networks.roles import LEADERS, STAFF, Role, bodies, holds
from rekom.search.asked import Asked
from rekom.search.found import NOTHING, Found, Hit, join, page_of
from rekom.search.names import called, ranked
from rekom.search.seen import seen_rounds

PERSON = ("user__name", "user__email", "organisation__name", "kindergarten__name", "network__name")
BODIES = ("county", "kindergarten", "organisation", "network", "forum")
STUDENT = ("student_name", "student_email", "study_name", "institution", "kindergarten__name")
READS_NAMES = (Role.HEAD, Role.OWNER, *LEADERS, *STAFF)


def people(asked: Asked) -> Found:
    """People by name, e-mail and where they sit: those in the contact lists that the person may read, each once."""
    user, now = asked.user, asked.now
    offices = bodies(user, STAFF, now=now)
    inside, forums = networks_inside(user, now=now), bodies(user, Role.FORUM_MEMBER, now=now)
    if not (offices or inside or forums):
        return NOTHING
    seen = held_in(offices) if offices else Q(forum__in=forums)
    if inside:
        seen |= Q(pk__in=people_around_all(inside, now=now).order_by().values("pk"))
    rows: Any = today_only(Seat.objects.filter(seen), now=now)
    first_seats = called(rows, asked, *PERSON).order_by().values("user").annotate(first=Min("pk"))
    rows = ranked(Seat.objects.filter(pk__in=first_seats.values("first")), asked, PERSON[0])
    return page_of(rows, asked, lambda seat: _person(seat, offices, inside), "user", *BODIES)


def _person(seat: Any, offices: list[int], inside: set[int]) -> Hit:
    known = join([seat.get_role_display(), seat.body, seat.user.email])
    if offices:
        return Hit(str(seat.user), reverse("networks:seat_detail", kwargs={"pk": seat.pk}), known)
    if seat.forum_id is not None:
        return Hit(str(seat.user), reverse("networks:forum_people"), known)
    network = seat.network_id if seat.network_id in inside else min(inside)
    return Hit(str(seat.user), reverse("networks:network_people", kwargs={"network": network}), known)


def students(asked: Asked) -> Found:
    """Those who study, by name: for heads and owners their own, for leaders and the office what is handed over."""
    if not holds(asked.user, READS_NAMES, now=asked.now):
        return NOTHING
    rows = nominations_with_names_in(asked.user, seen_rounds(asked), now=asked.now)
    rows = called(rows.filter(anonymised_at__isnull=True), asked, *STUDENT)

    def hit(row: Nomination) -> Hit:
        known = [
            row.round.grant_year,
            row.study_type,
            row.study_name,
            row.kindergarten,
            row.get_state_display(),
        ]
        url = reverse("needs:nomination_detail", kwargs={"pk": row.pk})
        return Hit(row.student_name or _nameless(row), url, join(known))

    return page_of(rows, asked, hit, "round", "study_type", "kindergarten")


def _nameless(row: Nomination) -> str:
    """A draft that has no name yet."""
    return row.study_name or str(row.kindergarten)
