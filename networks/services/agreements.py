"""What can be done to agreements and teacher teams: write down, change, end."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from common import attachments
from common.attachments import Upload
from common.versions import check_version
from networks.models import Network, Organisation, PartnershipAgreement, Teacher, User
from networks.queries.agreements import partners_today
from networks.rules import agreements as rules


@dataclass(frozen=True, kw_only=True)
class AgreementInput:
    """What an agreement says; `valid_to` is the first day on which it no longer holds."""

    title: str
    valid_from: date
    valid_to: date | None = None
    days_per_year: int | None = None
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class TeacherInput:
    """Somebody who follows a network; `valid_to` is the first day on which they no longer do."""

    name: str
    field: str = ""
    email: str = ""
    is_team_leader: bool = False
    valid_from: date
    valid_to: date | None = None


@transaction.atomic
def record_agreement(  # noqa: PLR0913 -- the two sides, what it says, its file, and who writes it down
    *,
    network: Network,
    university: Organisation,
    typed: AgreementInput,
    upload: Upload | None = None,
    by: User,
    now: datetime,
) -> PartnershipAgreement:
    """Write down an agreement between a network and a partner university, with its file where there is one."""
    partners = [partner.pk for partner in partners_today(network, now=now)]
    rules.check_may_save_agreement(by, network, university, partners=partners, now=now)
    rules.check_period(typed.valid_from, typed.valid_to)
    return PartnershipAgreement.objects.create(
        network=network,
        university=university,
        attachment=attachments.keep(upload, by=by, now=now) if upload else None,
        recorded_by=by,
        recorded_at=now,
        **vars(typed),
    )


@transaction.atomic
def change_agreement(  # noqa: PLR0913 -- as record_agreement, and what the page showed
    *,
    agreement: PartnershipAgreement,
    typed: AgreementInput,
    upload: Upload | None = None,
    version: int,
    by: User,
    now: datetime,
) -> PartnershipAgreement:
    """Change what an agreement says, or end it; a new file takes the old one's place. `version` is what was shown.

    An agreement outlives the partnership: either side can end it afterwards.
    """
    rows = PartnershipAgreement.objects.select_for_update(of=("self",)).select_related(
        "network", "university"
    )
    found = rows.get(pk=agreement.pk)
    rules.check_may_save_agreement(
        by, found.network, found.university, partners=[found.university_id], now=now
    )
    rules.check_period(typed.valid_from, typed.valid_to)
    check_version(found.version, version)
    columns = vars(typed) | {"recorded_by": by, "recorded_at": now, "version": found.version + 1}
    if upload is not None:
        columns["attachment"] = attachments.keep(upload, by=by, now=now)
    _save(found, columns)
    return found


@transaction.atomic
def add_teacher(
    *, network: Network, university: Organisation, typed: TeacherInput, by: User, now: datetime
) -> Teacher:
    """Say that somebody at the university follows the network."""
    partners = [partner.pk for partner in partners_today(network, now=now)]
    rules.check_may_save_teacher(by, network, university, partners=partners, now=now)
    rules.check_period(typed.valid_from, typed.valid_to)
    return Teacher.objects.create(network=network, university=university, added_by=by, **vars(typed))


@transaction.atomic
def change_teacher(*, teacher: Teacher, typed: TeacherInput, by: User, now: datetime) -> Teacher:
    """Change what is said about somebody who follows the network, or from when they no longer do."""
    rows = Teacher.objects.select_for_update(of=("self",)).select_related("network", "university")
    found = rows.get(pk=teacher.pk)
    rules.check_may_save_teacher(by, found.network, found.university, partners=[found.university_id], now=now)
    rules.check_period(typed.valid_from, typed.valid_to)
    _save(found, dict(vars(typed)))
    return found


def _save(row: PartnershipAgreement | Teacher, columns: dict[str, object]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=list(columns))
