"""What our filters and tags write."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.core.paginator import Paginator
from django.db.models import TextChoices
from django.http import QueryDict
from django.template import engines
from django.utils import translation

from common.tag_colors import COLOR_OF, COLORS, color_of
from common.templatetags import portal
from grants import states as grants_states
from needs import states as needs_states
from networks import states as networks_states

NBSP = "\u00a0"
MIDNIGHT = datetime(2026, 12, 1, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in Norway


def render(source, rf, **context):
    request = rf.get("/?name=a&page=2&sort=name")
    return engines["django"].from_string("{% load portal %}" + source).render(context, request)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0 kr"), (999, "999 kr"), (1234567, "1 234 567 kr"), (-5000, "−5 000 kr"), (None, "–"), ("", "–")],
)
def test_kroner_are_grouped_with_spaces_that_do_not_break(amount, shown):
    assert portal.kr(amount) == shown.replace(" ", NBSP)


def test_a_number_has_no_unit():
    assert portal.number(1234567) == f"1{NBSP}234{NBSP}567"


def test_an_instant_is_shown_in_norwegian_time():
    assert "23" in portal.instant(MIDNIGHT)
    assert portal.day(MIDNIGHT) == portal.day(date(2026, 12, 1))


def test_english_dates_are_english():
    with translation.override("en"):
        assert portal.day(MIDNIGHT) == "1 December 2026"
        assert portal.instant_short(MIDNIGHT) == "1 Dec, 23:59"
        assert portal.clock_time(MIDNIGHT) == "23:59"


@pytest.mark.parametrize("name", ["day", "day_short", "instant", "instant_short"])
def test_no_date_is_a_dash(name):
    assert getattr(portal, name)(None) == "–"


@pytest.mark.parametrize(
    ("now", "days"),
    [
        (datetime(2026, 11, 22, 12, tzinfo=UTC), 9),
        (datetime(2026, 12, 1, 0, tzinfo=UTC), 0),
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), 0),  # half past midnight in Norway
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), -1),
    ],
)
def test_days_left_are_days_in_norway(now, days):
    assert portal.days_left(MIDNIGHT, now) == days


def test_a_text_in_the_year_stays_as_it_is():
    assert portal.day_or_text("Mai og september") == "Mai og september"
    with translation.override("en"):
        assert portal.day_or_text(date(2027, 4, 15)) == "15 April"


@pytest.mark.parametrize(
    ("state", "color"), [("draft", "neutral"), ("returned", "warning"), ("unheard-of", "neutral")]
)
def test_a_state_has_its_colour(state, color, rf):
    assert f'data-color="{color}"' in render("{% state_tag state 'Navn' %}", rf, state=state)


def test_no_state_has_two_colours():
    assert sum(len(states) for states in COLORS.values()) == len(COLOR_OF)


@pytest.mark.parametrize("module", [needs_states, grants_states, networks_states])
def test_every_state_of_the_apps_has_a_colour(module):
    kinds = [
        k
        for name, k in vars(module).items()
        if isinstance(k, type) and issubclass(k, TextChoices) and name.endswith("State")
    ]
    assert kinds
    assert {state.value for kind in kinds for state in kind} - set(COLOR_OF) == set()


def test_a_member_of_the_choices_brings_its_own_label(rf):
    member = needs_states.NeedsReportState.RETURNED
    assert str(member.label) in render("{% state_tag state %}", rf, state=member)
    assert color_of(member) == "warning"


class Sample(forms.Form):
    text = forms.CharField(help_text="Hjelp")
    choice = forms.ChoiceField(widget=forms.RadioSelect, choices=[("<a>", "A & B"), ("b", "B")])


def test_the_input_names_its_help_and_error(rf):
    html = render("{% load crispy_forms_tags %}{{ form|crispy }}", rf, form=Sample({}, auto_id="x_%s"))
    assert 'aria-describedby="x_text_helptext x_text_error"' in html
    assert 'id="x_text_helptext"' in html
    assert 'id="x_text_error"' in html
    assert 'aria-required="true"' in html
    assert 'class="ds-input"' in html


def test_options_are_escaped_and_have_labels(rf):
    html = render("{% load crispy_forms_tags %}{{ form|crispy }}", rf, form=Sample({"choice": "<a>"}))
    assert 'value="&lt;a&gt;"' in html
    assert "A &amp; B" in html
    assert html.count('for="id_choice_') == 2
    assert html.count(" checked=") == 1


def test_the_summary_links_to_each_field_and_to_the_first_option_of_a_group(rf):
    html = render("{% error_summary %}", rf, form=Sample({}))
    assert 'href="#id_text"' in html
    assert 'href="#id_choice_0"' in html


def test_the_summary_takes_forms_and_formsets_together(rf):
    rows = forms.formset_factory(Sample)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-text": "x"}
    )
    html = render("{% error_summary form rows %}", rf, form=Sample({}), rows=rows)
    assert html.count("<li>") == 3
    assert 'href="#id_form-0-choice_0"' in html


def test_a_form_without_errors_has_no_summary(rf):
    assert "ds-error-summary" not in render("{% error_summary %}", rf, form=Sample())
    assert "ds-error-summary" not in render("{% error_summary %}", rf)


def test_page_links_keep_filter_and_sorting(rf):
    html = render("{% pagination page %}", rf, page=Paginator(range(200), 10).get_page(2))
    assert 'href="?name=a&amp;sort=name&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_one_page_has_no_links(rf):
    assert "<nav" not in render("{% pagination page %}", rf, page=Paginator(range(3), 10).get_page(1))


def test_an_address_loses_what_is_none():
    assert portal.address_with(QueryDict("a=1&page=2"), page=None, b=Decimal(3)) == "?a=1&b=3"
