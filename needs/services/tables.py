"""The county's code tables, as its case officers keep them: themes, kinds of study, what a nomination begins with.

Nothing is deleted: what is out of use stays on what was written with it. A new name is a better name for the same
thing, so it shows on old needs and nominations too, and the history says what it was called; for another thing, take
the old one out of use and add a new one.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils.text import slugify

from common.history import note_change
from common.ordering import read_order
from needs.models import NominationTerms, StudyAmount, StudyType, Theme
from needs.rules import tables as rules
from networks.models import County, Round, User

Entry = TypeVar("Entry", Theme, StudyType)
IN_USE, OUT_OF_USE = "in_use", "out_of_use"
NAME_SIGNS, CODE_SIGNS = 40, 24


@transaction.atomic
def add_theme(*, county: County, name: str, asks_free_text: bool = False, by: User, now: datetime) -> Theme:
    """Add a theme at the end. Raises NotAllowed, and NotNow for a name that is empty or taken."""
    _lock(county)
    rules.check_may_name_entry(by, county, name, is_taken=_is_taken(Theme, county, name), now=now)
    order = _next_order(Theme, county)
    theme = Theme.objects.create(county=county, name=name.strip(), order=order, asks_free_text=asks_free_text)
    note_change(theme, "add", "", IN_USE, by=by, now=now, comment=theme.name)
    return theme


@transaction.atomic
def add_study_type(*, county: County, name: str, by: User, now: datetime) -> StudyType:
    """Add a kind of study at the end. Raises NotAllowed, and NotNow for a name that is empty or taken."""
    _lock(county)
    rules.check_may_name_entry(by, county, name, is_taken=_is_taken(StudyType, county, name), now=now)
    code, order = _free_code(county, name), _next_order(StudyType, county)
    study_type = StudyType.objects.create(county=county, code=code, name=name.strip(), order=order)
    note_change(study_type, "add", "", IN_USE, by=by, now=now, comment=study_type.name)
    return study_type


@transaction.atomic
def rename_entry(
    *, entry: Entry, name: str, asks_free_text: bool | None = None, by: User, now: datetime
) -> Entry:
    """Give a theme or kind of study a better name, everywhere; its history keeps the old one.

    `asks_free_text` (themes alone) says whether whoever chooses it writes what it is about.
    """
    _lock(entry.county)
    fresh = _locked(entry)
    is_taken = _is_taken(type(entry), entry.county, name, but=entry.pk)
    rules.check_may_name_entry(by, entry.county, name, is_taken=is_taken, now=now)
    before, fresh.name = fresh.name, name.strip()
    if isinstance(fresh, Theme) and asks_free_text is not None:
        fresh.asks_free_text = asks_free_text
    fresh.save()
    if before != fresh.name:
        said = f"{before} → {fresh.name}"
        note_change(
            fresh, "rename", before[:NAME_SIGNS], fresh.name[:NAME_SIGNS], by=by, now=now, comment=said
        )
    return fresh


@transaction.atomic
def order_entries(
    *, county: County, kind: type[Theme] | type[StudyType], order: str, by: User, now: datetime
) -> None:
    """Put the entries that are in use in this order ("3,1,2"); one that is not named comes last."""
    rules.check_may_keep_tables(by, county, now=now)
    _lock(county)
    known = list(kind._default_manager.filter(county=county, is_active=True).values_list("pk", flat=True))
    for place, pk in enumerate(read_order(order, known), start=1):
        kind._default_manager.filter(pk=pk).exclude(order=place).update(order=place)


@transaction.atomic
def retire_entry(*, entry: Entry, by: User, now: datetime) -> Entry:
    """Take a theme or kind of study out of use: it is no longer offered, and stays on what was written with it."""
    _lock(entry.county)
    fresh = _locked(entry)
    others = _all(type(entry), entry.county).filter(is_active=True).exclude(pk=entry.pk).count()
    rules.check_may_retire_entry(by, entry.county, others_in_use=others, now=now)
    return _set_use(fresh, "retire", is_active=False, by=by, now=now)


@transaction.atomic
def restore_entry(*, entry: Entry, by: User, now: datetime) -> Entry:
    """Take a theme or kind of study back in use, at the end of the order."""
    rules.check_may_keep_tables(by, entry.county, now=now)
    _lock(entry.county)
    fresh = _locked(entry)
    if not fresh.is_active:
        fresh.order = _next_order(type(entry), entry.county)
    return _set_use(fresh, "restore", is_active=True, by=by, now=now)


@transaction.atomic
def set_study_terms(
    *,
    round: Round,
    amounts: Mapping[int, int | None],
    most_per_kindergarten: int | None,
    by: User,
    now: datetime,
) -> None:
    """Set what a nomination begins with in the round, in whole kroner by study type, and how many a kindergarten can

    have (None: no limit). A study type without an amount has none. Raises NotAllowed, NotNow.
    """
    rules.check_may_set_study_terms(by, round, now=now)
    _lock(round.county)
    before = dict(StudyAmount.objects.filter(round=round).values_list("study_type", "amount_nok"))
    known = set(_all(StudyType, round.county).values_list("pk", flat=True))
    wanted = {pk: amount for pk, amount in amounts.items() if amount and pk in known}
    StudyAmount.objects.filter(round=round).exclude(study_type__in=wanted).delete()
    for pk, amount in wanted.items():
        StudyAmount.objects.update_or_create(round=round, study_type_id=pk, defaults={"amount_nok": amount})
    terms, _is_new = NominationTerms.objects.update_or_create(
        round=round, defaults={"most_per_kindergarten": most_per_kindergarten}
    )
    if before != wanted:
        note_change(terms, "set_amounts", "", "", by=by, now=now, comment=_said(round, before, wanted))


def _said(round: Round, before: Mapping[int, int], after: Mapping[int, int]) -> str:
    names = dict(_all(StudyType, round.county).values_list("pk", "name"))
    changed = [pk for pk in names if before.get(pk) != after.get(pk)]
    return "; ".join(f"{names[pk]}: {before.get(pk, '–')} → {after.get(pk, '–')}" for pk in changed)


def _set_use(fresh: Entry, verb: str, *, is_active: bool, by: User, now: datetime) -> Entry:
    if fresh.is_active == is_active:
        return fresh
    before, after = (OUT_OF_USE, IN_USE) if is_active else (IN_USE, OUT_OF_USE)
    fresh.is_active = is_active
    fresh.save(update_fields=["is_active", "order"])
    note_change(fresh, verb, before, after, by=by, now=now)
    return fresh


def _lock(county: County) -> None:
    """One at a time changes the tables of a county."""
    County.objects.select_for_update().get(pk=county.pk)


def _all(kind: type[Entry], county: County) -> QuerySet[Entry]:
    return kind._default_manager.filter(county=county)


def _locked(entry: Entry) -> Entry:
    return type(entry)._default_manager.select_for_update().get(pk=entry.pk)


def _is_taken(kind: type[Entry], county: County, name: str, *, but: int = 0) -> bool:
    return _all(kind, county).filter(name__iexact=name.strip()).exclude(pk=but).exists()


def _next_order(kind: type[Entry], county: County) -> int:
    return int(_all(kind, county).aggregate(last=Max("order"))["last"] or 0) + 1


def _free_code(county: County, name: str) -> str:
    """A code that no other kind of study has; people never see it."""
    base = slugify(name).replace("-", "_")[:CODE_SIGNS] or "study"
    taken = set(_all(StudyType, county).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}_{n}" for n in range(2, 10_000))) if code not in taken)
