"""The year, from top to bottom: each duty, who owes it, whom to remind, and what happens at its date.

When a duty opens and is due stands in the scheme and, for each round, in its deadlines. `rekom.reminders` plans the
letters from this table; `rekom.tasks` rings every five minutes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from common.models import OutboxMail
from common.outbox import StillDue
from networks.models import Round
from networks.queries import rounds
from networks.states import Duty
from rekom import owing
from rekom.offsets import AFTER, DAY_BEFORE, OPENS, THREE_WEEKS_BEFORE, WEEK_BEFORE, Offset
from rekom.owing import Debt

OPENS_KIND = "rekom/duty_opens"
REMINDER_KIND = "rekom/duty_reminder"
OVERDUE_KIND = "rekom/duty_overdue"

EVERY_REMINDER = (OPENS, THREE_WEEKS_BEFORE, WEEK_BEFORE, DAY_BEFORE, AFTER)
NEAR_THE_END = (OPENS, WEEK_BEFORE, DAY_BEFORE, AFTER)


class Owing(Protocol):
    """A read that names the bodies that owe something in a round."""

    def __call__(self, round: Round, *, now: datetime) -> list[Debt]: ...


@dataclass(frozen=True, kw_only=True)
class YearDuty:
    """One duty of the year. `title` and `ask` are what the letters and the home page say about it."""

    duty: Duty
    title: Promise
    ask: Promise
    owed_by: Owing
    url: str
    url_to_follow: str = ""
    has_year_in_path: bool = False
    told_at_opening: Owing | None = None
    reminders: tuple[Offset, ...] = EVERY_REMINDER

    def title_for(self, round: Round) -> str:
        """What the duty is called in the round, in the active language."""
        return str(self.title) % {"year": round.grant_year}

    def path(self, round: Round) -> str:
        """The page on which the duty is done."""
        if self.has_year_in_path:
            return reverse(self.url, kwargs={"year": round.grant_year})
        return f"{reverse(self.url)}?aar={round.grant_year}"

    def path_to_follow(self, round: Round) -> str:
        """The page on which networks and the governor follow the duty: mostly the one on which it is done."""
        if not self.url_to_follow:
            return self.path(round)
        return f"{reverse(self.url_to_follow)}?aar={round.grant_year}"

    def debts(self, round: Round, offset: Offset, *, now: datetime) -> list[Debt]:
        """The bodies to write to at this offset."""
        is_opening = offset == OPENS and self.told_at_opening is not None
        owed_by = self.told_at_opening if is_opening and self.told_at_opening else self.owed_by
        return owed_by(round, now=now)


YEAR: tuple[YearDuty, ...] = (
    # August to November: each kindergarten looks at itself. Never closes; marked late.
    YearDuty(
        duty=Duty.ASSESSMENT,
        title=_("The kindergarten's own assessment for %(year)s"),
        ask=_("Write what the kindergarten needs, together with the staff, and share it with the owner."),
        owed_by=owing.assessments,
        url="needs:assessment_list",
    ),
    # September to 1 December: each owner tells each network what it needs. Closes.
    YearDuty(
        duty=Duty.NEEDS_REPORT,
        title=_("Needs report for %(year)s"),
        ask=_("Tell the network what your kindergartens need. No new needs? Say so in the same place."),
        owed_by=owing.needs_reports,
        url="needs:needs_report_list",
    ),
    # November to 1 February: employees who study. Voluntary, so only those who have begun are reminded. Closes.
    YearDuty(
        duty=Duty.NOMINATION,
        title=_("Employees who study in %(year)s"),
        ask=_("Nominate employees who study, so that the network can put them on its list."),
        owed_by=owing.nominations,
        told_at_opening=owing.owners_to_tell,
        reminders=NEAR_THE_END,
        url="needs:nomination_list",
        url_to_follow="needs:nomination_list_overview",
    ),
    # December to 1 February: the network and its universities put the needs together. Closes.
    YearDuty(
        duty=Duty.DECISION_BASIS,
        title=_("Decision basis for %(year)s"),
        ask=_("Make measures out of the needs, agree with the university, and submit."),
        owed_by=owing.decision_bases,
        url="needs:decision_basis_list",
    ),
    # February: the network ranks its nominations. Closes 1 March.
    YearDuty(
        duty=Duty.NOMINATION_LIST,
        title=_("The network's list of students for %(year)s"),
        ask=_("Put the nominations in the order that the network proposes, and submit the list."),
        owed_by=owing.nomination_lists,
        reminders=NEAR_THE_END,
        url="needs:nomination_list_overview",
    ),
    # By 15 March: the county's forum recommends. Never closes; marked late.
    YearDuty(
        duty=Duty.RECOMMENDATION,
        title=_("Recommendation for %(year)s"),
        ask=_("Run the allocation, rank the nominations where needed, and adopt the recommendation."),
        owed_by=owing.recommendation,
        url="grants:recommendation_detail",
        has_year_in_path=True,
    ),
    # By 15 April: the county governor decides and sends the letters. Never closes; marked late.
    YearDuty(
        duty=Duty.DECISION,
        title=_("Decision and grant letters for %(year)s"),
        ask=_("Prepare the decision, have it approved by another person, and send the letters."),
        owed_by=owing.decision,
        url="grants:decision_detail",
        has_year_in_path=True,
    ),
    # By 15 June the year after: each recipient reports. Never closes; marked late.
    YearDuty(
        duty=Duty.REPORT,
        title=_("Report on the grant for %(year)s"),
        ask=_("Tell how the money was used, what was done, and how far you came."),
        owed_by=owing.reports,
        url="reporting:report_list",
    ),
)
BY_DUTY: Mapping[str, YearDuty] = {entry.duty.value: entry for entry in YEAR}

DONE = gettext_noop("It has been done since the letter was planned.")
NOT_IN_SEAT = gettext_noop("The person no longer has the role.")
CLOSED = gettext_noop("It has closed since the letter was planned.")
NEW_DEADLINE = gettext_noop("There is a new deadline.")


def still_owed(mail: OutboxMail, now: datetime) -> str:
    """Asked just before a reminder is sent: is it still owed, still open, and by this person? Else why not."""
    entry = BY_DUTY[mail.context["duty"]]
    round = rounds().get(pk=mail.context["round"])
    offset = Offset(mail.context["offset"])
    bodies = {body["key"] for body in mail.context["bodies"]}
    owed = [debt for debt in entry.debts(round, offset, now=now) if debt.key in bodies]
    if not owed:
        return DONE
    mine = [debt for debt in owed if mail.recipient in debt.people]
    if not mine:
        return NOT_IN_SEAT
    answers = [debt.answer(entry.duty, round, now=now) for debt in mine]
    if offset == AFTER:
        return "" if any(answer.is_past for answer in answers) else NEW_DEADLINE
    return "" if any(answer.is_open for answer in answers) else CLOSED


STILL_DUE: dict[str, StillDue] = {
    OPENS_KIND: still_owed,
    REMINDER_KIND: still_owed,
    OVERDUE_KIND: still_owed,
}
"""What the outbox asks again before it sends, by kind of letter. Receipts are not here: they are always due."""
