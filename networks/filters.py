"""Filters of the lists of kindergartens, people and organisations."""

from typing import Any

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from networks.facts import lacks_facts
from networks.models import Organisation, OrganisationKind
from networks.queries import gets_letters
from networks.queries.history import called_before, kindergarten_called
from networks.roles import Role
from networks.states import InquiryAnswerState


class KindergartenFilter(django_filters.FilterSet):
    """By name, network, municipality and kind of owner."""

    name = django_filters.CharFilter(label=_("Kindergarten or owner"), method="by_name")
    network = django_filters.ChoiceFilter(label=_("Network"), empty_label=_("All"), field_name="network_key")
    municipality = django_filters.ChoiceFilter(label=_("Municipality"), empty_label=_("All"))
    kind = django_filters.ChoiceFilter(
        label=_("Owner"),
        empty_label=_("All"),
        field_name="owner__kind",
        choices=[
            (OrganisationKind.MUNICIPALITY, _("Municipal")),
            (OrganisationKind.PRIVATE_OWNER, _("Private")),
        ],
    )

    def __init__(self, *args: Any, networks: Any, municipalities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["network"].extra["choices"] = networks
        self.filters["municipality"].extra["choices"] = municipalities

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(kindergarten_called(value))


class PersonFilter(django_filters.FilterSet):
    """By name or address, and role."""

    name = django_filters.CharFilter(label=_("Name or e-mail"), method="by_name")
    role = django_filters.ChoiceFilter(label=_("Role"), empty_label=_("All"), choices=Role.choices)

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(user__name__icontains=value) | Q(user__email__icontains=value))


class OrganisationFilter(django_filters.FilterSet):
    """By name or number, kind, and what is lacking."""

    LACKS, LACKS_LETTER = "ja", "brev"

    name = django_filters.CharFilter(label=_("Name or organisation number"), method="by_name")
    kind = django_filters.ChoiceFilter(
        label=_("Kind"), empty_label=_("All"), choices=OrganisationKind.choices
    )
    mangler = django_filters.ChoiceFilter(
        label=_("Lacks facts"),
        empty_label=_("All"),
        method="by_lack",
        choices=[
            (LACKS, _("Lacks a number or an address")),
            (LACKS_LETTER, _("Lacks it and gets grant letters")),
        ],
    )

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        number = value.replace(" ", "")
        return queryset.filter(
            Q(name__icontains=value)
            | Q(short_name__icontains=value)
            | Q(org_number=number)
            | called_before(Organisation, value)
        )

    def by_lack(self, queryset: Any, name: str, value: str) -> Any:
        lacking = queryset.filter(lacks_facts())
        return lacking.filter(gets_letters()) if value == self.LACKS_LETTER else lacking


class NetworkMeetingFilter(django_filters.FilterSet):
    """By arena, and whether they lie ahead."""

    AHEAD, OVER, NO_ARENA = "kommer", "over", "ingen"

    arena = django_filters.ChoiceFilter(label=_("Arena"), empty_label=_("All"), method="by_arena")
    naar = django_filters.ChoiceFilter(
        label=_("When"),
        empty_label=_("All"),
        method="by_time",
        choices=[(AHEAD, _("Ahead")), (OVER, _("Over"))],
    )

    def __init__(self, *args: Any, arenas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [
            (str(arena.pk), f"{arena} ({arena.university})" if arena.university else str(arena))
            for arena in arenas
        ]
        self.filters["arena"].extra["choices"] = [*named, (self.NO_ARENA, _("In no arena"))]

    def by_arena(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(arena__isnull=True) if value == self.NO_ARENA else queryset.filter(arena=value)

    def by_time(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(is_over=int(value == self.OVER))


class InquiryAnswerFilter(django_filters.FilterSet):
    """By name of the body, and whether it has answered."""

    name = django_filters.CharFilter(label=_("Name"), field_name="body_name", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(
        label=_("State"), empty_label=_("All"), choices=InquiryAnswerState.choices
    )
