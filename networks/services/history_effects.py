"""What follows from a dated change on its day: periods, successors, seats, partnerships and memberships.

Each function carries out one kind of change of one kind of thing; who may, and when, has been asked before.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from networks.models import (
    Kindergarten,
    KindergartenPeriod,
    Municipality,
    MunicipalityChange,
    Network,
    NetworkMunicipality,
    Organisation,
    Partnership,
    RegisterChange,
    Seat,
)
from networks.models.periods import valid_on
from networks.queries.shared import open_on
from networks.roles import Role
from networks.states import RegisterChangeKind as Kind

FOLLOWING = (Role.OWNER, Role.REPORT_WRITER, Role.UH_COORDINATOR)
"""The roles in an organisation that its people get in the one that takes it up."""


def carry_out(change: RegisterChange) -> None:
    """Let the change have its effects. Raises LookupError for a kind that the thing does not have."""
    thing = next(name for name in ("organisation", "kindergarten", "municipality") if getattr(change, name))
    EFFECTS[thing, Kind(change.kind)](change)


def _new_period(kindergarten: Kindergarten, on: date, **values: Any) -> None:
    """Let the kindergarten be registered otherwise from the day; the period before ends."""
    newest = kindergarten.periods.order_by("-valid_from").select_for_update().first()
    if newest is None:
        raise LookupError(f"Kindergarten {kindergarten.pk} has no period.")
    if values and newest.valid_from == on and newest.valid_to is None:
        KindergartenPeriod.objects.filter(pk=newest.pk).update(**values)
    else:
        if newest.valid_to is None:
            newest.valid_to = on
            newest.save(update_fields=["valid_to"])
        before = {
            "name": newest.name,
            "owner_id": newest.owner_id,
            "municipality_id": newest.municipality_id,
        }
        now_on = {
            f"{key}_id" if hasattr(value, "pk") else key: getattr(value, "pk", value)
            for key, value in values.items()
        }
        KindergartenPeriod.objects.create(kindergarten=kindergarten, valid_from=on, **(before | now_on))
    if values:
        Kindergarten.objects.filter(pk=kindergarten.pk).update(**values)


def _rename_organisation(change: RegisterChange) -> None:
    one = _of(change.organisation)
    one.name = change.name_after
    one.save(update_fields=["name"])


def _rename_kindergarten(change: RegisterChange) -> None:
    _new_period(_of(change.kindergarten), change.on, name=change.name_after)


def _rename_municipality(change: RegisterChange) -> None:
    Municipality.objects.filter(pk=_of(change.municipality).pk).update(name_nb=change.name_after[:80])


def _new_owner(change: RegisterChange) -> None:
    _new_period(_of(change.kindergarten), change.on, owner=_of(change.to_organisation))


def _move(change: RegisterChange) -> None:
    _new_period(_of(change.kindergarten), change.on, municipality=_of(change.to_municipality))


def _close(change: RegisterChange) -> None:
    """The last period ends and the kindergarten is closed; heads keep what they have written."""
    one = _of(change.kindergarten)
    one.periods.filter(valid_to__isnull=True).update(valid_to=change.on)
    Kindergarten.objects.filter(pk=one.pk).update(closed_on=change.on)


def _open(change: RegisterChange) -> None:
    one = _of(change.kindergarten)
    _new_period(one, change.on)
    Kindergarten.objects.filter(pk=one.pk).update(closed_on=None)


def _merge_organisations(change: RegisterChange) -> None:
    """Kindergartens, partnerships and what is paid out move to the successor.

    People keep their roles, so that what is open can be finished, and get the same in the successor where nobody else
    holds it.
    """
    before, after, on = _of(change.organisation), _of(change.to_organisation), change.on
    for row in open_on(on).filter(owner=before).order_by("pk"):
        _new_period(row, on, owner=after)
    Organisation.objects.filter(pk=before.pk).update(successor=after, ended_on=on)
    Network.objects.filter(payee=before).update(payee=after)
    _seat_in(after, before, on)
    for partnership in Partnership.objects.filter(valid_on(on), university=before):
        _follow(partnership, on, university=after)


def _seat_in(after: Organisation, before: Organisation, on: date) -> None:
    held = Seat.objects.filter(valid_on(on))
    for seat in held.filter(organisation=before, role__in=FOLLOWING, substitute_for=None).order_by("pk"):
        same = held.filter(organisation=after, role=seat.role)
        is_taken = same.exists() if seat.role == Role.UH_COORDINATOR else same.filter(user=seat.user).exists()
        if not is_taken:
            Seat.objects.create(
                user_id=seat.user_id,
                role=seat.role,
                organisation=after,
                valid_from=on,
                valid_to=seat.valid_to,
                interest=seat.interest,
                represents=seat.represents,
            )


def _follow(row: Partnership, on: date, **values: Any) -> None:
    """End the partnership on the day, and go on as another from then, unless there is such a one already."""
    goes_on = {
        "network": row.network,
        "university": row.university,
        "municipality": row.municipality,
        **values,
    }
    if row.valid_from < on:
        Partnership.objects.filter(pk=row.pk).update(valid_to=on)
    if Partnership.objects.filter(valid_on(on), **goes_on).exists():
        return
    if row.valid_from >= on:
        Partnership.objects.filter(pk=row.pk).update(**values)
    else:
        Partnership.objects.create(
            **goes_on, valid_from=on, valid_to=row.valid_to, is_first_partner=row.is_first_partner
        )


def _merge_kindergartens(change: RegisterChange) -> None:
    """One closes, and the other goes on; figures of earlier years stay with the one that closed."""
    _close(change)


def _merge_municipalities(change: RegisterChange) -> None:
    """Kindergartens, organisations, seats and partnerships follow; the network gets the successor.

    The successor counts as the network's for as long as the one before it did, so that rounds under way find the
    kindergartens where they were.
    """
    before, after, on = _of(change.municipality), _of(change.to_municipality), change.on
    for row in open_on(on).filter(municipality=before).order_by("pk"):
        _new_period(row, on, municipality=after)
    _note(change, MunicipalityChange.Kind.MERGER)
    Municipality.objects.filter(pk=before.pk).update(valid_to=on)
    _place_in_network(before, after, on)
    Organisation.objects.filter(municipality=before).update(municipality=after)
    for seat in Seat.objects.filter(valid_on(on), municipality=before):
        seat.municipality = after
        seat.save(update_fields=["municipality"])
    for partnership in Partnership.objects.filter(valid_on(on), municipality=before):
        _follow(partnership, on, municipality=after)


def _place_in_network(before: Municipality, after: Municipality, on: date) -> None:
    membership = NetworkMunicipality.objects.filter(valid_on(on), municipality=before).first()
    if membership is None:
        return
    if membership.valid_from < on:
        NetworkMunicipality.objects.filter(pk=membership.pk).update(valid_to=on)
    if not NetworkMunicipality.objects.filter(municipality=after).exists():
        NetworkMunicipality.objects.create(
            network=membership.network, municipality=after, valid_from=membership.valid_from
        )


def _split_municipality(change: RegisterChange) -> None:
    """A part goes; the kindergartens of the part have changes of their own."""
    _note(change, MunicipalityChange.Kind.SPLIT)
    before, after = _of(change.municipality), _of(change.to_municipality)
    membership = NetworkMunicipality.objects.filter(valid_on(change.on), municipality=before).first()
    if membership and not NetworkMunicipality.objects.filter(municipality=after).exists():
        NetworkMunicipality.objects.create(
            network=membership.network, municipality=after, valid_from=membership.valid_from
        )


def _split_organisation(change: RegisterChange) -> None:
    """The kindergartens of the part have changes of their own; the organisation goes on."""


def _note(change: RegisterChange, kind: MunicipalityChange.Kind) -> None:
    MunicipalityChange.objects.get_or_create(
        before=change.municipality,
        after=change.to_municipality,
        on=change.on,
        defaults={"kind": kind, "note": change.note[:200]},
    )


def _of(found: Any) -> Any:
    """What the change names. Raises LookupError when it names nothing."""
    if found is None:
        raise LookupError("The change does not say what it is about.")
    return found


EFFECTS: dict[tuple[str, Kind], Callable[[RegisterChange], None]] = {
    ("organisation", Kind.RENAME): _rename_organisation,
    ("organisation", Kind.MERGER): _merge_organisations,
    ("organisation", Kind.SPLIT): _split_organisation,
    ("kindergarten", Kind.RENAME): _rename_kindergarten,
    ("kindergarten", Kind.MERGER): _merge_kindergartens,
    ("kindergarten", Kind.MOVE): _move,
    ("kindergarten", Kind.NEW_OWNER): _new_owner,
    ("kindergarten", Kind.CLOSED): _close,
    ("kindergarten", Kind.OPENED): _open,
    ("municipality", Kind.RENAME): _rename_municipality,
    ("municipality", Kind.MERGER): _merge_municipalities,
    ("municipality", Kind.SPLIT): _split_municipality,
}
"""What follows, by the kind of thing and of change."""
