"""The pages of the ledger: balances, postings, and all of it as CSV."""

import csv
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.views import KnownMixin
from grants import queries
from grants.filters.payment import LedgerFilter
from grants.letters import name_of
from grants.models import Account, PostingLine
from grants.payment_files import harmless
from grants.tables.payment import LedgerTable
from grants.views.rounds import staff_round_or_404
from networks.models import Round

AT_A_TIME = 500


class LedgerDetail(KnownMixin, SingleTableMixin, FilterView):
    """The balance of each account and recipient, and every posting."""

    template_name = "grants/ledger_detail.html"
    table_class = LedgerTable
    filterset_class = LedgerFilter
    paginate_by = 50

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)

    def get_queryset(self) -> Any:
        return queries.posting_lines(self.round)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = queries.balances(self.round)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "year": self.round.grant_year,
            "accounts": [{"label": account.label, "amount": found[account]} for account in Account],
            "sum_nok": sum(found.values()),
            "recipients": _recipients(self.round),
        }


def _recipients(round: Round) -> list[dict[str, Any]]:
    """The balances of each recipient's accounts, in the order of the letters."""
    found = queries.balances_by_grant(round)
    return [
        {"grant": grant, "name": name_of(grant), **found[grant.pk]}
        for grant in queries.issued_grants(round)
        if grant.pk in found
    ]


@login_required
@require_safe
def ledger_download(request: HttpRequest, year: int) -> StreamingHttpResponse:
    """Every line of the ledger as CSV, a few hundred at a time."""
    round = staff_round_or_404(request, year, now=clock.now())
    response = StreamingHttpResponse(_csv(round), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"hovedbok-{year}.csv") or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def _csv(round: Round) -> Iterator[bytes]:
    writer = csv.writer(_Echo(), delimiter=";", lineterminator="\r\n")
    heading = [
        _("Day"),
        _("Kind"),
        _("Text"),
        _("Account"),
        _("Recipient"),
        _("Amount"),
        _("By"),
        _("Posting"),
    ]
    yield "\ufeff".encode() + str(writer.writerow(heading)).encode()
    for line in queries.posting_lines(round).iterator(chunk_size=AT_A_TIME):
        yield str(writer.writerow(_row(line))).encode()


def _row(line: PostingLine) -> list[str]:
    posting = line.posting
    return [
        f"{posting.on:%d.%m.%Y}",
        str(posting.get_kind_display()),
        harmless(posting.text),
        str(line.get_account_display()),
        harmless(name_of(line.grant)) if line.grant else "",
        str(line.amount_nok),
        harmless(posting.by.name),
        str(posting.pk),
    ]
