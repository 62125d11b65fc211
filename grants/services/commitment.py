"""What can be done to the county's commitments: add one, change one."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from common.versions import check_version
from grants.models import Commitment
from grants.rules.budget import check_may_keep_commitments
from networks.models import County, User


@dataclass(frozen=True, kw_only=True)
class CommitmentValues:
    """A commitment as written: `unit_nok` kroner a year for each of `units`, from and to a day."""

    label: str
    unit_nok: int
    units: int
    first_on: date
    last_on: date
    network: int | None = None
    university: int | None = None
    note: str = ""


@transaction.atomic
def save_commitment(
    *,
    county: County,
    values: CommitmentValues,
    by: User,
    now: datetime,
    commitment: Commitment | None = None,
    version: int = 0,
) -> Commitment:
    """Add a commitment, or change one (its history is kept). The rounds it runs in propose it from now on.

    Raises NotAllowed, and NotNow when somebody else has saved since `version`.
    """
    check_may_keep_commitments(by, county, now=now)
    if commitment is None:
        row = Commitment(county=county, version=0)
    else:
        row = Commitment.objects.select_for_update().get(pk=commitment.pk, county=county)
    check_version(row.version, version)
    row.label, row.note = values.label, values.note
    row.network_id, row.university_id = values.network, values.university
    row.unit_nok, row.units = values.unit_nok, values.units
    row.first_on, row.last_on = values.first_on, values.last_on
    row.version = version + 1
    row.save()
    return row
