"""/komponenter/: every part of the look in every state, for developers. Demo mode only."""

from datetime import timedelta
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from common import clock
from common.forms import KronerField, NumberField, PortalForm
from common.pictures import bars
from common.tables import DayColumn, KronerColumn, PortalTable, StateColumn
from common.tag_colors import COLOR_OF

NETWORKS = [("Eksempelnettverket nord", 3_561_077), ("Eksempelnettverket sør", 941_880), ("Øyene", 803_226)]


class SampleForm(PortalForm):
    """One field of each kind."""

    mark_optional = True
    theme = forms.ChoiceField(
        label=_("Theme"),
        help_text=_("Choose one. You can add more needs afterwards."),
        widget=forms.RadioSelect,
        choices=[("a", _("Inclusive practice")), ("b", _("Pedagogical documentation"))],
    )
    text = forms.CharField(
        label=_("Describe the need"),
        widget=forms.Textarea,
        help_text=_("What do you see today, and what should become better for the children?"),
    )
    municipality = forms.ChoiceField(
        label=_("Municipality"), choices=[("", "–"), ("1", "Eksempel"), ("2", "Døme")], required=False
    )
    kindergartens = forms.MultipleChoiceField(
        label=_("Kindergartens"),
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Lekestua"), ("2", "Solbakken")],
        required=False,
    )
    amount = KronerField(label=_("Amount"))
    share = NumberField(label=_("Flat share"), unit="%", max_value=100, required=False)
    starts_on = forms.DateField(label=_("Starts on"), required=False)
    involved = forms.BooleanField(label=_("All staff have taken part"), required=False)


class SampleRowForm(PortalForm):
    """A row of a formset."""

    name = forms.CharField(label=_("Name"), max_length=80)
    amount = KronerField(label=_("Amount"))


class SampleTable(PortalTable):
    """A list with each kind of column."""

    caption = _("Networks")
    name = tables.Column(_("Network"))
    state = StateColumn(verbose_name=_("State"))
    sent = DayColumn(verbose_name=_("Sent"))
    amount = KronerColumn(verbose_name=_("Amount, kr"))


class WideTable(SampleTable):
    """The same, kept whole on a phone."""

    stack = False
    caption = _("Networks, wide table")


def components(request: HttpRequest) -> HttpResponse:
    """Every part of the look in every state."""
    if not settings.DEMO_MODE:
        raise Http404
    return render(request, "rekom/components.html", {**_parts(), **_forms(), **_lists(request)})


def _parts() -> dict[str, Any]:
    now = clock.now()
    duty = {
        "title": _("Needs report"),
        "text": _("Draft, three of five steps done."),
        "url": "#",
        "button": _("Go on"),
    }
    return {
        "duties": [
            {**duty, "days": 9, "due": now + timedelta(days=9), "state": "draft", "state_label": _("Draft")},
            {**duty, "days": 71, "due": now + timedelta(days=71), "variant": "secondary"},
            {**duty, "days": 0, "due": now, "state": "returned", "state_label": _("Returned for amendment")},
            {**duty, "days": -2, "due": now - timedelta(days=2), "is_late": True},
            {**duty, "due": now, "is_done": True, "variant": "tertiary", "button": _("Read")},
            {"title": _("Nothing with a date"), "url": "#", "button": _("Read"), "variant": "tertiary"},
        ],
        "states": sorted(COLOR_OF),
        "kpis": [
            {"label": _("Frame"), "value": "14 500 000 kr"},
            {"label": _("Individual, at most 30 %"), "value": "1 840 000 kr", "note": _("46 students")},
            {"label": _("For collective measures"), "value": "9 810 000 kr"},
        ],
        "facts": [
            (_("Owner"), "Lekestua barnehage SA"),
            (_("Account number"), ""),
            (_("Sent"), "1. desember 2026"),
        ],
        "lines": [
            {"at": now - timedelta(days=9), "by": "Kari Demo", "text": _("Sent"), "comment": ""},
            {
                "at": now,
                "by": "Ola Demo",
                "text": _("Returned"),
                "comment": "Skriv mer om målet.\nÁđŋšŧž, 🙂",
            },
        ],
        "items": [
            {"when": now - timedelta(days=60), "label": _("Assessment"), "is_done": True},
            {"when": now, "label": _("Needs report"), "is_current": True, "url": "#"},
            {"when": now + timedelta(days=70), "label": _("Decision basis")},
            {"when": _("May and September"), "label": _("Payout")},
        ],
        "steps": [
            {"label": _("The kindergarten"), "url": "#", "is_done": True},
            {"label": _("Needs"), "is_current": True},
            {"label": _("Look over and send"), "url": "#"},
        ],
        "chart": bars(
            NETWORKS,
            key="sample",
            title=str(_("Where the money goes")),
            text=str(_("The northern network gets the most.")),
            label_header=str(_("Network")),
            value_header=str(_("Amount")),
        ),
    }


def _forms() -> dict[str, Any]:
    rows = forms.formset_factory(SampleRowForm, extra=2)
    management = {"rows-TOTAL_FORMS": "1", "rows-INITIAL_FORMS": "0", "rows-0-amount": "mye"}
    wrong = {"text": "x" * 10_001, "amount": "-5", "share": "mye", "starts_on": "32.13.2026"}
    return {
        "empty_form": SampleForm(auto_id="empty_%s", initial={"theme": "a", "amount": 40_000}),
        "wrong_form": SampleForm(wrong, auto_id="wrong_%s"),
        "wrong_rows": rows(management, prefix="rows"),
    }


def _lists(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    data = [
        {"name": name, "state": state, "sent": now, "amount": amount}
        for (name, amount), state in zip(NETWORKS, ["draft", "returned", "approved"], strict=True)
    ]
    built = {}
    for key, kind in (("cards", SampleTable), ("wide", WideTable)):
        table = kind(data, prefix=f"{key}-")
        tables.RequestConfig(request, paginate=False).configure(table)
        built[key] = table
    return {**built, "page_obj": Paginator(range(200), 10).get_page(7)}


urlpatterns = [path("komponenter/", components, name="components")]
