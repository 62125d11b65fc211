"""The lists of networks, kindergartens, people and rounds."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.numbers import org_number_text
from common.sorting import in_norwegian
from common.tables import DayColumn, InstantColumn, NumberColumn, PortalTable, StateColumn
from common.tag_colors import color_of
from networks.answers import answer_text, has_answer
from networks.deadlines import was_late
from networks.facts import facts_lacking
from networks.models import Inquiry, OrganisationKind
from networks.states import InquiryAnswerState


class NetworkTable(PortalTable):
    """One row for each network."""

    caption = _("Networks")
    name = tables.Column(verbose_name=_("Network"), linkify=("networks:network_detail", [tables.A("pk")]))
    places = tables.Column(verbose_name=_("Municipalities"), orderable=False)
    universities = tables.Column(verbose_name=_("Universities"), orderable=False)
    leader = tables.Column(verbose_name=_("Leader"))
    size = NumberColumn(verbose_name=_("Kindergartens"))

    def render_places(self, value: list[str]) -> str:
        return ", ".join(value)

    def render_universities(self, value: list[str]) -> str:
        return ", ".join(dict.fromkeys(value))


class KindergartenTable(PortalTable):
    """One row for each kindergarten, with its newest figures."""

    caption = _("Kindergartens")
    name = tables.Column(
        verbose_name=_("Kindergarten"), linkify=("networks:kindergarten_detail", [tables.A("pk")])
    )
    owner = tables.Column(verbose_name=_("Owner"), order_by=("owner__name", "pk"))
    kind = tables.Column(verbose_name=_("Kind"), accessor="owner__kind")
    municipality = tables.Column(
        verbose_name=_("Municipality"),
        order_by=("municipality__name_nb", "pk"),
        linkify=("networks:municipality_detail", [tables.A("municipality_id")]),
    )
    network_name = tables.Column(verbose_name=_("Network"))
    children = NumberColumn(verbose_name=_("Children"))
    staff_fte = tables.Column(
        verbose_name=_("Staff (FTE)"), attrs={"th": {"class": "num"}, "td": {"class": "num"}}
    )
    departments = NumberColumn(verbose_name=_("Departments"))
    figures_year = tables.Column(verbose_name=_("Figures of"), attrs={"td": {"class": "nowrap"}})

    def render_kind(self, record: Any) -> str:
        is_municipal = record.owner.kind == OrganisationKind.MUNICIPALITY
        return str(_("Municipal") if is_municipal else _("Private"))

    def order_name(self, queryset: Any, is_descending: bool) -> Any:
        return in_norwegian(queryset, "name", is_descending, "pk"), True


class MemberTable(PortalTable):
    """The members of one network and whom they speak for."""

    caption = _("Members")
    name = tables.Column(verbose_name=_("Name"), accessor="user__name")
    interest = tables.Column(verbose_name=_("Speaks for"), accessor="get_interest_display")
    represents = tables.Column(verbose_name=_("Represents"))


class PersonTable(PortalTable):
    """One row for each seat."""

    caption = _("People and their roles")
    name = tables.Column(verbose_name=_("Name"), accessor="user__name")
    email = tables.Column(verbose_name=_("E-mail"), accessor="user__email")
    role = tables.Column(verbose_name=_("Role"))
    body = tables.Column(verbose_name=_("Where"), orderable=False)
    valid_from = DayColumn(verbose_name=_("From"))
    end = tables.Column(verbose_name=_("Change"), accessor="pk", orderable=False)

    def render_email(self, record: Any, value: str) -> Any:
        link = format_html('<a href="mailto:{}">{}</a>', value, value)
        if not getattr(record, "is_refused", False):
            return link
        address = reverse("networks:email_correct", kwargs={"pk": record.pk})
        return format_html(
            '{} <span class="ds-tag" data-size="sm" data-color="danger">{}</span> <a href="{}">{}</a>',
            link,
            _("The address does not work"),
            address,
            _("Correct the address of %(name)s") % {"name": record.user.name},
        )

    def render_role(self, record: Any) -> str:
        role = str(record.get_role_display())
        if record.substitute_for is not None:
            said = {"role": role, "name": record.substitute_for.user.name}
            role = str(_("%(role)s, stands in for %(name)s") % said)
        return f"{role}: {record.get_interest_display()}" if record.interest else role

    def render_end(self, record: Any) -> Any:
        said = {"name": record.user.name, "role": str(record.get_role_display()).lower()}
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>',
            reverse("networks:seat_detail", kwargs={"pk": record.pk}),
            _("Change the role of %(name)s as %(role)s") % said,
            _("Change"),
        )


class RoundTable(PortalTable):
    """One row for each round."""

    caption = _("Rounds")
    grant_year = tables.Column(
        verbose_name=_("Grant year"), linkify=lambda record: reverse("round_detail", args=[record.grant_year])
    )
    scheme = tables.Column(verbose_name=_("Scheme"), accessor="scheme__name", orderable=False)
    next_due = tables.Column(verbose_name=_("Next deadline"), empty_values=(), orderable=False)

    def __init__(self, *args: Any, next_due: dict[int, str], **kwargs: Any) -> None:
        self.next_due = next_due
        super().__init__(*args, **kwargs)

    def render_next_due(self, record: Any) -> str:
        return self.next_due.get(record.pk, "–")


class OrganisationTable(PortalTable):
    """One row for each organisation, and what it lacks for a letter."""

    caption = _("Organisations")
    name = tables.Column(verbose_name=_("Name"), linkify=("networks:organisation_detail", [tables.A("pk")]))
    kind = tables.Column(verbose_name=_("Kind"))
    municipality = tables.Column(
        verbose_name=_("Municipality"), order_by=("municipality__name_nb", "pk"), default="–"
    )
    org_number = tables.Column(
        verbose_name=_("Organisation number"), attrs={"td": {"class": "nowrap"}}, default="–"
    )
    pays_for = tables.Column(verbose_name=_("Receives money for"), orderable=False)
    lacks = tables.Column(verbose_name=_("Lacks"), empty_values=(), orderable=False)

    def render_org_number(self, value: str) -> str:
        return org_number_text(value)

    def render_pays_for(self, value: list[str]) -> str:
        return ", ".join(value) or "–"

    def render_lacks(self, record: Any) -> str:
        return ", ".join(facts_lacking(record)) or "–"

    def order_name(self, queryset: Any, is_descending: bool) -> Any:
        return in_norwegian(queryset, "name", is_descending, "pk"), True


class InquiryTable(PortalTable):
    """One row for each inquiry of a round."""

    caption = _("Inquiries")
    title = tables.Column(verbose_name=_("Inquiry"), linkify=("networks:inquiry_detail", [tables.A("pk")]))
    state = StateColumn(verbose_name=_("State"))
    due_at = DayColumn(verbose_name=_("Answer by"))
    asked = NumberColumn(verbose_name=_("Asked"))
    answered = NumberColumn(verbose_name=_("Answered"))


class InquiryAnswerTable(PortalTable):
    """One row for each body that is asked, with what it answered."""

    caption = _("Answers")
    body_name = tables.Column(verbose_name=_("Asked"))
    state = StateColumn(verbose_name=_("State"))
    answer = tables.Column(verbose_name=_("Answer"), empty_values=(), orderable=False)
    answered_by = tables.Column(verbose_name=_("By"), orderable=False, default="–")
    answered_at = InstantColumn(verbose_name=_("When"), default="–")
    back = tables.Column(verbose_name="", empty_values=(), orderable=False)

    def __init__(self, *args: Any, inquiry: Inquiry, may_return: bool, **kwargs: Any) -> None:
        self.inquiry, self.may_return = inquiry, may_return
        super().__init__(*args, **kwargs)

    def render_state(self, value: Any, record: Any, bound_column: Any) -> Any:
        record.inquiry = self.inquiry
        tag = StateColumn.render(bound_column.column, value, record, bound_column)
        if not was_late(self.inquiry, record):
            return tag
        late = render_to_string("components/state_tag.html", {"color": color_of("late"), "label": _("Late")})
        return format_html("{} {}", tag, late)

    def render_answer(self, record: Any) -> Any:
        if not has_answer(record):
            return "–"
        if not record.filename:
            return format_html('<span class="lines">{}</span>', answer_text(record))
        link = format_html(
            '<a href="{}" download>{}</a>',
            reverse("networks:inquiry_answer_download", kwargs={"pk": record.pk}),
            record.filename,
        )
        return format_html('<span class="lines">{}\n{}</span>', link, record.text) if record.text else link

    def render_back(self, record: Any) -> Any:
        if not self.may_return or record.state != InquiryAnswerState.ANSWERED:
            return ""
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>',
            reverse("networks:inquiry_answer_return", kwargs={"pk": record.pk}),
            _("Return the answer of %(body)s") % {"body": record.body_name},
            _("Return"),
        )

    def order_body_name(self, queryset: Any, is_descending: bool) -> Any:
        return in_norwegian(queryset, "body_name", is_descending, "pk"), True


class MeetingTable(PortalTable):
    """One row for each meeting that somebody sees."""

    caption = _("Meetings")
    title = tables.Column(_("Meeting"), linkify=("networks:meeting_detail", [tables.A("pk")]))
    who_meets = tables.Column(_("Who meets"), orderable=False)
    starts_at = InstantColumn(verbose_name=_("When"))
    place = tables.Column(_("Where"), orderable=False)
    cases = NumberColumn(verbose_name=_("Cases"))
    state = StateColumn(_("State"))


class NetworkMeetingTable(MeetingTable):
    """One row for each meeting of a network."""

    arena = tables.Column(_("Arena"), orderable=False, empty_values=())

    class Meta(PortalTable.Meta):
        exclude = ("who_meets",)
        sequence = ("title", "starts_at", "arena", "place", "cases", "state")

    def render_arena(self, record: Any) -> str:
        place = record.kindergarten or record.municipality
        named = str(record.arena) if record.arena else ""
        return f"{named} ({place})" if named and place else named or str(place or "–")
