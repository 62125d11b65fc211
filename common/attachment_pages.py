"""The page of a report where files are added and removed: the form, and what the page does with it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from common.attachments import AttachmentsField, Upload
from common.forms import PortalForm
from common.views import KnownPage, attempt


class FilesForm(PortalForm):
    """One file or several. `uploads` are those that can be stored, also when others make the form invalid."""

    chosen = AttachmentsField(
        label=_("Choose files"), error_messages={"required": _("Choose at least one file first.")}
    )
    uploads: Sequence[Upload] = ()

    def clean(self) -> dict[str, Any]:
        """Keep the good files aside, and say at the field what is wrong with the others."""
        data = super().clean() or {}
        self.uploads = data.get("chosen", [])
        field: Any = self.fields["chosen"]
        for fault in field.faults:
            self.add_error("chosen", fault)
        return data


class FilesPage(KnownPage):
    """Adding files to a draft. Good files are stored also when others are not taken.

    What writes the report gives `turned_away` and `around`, as its other pages have them.
    """

    template_name: str
    most: int

    def turned_away(self) -> HttpResponse | None:
        """Away from a page that cannot be written now."""
        raise NotImplementedError

    def around(self) -> dict[str, Any]:
        """What stands around the form."""
        raise NotImplementedError

    def files(self) -> Sequence[Any]:
        """The files that the draft has."""
        raise NotImplementedError

    def store(self, uploads: Sequence[Upload]) -> Sequence[Any]:
        """Call the service, which asks the rule."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self.turned_away() or self._page(FilesForm())

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = FilesForm(request.POST, request.FILES)
        is_valid = form.is_valid()
        if form.uploads and not attempt(form, lambda: self._add(form.uploads)):
            return self._page(form, status=409)
        if not is_valid:
            return self._page(form)
        return redirect(request.path)

    def _add(self, uploads: Sequence[Upload]) -> None:
        added = len(self.store(uploads))
        sentence = ngettext("%(n)s file is added.", "%(n)s files are added.", added)
        messages.success(self.request, sentence % {"n": added})

    def _page(self, form: FilesForm, status: int = 200) -> HttpResponse:
        files = self.files()
        context = self.around() | {
            "form": form,
            "form_multipart": True,
            "files": files,
            "most": self.most,
            "room": self.most - len(files),
        }
        return render(self.request, self.template_name, context, status=status)
