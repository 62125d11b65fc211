"""Who may read the national kindergarten register into a county, and decide on what it would change."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import County, RegisterImport, User
from networks.roles import Role, bodies
from networks.states import RegisterImportState


def check_may_upload_register(
    user: User, county: County, *, open_import: RegisterImport | None, now: datetime
) -> None:
    """A case officer uploads a file of the register, one at a time."""
    _check_is_officer(user, county.pk, now=now)
    if open_import is not None:
        raise NotNow(
            _("The file %(name)s is still being looked through. Finish it or throw it away first.")
            % {"name": open_import.filename}
        )


def check_day(of_day: date, *, now: datetime) -> None:
    """The register is as it was on a day that has come."""
    if of_day > oslo_date(now):
        raise NotNow(_("The day of the file cannot lie ahead."))


def check_may_decide_rows(user: User, batch: RegisterImport, *, now: datetime) -> None:
    """A case officer accepts and refuses what an import proposes, while it is being looked through."""
    _check_is_officer(user, batch.county_id, now=now)
    if batch.state != RegisterImportState.PREVIEW:
        raise MovedOn


def check_may_finish_import(user: User, batch: RegisterImport, *, now: datetime) -> None:
    """A case officer finishes an import; what is not decided is left as it is."""
    check_may_decide_rows(user, batch, now=now)


def check_may_discard_import(user: User, batch: RegisterImport, *, accepted: int, now: datetime) -> None:
    """A case officer throws away an import of which nothing has been accepted."""
    check_may_decide_rows(user, batch, now=now)
    if accepted:
        raise NotNow(_("Something in this file has been accepted already. Finish it instead."))


def _check_is_officer(user: User, county: int, *, now: datetime) -> None:
    if county not in bodies(user, Role.CASE_OFFICER, now=now):
        raise NotAllowed(_("Only a case officer can change this."))
