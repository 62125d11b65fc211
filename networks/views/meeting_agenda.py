"""The agenda of a meeting: its cases, their order, and the papers."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import download
from common.documents.delivery import document_response
from common.ordering import moved_by, order_text, read_order
from common.refusals import Refused, may
from common.views import (
    VerbPage,
    attempt,
    hidden_unless_allowed,
    or_404,
    person,
    shown_version,
    turn_away,
    whole_number,
)
from networks.forms.meetings import ItemForm, PaperForm
from networks.models import AgendaItem
from networks.queries import meetings as queries
from networks.rules import meetings as rules
from networks.services import meeting_agenda as services
from networks.views.meetings import MeetingPage, SecretarysPage


class PreparersPage(MeetingPage):
    """A page for those who may add to the agenda now; where it is too late, back to the meeting."""

    def find(self, pk: int) -> None:
        super().find(pk)
        self.late = hidden_unless_allowed(
            rules.check_may_save_item, person(self.request), self.meeting, now=self.now
        )

    def case_form(self, *args: Any, **kwargs: Any) -> ItemForm:
        """The form of a case; kinds of cases are the forum's."""
        return ItemForm(*args, has_kind=self.meeting.forum_id is not None, **kwargs)


class ItemCreate(PreparersPage):
    """A new case, last on the agenda."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return turn_away(request, self.late, self.home()) if self.late else self._page(self.case_form())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.case_form(request.POST)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._add(form)):
            return self._page(form, status=409)
        messages.success(request, _("The case is on the agenda."))
        return redirect(self.home())

    def _add(self, form: ItemForm) -> None:
        services.add_item(meeting=self.meeting, typed=form.typed, by=person(self.request), now=self.now)

    def _page(self, form: ItemForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "meeting": self.meeting, "item": None, "cancel_url": self.home()}
        return render(self.request, "networks/meeting_item_form.html", context, status=status)


class ItemPage(PreparersPage):
    """A page about one case of a meeting, for those who may change it."""

    item: AgendaItem

    def find(self, meeting: int, pk: int) -> None:  # type: ignore[override]  # -- a case is found by two keys
        super().find(meeting)
        self.item = or_404(queries.item_of(self.meeting, pk))


class ItemEdit(ItemPage):
    """Change how a case is put."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        if self.late:
            return turn_away(request, self.late, self.home())
        names = ("title", "kind", "background", "proposal")
        initial = {name: getattr(self.item, name) for name in names}
        return self._page(self.case_form(initial=initial), self.item.version)

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.case_form(request.POST)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.item.version, status=409)
        messages.success(request, _("The case is saved."))
        return redirect(self.home())

    def _save(self, form: ItemForm) -> None:
        services.save_item(
            item=self.item,
            typed=form.typed,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: ItemForm, version: int, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "meeting": self.meeting,
            "item": self.item,
            "version": version,
            "cancel_url": self.home(),
        }
        return render(self.request, "networks/meeting_item_form.html", context, status=status)


class ItemRemove(ItemPage, VerbPage):
    """Take a case off the agenda."""

    template_name = "networks/meeting_item_confirm_remove.html"
    primary_label = gettext_lazy("Take it off the agenda")
    done = gettext_lazy("The case is taken off the agenda.")

    def refusal(self) -> Refused | None:
        is_used = queries.is_item_used(self.item)
        return may(
            rules.check_may_remove_item, person(self.request), self.item, is_used=is_used, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_item(item=self.item, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "item": self.item, "danger": True}


class ItemsOrder(SecretarysPage):
    """The order of the cases, by cards that are moved."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = may(rules.check_may_order_items, person(request), self.meeting, now=self.now)
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        items = list(queries.items_of(self.meeting))
        context = {
            "meeting": self.meeting,
            "cards": [{"pk": item.pk, "title": item.title} for item in items],
            "order_now": order_text(item.pk for item in items),
            "cancel_url": self.home(),
        }
        return render(request, "networks/meeting_items_order.html", context)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        known = [item.pk for item in queries.items_of(self.meeting)]
        order = moved_by(read_order(request.POST.get("order", ""), known), request.POST)
        services.order_items(meeting=self.meeting, order=order, by=person(request), now=self.now)
        if "move" in request.POST:
            return redirect(request.path)
        messages.success(request, _("The order is saved."))
        return redirect(self.home())


class PaperCreate(PreparersPage):
    """Lay a paper before the meeting, or one of its cases (`?sak=`): a file, or a page of the portal (`?side=`)."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.late:
            return turn_away(request, self.late, self.home())
        asked = request.GET
        initial = {"item": whole_number(asked.get("sak", "")), "path": asked.get("side", "")[:300]}
        return self._page(self._form(initial={**initial, "title": asked.get("navn", "")[:200]}))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self._form(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._add(form)):
            return self._page(form, status=409)
        messages.success(request, _("The paper is there."))
        return redirect(self.home())

    def _form(self, *args: Any, **kwargs: Any) -> PaperForm:
        return PaperForm(*args, items=list(queries.items_of(self.meeting)), **kwargs)

    def _add(self, form: PaperForm) -> None:
        data = form.cleaned_data
        services.add_paper(
            meeting=self.meeting,
            title=data["title"],
            item=data["item"],
            upload=data["file"],
            path=data["path"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: PaperForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "meeting": self.meeting,
            "form_multipart": True,
            "cancel_url": self.home(),
        }
        return render(self.request, "networks/meeting_paper_form.html", context, status=status)


class PaperRemove(SecretarysPage, VerbPage):
    """Take a paper back."""

    template_name = "networks/meeting_paper_confirm_remove.html"
    primary_label = gettext_lazy("Take the paper out")
    done = gettext_lazy("The paper is taken out.")

    def find(self, meeting: int, pk: int) -> None:  # type: ignore[override]  # -- a paper is found by two keys
        super().find(meeting)
        self.paper = or_404(queries.papers_of(self.meeting).filter(pk=pk).first())

    def refusal(self) -> Refused | None:
        return may(rules.check_may_remove_paper, person(self.request), self.meeting, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_paper(paper=self.paper, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "paper": self.paper, "danger": True}


class PaperDownload(MeetingPage):
    """A paper's file; not for one who is disqualified and shall not see the papers of the case."""

    def find(self, meeting: int, pk: int) -> None:  # type: ignore[override]  # -- a paper is found by two keys
        super().find(meeting)
        paper = or_404(queries.paper_of(self.meeting, pk))
        if paper.item_id in queries.items_hidden_from(person(self.request), self.meeting) or paper.path:
            raise Http404
        self.paper = paper

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        if self.paper.attachment is not None:
            return download(self.paper.attachment)
        return document_response(or_404(self.paper.document))
