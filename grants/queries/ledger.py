"""Reads of the ledger. Amounts are whole kroner; an account's balance is the sum of its lines."""

from django.db.models import QuerySet, Sum

from grants.models import Account, Grant, Posting, PostingLine
from networks.models import Round

OF_GRANTS = (Account.GRANTED.value, Account.PAID.value, Account.CARRIED.value, Account.OWED_BACK.value)
"""The accounts that belong to grants."""


def balance_of(grant: Grant, account: Account) -> int:
    """What lies on one account for one grant."""
    return _sum(PostingLine.objects.filter(grant=grant, account=account))


def balance_of_round(round: Round, account: Account) -> int:
    """What lies on one account of a round."""
    return _sum(PostingLine.objects.filter(posting__round=round, account=account))


def balances(round: Round) -> dict[str, int]:
    """The balance of every account of the round, also of those where nothing lies. Their sum is zero."""
    rows = PostingLine.objects.filter(posting__round=round).order_by().values_list("account")
    found = dict(rows.annotate(total=Sum("amount_nok")))
    return {account: found.get(account, 0) for account in Account.values}


def balances_by_grant(round: Round) -> dict[int, dict[str, int]]:
    """The balances of the accounts that belong to grants, grant by grant."""
    rows = (
        PostingLine.objects.filter(posting__round=round, grant__isnull=False)
        .order_by()
        .values_list("grant", "account")
        .annotate(total=Sum("amount_nok"))
    )
    found: dict[int, dict[str, int]] = {}
    for grant, account, total in rows:
        found.setdefault(grant, dict.fromkeys(OF_GRANTS, 0))[account] = total
    return found


def posting_lines(round: Round) -> QuerySet[PostingLine]:
    """The lines of all postings of a round, newest first, with what a list shows."""
    return (
        PostingLine.objects.filter(posting__round=round)
        .select_related("posting__by", "grant__network", "grant__university")
        .order_by("-posting__at", "-posting", "pk")
    )


def postings_that_do_not_add_up(round: Round) -> list[str]:
    """The keys of postings whose lines do not add up to zero. There should be none."""
    rows = Posting.objects.filter(round=round).annotate(total=Sum("lines__amount_nok")).exclude(total=0)
    return list(rows.order_by("pk").values_list("key", flat=True))


def _sum(lines: QuerySet[PostingLine]) -> int:
    return lines.aggregate(total=Sum("amount_nok"))["total"] or 0
