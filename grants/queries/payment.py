"""Reads of the governor's payments: each grant's plan, what is due, what is held, and the bases."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Case, Prefetch, QuerySet, Sum, Value, When

from common.dates import oslo_date
from common.sorting import norwegian
from grants.models import (
    Grant,
    GrantLetter,
    Instalment,
    MoneyBack,
    PaymentBasis,
    PaymentHold,
    PaymentUpload,
)
from grants.queries.decision import grants_visible_to, issued_grants
from grants.states import DecisionState, InstalmentState
from networks.deadlines import deadline, due_of
from networks.models import Round, User
from networks.states import Duty

BY_RECIPIENT = (
    Case(When(grant__network__isnull=False, then=Value(0)), default=Value(1)),
    norwegian("grant__network__name"),
    norwegian("grant__university__name"),
    "grant",
    "number",
)


def due_day(round: Round) -> date | None:
    """The day a round's payments are due, or None when the round has no such deadline."""
    try:
        return oslo_date(due_of(deadline(Duty.PAYMENT, round), round))
    except LookupError:
        return None


def instalments_of(grant: Grant) -> list[Instalment]:
    """The grant's payments in their order, also those that are cancelled."""
    return list(Instalment.objects.filter(grant=grant).order_by("number"))


def plan_mark(rows: Iterable[Instalment]) -> str:
    """What a plan looked like, so that a page that is older can be told from it."""
    return ",".join(f"{row.pk}:{row.state}:{row.version}" for row in rows)


def letter_number(grant: Grant) -> str:
    """The number of the grant's letter. Raises GrantLetter.DoesNotExist while there is none."""
    return GrantLetter.objects.values_list("number", flat=True).get(grant=grant)


def claimed_by_corrections(grant: Grant) -> int:
    """What corrections have claimed back of the grant, in kroner."""
    rows = MoneyBack.objects.filter(grant=grant, correction__isnull=False)
    return rows.aggregate(total=Sum("amount_nok"))["total"] or 0


def unpaid(round: Round) -> int:
    """How many payments of the round that are due by the day of the duty are neither paid nor cancelled."""
    owed = Instalment.objects.filter(
        grant__decision__round=round,
        state__in=[InstalmentState.PLANNED, InstalmentState.ORDERED],
    )
    last = due_day(round)
    return (owed.filter(due_on__lte=last) if last else owed).count()


def has_unpaid(round: Round) -> bool:
    """Whether such a payment is left."""
    return unpaid(round) > 0


def instalments() -> QuerySet[Instalment]:
    """All payments with their recipients, letters and bases: networks first, by name."""
    return (
        Instalment.objects.select_related(
            "grant__network__payee",
            "grant__university",
            "grant__decision__round__county",
            "grant__letter",
            "basis",
            "overridden_by",
        )
        .defer("grant__letter__snapshot")
        .order_by(*BY_RECIPIENT)
    )


def instalments_of_round(round: Round) -> QuerySet[Instalment]:
    """The payments of a round whose letters are issued."""
    return instalments().filter(grant__decision__round=round, grant__decision__state=DecisionState.ISSUED)


def planned_instalments(round: Round) -> list[Instalment]:
    """The payments that can be put in a basis, with what holds them, those that are due first."""
    rows = instalments_of_round(round).filter(state=InstalmentState.PLANNED)
    return sorted(rows.prefetch_related(*_holds("grant__")), key=lambda row: row.due_on)


def payment_grants(round: Round) -> QuerySet[Grant]:
    """The issued grants of a round with their payments, what is claimed back, and what holds them."""
    return issued_grants(round).prefetch_related(
        Prefetch("instalments", Instalment.objects.select_related("basis", "overridden_by")),
        "money_back",
        "lines__carry_over__to_grant__decision__round",
        *_holds(),
    )


def own_payments(user: User, *, now: datetime) -> QuerySet[Grant]:
    """The grants that the person may see and whose letters are issued, newest year first, with their payments."""
    return (
        grants_visible_to(user, now=now)
        .filter(decision__state=DecisionState.ISSUED)
        .prefetch_related(
            "instalments", "money_back", "lines__carry_over__to_grant__decision__round", *_holds()
        )
        .order_by("-decision__round__grant_year", norwegian("network__name"), "pk")
    )


def _holds(prefix: str = "") -> "list[Prefetch[str, QuerySet[PaymentHold], str]]":
    """What holds the payments of each recipient now, as `open_holds` of the network or university."""
    rows = PaymentHold.objects.filter(lifted_at__isnull=True).select_related("round").order_by("round")
    return [
        Prefetch(f"{prefix}{body}__payment_holds", rows, to_attr="open_holds")
        for body in ("network", "university")
    ]


def holds_on(grant: Grant) -> list[PaymentHold]:
    """What holds the payments of a grant that was loaded with its recipient's holds."""
    found: list[PaymentHold] = getattr(grant.network or grant.university, "open_holds", [])
    return found


def held_recipients() -> set[tuple[int, int | None, int | None]]:
    """Whom payments are held to now: the round of the overdue report, and the network or the university, as keys."""
    rows = PaymentHold.objects.filter(lifted_at__isnull=True)
    return set(rows.values_list("round", "network", "university"))


def is_held(row: Instalment) -> bool:
    """Whether a planned payment waits for a report, and nobody has let it go."""
    return row.state == InstalmentState.PLANNED and not row.override_reason and bool(holds_on(row.grant))


def bases_of(round: Round) -> QuerySet[PaymentBasis]:
    """The payment bases of a round, newest first, with their payments as they stand now."""
    rows = instalments().order_by(*BY_RECIPIENT)
    return (
        PaymentBasis.objects.filter(round=round)
        .select_related("made_by", "workbook", "table")
        .defer("workbook__content", "table__content")
        .prefetch_related(Prefetch("instalments", rows))
        .order_by("-number")
    )


def upload_of(round: Round, sha256: str) -> PaymentUpload | None:
    """The earlier upload of the same file, or None."""
    return PaymentUpload.objects.filter(round=round, sha256=sha256).select_related("uploaded_by").first()


def instalments_referred(round: Round, references: Sequence[str]) -> dict[str, Instalment]:
    """The round's payments with these references."""
    rows = instalments_of_round(round).filter(reference__in=references)
    return {row.reference: row for row in rows}
