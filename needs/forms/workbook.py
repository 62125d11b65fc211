"""The form with which a workbook is uploaded."""

from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from common.uploads import ReceivedField


class WorkbookForm(PortalForm):
    """One workbook."""

    file = ReceivedField(
        accept=".xlsx",
        label=_("The workbook you have filled in"),
        help_text=_("An Excel file (.xlsx), 10 MB at most. You see what changes before anything is stored."),
        error_messages={"required": _("Choose the workbook that you have saved on your machine.")},
    )
