"""What the fields of our forms take and refuse."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from common.forms import LONG_TEXT, ConfirmForm, CountField, KronerField, NumberField, PortalForm


class Sample(PortalForm):
    title = forms.CharField(label="Tittel", max_length=20)
    text = forms.CharField(label="Tekst", widget=forms.Textarea, required=False)
    short = forms.CharField(label="Kort", widget=forms.Textarea, max_length=5, required=False)
    on = forms.DateField(label="Dato", required=False)
    kind = forms.ChoiceField(label="Slag", choices=[("a", "A")], widget=forms.RadioSelect)


def bound(**data):
    return Sample({"title": "x", "kind": "a", **data})


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("40 000", 40_000),
        ("40000", 40_000),
        ("40\u00a0000\u00a0kr", 40_000),
        ("40\u202f000 kr", 40_000),
        ("40.000", 40_000),
        ("40 000,-", 40_000),
        ("40 000,00", 40_000),
        ("40 000,– kr", 40_000),
        ("kr 40 000", 40_000),
        ("Kr. 40.000,-", 40_000),
        ("1.234.567 kr", 1_234_567),
        (" 0 ", 0),
        (40_000, 40_000),
        ("", None),
    ],
)
def test_kroner_are_taken_as_people_write_them(typed, amount):
    assert KronerField(required=False).clean(typed) == amount


@pytest.mark.parametrize(
    "typed",
    ["-5", "−5", "mye", "1,5", "1.5", "40 000 NOK", "1e5", "٣", "\x00", "9" * 40, True, "kr", "1.2 mill"],
)
def test_other_amounts_are_refused(typed):
    with pytest.raises(forms.ValidationError):
        KronerField(required=False).clean(typed)


@pytest.mark.parametrize(
    ("typed", "count"), [("64", 64), ("1 024", 1024), ("1.000", 1000), ("0", 0), ("", None), (7, 7)]
)
def test_a_count_is_taken_as_people_write_it(typed, count):
    assert CountField(most=100_000, required=False).clean(typed) == count


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("-4", "negative"),
        ("−4", "negative"),
        ("100001", "too_many"),
        ("9" * 40, "invalid"),
        ("12,5", "invalid"),
        ("1.5", "invalid"),
        ("ca. 40", "invalid"),
        ("٣", "invalid"),
    ],
)
def test_another_count_is_refused(typed, code):
    with pytest.raises(forms.ValidationError) as refused:
        CountField(most=100_000, required=False).clean(typed)
    assert refused.value.error_list[0].code == code


def test_an_amount_is_shown_as_it_is_read():
    field = KronerField()
    assert field.prepare_value(1234567) == "1\u00a0234\u00a0567"
    assert field.prepare_value("mye") == "mye"
    assert not field.has_changed(40_000, "40 000")
    assert field.has_changed(40_000, "mye")


@pytest.mark.parametrize(
    ("typed", "number"), [("37,5", "37.5"), ("37.5 %", "37.5"), ("40", "40"), ("−2", "-2")]
)
def test_a_number_takes_a_comma_or_a_point(typed, number):
    assert NumberField(unit="%").clean(typed) == Decimal(number)


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e999", "1,2,3", "mye", "\x00", "1" * 30])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(forms.ValidationError):
        NumberField().clean(typed)


def test_a_number_is_shown_with_a_comma():
    assert NumberField().prepare_value(Decimal("37.50")) == "37,5"
    assert NumberField().prepare_value(Decimal("100")) == "100"


def test_twenty_thousand_characters_give_an_error_and_stay_in_the_form():
    typed = "å" * 20_000
    form = bound(text=typed)
    assert list(form.errors) == ["text"]
    assert "20000" in form.errors["text"][0]
    assert str(LONG_TEXT) in form.errors["text"][0]
    assert typed in str(form["text"])


def test_a_text_area_has_its_own_limit_and_never_cuts():
    form = bound(short="123456")
    assert form.errors["short"].as_data()[0].code == "max_length"
    assert len(form.errors["short"]) == 1
    assert "maxlength" not in str(form["short"])


@pytest.mark.parametrize("typed", ["🙂", "Á đ ŋ š ŧ ž ï ö", "مرحبا", "Lek & læring <b>"])
def test_every_language_is_taken(typed):
    form = bound(title=typed, text=typed)
    assert form.errors == {}
    assert form.cleaned_data["text"] == typed


def test_a_nul_is_refused_with_one_sentence():
    with translation.override("en"):
        form = bound(text="a\x00b")
        assert form.errors["text"] == ["The text has a sign that cannot be stored (NUL). Remove it."]


def test_a_missing_answer_names_the_field():
    with translation.override("en"):
        form = Sample({})
        assert form.errors["title"] == ["Fill in: Tittel"]
        assert form.errors["kind"] == ["Choose: Slag"]


def test_fields_have_the_look():
    form = bound(on="2026-12-01")
    assert 'type="date"' in str(form["on"])
    assert 'value="2026-12-01"' in str(form["on"])
    assert str(form["title"]).count("ds-input") == 1
    assert "required" not in str(form["title"])


def test_dressing_one_form_leaves_the_next_alone():
    first, second = bound(), bound()
    assert len(first.fields["text"].validators) == len(second.fields["text"].validators)
    assert first.fields["text"] is not second.fields["text"]


def test_crispy_leaves_the_form_tag_to_the_page():
    assert (Sample().helper.form_tag, Sample().helper.disable_csrf) == (False, True)


def test_a_comment_is_asked_for_where_it_must_be_given():
    assert ConfirmForm({}).is_valid()
    assert not ConfirmForm({}, required=True).is_valid()
