"""The lists of payouts, and their rows as a workbook for the network's accounts."""

from collections.abc import Iterable, Mapping
from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.documents.workbook import Column, Sheet
from common.tables import DayColumn, KronerColumn, NumberColumn, PortalTable
from common.tag_colors import color_of
from grants.models import Half, Payout, StudyAnswer
from grants.payout_letters import study_of
from grants.payout_standing import confirmation_of, label_of


class PayoutsOfNetworksTable(PortalTable):
    """One row for each network with payouts."""

    caption = gettext_lazy("The networks' payouts")
    name = tables.Column(verbose_name=gettext_lazy("Network"))
    payouts_count = NumberColumn(verbose_name=gettext_lazy("Payouts"))
    paid_count = NumberColumn(verbose_name=gettext_lazy("Paid"))
    total_nok = KronerColumn(verbose_name=gettext_lazy("In all, kr"))
    paid_nok = KronerColumn(verbose_name=gettext_lazy("Paid, kr"))
    stopped_nok = KronerColumn(verbose_name=gettext_lazy("Stopped, kr"))

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        self.year = year
        super().__init__(*args, **kwargs)

    def render_name(self, record: Any) -> str:
        place = {"year": self.year, "network": record.pk}
        return format_html(
            '<a class="ds-link" href="{}">{}</a>', reverse("grants:payout_list", kwargs=place), record.name
        )


class PayoutTable(PortalTable):
    """Who, how much, confirmed, paid. `names` maps nominations to names for those who may see them."""

    caption = gettext_lazy("Payouts")
    nomination = tables.Column(verbose_name=gettext_lazy("Employee"), order_by=("nomination",))
    kindergarten = tables.Column(
        verbose_name=gettext_lazy("Kindergarten"),
        accessor="nomination__kindergarten__name",
        order_by=("nomination__kindergarten__name",),
    )
    study = tables.Column(verbose_name=gettext_lazy("Study"), empty_values=(), orderable=False)
    half = tables.Column(verbose_name=gettext_lazy("Half"))
    amount_nok = KronerColumn(verbose_name=gettext_lazy("Amount, kr"))
    answers = tables.Column(verbose_name=gettext_lazy("Still studying?"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=gettext_lazy("State"))
    paid_on = DayColumn(verbose_name=gettext_lazy("Paid on"))
    letter = tables.Column(verbose_name=gettext_lazy("Letter"), orderable=False)

    def __init__(self, *args: Any, names: Mapping[int, str], **kwargs: Any) -> None:
        self.names = names
        super().__init__(*args, **kwargs)

    def render_nomination(self, record: Payout) -> str:
        name = self.names.get(record.nomination_id, "")
        number = _("No. %(number)s") % {"number": record.nomination_id}
        return format_html(
            '<a class="ds-link" href="{}">{}</a>',
            reverse("grants:payout_detail", kwargs={"pk": record.pk}),
            f"{name} ({number})" if name else number,
        )

    def render_kindergarten(self, record: Payout) -> str:
        """The kindergarten with its owner; who has moved is paid through the new owner alone."""
        place = record.nomination.kindergarten
        if record.owner_id != place.owner_id:
            return record.owner.name
        return format_html('<div>{}<span class="hint">{}</span></div>', place.name, record.owner.name)

    def render_study(self, record: Payout) -> str:
        return study_of(record)

    def render_answers(self, record: Payout) -> str:
        return answers_of(record)

    def render_state(self, record: Payout) -> str:
        code, label = label_of(record)
        context = {"color": color_of(code), "label": label}
        return render_to_string("components/state_tag.html", context)

    def render_letter(self, record: Payout) -> str:
        return format_html(
            '<a class="ds-link" href="{}">{}<span class="visually-hidden"> {}</span></a>',
            reverse("grants:payout_letter_download", kwargs={"pk": record.pk}),
            _("PDF"),
            record.reference,
        )


def answers_of(payout: Payout) -> str:
    """What student and head say, in words; a dash where nobody is asked."""
    said = confirmation_of(payout)
    if said is None or payout.half == Half.SPRING:
        return "–"
    words = {"": _("no answer"), StudyAnswer.GOES_ON: _("yes"), StudyAnswer.STOPPED: _("no")}
    return _("Employee: %(student)s. Head: %(head)s.") % {
        "student": words[said.student_says],
        "head": words[said.head_says],
    }


ACCOUNTS = (
    Column(gettext_lazy("Reference"), 24),
    Column(gettext_lazy("Half"), 10),
    Column(gettext_lazy("Nomination no."), 14),
    Column(gettext_lazy("Owner"), 34),
    Column(gettext_lazy("Organisation number"), 18),
    Column(gettext_lazy("Account number"), 18),
    Column(gettext_lazy("Amount, kr"), 14),
    Column(gettext_lazy("State"), 26),
    Column(gettext_lazy("Paid on"), 14),
)


def account_sheets(rows: Iterable[Payout]) -> list[Sheet]:
    """The payouts for the network's accounts: numbers and owners, never a student's name."""
    found = [
        [
            row.reference,
            row.get_half_display(),
            str(row.nomination_id),
            row.owner.name,
            row.owner.org_number or "",
            row.owner.account_number,
            row.amount_nok,
            label_of(row)[1],
            row.paid_on,
        ]
        for row in rows
    ]
    return [Sheet(gettext_lazy("Payouts"), ACCOUNTS, found)]
