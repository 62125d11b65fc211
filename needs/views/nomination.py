"""The pages of nominations for those who make them, and one nomination for those who may see it."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView

from common import clock
from common.gaps import show_gaps
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import KnownPage, attempt, or_404, person, shown_version, turn_away
from needs import queries
from needs.forms.nomination import NominationForm, initial_of
from needs.models import Nomination
from needs.rules import nomination as rules
from needs.rules.assessment import writes_for
from needs.services import nomination as services
from needs.states import NominationState
from needs.views.shared import round_or_404
from networks import deadlines
from networks.models import Round
from networks.queries import MoreTime, chosen_round, more_time, rounds_visible_to
from networks.roles import Role, holds
from networks.states import Duty

VERBS = {
    "submit": gettext_lazy("Sent to the network by"),
    "take_back": gettext_lazy("Taken back by"),
    "withdraw": gettext_lazy("Withdrawn by"),
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


def detail_url(nomination: Nomination) -> str:
    """The address of the nomination's own page."""
    return reverse("needs:nomination_detail", kwargs={"pk": nomination.pk})


def answer_for(nomination: Nomination, *, now: datetime) -> deadlines.Answer:
    """How nominations stand for this kindergarten."""
    return deadlines.answer(Duty.NOMINATION, nomination.round, now=now, kindergarten=nomination.kindergarten)


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
            "may_nominate": answer.is_open or _has_later_instant(round, now=now),
            "may_ask_for": self._may_ask_for(round, now=now) if answer.is_near else [],
        }

    def _may_ask_for(self, round: Round, *, now: datetime) -> list[deadlines.Owed]:
        """The person's kindergartens that have no later date, when the date is near or past."""
        own = queries.kindergartens_to_nominate_from(person(self.request), round, now=now)
        rows = [deadlines.Owed(Duty.NOMINATION, round, kindergarten=kindergarten) for kindergarten in own]
        return [owed for owed in rows if owed.answer(now=now).dispensation is None]


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
        return super().get_context_data(**kwargs) | {
            "nomination": nomination,
            "answer": answer_for(nomination, now=now),
            "is_own": is_own,
            "may": _allowed(user, nomination, is_list_sent=is_sent, now=now) if is_own else set(),
            "more_time": _more_time(user, nomination.kindergarten, nomination.round, is_sent, now)
            if nomination.state == NominationState.DRAFT
            else None,
            "refusal": _edit_refusal(user, nomination, now=now) if is_own else "",
            "history": lines_of(nomination, VERBS),
        }


def _allowed(user: Any, nomination: Nomination, *, is_list_sent: bool, now: datetime) -> set[str]:
    """The verbs for which the page shows a button; sending is offered with gaps too."""
    later: dict[str, Any] = {"is_list_sent": is_list_sent, "now": now}
    found = set()
    if may(rules.check_may_save_nomination, user, nomination, now=now) is None and not is_list_sent:
        found |= {"save", "submit"}
    state = nomination.state
    may_take_back = may(rules.check_may_take_back_nomination, user, nomination, **later) is None
    if state == NominationState.SUBMITTED and may_take_back:
        found.add("take_back")
    may_withdraw = may(rules.check_may_withdraw_nomination, user, nomination, **later) is None
    if state != NominationState.WITHDRAWN and may_withdraw:
        found.add("withdraw")
    return found


def _edit_refusal(user: Any, nomination: Nomination, *, now: datetime) -> str:
    """Why a draft cannot be written on now, as a sentence, or ''."""
    if nomination.state != NominationState.DRAFT:
        return ""
    refusal = may(rules.check_may_save_nomination, user, nomination, now=now)
    return refusal.sentence if refusal else ""


class NominationEdit(KnownPage):
    """The form, new (`year`) or as it stands (`pk`). "Send" saves first; what is missing is said at its field."""

    def find(self, *, pk: int | None = None, year: int = 0) -> None:
        self.nomination = own_or_404(self.request, pk, now=self.now) if pk is not None else None
        found = self.nomination
        self.round = found.round if found else round_or_404(self.request, year, now=self.now)
        self.kindergartens = list(
            queries.kindergartens_to_nominate_from(person(self.request), self.round, now=self.now)
        )
        if not self.kindergartens:
            raise Http404

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = self._refusal()
        if refusal is not None:
            return turn_away(request, refusal, self._back())
        form = self._form(initial=initial_of(self.nomination) if self.nomination else {})
        if self.nomination and "mangler" in request.GET:
            gaps = rules.nomination_gaps(self.nomination)
            show_gaps(form, gaps)
            return self._page(form, self.nomination.version)
        return self._page(form, self.nomination.version if self.nomination else 0)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = self._form(data=request.POST)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.nomination.version if self.nomination else 0, status=409)
        saved = self.saved
        if request.POST.get("do") != "submit":
            messages.success(request, _("The draft is saved. Remember to send it."))
            return redirect("needs:nomination_detail", pk=saved.pk)
        if rules.nomination_gaps(saved):
            return redirect(f"{reverse('needs:nomination_edit', kwargs={'pk': saved.pk})}?mangler=1")
        return redirect("needs:nomination_submit", pk=saved.pk)

    def _refusal(self) -> Refused | None:
        """Why nothing can be written now: for the nomination, or for all kindergartens of the person."""
        rows = [self.nomination] if self.nomination else [self._new(row) for row in self.kindergartens]
        refusals = [
            may(rules.check_may_save_nomination, person(self.request), row, now=self.now) for row in rows
        ]
        return refusals[0] if all(refusals) else None

    def _new(self, kindergarten: Any) -> Nomination:
        return Nomination(round=self.round, kindergarten=kindergarten)

    def _back(self) -> str:
        if self.nomination:
            return detail_url(self.nomination)
        return f"{reverse('needs:nomination_list')}?aar={self.round.grant_year}"

    def _form(self, **kwargs: Any) -> NominationForm:
        return NominationForm(
            **kwargs,
            kindergartens=self.kindergartens,
            study_types=list(queries.study_types(self.round.county)),
            nomination=self.nomination,
        )

    def _save(self, form: NominationForm) -> None:
        self.saved = services.save_nomination(
            round=self.round,
            typed=form.typed,
            pk=self.nomination.pk if self.nomination else None,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: NominationForm, version: int, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "round": self.round,
            "nomination": self.nomination,
            "version": version,
            "answer": deadlines.answer(Duty.NOMINATION, self.round, now=self.now),
            "cancel_url": self._back(),
        }
        return render(self.request, "needs/nomination_form.html", context, status=status)


class NominationSubmit(LoginRequiredMixin, View):
    """Everything on one page before the nomination is sent."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = clock.now()
        nomination = own_or_404(request, pk, now=now)
        refusal = may(rules.check_may_save_nomination, person(request), nomination, now=now)
        if refusal is not None:
            return turn_away(request, refusal, detail_url(nomination))
        edit = reverse("needs:nomination_edit", kwargs={"pk": pk})
        gaps = rules.nomination_gaps(nomination)
        context = {
            "nomination": nomination,
            "gaps": [(f"{edit}?mangler=1#{gap.anchor}", gap.sentence) for gap in gaps],
            "answer": answer_for(nomination, now=now),
            "version": nomination.version,
            "cancel_url": edit,
        }
        return render(request, "needs/nomination_confirm_submit.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = clock.now()
        nomination = own_or_404(request, pk, now=now)
        services.submit_nomination(
            nomination=nomination, version=shown_version(request), by=person(request), now=now
        )
        messages.success(request, _("The nomination is sent to the network. You get a receipt by e-mail."))
        return redirect("needs:nomination_detail", pk=pk)


class NominationWithdraw(LoginRequiredMixin, View):
    """Asks before a nomination is withdrawn."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        nomination = own_or_404(request, pk, now=clock.now())
        cancel_url = detail_url(nomination)
        if nomination.state == NominationState.WITHDRAWN:
            return redirect(cancel_url)
        context = {
            "nomination": nomination,
            "form": None,
            "primary_label": _("Withdraw the nomination"),
            "danger": True,
            "cancel_url": cancel_url,
        }
        return render(request, "needs/nomination_confirm_withdraw.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        now = clock.now()
        services.withdraw_nomination(nomination=own_or_404(request, pk, now=now), by=person(request), now=now)
        messages.success(request, _("The nomination is withdrawn."))
        return redirect("needs:nomination_detail", pk=pk)


@login_required
@require_POST
def nomination_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a sent nomination a draft again."""
    now = clock.now()
    services.take_back_nomination(nomination=own_or_404(request, pk, now=now), by=person(request), now=now)
    messages.success(request, _("The nomination is a draft again. Send it when you are done."))
    return redirect("needs:nomination_edit", pk=pk)
