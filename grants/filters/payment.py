"""Filters of the lists of payments and of the ledger."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.models import Account, PostingKind
from grants.states import InstalmentState


class PaymentFilter(django_filters.FilterSet):
    """Recipients by name, by the state of a payment, and those whose payments are held."""

    name = django_filters.CharFilter(label=_("Network, university or payee"), method="by_name")
    state = django_filters.ChoiceFilter(
        label=_("Payment"),
        field_name="instalments__state",
        choices=InstalmentState.choices,
        distinct=True,
        empty_label=_("All"),
    )
    held = django_filters.ChoiceFilter(
        label=_("Held for an overdue report"),
        method="by_hold",
        choices=[("yes", _("Yes")), ("no", _("No"))],
        empty_label=_("All"),
    )

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(
            Q(network__name__icontains=value)
            | Q(university__name__icontains=value)
            | Q(network__payee__name__icontains=value)
        )

    def by_hold(self, queryset: Any, name: str, value: str) -> Any:
        held = Q(network__payment_holds__isnull=False, network__payment_holds__lifted_at__isnull=True) | Q(
            university__payment_holds__isnull=False, university__payment_holds__lifted_at__isnull=True
        )
        found = queryset.filter(held).values("pk")
        return queryset.filter(pk__in=found) if value == "yes" else queryset.exclude(pk__in=found)


class LedgerFilter(django_filters.FilterSet):
    """Lines of the ledger by account, kind and recipient."""

    account = django_filters.ChoiceFilter(label=_("Account"), choices=Account.choices, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), field_name="posting__kind", choices=PostingKind.choices, empty_label=_("All")
    )
    name = django_filters.CharFilter(label=_("Text or recipient"), method="by_name")

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(
            Q(posting__text__icontains=value)
            | Q(grant__network__name__icontains=value)
            | Q(grant__university__name__icontains=value)
        )
