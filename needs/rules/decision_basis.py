"""Who may build, approve, send and return a decision basis, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.gaps import Gap
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import BasisApproval, DecisionBasis, Measure
from needs.models.decision_basis import Contributor
from needs.states import BASIS_EDITABLE, BASIS_FINAL, BasisState
from networks import deadlines
from networks.models import Network, User
from networks.roles import Role, bodies, holds, leads
from networks.rules.sides import Side, standing_approval
from networks.states import Duty


@dataclass(frozen=True)
class BasisGap(Gap):
    """A gap of a basis; `measure` is the measure it stands in, None for the basis itself."""

    measure: Measure | None = None


def builds(user: User, network: Network, partners: Iterable[int], *, now: datetime) -> bool:
    """Whether the person builds the network's basis: its leader, or a coordinator of a partner university.

    They build it as equals. `partners` are the keys of the network's partner universities in the round.
    """
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    return leads(user, network, now=now) or bool(set(universities) & set(partners))


def check_basis_open(basis: DecisionBasis, *, now: datetime) -> deadlines.Answer:
    """The answer for this network when the basis is open; a dispensation counts. Raises NotNow."""
    return deadlines.check_open(Duty.DECISION_BASIS, basis.round, now=now, network=basis.network)


def check_may_save_decision_basis(
    user: User, basis: DecisionBasis, partners: Iterable[int], *, now: datetime
) -> None:
    """Leader and partner universities change texts and measures while the duty is open and nothing is sent."""
    _check_builder(user, basis, partners, now=now)
    _check_editable(basis)
    check_basis_open(basis, now=now)


def check_may_approve_decision_basis(
    user: User, basis: DecisionBasis, university_id: int | None, *, now: datetime
) -> None:
    """Each side approves for itself what is whole, while the duty is open; later when it was sent without."""
    _check_speaks_for(user, basis, university_id, now=now)
    if university_id not in {side.university_id for side in sides(basis)}:
        raise NotNow(_("The university has no part in a measure of this decision basis."))
    if approval_of(basis, university_id):
        raise MovedOn
    if basis.state in BASIS_FINAL:
        return
    check_basis_open(basis, now=now)
    if decision_basis_gaps(basis):
        raise NotNow(_("Something is missing in the decision basis. It can be approved when it is whole."))


def check_may_withdraw_approval(
    user: User, basis: DecisionBasis, university_id: int | None, *, now: datetime
) -> None:
    """A side takes its own approval back until the basis is sent."""
    _check_speaks_for(user, basis, university_id, now=now)
    _check_editable(basis)
    if not approval_of(basis, university_id):
        raise MovedOn


def check_may_submit_decision_basis(
    user: User, basis: DecisionBasis, partners: Iterable[int], *, silent_reason: str, now: datetime
) -> None:
    """Sent when it is whole and every side has approved, or when the reason is stated why one has not.

    The one who sends must have approved for its own side: nobody is silent about what they send themselves.
    """
    check_may_save_decision_basis(user, basis, partners, now=now)
    if decision_basis_gaps(basis):
        raise NotNow(_("Something is missing before the decision basis can be sent. See the list."))
    missing = sides_missing(basis)
    own = [side for side in missing if speaks_for(user, basis, side.university_id, now=now)]
    if own:
        raise NotNow(_("Approve for %(side)s first. Then you can send it.") % {"side": own[0].name})
    if missing and not silent_reason.strip():
        raise NotNow(
            _("%(sides)s has not approved. Write why the decision basis is sent without.")
            % {"sides": ", ".join(side.name for side in missing)}
        )


def check_may_accept_decision_basis(user: User, basis: DecisionBasis, *, now: datetime) -> None:
    """A case officer accepts what was sent."""
    if not holds(user, Role.CASE_OFFICER, basis.network.county, now=now):
        raise NotAllowed(_("Only a case officer can accept a decision basis."))
    if basis.state != BasisState.SUBMITTED:
        raise MovedOn


def check_may_return_decision_basis(
    user: User, basis: DecisionBasis, *, comment: str, due_at: datetime, now: datetime
) -> None:
    """A case officer returns what was sent, with a comment and an instant that lies ahead, until it is accepted."""
    if not holds(user, Role.CASE_OFFICER, basis.network.county, now=now):
        raise NotAllowed(_("Only a case officer can return a decision basis."))
    if basis.state == BasisState.ACCEPTED:
        raise NotNow(_("The decision basis is accepted, so it can no longer be returned."))
    if basis.state != BasisState.SUBMITTED:
        raise MovedOn
    if not comment.strip():
        raise NotNow(_("Write what must be changed."))
    if due_at <= now:
        raise NotNow(_("The new deadline must lie ahead."))


def speaks_for(user: User, basis: DecisionBasis, university_id: int | None, *, now: datetime) -> bool:
    """Whether the person approves for this side."""
    if university_id is None:
        return leads(user, basis.network, now=now)
    return university_id in bodies(user, Role.UH_COORDINATOR, now=now)


def sides(basis: DecisionBasis) -> list[Side]:
    """All who must approve: the network's leader, and each university with a part in a measure, by name.

    Uses the prefetched measures with their parts.
    """
    if basis.pk is None:
        return [Side(None, str(basis.network))]
    found = {part["university"]: part["name"] for measure in basis.measures.all() for part in measure.parts}
    universities = [Side(key, name) for key, name in found.items()]
    return [Side(None, str(basis.network)), *sorted(universities, key=lambda side: side.name)]


def approval_of(basis: DecisionBasis, university_id: int | None) -> BasisApproval | None:
    """The side's approval that stands, or None. Uses the prefetched approvals."""
    found: BasisApproval | None = standing_approval(basis, university_id)
    return found


def sides_missing(basis: DecisionBasis) -> list[Side]:
    """The sides that have not approved the basis as it stands."""
    return [side for side in sides(basis) if approval_of(basis, side.university_id) is None]


def decision_basis_gaps(basis: DecisionBasis) -> list[BasisGap]:
    """What is missing before the basis can be approved and sent, in the order of the page."""
    gaps = []
    if not basis.overview.strip():
        gaps.append(BasisGap("overview", _("Write an overview of the needs in the network.")))
    measures = list(basis.measures.all()) if basis.pk else []
    if not measures:
        gaps.append(BasisGap("measures", _("Make at least one measure.")))
    for measure in measures:
        gaps += measure_gaps(measure, [criterion.key for criterion in basis.round.scheme.criteria])
    silent = [need for need in basis.free_needs if not need["reason"].strip()]
    if measures and silent:
        sentence = ngettext(
            "Say why %(n)s need is not in a measure.",
            "Say why %(n)s needs are not in a measure.",
            len(silent),
        )
        gaps.append(BasisGap(f"reason_{silent[0]['pk']}", sentence % {"n": len(silent)}))
    return gaps


def measure_hints(measure: Measure) -> list[BasisGap]:
    """What would make a measure clearer, but does not stop anybody."""
    plan = measure.plan_goal or ", ".join(row["title"] for row in measure.goal_rows)
    has = {"meeting_points": measure.meeting_points, "plan_goal": plan}
    wanted = {
        "meeting_points": _("When and where do the kindergartens meet?"),
        "plan_goal": _("Which goal of the long-term plan does it belong to?"),
    }
    return [BasisGap(key, wanted[key], "", measure) for key, text in has.items() if not text.strip()]


def measure_gaps(measure: Measure, criteria: Sequence[str]) -> list[BasisGap]:
    """What is missing in a measure read with its parts. `criteria` are the keys of the scheme's criteria."""
    texts = {row["key"]: row["text"] for row in measure.criterion_rows}
    has = {
        "needs": bool(measure.need_rows),
        "theme": measure.theme_id is not None,
        "goal": bool(measure.goal.strip()),
        "way_of_working": bool(measure.way_of_working.strip()),
        "participants": bool(measure.participants.strip()),
        "kindergartens": bool(measure.kindergarten_rows),
        "start_on": measure.start_on is not None,
        "years": measure.years is not None,
        "universities": bool(measure.parts),
        "network_amount_nok": measure.network_amount_nok > 0 or any(part["amount"] for part in measure.parts),
    }
    wanted = {
        "needs": _("Choose the needs it answers."),
        "theme": _("Choose a theme."),
        "goal": _("Write the goal."),
        "way_of_working": _("Write how you will work."),
        "participants": _("Write who takes part."),
        "kindergartens": _("Choose the kindergartens that start this year."),
        "start_on": _("Choose when it starts."),
        "years": _("Choose how many years it lasts."),
        "universities": _("Choose at least one university."),
        "network_amount_nok": _("Write what is asked for."),
    }
    gaps = [BasisGap(key, wanted[key], "", measure) for key, there in has.items() if not there]
    sentence = other_institution_fault(
        measure.contributors, measure.other_institution, has_university=bool(measure.parts)
    )
    if sentence:
        gaps.append(BasisGap("other_institution", sentence, "", measure))
    empty = [key for key in criteria if not texts.get(key, "").strip()]
    sentence = _("Write how the criterion is met.")
    return gaps + [BasisGap(f"criterion_{key}", sentence, "", measure) for key in empty]


def other_institution_fault(contributors: Sequence[str], name: str, *, has_university: bool) -> str:
    """What is wrong with the other institution that is to take part, or ''. It never stands alone: the measure has a
    part for a partner university too (Langsiktig plan: others take part only together with the local university).
    """
    is_there = Contributor.OTHER_INSTITUTION in contributors or bool(name.strip())
    if not is_there:
        return ""
    if not has_university:
        return _(
            "Another institution can only take part together with one of the network's own universities."
        )
    return "" if name.strip() else _("Write which other institution takes part.")


def _check_builder(user: User, basis: DecisionBasis, partners: Iterable[int], *, now: datetime) -> None:
    if not builds(user, basis.network, partners, now=now):
        raise NotAllowed(
            _("Only the network's leader or coordinator and its partner universities can do this.")
        )


def _check_speaks_for(user: User, basis: DecisionBasis, university_id: int | None, *, now: datetime) -> None:
    if not speaks_for(user, basis, university_id, now=now):
        raise NotAllowed(_("Each side approves for itself."))


def _check_editable(basis: DecisionBasis) -> None:
    if basis.state not in BASIS_EDITABLE:
        raise NotNow(_("The decision basis has been sent, so it can no longer be changed here."))
