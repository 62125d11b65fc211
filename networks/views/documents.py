"""A network's documents: search, add, fetch, take out, and keep what came with a message."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tables2 import SingleTableView

from common.attachments import download
from common.documents.delivery import document_response
from common.refusals import NotNow, Refused, may
from common.views import KnownPage, VerbPage, attempt, hidden_unless_allowed, or_404, person
from networks.belonging import AROUND, INSIDE, Tie
from networks.document_tables import DocumentTable
from networks.forms.documents import DocumentForm, DocumentSearchForm
from networks.models import NetworkDocument
from networks.queries import documents as queries
from networks.queries.messages import message_of
from networks.rules import documents as rules
from networks.services import documents as services
from networks.states import DocumentAudience
from networks.views.network_page import NetworkMixin, NetworkPage

WRITERS = INSIDE | {Tie.CASE_OFFICER}


class DocumentList(NetworkMixin, SingleTableView):
    """All documents that the person may read, with search."""

    template_name = "networks/document_list.html"
    table_class = DocumentTable
    paginate_by = 40
    readers = AROUND

    def get_queryset(self) -> Any:
        self.form = DocumentSearchForm(self.request.GET or None)
        asked = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        self.typed, self.kind = asked.get("q", ""), asked.get("type", "")
        return queries.papers_of(
            person(self.request), self.network, typed=self.typed, kind=self.kind, now=self.now
        )

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"network": self.network}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_keeper = bool(self.held & {Tie.LEADER, Tie.CASE_OFFICER})
        is_search = bool(self.typed or self.kind)
        return super().get_context_data(**kwargs) | {
            "network": self.network,
            "search": self.form,
            "is_search": is_search,
            "may_add": bool(self.held & WRITERS),
            "removed": queries.removed_documents(self.network) if is_keeper and not is_search else [],
            "empty_title": _("Nothing found") if is_search else _("No documents yet"),
            "empty_text": _("Try fewer words, or the beginning of a word.")
            if is_search
            else _("Information letters, presentations, minutes and plans stand here."),
        }


class DocumentPage(NetworkPage):
    """A page about the documents of a network that leads back to the list."""

    def home(self) -> str:
        """The list."""
        return reverse("networks:document_list", kwargs={"network": self.network.pk})


class DocumentCreate(DocumentPage):
    """Add a file."""

    readers = WRITERS

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self._page(DocumentForm(initial={"audience": DocumentAudience.MEMBERS}))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = DocumentForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._add(form)):
            return self._page(form, status=409)
        messages.success(request, _("The document is added."))
        return redirect(self.home())

    def _add(self, form: DocumentForm) -> None:
        services.add_document(
            network=self.network,
            typed=form.typed,
            upload=form.cleaned_data["file"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: DocumentForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "network": self.network, "form_multipart": True, "cancel_url": self.home()}
        return render(self.request, "networks/document_form.html", context, status=status)


class OneDocument(DocumentPage):
    """A page about one document that the person may read."""

    document: NetworkDocument

    def find(self, network: int, **place: Any) -> None:
        super().find(network)
        user = person(self.request)
        self.document = or_404(queries.document_of(user, self.network, place["pk"], now=self.now))


class DocumentDownload(OneDocument):
    """The file."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        found = queries.with_contents(self.document)
        if found.attachment is not None:
            return download(found.attachment)
        return document_response(or_404(found.document))


class DocumentRemove(OneDocument, VerbPage):
    """Take a document out of the list."""

    template_name = "networks/document_confirm_remove.html"
    primary_label = gettext_lazy("Take it out")
    done = gettext_lazy("The document is taken out.")

    def find(self, network: int, **place: Any) -> None:
        super().find(network, **place)
        hidden_unless_allowed(
            rules.check_may_remove_document, person(self.request), self.document, now=self.now
        )

    def refusal(self) -> Refused | None:
        return may(rules.check_may_remove_document, person(self.request), self.document, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.remove_document(document=self.document, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"network": self.network, "document": self.document, "danger": True}


class MessageKeep(NetworkPage, KnownPage):
    """Keep the files of a message among the documents, with one click."""

    readers = WRITERS

    def find(self, network: int, **place: Any) -> None:
        super().find(network)
        user = person(self.request)
        self.message = or_404(message_of(user, place["pk"], now=self.now))
        hidden_unless_allowed(
            rules.check_may_keep_attachments, user, self.network, self.message, now=self.now
        )

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        try:
            kept = services.keep_attachments(
                message=self.message, network=self.network, by=person(request), now=self.now
            )
        except NotNow as refusal:
            messages.info(request, refusal.message)
            return redirect("networks:message_detail", pk=self.message.pk)
        said = ngettext(
            "%(n)s file is among the network's documents.",
            "%(n)s files are among the network's documents.",
            kept,
        )
        messages.success(request, said % {"n": kept})
        return redirect("networks:document_list", network=self.network.pk)
