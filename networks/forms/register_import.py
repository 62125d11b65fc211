"""A file of the national kindergarten register, and which of its rows are decided."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from common.dates import oslo_date
from common.forms import PortalForm
from common.uploads import ReceivedField
from common.views import whole_number
from networks.services.register_import import Uploaded

FAMILY, OPEN, EXCLUDED = "familie", "apen", "ekskludert"


class RegisterUploadForm(PortalForm):
    """One file, the day it was fetched, and what to take in."""

    file = ReceivedField(
        accept=".json,.jsonl,.ndjson,.txt,.zip",
        label=_("File from the register"),
        help_text=_("JSON from version 4 of the register, or a zip of such files, 10 MB at most."),
        error_messages={"required": _("Choose the file that you got from the register.")},
    )
    of_day = forms.DateField(
        label=_("The day the file was fetched"),
        help_text=_("What you accept is recorded as changed from this day."),
    )
    extra = forms.MultipleChoiceField(
        label=_("Propose these as new too"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[
            (FAMILY, _("Family kindergartens")),
            (OPEN, _("Open kindergartens")),
            (EXCLUDED, _("Units that the directorate has excluded")),
        ],
        help_text=_("Those that the portal has are compared in any case."),
    )
    covers_county = forms.BooleanField(
        label=_("The file has all kindergartens of the county"),
        required=False,
        help_text=_(
            "Then what is missing from it is proposed as closed. All pages of the register are known to be all of it."
        ),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = oslo_date(now)

    def clean_of_day(self) -> Any:
        of_day = self.cleaned_data["of_day"]
        if of_day > self.today:
            raise forms.ValidationError(_("The day of the file cannot lie ahead."))
        if of_day.year < self.today.year - 1:
            raise forms.ValidationError(_("Use a file from this year or the last."))
        return of_day

    @property
    def uploaded(self) -> Uploaded:
        """What the service wants."""
        data = self.cleaned_data
        return Uploaded(
            name=data["file"].name,
            content=data["file"].content,
            of_day=data["of_day"],
            with_family=FAMILY in data["extra"],
            with_open=OPEN in data["extra"],
            with_excluded=EXCLUDED in data["extra"],
            covers_county=data["covers_county"],
        )


def chosen_rows(posted: QueryDict) -> list[int]:
    """The keys of the rows that are ticked; what is no key is left out."""
    keys = (whole_number(typed) for typed in posted.getlist("rad"))
    return [key for key in keys if key is not None]
