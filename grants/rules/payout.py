"""Who may pay out the support for those who study, part it, stop it and send it on, and when."""

from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum.no import kontonr, orgnr

from common.dates import day, oslo_date
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Half, Payout
from grants.payout_standing import PAYABLE, Standing, standing_of
from grants.states import PayoutState
from needs.rules.nomination import check_no_national_ids
from networks.models import Network, Round, User
from networks.roles import is_staff_of, leads
from networks.states import Duty

DUTY = {Half.SPRING: Duty.SPRING_PAYOUT, Half.AUTUMN: Duty.AUTUMN_PAYOUT}
PARTED_NO_MORE = gettext_lazy(
    "One half is paid or stopped already, so the amount can no longer be parted in another way."
)
MOST_AT_ONCE = 60
"""How many are paid in one go: each gets a letter that is made while one waits."""


def check_may_plan_payouts(user: User, round: Round, *, now: datetime) -> None:
    """Payouts are planned when the governor's staff issue letters or correct an amount."""
    if not is_staff_of(user, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can issue grant letters."))


def check_may_follow_payouts(user: User, network: Network, *, now: datetime) -> None:
    """The network's leader and coordinators pay out, and decide about what is not paid."""
    if not leads(user, network, now=now):
        raise NotAllowed(_("Only the network's leader and coordinators can pay out."))


def check_may_pay_payouts(user: User, network: Network, round: Round, half: str, *, now: datetime) -> None:
    """The leader pays the half from when its duty opens; where the round has no such date, at once."""
    check_may_follow_payouts(user, network, now=now)
    duty = DUTY[Half(half)]
    row = next((row for row in round.deadlines.all() if row.duty == duty), None)
    if row is not None and now < row.opens_at:
        raise NotNow(_("%(duty)s opens on %(when)s.") % {"duty": duty.label, "when": day(row.opens_at)})


def check_paid_on(paid_on: date, letter_on: date, *, now: datetime) -> None:
    """The day of payment is between the day of the grant letter and today. Raises NotNow."""
    today = oslo_date(now)
    if not letter_on <= paid_on <= today:
        raise NotNow(
            _("Write the day on which the money was paid: between %(first)s and %(last)s.")
            % {"first": day(letter_on), "last": day(today)}
        )


def check_number(number: int) -> None:
    """Something is chosen, and no more than what can be paid at once. Raises NotNow."""
    if not number:
        raise NotNow(_("Choose the payouts that are to be paid."))
    if number > MOST_AT_ONCE:
        raise NotNow(_("Choose at most %(most)s payouts at a time.") % {"most": MOST_AT_ONCE})


def why_not_payable(payout: Payout) -> str:
    """Why this payout cannot be paid now, naming it; "" when it can. The account number must be right (mod 11)."""
    reason = reason_not_payable(payout)
    if not reason:
        return ""
    return _("%(owner)s, nomination no. %(number)s: %(why)s") % {
        "owner": payout.owner.name,
        "number": payout.nomination_id,
        "why": reason,
    }


def reason_not_payable(payout: Payout) -> str:
    """The same without the name, as it stands in a list."""
    standing = standing_of(payout)
    if standing is None:
        return _("the payout is not waiting to be paid.")
    if standing not in PAYABLE:
        return str(_WHY[standing])
    if not payout.owner.account_number:
        return _("the owner's account number is missing.")
    if not kontonr.is_valid(payout.owner.account_number):
        return _("the owner's account number is not right. Ask the owner to look it over.")
    if not payout.owner.org_number or not orgnr.is_valid(payout.owner.org_number):
        return _("the owner's organisation number is missing.")
    return ""


_WHY = {
    Standing.NOT_ASKED: gettext_lazy("student and head are not asked yet whether the study goes on."),
    Standing.WAITS: gettext_lazy("student and head have not both answered that the study goes on."),
    Standing.UNDECIDED: gettext_lazy("the study has stopped or is paused. Decide first whether to pay."),
}


def check_may_split_payouts(
    user: User, network: Network, rows: list[Payout], *, spring_nok: int, now: datetime
) -> None:
    """The leader parts the amount between spring and autumn until one half is settled; the sum stays."""
    check_may_follow_payouts(user, network, now=now)
    if not rows or any(row.state != PayoutState.PLANNED for row in rows):
        raise NotNow(PARTED_NO_MORE)
    total = sum(row.amount_nok for row in rows)
    if not 0 <= spring_nok <= total:
        raise NotNow(_("Write an amount between 0 and %(total)s kr for spring.") % {"total": total})


def check_may_stop_payout(user: User, payout: Payout, *, reason: str, now: datetime) -> None:
    """The leader stops a payout that is not paid, and says why."""
    _check_reasoned(user, payout, PayoutState.PLANNED, reason, now=now)


def check_may_resume_payout(user: User, payout: Payout, *, reason: str, now: datetime) -> None:
    """The leader takes a stopped payout up again, and says why it is to be paid."""
    _check_reasoned(user, payout, PayoutState.STOPPED, reason, now=now)


def check_may_give_back_payout(user: User, payout: Payout, *, reason: str, now: datetime) -> None:
    """The leader says that a stopped payout's money goes back to the governor, and why it is not used."""
    _check_reasoned(user, payout, PayoutState.STOPPED, reason, now=now)


def check_may_move_payout(user: User, payout: Payout, *, reason: str, now: datetime) -> None:
    """The leader moves a stopped payout's money to another of the network's nominations, and says why."""
    _check_reasoned(user, payout, PayoutState.STOPPED, reason, now=now)


def _check_reasoned(user: User, payout: Payout, state: str, reason: str, *, now: datetime) -> None:
    check_may_follow_payouts(user, payout.network, now=now)
    if payout.state != state:
        raise MovedOn
    check_reason(reason)


def check_reason(reason: str) -> None:
    """A decision says why, and holds no national identity number. Raises NotNow."""
    if not reason.strip():
        raise NotNow(_("Write why."))
    check_no_national_ids({"reason": reason})
