"""Who may ask for a later instant, who gives it, and until when."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import instant
from common.refusals import MovedOn, NotAllowed, NotNow
from networks import deadlines
from networks.deadlines import Owed
from networks.models import Deadline, DispensationRequest, Kindergarten, Network, Round, User
from networks.roles import LEADERS, Role, bodies, holds
from networks.states import GOES_TO_NETWORK, MAY_ASK, Duty, RequestState

BOUND_BY = {
    Duty.ASSESSMENT: Duty.DECISION_BASIS,
    Duty.NEEDS_REPORT: Duty.DECISION_BASIS,
    Duty.NOMINATION: Duty.NOMINATION_LIST,
}
"""The network's own duty that builds on what it receives: a leader gives no date past that."""
SHAPES: dict[Duty, tuple[tuple[str, ...], ...]] = {
    Duty.ASSESSMENT: (("kindergarten",),),
    Duty.NEEDS_REPORT: (("organisation", "network"),),
    Duty.NOMINATION: (("kindergarten",),),
    Duty.DECISION_BASIS: (("network",),),
    Duty.NOMINATION_LIST: (("network",),),
    Duty.REPORT: (("network",), ("organisation",)),
}
"""Which bodies owe what."""


def asks_for(user: User, owed: Owed, partners: Iterable[int], *, now: datetime) -> bool:
    """Whether the person does this duty for the body. `partners` are the network's partner universities, as keys."""
    if owed.duty not in MAY_ASK:
        return False
    if owed.kindergarten is not None:
        return _runs(user, owed.kindergarten, now=now)
    if owed.organisation is not None:
        role = Role.UH_COORDINATOR if owed.duty == Duty.REPORT else Role.OWNER
        return holds(user, role, owed.organisation, now=now)
    return owed.network is not None and _works_for(user, owed.network, owed.duty, partners, now=now)


def _runs(user: User, kindergarten: Kindergarten, *, now: datetime) -> bool:
    is_head = holds(user, Role.HEAD, kindergarten, now=now)
    return is_head or kindergarten.owner_id in bodies(user, Role.OWNER, now=now)


def _works_for(user: User, network: Network, duty: Duty, partners: Iterable[int], *, now: datetime) -> bool:
    if holds(user, LEADERS, network, now=now):
        return True
    if duty == Duty.DECISION_BASIS:
        return bool(set(bodies(user, Role.UH_COORDINATOR, now=now)) & set(partners))
    return duty == Duty.REPORT and network.payee_id in bodies(user, Role.OWNER, now=now)


def check_may_ask_dispensation(
    user: User,
    owed: Owed,
    partners: Iterable[int],
    waiting: DispensationRequest | None,
    *,
    is_done: bool,
    now: datetime,
) -> None:
    """The body asks for itself once the duty has opened, while it is not done, and once at a time.

    `waiting` is the request that is not answered, if any.
    """
    if not asks_for(user, owed, partners, now=now):
        raise NotAllowed(_("Only those who owe this can ask for a new deadline."))
    answer = owed.answer(now=now)
    if not answer.has_opened:
        raise NotNow(
            _("%(duty)s opens on %(when)s.") % {"duty": owed.duty.label, "when": instant(answer.opens_at)}
        )
    if is_done:
        raise NotNow(_("This is sent already, so it needs no new deadline."))
    if waiting is not None:
        raise NotNow(_("You have already asked for a new deadline. You get an e-mail when it is answered."))
    if answer.dispensation is not None and not answer.is_past:
        raise NotNow(_("You have a new deadline already: %(when)s.") % {"when": instant(answer.due_at)})


def check_may_withdraw_request(
    user: User, request: DispensationRequest, owed: Owed, partners: Iterable[int], *, now: datetime
) -> None:
    """The body takes back what it has asked for, until it is answered."""
    if not asks_for(user, owed, partners, now=now):
        raise NotAllowed(_("Only those who owe this can withdraw the request."))
    _check_waits(request)


def check_may_decline_request(
    user: User, request: DispensationRequest, receiver: Network | None, *, now: datetime
) -> None:
    """Whoever could give the new date may also say no, once."""
    _check_gives(user, request.deadline, receiver, now=now)
    _check_waits(request)


def check_may_answer_request(
    user: User, request: DispensationRequest, receiver: Network | None, *, due_at: datetime, now: datetime
) -> None:
    """A request is granted by whoever could give the new date without it, once."""
    check_may_grant_dispensation(user, request.deadline, receiver, due_at=due_at, now=now)
    _check_waits(request)


def check_may_grant_dispensation(
    user: User, deadline: Deadline, network: Network | None, *, due_at: datetime, now: datetime
) -> None:
    """The leader of the network that receives it, but never past the network's own date; a case officer for all.

    Always an instant that lies ahead.
    """
    _check_gives(user, deadline, network, now=now)
    if due_at <= now:
        raise NotNow(_("The new deadline must lie ahead."))
    latest = latest_for(user, deadline, network, now=now)
    if latest is not None and due_at > latest:
        raise NotNow(
            _(
                "The latest date you can give is %(when)s: that is the network's own date. A case officer can give "
                "a later one."
            )
            % {"when": instant(latest)}
        )


def check_is_later(owed: Owed, *, due_at: datetime, now: datetime) -> None:
    """A new date that is given on its own is later than the one the body has. Raises NotNow."""
    answer = owed.answer(now=now)
    if due_at <= answer.due_at:
        raise NotNow(
            _("The deadline is %(when)s already. Choose a later date.") % {"when": instant(answer.due_at)}
        )


def gives(user: User, deadline: Deadline, network: Network | None, *, now: datetime) -> bool:
    """Whether the person may give a new date for what this network receives (None: what the county receives)."""
    return _is_leader(user, deadline, network, now=now) or _is_officer(user, deadline.round, now=now)


def latest_for(user: User, deadline: Deadline, network: Network | None, *, now: datetime) -> datetime | None:
    """The latest instant that the person may give; None where there is no such limit (case officers)."""
    bound_by = BOUND_BY.get(Duty(deadline.duty))
    if network is None or bound_by is None or _is_officer(user, deadline.round, now=now):
        return None
    return deadlines.answer(bound_by, deadline.round, now=now, network=network).due_at


def _is_leader(user: User, deadline: Deadline, network: Network | None, *, now: datetime) -> bool:
    return (
        network is not None
        and deadline.duty in GOES_TO_NETWORK
        and network.county_id == deadline.round.county_id
        and holds(user, LEADERS, network, now=now)
    )


def _is_officer(user: User, round: Round, *, now: datetime) -> bool:
    return round.county_id in bodies(user, Role.CASE_OFFICER, now=now)


def _check_gives(user: User, deadline: Deadline, network: Network | None, *, now: datetime) -> None:
    if not gives(user, deadline, network, now=now):
        raise NotAllowed(_("Only the network's leader or a case officer can give a new deadline."))


def _check_waits(request: DispensationRequest) -> None:
    if request.state != RequestState.ASKED:
        raise MovedOn


def is_shaped(owed: Owed) -> bool:
    """Whether the duty is one that this kind of body owes."""
    named = tuple(name for name, body in owed.body.items() if body is not None)
    return named in SHAPES.get(owed.duty, ())
