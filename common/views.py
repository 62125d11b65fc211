"""What the views of all apps stand on: who asks, what the page showed, and the page that asks before it acts."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views import View

from common import clock
from common.forms import PortalForm
from common.refusals import MovedOn, NotAllowed, NotNow, Refused, may

T = TypeVar("T")


def person(request: HttpRequest) -> Any:
    """The signed-in person, for pages that ask for sign-in first."""
    return request.user


def or_404(found: T | None) -> T:
    """What a query found. Raises Http404 when it found nothing."""
    if found is None:
        raise Http404
    return found


def whole_number(typed: str, *, digits: int = 9) -> int | None:
    """A whole number, 0 or more, of at most `digits` digits, as a form sends it; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else None


def shown_version(request: HttpRequest) -> int:
    """The version that the page showed; 0 when the form does not say."""
    return whole_number(request.POST.get("version", "")) or 0


def hidden_unless_allowed(check: Callable[..., None], *args: Any, **kwargs: Any) -> NotNow | None:
    """Run a rule. Whoever may never do this gets 404; whoever may, but not now, gets the refusal back."""
    refusal = may(check, *args, **kwargs)
    if isinstance(refusal, NotAllowed):
        raise Http404
    return refusal if isinstance(refusal, NotNow) else None


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
        form.way_on = refusal.way_on  # type: ignore[attr-defined]  # -- read by the tag error_summary
        return False
    return True


def turn_away(request: HttpRequest, refusal: Refused, address: str) -> HttpResponse:
    """On to another page, with the reason why this one cannot be used now."""
    messages.info(request, refusal.message)
    return redirect(address)


class KnownMixin(LoginRequiredMixin):
    """A page about something that must be found, at one instant, before anything is answered."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.now = clock.now()
        self.find(**kwargs)
        return super().dispatch(request, *args, **kwargs)

    def find(self, *args: Any, **kwargs: Any) -> None:
        """Load what the address names, as this person may see it. Raises Http404."""
        raise NotImplementedError


class KnownPage(KnownMixin, View):
    """The same for pages that answer GET and POST themselves."""


class VerbPage(KnownPage):
    """One question, one form, one service. Where the verb is not possible now: back to `home`, and why."""

    template_name: str
    form_class: type[PortalForm] = PortalForm
    primary_label: Any = None
    done: Any = ""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        return self.page(self.make_form(initial=self.initial()))

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.make_form(request.POST)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self.serve(form.cleaned_data)):
            return self.page(form, status=409)
        messages.success(request, self.done)
        return redirect(self.onward())

    def onward(self) -> str:
        """Where the person goes when it is done: home, unless the page leads to another."""
        return self.home()

    def home(self) -> str:
        """The address of the page about the object itself."""
        raise NotImplementedError

    def refusal(self) -> Refused | None:
        """Why the verb is not possible now, or None."""
        return None

    def initial(self) -> Mapping[str, Any]:
        """What the form starts with."""
        return {}

    def make_form(self, data: Any = None, **kwargs: Any) -> PortalForm:
        """The page's form, for a page whose form needs to know more."""
        return self.form_class(data, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the page shows besides the form."""
        return {}

    def page(self, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        base = {"form": form, "primary_label": self.primary_label, "cancel_url": self.home()}
        return render(self.request, self.template_name, base | self.context(), status=status)
