"""A page whose form is saved while it is written.

Without script it is a form with buttons. With script (`static/js/autosave.js`) it also saves by htmx with
`do=autosave`: the short answer says when it was saved, which fields have faults and which somebody else has changed
meanwhile; its header Rekom-Draft says that the answer is ours. The form carries what the page showed in the hidden
field `shown`; the buttons `keep` and `take` ("field:fingerprint") choose between two texts. docs/adr/0014 says why.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render

from common.drafts import Conflict, Saved, Shown, fingerprint
from common.refusals import NotAllowed, NotNow, Refused
from common.views import KnownPage, turn_away

AUTOSAVE = "autosave"
ANSWER_HEADER = "Rekom-Draft"
OPEN_HEADER = "Rekom-Open-Fields"
SAVED, CONFLICT, REFUSED = "saved", "conflict", "refused"


class DraftPage(KnownPage):
    """GET shows the form as the draft stands; POST saves what is valid, and goes on to `after`.

    The template extends layouts/draft.html.
    """

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

    def saved_at(self) -> datetime | None:
        """When the draft was last saved, for the first sight of the page."""
        return None

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
        return str(field.prepare_value(value) if value is not None else "")

    def prepare(self, form: Any) -> None:
        """Change the unbound form before it is shown (to say what is missing)."""

    def handle_no_permission(self) -> Any:
        """A quiet save by somebody who has been signed out is told so; nobody reads a sign-in page there."""
        if self.request.method == "POST" and self.request.POST.get("do") == AUTOSAVE:
            return HttpResponse(status=401)
        return super().handle_no_permission()

    def get(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        refusal = self.refusal()
        if refusal is not None:
            return turn_away(request, refusal, self.home())
        stored = self.stored()
        form = self.make_form(initial=stored.values)
        self.prepare(form)
        return self.page(form, Shown.of(stored.values, stored.version))

    def post(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        shown = Shown.read(request.POST.get("shown", "")).accepting(_choice(request, "keep"))
        form = self.make_form(data=request.POST)
        is_valid, is_quiet = form.is_valid(), request.POST.get("do") == AUTOSAVE
        taken = set(_choice(request, "take")) & set(form.fields)
        typed = {key: value for key, value in form.cleaned_data.items() if key not in taken}
        try:
            saved = self.save(typed, shown)
        except NotNow as refusal:
            return self._not_now(form, shown, refusal, is_quiet=is_quiet)
        except NotAllowed as refusal:
            if not is_quiet:
                raise
            return self._refused(form, shown, refusal, status=403)
        now_shown = saved.shown(shown, typed)
        if is_quiet:
            return self._saved(form, now_shown, saved)
        if is_valid and not saved.conflicts:
            is_choice = "keep" in request.POST or "take" in request.POST
            return redirect(request.get_full_path()) if is_choice else self.after(request.POST.get("do", ""))
        if taken:
            form = self.make_form(data=_with_theirs(request.POST, form, taken, saved.values))
            form.is_valid()
            now_shown = now_shown.accepting({key: fingerprint(saved.values.get(key)) for key in taken})
        status = 409 if saved.conflicts else 200
        return self.page(form, now_shown, conflicts=saved.conflicts, status=status)

    def page(
        self,
        form: Any,
        shown: Shown,
        *,
        conflicts: Collection[Conflict] = (),
        status: int = 200,
    ) -> HttpResponse:
        """The whole page, with what was typed."""
        base = {
            "form": form,
            "shown": shown.text,
            "conflicts": self._rows(form, conflicts),
            "saved_at": None if form.is_bound else self.saved_at(),
        }
        return render(self.request, self.template_name, base | self.context(), status=status)

    def _not_now(self, form: Any, shown: Shown, refusal: NotNow, *, is_quiet: bool) -> HttpResponse:
        if is_quiet:
            return self._refused(form, shown, refusal, status=409)
        form.add_error(None, refusal.sentence)
        form.way_on = refusal.way_on
        return self.page(form, shown, status=409)

    def _saved(self, form: Any, shown: Shown, saved: Saved) -> HttpResponse:
        """The short answer to an autosave. Fields with faults are named; the others have been saved."""
        faults = [
            {"name": name, "label": form.fields[name].label, "sentences": errors}
            for name, errors in form.errors.items()
            if name in form.fields
        ]
        rows = self._rows(form, saved.conflicts)
        answer = self._answer(shown, saved_at=self.now, conflicts=rows, faults=faults)
        answer[ANSWER_HEADER] = CONFLICT if rows else SAVED
        answer[OPEN_HEADER] = " ".join(str(row["name"]) for row in [*rows, *faults])
        return answer

    def _refused(self, form: Any, shown: Shown, refusal: Refused, *, status: int) -> HttpResponse:
        """The short answer when nothing could be saved."""
        answer = self._answer(shown, sentence=refusal.message, status=status)
        answer[ANSWER_HEADER] = REFUSED
        return answer

    def _answer(
        self,
        shown: Shown,
        *,
        saved_at: datetime | None = None,
        conflicts: Collection[Any] = (),
        faults: Collection[Any] = (),
        sentence: str = "",
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "shown": shown.text,
            "saved_at": saved_at,
            "conflicts": conflicts,
            "faults": faults,
            "sentence": sentence,
        }
        return render(self.request, "components/autosaved.html", context, status=status)

    def _rows(self, form: Any, conflicts: Collection[Conflict]) -> list[dict[str, Any]]:
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


def _choice(request: HttpRequest, button: str) -> dict[str, str]:
    """The field and the fingerprint that a button names. Who keeps their own text has seen the other's."""
    name, _colon, seen = request.POST.get(button, "").rpartition(":")
    return {name: seen} if name else {}


def _with_theirs(data: QueryDict, form: Any, taken: Collection[str], values: Mapping[str, Any]) -> QueryDict:
    """What was typed, with the other's values in the fields where those were chosen."""
    changed = data.copy()
    for name in taken:
        value = form.fields[name].prepare_value(values.get(name))
        several = value if isinstance(value, list | tuple | set) else [value]
        changed.setlist(
            form.add_prefix(name), [_as_typed(item) for item in several if item not in (None, "")]
        )
    return changed


def _as_typed(value: Any) -> str:
    if value is True:
        return "on"
    return "" if value is False else str(getattr(value, "pk", value))
