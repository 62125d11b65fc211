"""One need that is sent, with what is said about it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.refusals import NotAllowed, NotNow, Refused, may
from common.views import KnownPage, VerbPage, attempt, hidden_unless_allowed, or_404, person
from needs.forms.need_comment import NeedCommentForm
from needs.queries.need_comment import is_partner_of, known_need
from needs.rules.need_comment import check_may_comment_need, check_may_remove_need_comment
from needs.services import need_comment as services


class NeedRead(KnownPage):
    """The need, what is said about it, and room to say more."""

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.need = or_404(known_need(user, pk, now=self.now))
        self.refusal = may(
            check_may_comment_need,
            user,
            self.need,
            is_partner=is_partner_of(user, self.need, now=self.now),
            now=self.now,
        )

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self._page(NeedCommentForm())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        if isinstance(self.refusal, NotAllowed):
            raise Http404
        form = NeedCommentForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._serve(form.cleaned_data["text"])):
            return self._page(form, status=409)
        messages.success(request, _("Your comment is there. The owner and the network's leader are told."))
        return redirect("needs:need_read", pk=self.need.pk)

    def _serve(self, text: str) -> None:
        services.comment_need(need=self.need, text=text, by=person(self.request), now=self.now)

    def _page(self, form: NeedCommentForm, status: int = 200) -> HttpResponse:
        report = self.need.report
        place = {"owner": report.owner_id, "network": report.network_id, "year": report.round.grant_year}
        context: dict[str, Any] = {
            "need": self.need,
            "report": report,
            "report_url": reverse("needs:needs_report_detail", kwargs=place),
            "form": form,
            "may_comment": self.refusal is None,
            "refusal": self.refusal.message if isinstance(self.refusal, NotNow) else "",
        }
        return render(self.request, "needs/need_read.html", context, status=status)


class NeedCommentRemove(VerbPage):
    """Take one's own comment away."""

    template_name = "needs/need_comment_confirm_remove.html"
    primary_label = gettext_lazy("Remove")
    done = gettext_lazy("Your comment is removed.")

    def find(self, pk: int, comment: int) -> None:
        need = or_404(known_need(person(self.request), pk, now=self.now))
        self.comment = or_404(next((row for row in need.comments.all() if row.pk == comment), None))
        self.comment.need = need
        self._refusal = hidden_unless_allowed(
            check_may_remove_need_comment, person(self.request), self.comment, now=self.now
        )

    def refusal(self) -> Refused | None:
        return self._refusal

    def home(self) -> str:
        return reverse("needs:need_read", kwargs={"pk": self.comment.need_id})

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_need_comment(comment=self.comment, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"comment": self.comment}
