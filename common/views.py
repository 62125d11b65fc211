"""Small helpers for views of all apps."""

from collections.abc import Callable

from django import forms

from common.refusals import MovedOn, NotNow


def attempt(form: forms.BaseForm, call: Callable[[], object]) -> bool:
    """Run a service for a valid form. When the answer is "not now", its sentence stands on the form and what was
    typed stays; render the form again with status 409. MovedOn and NotAllowed go on to the middleware.

    Returns whether the service was done.
    """
    try:
        call()
    except MovedOn:
        raise
    except NotNow as refusal:
        form.add_error(None, refusal.sentence)
        return False
    return True
