"""Paying out: choose the payouts of a half, look over sums and mails, and note them as paid."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import oslo_date
from common.views import KnownPage, attempt, hidden_unless_allowed, person, turn_away, whole_number
from grants.forms.payout import PayForm
from grants.models import Payout
from grants.queries import payout as queries
from grants.rules import payout as rules
from grants.services.payout import pay_payouts
from grants.states import PayoutState
from grants.views.payout import PayoutsOfNetwork
from grants.views.payout_actions import HALF_OF_WORD


@dataclass(frozen=True)
class Choice:
    """A payout that waits to be paid, the employee's name, and why it cannot be paid ("" when it can).

    `why_not` names the owner and the nomination, `reason` stands where they are seen already.
    """

    payout: Payout
    name: str
    why_not: str
    reason: str


class PayPage(PayoutsOfNetwork, KnownPage):
    """A page about the planned payouts of one half of a network; for its leaders alone."""

    def find(self, *, year: int, network: int, half: str = "", **_place: Any) -> None:
        place = {"year": year, "network": network}
        super().find(year=year, network=network)
        if half not in HALF_OF_WORD:
            raise Http404
        self.place, self.word, self.half = place, half, HALF_OF_WORD[half]
        self.refused = hidden_unless_allowed(
            rules.check_may_pay_payouts,
            person(self.request),
            self.network,
            self.round,
            self.half,
            now=self.now,
        )

    def home(self) -> str:
        """The network's list."""
        return reverse("grants:payout_list", kwargs=self.place)

    def choices(self) -> list[Choice]:
        """All that are planned in this half."""
        rows = queries.payouts_in(self.network, self.round).filter(half=self.half, state=PayoutState.PLANNED)
        names = queries.names_for(person(self.request), self.network, self.round, now=self.now)
        return [
            Choice(
                row,
                names.get(row.nomination_id, ""),
                rules.why_not_payable(row),
                rules.reason_not_payable(row),
            )
            for row in rows
        ]

    def context(self) -> dict[str, Any]:
        """What both pages show."""
        return {
            "network": self.network,
            "round": self.round,
            "half": self.half,
            "home": self.home(),
            "is_governor_paid": queries.is_governor_paid(self.round),
            "place": {**self.place, "half": self.word},
        }


class PayoutPay(PayPage):
    """Choose: those that can be paid are ticked."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        if self.refused is not None:
            return turn_away(request, self.refused, self.home())
        return render(request, "grants/payout_pay.html", self.context() | {"choices": self.choices()})


class PayoutConfirmPay(PayPage):
    """Sums and who gets mail, then one POST: all of them are paid, or none."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        if self.refused is not None:
            return turn_away(request, self.refused, self.home())
        wanted = {whole_number(typed) for typed in request.GET.getlist("valgt")}
        chosen = [choice for choice in self.choices() if choice.payout.pk in wanted]
        if not chosen:
            messages.info(request, _("Choose the payouts that are to be paid."))
            return redirect("grants:payout_pay", **place)
        form = PayForm(initial={"paid_on": oslo_date(self.now)}, has_bad=_has_bad(chosen))
        return self.page(form, chosen)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        shown = _shown(request.POST.getlist("shown"))
        chosen = [choice for choice in self.choices() if choice.payout.pk in shown]
        form = PayForm(request.POST, has_bad=_has_bad(chosen))
        if not form.is_valid():
            return self.page(form, chosen)
        paid: list[Payout] = []

        def pay() -> None:
            paid.extend(
                pay_payouts(
                    network=self.network,
                    round=self.round,
                    half=self.half,
                    shown=shown,
                    paid_on=form.cleaned_data["paid_on"],
                    without_bad=form.cleaned_data.get("without_bad", False),
                    by=person(request),
                    now=self.now,
                )
            )

        if not attempt(form, pay):
            return self.page(form, chosen, status=409)
        done = ngettext(
            "%(number)s payout is marked as paid. The letter is made, and the mails are on their way.",
            "%(number)s payouts are marked as paid. The letters are made, and the mails are on their way.",
            len(paid),
        )
        messages.success(request, done % {"number": len(paid)})
        return redirect(self.home())

    def page(self, form: PayForm, chosen: list[Choice], status: int = 200) -> HttpResponse:
        """The chosen ones, with what follows when they are paid."""
        good = [choice.payout for choice in chosen if not choice.why_not]
        told = {user.pk: user.name for _row, user in queries.employers_of(good, now=self.now)}
        context = self.context() | {
            "form": form,
            "chosen": chosen,
            "good": good,
            "bad": [choice.why_not for choice in chosen if choice.why_not],
            "total": sum(row.amount_nok for row in good),
            "students": len(queries.students_of(good)),
            "employers": sorted(told.values()),
        }
        return render(self.request, "grants/payout_confirm_pay.html", context, status=status)


def _has_bad(chosen: list[Choice]) -> bool:
    return any(choice.why_not for choice in chosen)


def _shown(typed: list[str]) -> dict[int, int]:
    """ "12:3" is payout 12 in version 3; what is not like that is left out."""
    found: dict[int, int] = {}
    for text in typed:
        pk, version = (whole_number(part) for part in (*text.partition(":")[::2],))
        if pk is not None and version is not None:
            found[pk] = version
    return found
