"""The stage for payments: letters issued, payments in a basis, paid."""

from datetime import date
from hashlib import sha256

from grants.models import Grant, Instalment, PaymentBasis
from grants.queries.payment import instalments_of_round, payment_grants
from grants.services.payment_basis import make_basis
from grants.services.payment_paid import pay_instalments
from networks.models import Organisation
from tests.grants.stage import grant_of, issued
from tests.world import APRIL, World

TODAY = date(2027, 4, 10)


def with_accounts(world: World) -> None:
    """Everybody who is paid has an account."""
    Organisation.objects.filter(account_number="").update(account_number="86011117947")


def planned(world: World) -> list[Instalment]:
    """The letters are issued: one planned payment for the network, one for the university."""
    issued(world)
    with_accounts(world)
    return rows(world)


def rows(world: World) -> list[Instalment]:
    """The payments as they stand now."""
    return list(instalments_of_round(world.fresh_round()))


def row_of(world: World, body: object) -> Instalment:
    """The payment of one recipient, with all that a service wants."""
    return next(row for row in rows(world) if (row.grant.network or row.grant.university) == body)


def grant(world: World, body: object) -> Grant:
    """The grant of one recipient, as the pages load it."""
    return payment_grants(world.fresh_round()).get(pk=grant_of(body).pk)


def ordered(world: World) -> PaymentBasis:
    """Both payments are in a basis."""
    keys = [row.pk for row in planned(world)]
    return make_basis(round=world.fresh_round(), chosen=keys, by=world.person("case_officer"), now=APRIL)


def paid(world: World) -> list[Instalment]:
    """Both payments are made."""
    ordered(world)
    return pay_instalments(
        round=world.fresh_round(),
        chosen=[row.pk for row in rows(world)],
        paid_on=TODAY,
        by=world.person("case_officer"),
        now=APRIL,
    )


def paid_csv(world: World, *, amount: str = "") -> bytes:
    """What the accounts send back: every payment, with its amount as people write it."""
    lines = ["Referanse;Beløp;Betalt dato"]
    for row in rows(world):
        text = amount or f"{row.amount_nok:,} kr".replace(",", " ")
        lines.append(f"{row.reference};{text};10.04.2027")
    return "\r\n".join(lines).encode("utf-8-sig")


def digest(content: bytes) -> str:
    """The file's SHA-256."""
    return sha256(content).hexdigest()
