"""The pages of corrections: drafted by a case officer, approved by another person, sent as a letter at once."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from common import clock
from common.documents.delivery import document_response
from common.forms import PortalForm
from common.money import kroner
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import (
    KnownMixin,
    VerbPage,
    hidden_unless_allowed,
    or_404,
    person,
    shown_version,
    whole_number,
)
from grants import queries
from grants.forms.correction import ApproveCorrectionForm, CorrectionForm, correction_amounts
from grants.forms.decision import SendBackForm
from grants.letters import name_of
from grants.models import Complaint, Correction, Grant
from grants.queries import correction as reads
from grants.queries.complaint import complaints_of
from grants.queries.recusal import is_recused_from
from grants.rules import correction as rules
from grants.services import correction as services
from grants.services.letter_opening import open_document
from grants.views.rounds import staff_round_or_404

VERBS = {
    "prepare": gettext_lazy("Sent for approval by"),
    "send_back": gettext_lazy("Sent back by"),
    "approve": gettext_lazy("Approved by"),
    "cancel": gettext_lazy("Cancelled by"),
}


class CorrectionList(KnownMixin, TemplateView):
    """All corrections of a round."""

    template_name = "grants/correction_list.html"

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            {"correction": row, "name": name_of(row.grant), "letter": getattr(row, "letter", None)}
            for row in reads.corrections_of(self.round)
        ]
        return super().get_context_data(**kwargs) | {"round": self.round, "rows": rows}


class CorrectionBegin(VerbPage):
    """New amounts for an issued grant, maybe after a complaint (`?klage=`)."""

    template_name = "grants/correction_form.html"
    primary_label = gettext_lazy("Save the draft")
    done = gettext_lazy("The correction is saved as a draft.")
    correction: Correction | None = None

    def find(self, year: int, grant: int) -> None:
        user = person(self.request)
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.grant: Grant = get_object_or_404(queries.grants_of(self.round), pk=grant)
        self.grant.decision.round = self.round
        self.complaint = self._complaint()
        self.lines = reads.lines_of_grant(self.grant)
        self.not_now = hidden_unless_allowed(
            rules.check_may_begin_correction,
            user,
            self.grant,
            is_recused=is_recused_from(user, self.grant),
            is_open=reads.open_correction(self.grant) is not None,
            now=self.now,
        )

    def _complaint(self) -> Complaint | None:
        asked = self.request.POST.get("klage") or self.request.GET.get("klage") or ""
        key = whole_number(asked)
        return complaints_of(self.round).filter(grant=self.grant, pk=key).first() if key else None

    def home(self) -> str:
        if self.correction is None:
            return reverse("grants:correction_list", kwargs={"year": self.round.grant_year})
        return _detail(self.correction)

    def refusal(self) -> Refused | None:
        return self.not_now

    def initial(self) -> dict[str, Any]:
        return {"reason": self.complaint.outcome if self.complaint else ""}

    def make_form(self, data: Any = None, **kwargs: Any) -> CorrectionForm:
        return CorrectionForm(data, lines=self.lines, amounts={}, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        self.correction = services.begin_correction(
            grant=self.grant,
            amounts=correction_amounts(typed, self.lines),
            reason=typed["reason"],
            complaint=self.complaint,
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "grant": self.grant,
            "name": name_of(self.grant),
            "complaint": self.complaint,
            "version": 0,
        }


class CorrectionStep(VerbPage):
    """One step of a correction. Hidden from all who may not do it."""

    def find(self, year: int, correction: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.correction: Correction = get_object_or_404(reads.corrections_of(self.round), pk=correction)
        self.correction.grant.decision.round = self.round
        self.is_recused = is_recused_from(person(self.request), self.correction.grant)
        self.not_now = hidden_unless_allowed(self.check)

    def home(self) -> str:
        return _detail(self.correction)

    def check(self) -> None:
        """Raises the refusal when the person may not do this now."""
        raise NotImplementedError

    def refusal(self) -> Refused | None:
        return self.not_now

    def context(self) -> dict[str, Any]:
        correction = self.correction
        return {"correction": correction, "round": self.round, "name": name_of(correction.grant)}


class CorrectionEdit(CorrectionStep):
    """Change a draft."""

    template_name = "grants/correction_form.html"
    primary_label = gettext_lazy("Save the draft")
    done = gettext_lazy("The correction is saved as a draft.")

    def check(self) -> None:
        rules.check_may_save_correction(
            person(self.request), self.correction, is_recused=self.is_recused, now=self.now
        )

    def initial(self) -> dict[str, Any]:
        return {"reason": self.correction.reason}

    def make_form(self, data: Any = None, **kwargs: Any) -> CorrectionForm:
        self.lines = reads.lines_of_grant(self.correction.grant)
        amounts = {int(key): amount for key, amount in self.correction.lines.items()}
        return CorrectionForm(data, lines=self.lines, amounts=amounts, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.save_correction(
            correction=self.correction,
            amounts=correction_amounts(typed, self.lines),
            reason=typed["reason"],
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        correction = self.correction
        more = {"grant": correction.grant, "complaint": correction.complaint, "version": correction.version}
        return super().context() | more


class CorrectionPrepare(CorrectionStep):
    """Hand the correction to the approver."""

    template_name = "grants/correction_confirm_prepare.html"
    primary_label = gettext_lazy("Send for approval")
    done = gettext_lazy("The correction is sent for approval.")

    def check(self) -> None:
        rules.check_may_prepare_correction(
            person(self.request), self.correction, is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.prepare_correction(correction=self.correction, by=person(self.request), now=self.now)


class CorrectionApprove(CorrectionStep):
    """Approve what another has prepared; the letter goes at once."""

    template_name = "grants/correction_confirm_approve.html"
    primary_label = gettext_lazy("Approve and send the letter")
    done = gettext_lazy("The grant is corrected, and the new letter is issued. The recipient gets an e-mail.")

    def check(self) -> None:
        rules.check_may_approve_correction(
            person(self.request), self.correction, is_recused=self.is_recused, now=self.now
        )

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        back = reads.paid_nok(self.correction.grant) - self.correction.after_nok
        return ApproveCorrectionForm(data, back=kroner(back) if back > 0 else "", **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.approve_correction(
            correction=self.correction,
            version=whole_number(self.request.POST.get("version", "")),
            claims_back=bool(typed.get("claims_back")),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return super().context() | {"changes": changes_of(self.correction)}


class CorrectionSendBack(CorrectionStep):
    """Send the correction back with a comment."""

    template_name = "grants/correction_confirm_send_back.html"
    primary_label = gettext_lazy("Send back")
    form_class = SendBackForm
    done = gettext_lazy("The correction is sent back.")

    def check(self) -> None:
        rules.check_may_send_back_correction(
            person(self.request), self.correction, comment="x", is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.send_back_correction(
            correction=self.correction, comment=typed["comment"], by=person(self.request), now=self.now
        )


class CorrectionCancel(CorrectionStep):
    """Let a draft go."""

    template_name = "grants/correction_confirm_cancel.html"
    primary_label = gettext_lazy("Cancel the correction")
    done = gettext_lazy("The correction is cancelled. The grant stands as it was.")

    def check(self) -> None:
        rules.check_may_cancel_correction(
            person(self.request), self.correction, is_recused=self.is_recused, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.cancel_correction(correction=self.correction, by=person(self.request), now=self.now)


class CorrectionDetail(KnownMixin, TemplateView):
    """A correction as it stands: what changes and why, what is missing, what can be done now."""

    template_name = "grants/correction_detail.html"

    def find(self, year: int, correction: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.correction: Correction = or_404(reads.corrections_of(self.round).filter(pk=correction).first())
        self.correction.grant.decision.round = self.round

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        correction, user = self.correction, person(self.request)
        missing = rules.missing_in_correction(correction)
        who = {"is_recused": is_recused_from(user, correction.grant), "now": self.now}
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "correction": correction,
            "letter": getattr(correction, "letter", None),
            "name": name_of(correction.grant),
            "changes": changes_of(correction),
            "missing": missing if correction.state == "draft" else [],
            "history": lines_of(correction, VERBS),
            "is_recused": who["is_recused"],
            "is_own": correction.state == "prepared" and correction.prepared_by_id == user.pk,
            "may_save": may(rules.check_may_save_correction, user, correction, **who) is None,
            "may_prepare": may(rules.check_may_prepare_correction, user, correction, missing=missing, **who)
            is None,
            "may_approve": may(rules.check_may_approve_correction, user, correction, **who) is None,
            "may_send_back": may(rules.check_may_send_back_correction, user, correction, comment="x", **who)
            is None,
        }


def changes_of(correction: Correction) -> list[dict[str, Any]]:
    """The lines that a correction changes: from what to what. An issued one says what its letter says."""
    letter = getattr(correction, "letter", None)
    if letter is not None:
        return list(letter.snapshot["correction"]["changes"])
    return [
        {
            "label": line.label,
            "before": kroner(line.amount_nok),
            "after": kroner(correction.lines[str(line.pk)]),
        }
        for line in reads.lines_of_grant(correction.grant)
        if str(line.pk) in correction.lines
    ]


def _detail(correction: Correction) -> str:
    place = {"year": correction.grant.decision.round.grant_year, "correction": correction.pk}
    return reverse("grants:correction_detail", kwargs=place)


@login_required
@require_safe
def correction_letter_download(request: HttpRequest, letter: int) -> HttpResponse:
    """The letter of a correction as it was issued, byte for byte."""
    now, user = clock.now(), person(request)
    found = get_object_or_404(reads.correction_letters_visible_to(user, now=now), pk=letter)
    county = found.correction.grant.decision.round.county
    document = reads.file_of_correction(found)
    return document_response(open_document(document=document, county=county, by=user, now=now))
