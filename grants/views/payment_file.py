"""The pages on which a file tells what is paid: uploaded, looked over, marked."""

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import oslo_date
from common.refusals import NotNow
from common.uploads import Received
from common.views import KnownPage, hidden_unless_allowed, person, turn_away
from grants.forms.payment import PaidFileForm
from grants.payment_matching import Match, Told, matched
from grants.payment_reading import read_payments
from grants.queries import payment as queries
from grants.rules import payment as rules
from grants.services import payment_paid as services
from grants.views.payment_basis import list_url
from grants.views.rounds import staff_round_or_404

GOOD_FOR = 60 * 60 * 12
"""Seconds that a file that is looked over can be marked."""


class PaidFilePage(KnownPage):
    """What the two steps share. Between them nothing is stored: what was seen travels with the page, signed."""

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        hidden_unless_allowed(rules.check_may_pay, person(self.request), self.round, now=self.now)

    @property
    def salt(self) -> str:
        """What was seen counts for this person and this round alone."""
        return f"paid-file:{self.round.pk}:{person(self.request).pk}"


class PaidFile(PaidFilePage):
    """Choose the file; then see what will be marked, and what does not match and why."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        return self._ask(PaidFileForm(initial={"paid_on": oslo_date(self.now)}))

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        form = PaidFileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(form)
        file: Received = form.cleaned_data["file"]
        digest = sha256(file.content).hexdigest()
        try:
            rules.check_is_new_file(queries.upload_of(self.round, digest))
            told = read_payments(file.content, paid_on=form.cleaned_data["paid_on"])
        except NotNow as refusal:
            form.add_error("file", refusal.sentence)
            return self._ask(form, status=409)
        except ValidationError as trouble:
            form.add_error("file", trouble)
            return self._ask(form)
        return self._review(file.name, digest, told)

    def _review(self, name: str, digest: str, told: Sequence[Told]) -> HttpResponse:
        known = queries.instalments_referred(self.round, [row.reference for row in told])
        matches = matched(told, known, now=self.now)
        good = [match for match in matches if not match.problem]
        seen = {"name": name, "sha256": digest, "rows": [_packed(match) for match in good]}
        context = {
            "good": good,
            "bad": [match for match in matches if match.problem],
            "sum_nok": sum(match.told.amount_nok or 0 for match in good),
            "filename": name,
            "seen": signing.dumps(seen, salt=self.salt, compress=True),
            "round": self.round,
            "year": self.round.grant_year,
            "cancel_url": list_url(self.round),
        }
        return render(self.request, "grants/payment_file_review.html", context)

    def _ask(self, form: PaidFileForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "form_multipart": True,
            "round": self.round,
            "primary_label": _("Look it over"),
            "cancel_url": list_url(self.round),
        }
        return render(self.request, "grants/payment_file_form.html", context, status=status)


class PaidFileConfirm(PaidFilePage):
    """Mark what was shown to match, all of it."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        return redirect(self._first())

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        try:
            seen = signing.loads(request.POST.get("seen", ""), salt=self.salt, max_age=GOOD_FOR)
        except signing.BadSignature:
            sentence = _("What you looked over is too old, or was changed. Upload the file again.")
            return turn_away(request, NotNow(sentence), self._first())
        told = [_unpacked(row) for row in seen["rows"]]
        try:
            services.pay_from_file(
                round=self.round,
                filename=seen["name"],
                sha256=seen["sha256"],
                told=told,
                by=person(request),
                now=self.now,
            )
        except NotNow as refusal:
            return turn_away(request, refusal, self._first())
        marked = ngettext("%(n)s payment is marked as paid.", "%(n)s payments are marked as paid.", len(told))
        messages.success(request, marked % {"n": len(told)})
        return redirect(list_url(self.round))

    def _first(self) -> str:
        return reverse("grants:payment_file", kwargs={"year": self.round.grant_year})


def _packed(match: Match) -> list[Any]:
    told = match.told
    return [told.row, told.reference, told.amount_nok, match.paid_on.isoformat()]


def _unpacked(row: Sequence[Any]) -> Told:
    number, reference, amount, day = row
    return Told(row=number, reference=reference, amount_nok=amount, paid_on=date.fromisoformat(day))
