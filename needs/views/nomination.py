"""The pages of nominations for those who make them, and one nomination for those who may see it."""

from datetime import datetime
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common import clock
from common.drafts import fingerprint
from common.refusals import may
from common.timeline import Line, lines_of
from common.views import or_404, person
from needs import queries
from needs.forms.nomination import NominationForm
from needs.models import Nomination
from needs.queries.nomination import earlier_nominations, usual_amount
from needs.queries.student import corrections_of
from needs.rules import nomination as rules
from needs.rules import study
from needs.rules.assessment import writes_for
from needs.rules.nomination import confirms_for
from needs.states import NominationState
from networks import deadlines
from networks.models import Round
from networks.queries import MoreTime, chosen_round, more_time, network_of, rounds_visible_to
from networks.roles import Role, holds
from networks.states import Duty

VERBS = {
    "propose": gettext_lazy("Proposed to the owner by"),
    "confirm": gettext_lazy("Confirmed and sent to the network by"),
    "send_back": gettext_lazy("Sent back to the head by"),
    "submit": gettext_lazy("Sent to the network by"),
    "take_back": gettext_lazy("Taken back by"),
    "withdraw": gettext_lazy("Withdrawn by"),
    "go_on_leave": gettext_lazy("On leave from the study, says"),
    "come_back": gettext_lazy("Back at the study, says"),
    "finish": gettext_lazy("Finished the study, says"),
    "stop": gettext_lazy("Stopped the study, says"),
    "move_to_owner": gettext_lazy("Moved to another owner, says"),
}


def visible_or_404(request: HttpRequest, pk: int, *, now: datetime) -> Nomination:
    """A nomination that the person may read with the name. Raises Http404."""
    for round in rounds_visible_to(person(request), now=now):
        found = queries.nominations_with_names(person(request), round, now=now).filter(pk=pk).first()
        if found is not None:
            found.round = round
            return found
    raise Http404


def own_or_404(request: HttpRequest, pk: int, *, now: datetime) -> Nomination:
    """The same for the kindergarten's head and owner alone. Raises Http404."""
    nomination = visible_or_404(request, pk, now=now)
    if not writes_for(person(request), nomination.kindergarten, now=now):
        raise Http404
    return nomination


def owned_or_404(request: HttpRequest, pk: int, *, now: datetime) -> Nomination:
    """The same for the owner's contacts alone. Raises Http404."""
    nomination = visible_or_404(request, pk, now=now)
    if not confirms_for(person(request), nomination.kindergarten, now=now):
        raise Http404
    return nomination


def detail_url(nomination: Nomination) -> str:
    """The address of the nomination's own page."""
    return reverse("needs:nomination_detail", kwargs={"pk": nomination.pk})


def answer_for(nomination: Nomination, *, now: datetime) -> deadlines.Answer:
    """How nominations stand for this kindergarten."""
    return deadlines.answer(Duty.NOMINATION, nomination.round, now=now, kindergarten=nomination.kindergarten)


def about(user: Any, nomination: Nomination, *, now: datetime) -> dict[str, Any]:
    """What every page about one nomination shows of it: itself, its usual amount, and earlier ones of the person."""
    return {
        "nomination": nomination,
        "usual_nok": usual_amount(nomination.round, nomination.study_type),
        "earlier": earlier_nominations(user, nomination, now=now),
    }


def _more_time(user: Any, kindergarten: Any, round: Round, is_sent: bool, now: datetime) -> MoreTime | None:
    """What the page says about a later date for the kindergarten, until the network has sent its list."""
    owed = deadlines.Owed(Duty.NOMINATION, round, kindergarten=kindergarten)
    return more_time(user, owed, is_done=is_sent, now=now)


class OwnNominations(LoginRequiredMixin, TemplateView):
    """The nominations of the person's own kindergartens in one round."""

    template_name = "needs/nomination_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        if not holds(user, (Role.HEAD, Role.OWNER), now=now):
            raise Http404
        year = self.request.GET.get("aar", "")
        round, rounds = or_404(chosen_round(user, year, Duty.NOMINATION, now=now))
        answer = deadlines.answer(Duty.NOMINATION, round, now=now)
        rows = list(queries.my_nominations(user, round, now))
        return super().get_context_data(**kwargs) | {
            "round": round,
            "rounds": rounds,
            "answer": answer,
            "nominations": rows,
            "waiting": [row for row in rows if _waits_for(user, row, now=now)],
            "may_nominate": answer.is_open or _has_later_instant(round, now=now),
            "may_ask_for": self._may_ask_for(round, now=now) if answer.is_near else [],
        }

    def _may_ask_for(self, round: Round, *, now: datetime) -> list[deadlines.Owed]:
        """The person's kindergartens that have no later date, when the date is near or past."""
        own = queries.kindergartens_to_nominate_from(person(self.request), round, now=now)
        rows = [deadlines.Owed(Duty.NOMINATION, round, kindergarten=kindergarten) for kindergarten in own]
        return [owed for owed in rows if owed.answer(now=now).dispensation is None]


def _waits_for(user: Any, nomination: Nomination, *, now: datetime) -> bool:
    """Whether the nomination is a proposal that this person can confirm."""
    is_proposed = nomination.state == NominationState.PROPOSED
    return is_proposed and confirms_for(user, nomination.kindergarten, now=now)


def _has_later_instant(round: Round, *, now: datetime) -> bool:
    """Whether some kindergarten has a later instant; whose it is, the form says."""
    row = deadlines.deadline(Duty.NOMINATION, round)
    return any(dispensation.due_at >= now for dispensation in row.dispensations.all())


class NominationDetail(LoginRequiredMixin, TemplateView):
    """One nomination, and what can be done with it. Also the receipt."""

    template_name = "needs/nomination_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        nomination = visible_or_404(self.request, self.kwargs["pk"], now=now)
        is_own = writes_for(user, nomination.kindergarten, now=now)
        is_sent = is_own and queries.is_list_sent(nomination)
        allowed = _allowed(user, nomination, is_list_sent=is_sent, now=now) if is_own else set()
        return super().get_context_data(**kwargs) | {
            **about(user, nomination, now=now),
            "answer": answer_for(nomination, now=now),
            "is_own": is_own,
            "may": allowed,
            "study_verbs": _study_verbs(user, nomination, now=now),
            "link_mark": fingerprint(nomination.link_secret),
            "more_time": _more_time(user, nomination.kindergarten, nomination.round, is_sent, now)
            if nomination.state == NominationState.DRAFT
            else None,
            "refusal": _edit_refusal(user, nomination, now=now) if is_own else "",
            "history": _history(nomination),
        }


def _allowed(user: Any, nomination: Nomination, *, is_list_sent: bool, now: datetime) -> set[str]:
    """The verbs for which the page shows a button; handing over is offered with gaps too."""
    later: dict[str, Any] = {"is_list_sent": is_list_sent, "now": now}
    state, found = nomination.state, set()
    is_owner = confirms_for(user, nomination.kindergarten, now=now)
    if may(rules.check_may_save_nomination, user, nomination, now=now) is None and not is_list_sent:
        found |= {"save", "submit" if is_owner else "propose"}
    may_send_back = may(rules.check_may_send_back_nomination, user, nomination, now=now) is None
    if state == NominationState.PROPOSED and may_send_back:
        found |= {"send_back"} if is_list_sent else {"send_back", "confirm"}
    may_take_back = may(rules.check_may_take_back_nomination, user, nomination, **later) is None
    if state in (NominationState.PROPOSED, NominationState.SUBMITTED) and may_take_back:
        found.add("take_back")
    may_withdraw = may(rules.check_may_withdraw_nomination, user, nomination, **later) is None
    if state in (NominationState.DRAFT, NominationState.PROPOSED, NominationState.SUBMITTED) and may_withdraw:
        found.add("withdraw")
    if may(rules.check_may_renew_student_link, user, nomination, now=now) is None:
        found.add("renew_link")
    return found


def _study_verbs(user: Any, nomination: Nomination, *, now: datetime) -> list[tuple[str, str]]:
    """The address of each thing that can be said of the study, with its words."""
    verbs = study.study_verbs(nomination)
    network = network_of(nomination.kindergarten, nomination.round) if verbs else None
    if not verbs or may(study.check_may_follow_study, user, nomination, network, now=now) is not None:
        return []
    words = {
        "go_on_leave": _("On leave"),
        "come_back": _("Back at the study"),
        "finish": _("Finished"),
        "stop": _("Stopped"),
        "move_to_owner": _("Moved to another owner"),
    }
    return [
        (reverse(f"needs:nomination_{verb}", kwargs={"pk": nomination.pk}), words[verb]) for verb in verbs
    ]


def _edit_refusal(user: Any, nomination: Nomination, *, now: datetime) -> str:
    """Why a draft or a proposal cannot be written on or sent now, as a sentence, or ''."""
    if nomination.state == NominationState.DRAFT:
        refusal = may(rules.check_may_save_nomination, user, nomination, now=now)
        return refusal.sentence if refusal else ""
    if nomination.state == NominationState.PROPOSED and not answer_for(nomination, now=now).is_open:
        return _("Nominations closed before the owner confirmed, so the network has not got this one.")
    return ""


def _history(nomination: Nomination) -> list[Line]:
    """What people have done, and what the student has corrected, oldest first."""
    labels = NominationForm.base_fields
    corrected = [
        Line(
            row.at,
            _("the employee"),
            _("Corrected by"),
            ", ".join(str(labels[name].label) for name in row.fields),
        )
        for row in corrections_of(nomination)
    ]
    return sorted([*lines_of(nomination, VERBS), *corrected], key=lambda line: line.at)
