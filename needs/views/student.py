"""The student's own page, by the personal link: what is stored, and correcting it. Nobody signs in here."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views import View

from common import clock
from common.drafts import Shown
from common.refusals import NotNow
from common.views import or_404
from needs.forms.nomination import StudentForm
from needs.queries.nomination import VALUES
from needs.queries.student import forgotten_on, student_link, student_path
from needs.services.study import correct_nomination
from needs.states import NominationState


class StudentPage(View):
    """Shows and corrects what is stored. The address is a secret: it is neither remembered, indexed nor passed on."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.now = clock.now()
        self.token = kwargs["token"]
        self.link = or_404(student_link(self.token))
        response = super().dispatch(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        # The path holds the secret and is never passed on. "no-referrer" would make browsers send "Origin: null",
        # which the protection of forms refuses.
        response["Referrer-Policy"] = "strict-origin"
        return response

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        if self._is_over():
            return self._over()
        values = {name: getattr(self.link.nomination, name) for name in VALUES}
        form = StudentForm(initial=values, nomination=self.link.nomination)
        return self._page(form, Shown.of(values, self.link.nomination.version))

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if self._is_over():
            return self._over()
        shown = Shown.read(request.POST.get("shown", ""))
        form = StudentForm(request.POST, nomination=self.link.nomination)
        if not form.is_valid():
            return self._page(form, shown)
        try:
            nomination, saved = correct_nomination(
                token=token, typed=form.cleaned_data, shown=shown, now=self.now
            )
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            return self._page(form, shown, status=409)
        if saved.conflicts:
            form.add_error(
                None,
                _("Somebody at the kindergarten has changed the same thing meanwhile. Open the page again."),
            )
            return self._page(form, shown, status=409)
        if nomination.student_email != self.link.nomination.student_email:
            return render(request, "needs/student_address_changed.html", {"nomination": nomination})
        messages.success(request, _("Thank you. It is saved, and the kindergarten is told what you changed."))
        return redirect(student_path(nomination))

    def _is_over(self) -> bool:
        nomination = self.link.nomination
        is_out = nomination.anonymised_at is not None or nomination.state == NominationState.WITHDRAWN
        return is_out or not self.link.is_valid

    def _over(self) -> HttpResponse:
        """Says that the link leads to nothing any more, and why. No name and no study is shown."""
        nomination = self.link.nomination
        why = "replaced"
        if nomination.anonymised_at is not None:
            why = "anonymised"
        elif nomination.state == NominationState.WITHDRAWN and self.link.is_valid:
            why = "withdrawn"
        context = {
            "why": why,
            "forgotten_on": forgotten_on(nomination.round),
            "county": nomination.round.county,
        }
        return render(self.request, "needs/student_over.html", context)

    def _page(self, form: StudentForm, shown: Shown, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "shown": shown.text,
            "nomination": self.link.nomination,
            "county": self.link.nomination.round.county,
            "forgotten_on": forgotten_on(self.link.nomination.round),
        }
        return render(self.request, "needs/student.html", context, status=status)
