"""The letters about payouts: to student, head and owner, and to the network's leaders. None names a student."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from grants.models import Half, Payout
from grants.payout_letters import study_of
from grants.queries.payout import DUTY_OF_HALF, employers_of, students_of
from needs.queries.student import forgotten_on, student_token
from needs.topics import nomination_topic
from networks.models import User
from networks.queries import people_with
from networks.roles import LEADERS, Role
from networks.states import Duty
from networks.topics import topics


def payouts_paid(rows: Iterable[Payout], *, by: User, now: datetime) -> None:
    """Tells each student, and head and owner in one mail each, that the network has paid. All are told once."""
    paid = list(rows)
    students = students_of(paid)
    for row in paid:
        student = students.get(row.nomination_id)
        if student is not None:
            context = {
                **said(row),
                **_about_us(row),
                "paid_on": row.paid_on.isoformat() if row.paid_on else "",
            }
            outbox.post(
                kind="grants/payout_paid_student",
                to=outbox.Addressee(student.student_name, student.student_email),
                context=context,
                key=f"payout_paid_student:{row.pk}",
                now=now,
                topics=[*about(row), nomination_topic(row.nomination)],
            )
    for user, mine in _by_person(employers_of(paid, now=now)):
        _tell_employer("payouts_paid", user, mine, f"{mine[0].pk}", by=by, now=now)


def payout_stopped(payout: Payout, *, reason: str, by: User, now: datetime) -> None:
    """Tells head and owner that a payout is stopped, and why."""
    turn = history_of(payout).count()
    for user, mine in _by_person(employers_of([payout], now=now)):
        key = f"{payout.pk}:{turn}"
        _tell_employer("payout_stopped", user, mine, key, by=by, now=now, reason=reason)


def still_studying_asked(rows: Iterable[Payout], *, is_reminder: bool, now: datetime) -> None:
    """Asks those who have not answered whether the study goes on: the student by a personal link, and the employer.

    Each is asked once, and reminded once.
    """
    asked = list(rows)
    what = "again" if is_reminder else "asked"
    students = students_of(row for row in asked if not row.confirmation.student_says)
    for row in asked:
        student = students.get(row.nomination_id)
        if student is not None and student.link_secret:
            path = reverse("grants:study_student", kwargs={"token": student_token(student)})
            outbox.post(
                kind="grants/still_studying_student",
                to=outbox.Addressee(student.student_name, student.student_email),
                context={
                    **said(row),
                    **_about_us(row),
                    "is_reminder": is_reminder,
                    "path": path,
                    "personal_path": path,  # staff read the letter without it
                },
                key=f"still_studying_student:{row.pk}:{what}",
                now=now,
                topics=[*about(row, Duty.STILL_STUDYING), nomination_topic(row.nomination)],
            )
    unsaid = [row for row in asked if not row.confirmation.head_says]
    for user, mine in _by_person(employers_of(unsaid, now=now)):
        key = f"{what}:{mine[0].pk}"
        _tell_employer("still_studying_head", user, mine, key, now=now, is_reminder=is_reminder)


def study_said_stopped(payout: Payout, *, now: datetime) -> None:
    """Tells the network's leaders that student or employer says that the study has stopped: they must decide."""
    for user in people_with(LEADERS, now=now, network=[payout.network_id]):
        place = {"year": payout.round.grant_year, "network": payout.network_id}
        outbox.post(
            kind="grants/study_said_stopped",
            to=user,
            context={**said(payout), "path": reverse("grants:payout_list", kwargs=place)},
            key=f"study_said_stopped:{payout.pk}:{user.pk}",
            now=now,
            topics=about(payout, Duty.STILL_STUDYING),
        )


def payout_given_back(payout: Payout, *, reason: str, by: User, now: datetime) -> None:
    """Tells the county's case officers that a network gives money back, so that they can claim it."""
    place = {"year": payout.round.grant_year, "network": payout.network_id}
    path = reverse("grants:payout_list", kwargs=place)
    for user in people_with([Role.CASE_OFFICER], now=now, county=[payout.round.county_id]):
        outbox.post(
            kind="grants/payout_given_back",
            to=user,
            context={**said(payout), "reason": reason, "by": by.name, "path": path},
            key=f"payout_given_back:{payout.pk}:{user.pk}",
            now=now,
            topics=about(payout),
        )


def said(payout: Payout) -> dict[str, Any]:
    """What all these letters may say about a payout."""
    return {
        "number": payout.nomination_id,
        "kindergarten": payout.nomination.kindergarten.name,
        "owner": payout.owner.name,
        "network": payout.network.name,
        "study": study_of(payout),
        "half": payout.half,
        "year": payout.round.grant_year,
        "amount_nok": payout.amount_nok,
        "reference": payout.reference,
    }


def about(payout: Payout, duty: Duty | None = None) -> list[str]:
    """The topics of a letter about one payout. A letter to the student has the nomination's topic as well: its words

    are forgotten with the student.
    """
    duty = duty or DUTY_OF_HALF[Half(payout.half)]
    return topics(payout.round, duty, payout.owner, payout.network, payout.nomination.kindergarten)


def _about_us(payout: Payout) -> dict[str, Any]:
    """What a letter to somebody without a user says of who writes and for how long names are kept."""
    county = payout.round.county
    return {
        "office": county.office_name,
        "office_email": county.email,
        "forgotten_on": forgotten_on(payout.round).isoformat(),
    }


def _tell_employer(
    name: str,
    user: User,
    rows: list[Payout],
    what: str,
    *,
    now: datetime,
    by: User | None = None,
    **more: Any,
) -> None:
    first = rows[0]
    context = {
        "payouts": [said(row) for row in rows],
        "network": first.network.name,
        "half": first.half,
        "year": first.round.grant_year,
        "path": f"{reverse('grants:payout_own')}?aar={first.round.grant_year}",
        **({"by": by.name, "by_email": by.email} if by else {}),
        **more,
    }
    outbox.post(
        kind=f"grants/{name}",
        to=user,
        context=context,
        key=f"{name}:{what}:{user.pk}",
        now=now,
        topics=list(dict.fromkeys(topic for row in rows for topic in about(row))),
    )


def _by_person(pairs: Iterable[tuple[Payout, User]]) -> list[tuple[User, list[Payout]]]:
    people: dict[int, User] = {}
    mine: dict[int, list[Payout]] = defaultdict(list)
    for row, user in pairs:
        people[user.pk] = user
        mine[user.pk].append(row)
    return [(user, mine[pk]) for pk, user in people.items()]
