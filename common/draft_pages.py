"""A page whose form is saved while it is written.

Without script it is a form with buttons. With script it saves by htmx (`do=autosave`): the answer says when it was
saved, and which fields somebody else has changed meanwhile. The form carries what the page showed in the hidden
field `shown`; the buttons `keep` and `take` ("field:fingerprint") choose between two texts.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.drafts import Conflict, Saved, Shown
from common.refusals import NotAllowed, NotNow, Refused
from common.views import KnownPage, turn_away

AUTOSAVE = "autosave"


class DraftPage(KnownPage):
    """GET shows the form as the draft stands; POST saves it and goes on to `after`."""

    template_name: str

    def stored(self) -> Saved:
        """How the draft stands: its version and the values of this form's fields, by field name."""
        raise NotImplementedError

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> Any:
        """The page's form, unbound with `initial` or bound to `data`."""
        raise NotImplementedError

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        """Call the service with the valid fields' values."""
        raise NotImplementedError

    def after(self, do: str) -> HttpResponse:
        """Where to go when all is saved; `do` is the button that was pressed ('' for the first)."""
        raise NotImplementedError

    def refusal(self) -> Refused | None:
        """Why nothing can be written now, or None."""
        return None

    def home(self) -> str:
        """Where a reader goes who cannot write now."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the page shows besides the form."""
        return {}

    def labels(self, form: forms.BaseForm) -> Mapping[str, Any]:
        """What a field is called where two texts stand side by side."""
        return {name: field.label for name, field in form.fields.items()}

    def words(self, form: forms.BaseForm, name: str, value: Any) -> str:
        """A field's value as people read it."""
        field = form.fields[name]
        if isinstance(field, forms.ChoiceField):
            chosen = value if isinstance(value, list | tuple | set) else [value]
            keys = {str(getattr(item, "pk", item)) for item in chosen if item is not None}
            named = [str(label) for key, label in flat_choices(field.choices) if str(key) in keys]
            return ", ".join(named)
        return str(value if value is not None else "")

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        stored = self.stored()
        form = self.make_form(initial=stored.values)
        self.prepare(form)
        return self.page(form, Shown.of(stored.values, stored.version))

    def prepare(self, form: Any) -> None:
        """Change the unbound form before it is shown (to say what is missing)."""

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        shown = _chosen(request, Shown.read(request.POST.get("shown", "")))
        form = self.make_form(data=request.POST)
        is_valid = form.is_valid()
        is_quiet = request.POST.get("do") == AUTOSAVE
        if not is_valid and not is_quiet:
            return self.page(form, shown)
        typed = {key: value for key, value in form.cleaned_data.items() if key not in _taken(request)}
        try:
            saved = self.save(typed, shown)
        except NotNow as refusal:
            return self._not_now(form, shown, refusal, is_quiet=is_quiet)
        except NotAllowed:
            if not is_quiet:
                raise
            return self._answer(form, shown, status=403)
        if is_quiet:
            return self._answer(form, saved.shown(shown), saved=saved)
        if saved.conflicts:
            return self.page(form, saved.shown(shown), conflicts=saved.conflicts, status=409)
        return self.after(request.POST.get("do", ""))

    def page(
        self,
        form: Any,
        shown: Shown,
        *,
        conflicts: list[Conflict] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        """The whole page, with what was typed."""
        base = {"form": form, "shown": shown.text, "conflicts": self._rows(form, conflicts or [])}
        return render(self.request, self.template_name, base | self.context(), status=status)

    def _not_now(self, form: Any, shown: Shown, refusal: NotNow, *, is_quiet: bool) -> HttpResponse:
        if is_quiet:
            return self._answer(form, shown, sentence=refusal.message, status=409)
        form.add_error(None, refusal.sentence)
        form.way_on = refusal.way_on
        return self.page(form, shown, status=409)

    def _answer(
        self, form: Any, shown: Shown, *, saved: Saved | None = None, sentence: str = "", status: int = 200
    ) -> HttpResponse:
        """The short answer to an autosave. Fields with faults are named; the others have been saved."""
        faults = [
            (name, form.fields[name].label, errors)
            for name, errors in form.errors.items()
            if name in form.fields
        ]
        context = {
            "saved_at": self.now if saved else None,
            "shown": shown.text,
            "conflicts": self._rows(form, saved.conflicts if saved else []),
            "faults": faults,
            "sentence": sentence,
        }
        return render(self.request, "components/autosaved.html", context, status=status)

    def _rows(self, form: Any, conflicts: list[Conflict]) -> list[dict[str, Any]]:
        labels = self.labels(form)
        return [
            {
                "name": conflict.key,
                "label": labels.get(conflict.key, conflict.key),
                "mine": self.words(form, conflict.key, conflict.mine),
                "theirs": self.words(form, conflict.key, conflict.theirs),
                "choice": f"{conflict.key}:{conflict.print}",
            }
            for conflict in conflicts
        ]


def flat_choices(choices: Any) -> list[tuple[Any, Any]]:
    """The choices of a field without their groups."""
    found: list[tuple[Any, Any]] = []
    for key, label in choices:
        found += label if isinstance(label, list | tuple) else [(key, label)]
    return found


def _choices(request: HttpRequest, button: str) -> dict[str, str]:
    """The field and the fingerprint that a button names."""
    name, _colon, seen = request.POST.get(button, "").rpartition(":")
    return {name: seen} if name else {}


def _taken(request: HttpRequest) -> set[str]:
    return set(_choices(request, "take"))


def _chosen(request: HttpRequest, shown: Shown) -> Shown:
    """Who keeps their own text has seen the other's."""
    return shown.accepting(_choices(request, "keep"))
