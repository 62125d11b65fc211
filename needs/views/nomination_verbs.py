"""The pages that ask before something is done with a nomination: hand over, send back, withdraw, follow the study."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from common import clock
from common.forms import PortalForm
from common.refusals import MovedOn, NotNow, Refused, may
from common.views import KnownPage, VerbPage, hidden_unless_allowed, person, shown_version, turn_away
from needs.forms.nomination import FollowStudyForm, MoveForm, SendBackForm
from needs.models import Nomination
from needs.queries.nomination import most_per_kindergarten, number_handed_over, owners_in
from needs.rules import nomination as rules
from needs.rules import study
from needs.services import nomination as services
from needs.services.study import follow_study
from needs.states import NOMINATION_MOVES
from needs.views.nomination import about, answer_for, detail_url, own_or_404, owned_or_404, visible_or_404
from networks.queries import network_of


class HandOver(KnownPage):
    """Everything on one page before the nomination goes on to the next: `verb` says from whom to whom."""

    verb = "submit"

    def find(self, *, pk: int) -> None:
        find = own_or_404 if self.verb == "propose" else owned_or_404
        self.nomination = find(self.request, pk, now=self.now)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = self._refusal()
        if refusal is not None:
            return turn_away(request, refusal, detail_url(self.nomination))
        nomination = self.nomination
        edit = reverse("needs:nomination_edit", kwargs={"pk": pk})
        taken = number_handed_over(nomination.kindergarten, nomination.round)
        places = rules.Places(taken, most_per_kindergarten(nomination.round))
        gaps = rules.nomination_gaps(nomination)
        context = {
            **about(person(request), nomination, now=self.now),
            "verb": self.verb,
            "gaps": [(f"{edit}?mangler=1#{gap.anchor}", gap.sentence) for gap in gaps],
            "full": rules.full_sentence(places) if places.is_full else "",
            "answer": answer_for(nomination, now=self.now),
            "version": nomination.version,
            "cancel_url": detail_url(nomination) if self.verb == "confirm" else edit,
        }
        return render(request, "needs/nomination_confirm_submit.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        serve = {
            "propose": services.propose_nomination,
            "submit": services.submit_nomination,
            "confirm": services.confirm_nomination,
        }[self.verb]
        serve(nomination=self.nomination, version=shown_version(request), by=person(request), now=self.now)
        if self.verb == "propose":
            messages.success(request, _("The owner is asked to confirm. You get an e-mail when it is done."))
        else:
            messages.success(
                request, _("The nomination is sent to the network. You get a receipt by e-mail.")
            )
        return redirect("needs:nomination_detail", pk=pk)

    def _refusal(self) -> Refused | None:
        """Why nothing can be handed over now: another state, or nominations have closed."""
        if self.nomination.state not in NOMINATION_MOVES[self.verb].sources:
            return MovedOn()
        return may(rules.check_open, self.nomination, now=self.now)


class NominationVerb(VerbPage):
    """One verb of a nomination, on its own page."""

    nomination: Nomination
    verb = ""

    def find(self, *, pk: int) -> None:
        self.nomination = own_or_404(self.request, pk, now=self.now)

    def home(self) -> str:
        return detail_url(self.nomination)

    def refusal(self) -> Refused | None:
        """Another state than the verb starts from."""
        return None if self.nomination.state in NOMINATION_MOVES[self.verb].sources else MovedOn()

    def context(self) -> dict[str, Any]:
        return {"nomination": self.nomination, "verb": self.verb}


class NominationSendBack(NominationVerb):
    """The owner gives a proposal back to the head."""

    verb = "send_back"
    form_class = SendBackForm
    template_name = "needs/nomination_confirm_send_back.html"
    primary_label = gettext_lazy("Send back to the head")
    done = gettext_lazy("The head has got the nomination back, with your comment.")

    def find(self, *, pk: int) -> None:
        self.nomination = owned_or_404(self.request, pk, now=self.now)

    def refusal(self) -> Refused | None:
        check = rules.check_may_send_back_nomination
        return super().refusal() or may(check, person(self.request), self.nomination, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.send_back_nomination(
            nomination=self.nomination, comment=typed["comment"], by=person(self.request), now=self.now
        )


class NominationWithdraw(NominationVerb):
    """Asks before a nomination is withdrawn."""

    verb = "withdraw"
    form_class = PortalForm
    template_name = "needs/nomination_confirm_withdraw.html"
    primary_label = gettext_lazy("Withdraw the nomination")
    done = gettext_lazy("The nomination is withdrawn.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.withdraw_nomination(nomination=self.nomination, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return super().context() | {"danger": True}


class FollowStudy(NominationVerb):
    """Says how the study goes; `verb` is one of the study's."""

    form_class = FollowStudyForm
    template_name = "needs/nomination_confirm_study.html"
    primary_label = gettext_lazy("Save")
    done = gettext_lazy("It is saved, and those who follow the nomination are told by e-mail.")

    def find(self, *, pk: int) -> None:
        self.nomination = visible_or_404(self.request, pk, now=self.now)
        self.refused: NotNow | None = hidden_unless_allowed(
            study.check_may_follow_study,
            person(self.request),
            self.nomination,
            network_of(self.nomination.kindergarten, self.nomination.round),
            now=self.now,
        )

    def refusal(self) -> Refused | None:
        return self.refused or super().refusal()

    def serve(self, typed: dict[str, Any]) -> None:
        follow_study(
            nomination=self.nomination, verb=self.verb, by=person(self.request), now=self.now, **typed
        )


class MoveToOwner(FollowStudy):
    """Says which owner the student has moved to."""

    verb = "move_to_owner"

    def form_class(self, *args: Any, **kwargs: Any) -> MoveForm:  # type: ignore[override]  # -- a form that needs the owners
        """The form with the county's other owners."""
        return MoveForm(*args, owners=list(owners_in(self.nomination.round, but=self.nomination)), **kwargs)


@login_required
@require_POST
def nomination_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a proposed or sent nomination a draft again."""
    now = clock.now()
    services.take_back_nomination(nomination=own_or_404(request, pk, now=now), by=person(request), now=now)
    messages.success(request, _("The nomination is a draft again. Send it when you are done."))
    return redirect("needs:nomination_edit", pk=pk)


@login_required
@require_POST
def nomination_renew_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the student a new personal link; the old one stops working."""
    now = clock.now()
    services.renew_student_link(
        nomination=own_or_404(request, pk, now=now),
        mark=request.POST.get("mark", ""),
        by=person(request),
        now=now,
    )
    messages.success(request, _("The employee gets a new link by e-mail. The old one no longer works."))
    return redirect("needs:nomination_detail", pk=pk)
