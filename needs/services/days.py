"""What can be done to the days that a university has used: write down, change, take out."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import NotNow
from needs.models import Measure, UsedDays
from needs.rules import days as rules
from networks.models import Network, Organisation, User
from networks.queries.agreements import networks_of_partner


@dataclass(frozen=True, kw_only=True)
class DaysInput:
    """One line: a day, how many days (whole or half), where, for what."""

    on: date
    days: Decimal
    network: Network
    measure: Measure | None = None
    what: str = ""


@transaction.atomic
def record_days(*, university: Organisation, typed: DaysInput, by: User, now: datetime) -> UsedDays:
    """Write down days that the university has used in a network, for one of its measures or for the network."""
    partners = [row.pk for row in networks_of_partner(university, now=now)]
    _check(university, typed, partners, by=by, now=now)
    return UsedDays.objects.create(university=university, written_by=by, written_at=now, **vars(typed))


@transaction.atomic
def change_days(*, row: UsedDays, typed: DaysInput, by: User, now: datetime) -> UsedDays:
    """Change a line; it can stay in a network that the university no longer is a partner of."""
    found = _locked(row)
    partners = [network.pk for network in networks_of_partner(found.university, now=now)]
    _check(found.university, typed, [*partners, found.network_id], by=by, now=now)
    columns = vars(typed) | {"written_by": by, "written_at": now}
    for name, value in columns.items():
        setattr(found, name, value)
    found.save(update_fields=list(columns))
    return found


@transaction.atomic
def remove_days(*, row: UsedDays, by: User, now: datetime) -> None:
    """Take out a line that was written by mistake."""
    found = _locked(row)
    rules.check_keeps_days(by, found.university, now=now)
    found.delete()


def _check(
    university: Organisation, typed: DaysInput, partners: list[int], *, by: User, now: datetime
) -> None:
    rules.check_may_record_days(
        by,
        university,
        typed.network,
        typed.measure,
        on=typed.on,
        days=typed.days,
        partners=partners,
        now=now,
    )


def _locked(row: UsedDays) -> UsedDays:
    rows = UsedDays.objects.select_for_update(of=("self",)).select_related("university")
    found = rows.filter(pk=row.pk).first()
    if found is None:
        raise NotNow(_("Somebody has taken it out meanwhile."))
    return found
