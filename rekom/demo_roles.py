"""The people of the demo's sign-in page: one for each role. They are made by `rekom.demo_county.people`."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class DemoRole:
    """A button on the sign-in page, and the address of the person behind it."""

    key: str
    label: str | Promise
    email: str


DEMO_ROLES = (
    DemoRole("head", _("Head of kindergarten"), "styrer@example.no"),
    DemoRole("owner", _("Kindergarten owner"), "eier@example.no"),
    DemoRole("leader", _("Network leader"), "nettverksleder@example.no"),
    DemoRole("coordinator", _("Coordinator"), "koordinator@example.no"),
    DemoRole("member", _("Network member"), "nettverksmedlem@example.no"),
    DemoRole("authority", _("Kindergarten authority"), "barnehagemyndighet@example.no"),
    DemoRole("ppt", _("Educational psychological service (PPT)"), "ppt@example.no"),
    DemoRole("uh", _("University coordinator"), "uh-koordinator@example.no"),
    DemoRole("forum", _("Cooperation forum"), "samarbeidsforum@example.no"),
    DemoRole("case_officer", _("Case officer"), "saksbehandler@example.no"),
    DemoRole("approver", _("Approver at the county governor"), "godkjenner@example.no"),
)
EMAILS = {role.key: role.email for role in DEMO_ROLES}
