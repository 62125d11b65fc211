"""What all views read from a request, and how they answer a refusal."""

import pytest
from django.http import Http404
from django.test import RequestFactory

from common.forms import ConfirmForm
from common.refusals import MovedOn, NotAllowed, NotNow
from common.views import attempt, hidden_unless_allowed, or_404, shown_version, whole_number


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("0", 0),
        ("123456789", 123_456_789),
        ("1234567890", None),
        ("", None),
        ("-1", None),
        ("٣", None),
        ("²", None),
    ],
)
def test_whole_number_takes_plain_digits_alone(typed, number):
    assert whole_number(typed) == number


def test_shown_version_is_0_when_the_form_does_not_say():
    assert shown_version(RequestFactory().post("/", {"version": "7"})) == 7
    assert shown_version(RequestFactory().post("/", {"version": "x"})) == 0
    assert shown_version(RequestFactory().post("/")) == 0


def test_what_is_not_found_answers_404():
    assert or_404(0) == 0
    with pytest.raises(Http404):
        or_404(None)


def _raise(refusal: Exception) -> None:
    raise refusal


def test_who_may_never_do_it_gets_404_and_who_may_later_the_reason():
    later = NotNow("Later.")
    assert hidden_unless_allowed(lambda: None) is None
    assert hidden_unless_allowed(_raise, later) is later
    with pytest.raises(Http404):
        hidden_unless_allowed(_raise, NotAllowed("Never."))


def test_attempt_puts_not_now_on_the_form_and_lets_the_others_pass():
    form = ConfirmForm({"comment": "x"})
    assert form.is_valid()
    assert attempt(form, lambda: None)
    assert not attempt(form, lambda: _raise(NotNow("Later.")))
    assert form.non_field_errors() == ["Later."]
    for refusal in (MovedOn(), NotAllowed("Never.")):
        with pytest.raises(type(refusal)):
            attempt(form, lambda refusal=refusal: _raise(refusal))
