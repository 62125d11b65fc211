"""Named reads of imports of the national kindergarten register, and of the county as the comparison wants it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from common.sorting import norwegian
from networks.models import (
    County,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    Organisation,
    OrganisationKind,
    RegisterImport,
    RegisterImportRow,
    User,
)
from networks.models.periods import valid_on
from networks.register import Known, Owner, Stand
from networks.roles import Role, bodies
from networks.states import RegisterImportState


def register_imports(user: User, *, now: datetime) -> QuerySet[RegisterImport]:
    """The imports of the counties where the person is a case officer, newest first, with numbers of rows."""
    mine = RegisterImport.objects.filter(county__in=bodies(user, Role.CASE_OFFICER, now=now))
    counted = mine.select_related("county", "uploaded_by").annotate(
        proposed=Count("rows"),
        accepted=Count("rows", filter=Q(rows__is_accepted=True)),
        refused=Count("rows", filter=Q(rows__is_accepted=False)),
    )
    return counted.order_by("-uploaded_at", "-pk")


def open_import_of(county: County) -> RegisterImport | None:
    """The import that is being looked through, or None."""
    return RegisterImport.objects.filter(county=county, state=RegisterImportState.PREVIEW).first()


def rows_of_import(batch: RegisterImport) -> QuerySet[RegisterImportRow]:
    """What the import proposes, kind by kind in Norwegian order."""
    rows = batch.rows.select_related("kindergarten__municipality", "decided_by")
    return rows.order_by("kind", norwegian("name"), "pk")


def undecided(batch: RegisterImport) -> QuerySet[RegisterImportRow]:
    """The rows that nobody has decided."""
    return batch.rows.filter(is_accepted__isnull=True)


def in_municipality(number: str) -> Q:
    """The rows about a municipality: where the kindergarten is, or comes to be."""
    return Q(after__municipality=number) | Q(kindergarten__municipality__number=number)


def places_on(county: County, day: date) -> dict[str, Municipality]:
    """The county's municipalities on a day, by number."""
    rows = Municipality.objects.filter(valid_on(day), county=county).exclude(number="")
    return {row.number: row for row in rows}


def stand_of_county(county: County, *, of_day: date, numbers: Collection[str] = ()) -> Stand:
    """The county as the comparison wants it. `numbers` are those of the file: which stand in another county?"""
    owners = owners_of(county)
    return Stand(
        kindergartens=known_kindergartens(county, of_day=of_day, owners=owners),
        owners=list(owners.values()),
        places={number: str(place) for number, place in places_on(county, of_day).items()},
        county=county.number,
        taken=taken_numbers(county, numbers),
    )


def taken_numbers(county: County, numbers: Collection[str]) -> set[str]:
    """Which of `numbers` belong to kindergartens of other counties."""
    rows = Kindergarten.objects.exclude(owner__county=county).filter(org_number__in=list(numbers))
    return {number for number in rows.values_list("org_number", flat=True) if number}


def owners_of(county: County) -> dict[int, Owner]:
    """The county's organisations by key, the oldest first."""
    rows = Organisation.objects.filter(county=county).select_related("municipality").order_by("pk")
    return {row.pk: owner_from(row) for row in rows}


def owner_from(row: Organisation) -> Owner:
    """The organisation as the comparison wants it."""
    return Owner(
        key=row.pk,
        name=row.name,
        number=row.org_number or "",
        short_name=row.short_name,
        is_municipal=row.kind == OrganisationKind.MUNICIPALITY,
        is_private=row.kind == OrganisationKind.PRIVATE_OWNER,
        municipality=row.municipality.number if row.municipality else "",
        is_ended=row.ended_on is not None,
    )


def known_kindergartens(
    county: County,
    *,
    of_day: date,
    owners: dict[int, Owner] | None = None,
    keys: Collection[int] | None = None,
) -> list[Known]:
    """The county's kindergartens (or those of `keys`) with their newest figures up to that day's year."""
    owned_by = owners_of(county) if owners is None else owners
    figures = KindergartenFigures.objects.filter(kindergarten=OuterRef("pk"), year__lte=of_day.year)
    newest = figures.order_by("-year")
    rows = Kindergarten.objects.filter(owner__county=county).order_by("pk")
    if keys is not None:
        rows = rows.filter(pk__in=list(keys))
    found = rows.values_list(
        "pk",
        "org_number",
        "name",
        "municipality__number",
        "owner",
        "closed_on",
        Subquery(newest.values("children")[:1]),
        Subquery(newest.values("year")[:1]),
    )
    return [
        Known(
            key=key,
            org_number=number or "",
            name=name,
            municipality=place,
            owner=owned_by[owner],
            closed_on=closed if closed and closed <= of_day else None,
            children=children,
            year=year or 0,
        )
        for key, number, name, place, owner, closed, children, year in found
    ]


def same_file_before(batch: RegisterImport) -> RegisterImport | None:
    """The last earlier import of the very same file."""
    same = RegisterImport.objects.filter(
        county=batch.county_id, sha256=batch.sha256, uploaded_at__lt=batch.uploaded_at
    )
    return same.order_by("-uploaded_at").first()
