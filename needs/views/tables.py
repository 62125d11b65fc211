"""The pages of the county's code tables: themes, kinds of study, and what a nomination begins with in a round."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.ordering import moved_by, order_text, read_order
from common.refusals import may
from common.timeline import lines_of
from common.views import KnownPage, VerbPage, attempt, or_404, person, turn_away
from needs.forms.tables import EntryForm, StudyTermsForm, ThemeForm, initial_terms
from needs.models import StudyType, Theme
from needs.queries import tables as queries
from needs.queries.nomination import most_per_kindergarten
from needs.rules import tables as rules
from needs.services import tables as services
from networks.models import County
from networks.queries import chosen_round, counties_as_staff, round_of_year
from networks.roles import STAFF, Role
from networks.states import Duty

VERBS = {
    "add": gettext_lazy("Added by"),
    "rename": gettext_lazy("Given a new name by"),
    "retire": gettext_lazy("Taken out of use by"),
    "restore": gettext_lazy("Taken back in use by"),
}


class TablePage(KnownPage):
    """A page of one of the two tables: all the county governor's staff read the table, case officers change it."""

    county: County
    kind: type[Theme] | type[StudyType]
    name: str
    """What the addresses begin with: 'theme' or 'study_type'."""

    def find(self, **place: int) -> None:
        roles = STAFF if self.is_reading else (Role.CASE_OFFICER,)
        self.county = or_404(counties_as_staff(person(self.request), roles, now=self.now).first())
        self.entries = list(self.all_entries(self.county))
        if "pk" in place:
            self.entry = or_404(next((row for row in self.entries if row.pk == place["pk"]), None))

    @property
    def is_reading(self) -> bool:
        """Whether the request reads the table and changes nothing."""
        return False

    @property
    def all_entries(self) -> Callable[[County], Any]:
        """The query of the table's entries."""
        return queries.all_themes if self.kind is Theme else queries.all_study_types

    @property
    def list_url(self) -> str:
        """The address of the table."""
        return reverse(f"needs:{self.name}_list")

    @property
    def may_keep(self) -> bool:
        """Whether the person changes the table, and does not only read it."""
        return may(rules.check_may_keep_tables, person(self.request), self.county, now=self.now) is None


class EntryList(TablePage):
    """The entries in their order, which can be changed, and those that are out of use."""

    @property
    def is_reading(self) -> bool:
        return self.request.method != "POST"

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        uses = (queries.uses_of_themes if self.kind is Theme else queries.uses_of_study_types)(self.county)
        in_use = [row for row in self.entries if row.is_active]
        context = {
            "is_themes": self.kind is Theme,
            "may_keep": self.may_keep,
            "cards": [self._card(row, uses[row.pk]) for row in in_use],
            "order": order_text(row.pk for row in in_use),
            "create_url": reverse(f"needs:{self.name}_create"),
            "retired": [
                {
                    "name": row.name,
                    "hint": self._uses(uses[row.pk]),
                    "url": reverse(f"needs:{self.name}_restore", kwargs={"pk": row.pk}),
                }
                for row in self.entries
                if not row.is_active
            ],
        }
        return render(request, "needs/table_list.html", context)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        known = [row.pk for row in self.entries if row.is_active]
        order = moved_by(read_order(request.POST.get("order", ""), known), request.POST)
        services.order_entries(
            county=self.county,
            kind=self.kind,
            order=order_text(order),
            by=person(request),
            now=self.now,
        )
        step = request.POST.get("move", "")
        if not step:
            messages.success(request, _("The order is saved."))
        return redirect(f"{self.list_url}#card-{step.partition(':')[0]}" if step else self.list_url)

    def _card(self, row: Theme | StudyType, uses: int) -> dict[str, Any]:
        url = reverse(f"needs:{self.name}_edit", kwargs={"pk": row.pk}) if self.may_keep else ""
        hint = self._uses(uses)
        if isinstance(row, Theme) and row.asks_free_text:
            hint = _("%(uses)s · free text") % {"uses": hint}
        return {"pk": row.pk, "title": row.name, "hint": hint, "url": url}

    def _uses(self, uses: int) -> str:
        if self.kind is Theme:
            return ngettext("on %(n)s need", "on %(n)s needs", uses) % {"n": uses}
        return ngettext("on %(n)s nomination", "on %(n)s nominations", uses) % {"n": uses}


class ThemeList(EntryList):
    """The county's themes."""

    kind, name = Theme, "theme"


class StudyTypeList(EntryList):
    """The county's kinds of study."""

    kind, name = StudyType, "study_type"


class EntryVerb(TablePage, VerbPage):
    """What adding and changing an entry share."""

    template_name = "needs/table_entry_form.html"

    def home(self) -> str:
        return self.list_url


class EntryCreate(EntryVerb):
    """A new entry."""

    done = gettext_lazy("Added. It stands last.")

    def context(self) -> dict[str, Any]:
        return {"entry": None, "is_themes": self.kind is Theme}


class ThemeCreate(EntryCreate):
    """A new theme."""

    kind, name = Theme, "theme"
    form_class = ThemeForm

    def serve(self, typed: dict[str, Any]) -> None:
        services.add_theme(county=self.county, by=person(self.request), now=self.now, **typed)


class StudyTypeCreate(EntryCreate):
    """A new kind of study."""

    kind, name = StudyType, "study_type"
    form_class = EntryForm

    def serve(self, typed: dict[str, Any]) -> None:
        services.add_study_type(county=self.county, by=person(self.request), now=self.now, **typed)


class EntryEdit(EntryVerb):
    """A better name for an entry, and taking it out of use."""

    done = gettext_lazy("Saved.")

    def initial(self) -> Mapping[str, Any]:
        free = {"asks_free_text": self.entry.asks_free_text} if isinstance(self.entry, Theme) else {}
        return {"name": self.entry.name, **free}

    def serve(self, typed: dict[str, Any]) -> None:
        services.rename_entry(entry=self.entry, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {
            "entry": self.entry,
            "is_themes": self.kind is Theme,
            "retire_url": reverse(f"needs:{self.name}_retire", kwargs={"pk": self.entry.pk}),
            "history": lines_of(self.entry, VERBS),
        }


class ThemeEdit(EntryEdit):
    """One theme."""

    kind, name = Theme, "theme"
    form_class = ThemeForm


class StudyTypeEdit(EntryEdit):
    """One kind of study."""

    kind, name = StudyType, "study_type"
    form_class = EntryForm


class EntryUse(TablePage):
    """Takes an entry out of use, or back in."""

    is_back = False
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        serve = services.restore_entry if self.is_back else services.retire_entry
        serve(entry=self.entry, by=person(request), now=self.now)
        done = _("Taken back in use. It stands last.") if self.is_back else _("Taken out of use.")
        messages.success(request, done)
        return redirect(self.list_url)


class ThemeUse(EntryUse):
    """Takes a theme out of use, or back in."""

    kind, name = Theme, "theme"


class StudyTypeUse(EntryUse):
    """Takes a kind of study out of use, or back in."""

    kind, name = StudyType, "study_type"


class StudyTerms(KnownPage):
    """What a nomination begins with in a round: an amount for each kind of study, a limit for each kindergarten."""

    def find(self, year: int | None = None) -> None:
        user = person(self.request)
        county = or_404(counties_as_staff(user, (Role.CASE_OFFICER,), now=self.now).first())
        if year is None:
            self.round, _rounds = or_404(chosen_round(user, "", Duty.NOMINATION, now=self.now))
        else:
            self.round = or_404(round_of_year(user, year, now=self.now, county=county))
        if self.round.county_id != county.pk:
            raise Http404
        self.study_types = list(queries.study_types(county))

    def get(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        if year is None:
            return redirect("needs:study_terms", year=self.round.grant_year)
        refusal = may(rules.check_may_set_study_terms, person(request), self.round, now=self.now)
        amounts = queries.suggested_amounts(self.round)
        if refusal is not None:
            return turn_away(request, refusal, reverse("needs:study_type_list"))
        initial = initial_terms(amounts, most_per_kindergarten(self.round))
        return self._page(StudyTermsForm(initial=initial, study_types=self.study_types))

    def post(self, request: HttpRequest, year: int | None = None) -> HttpResponse:
        form = StudyTermsForm(request.POST, study_types=self.study_types)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, status=409)
        messages.success(request, _("The amounts are saved."))
        return redirect("needs:study_type_list")

    def _save(self, form: StudyTermsForm) -> None:
        services.set_study_terms(
            round=self.round,
            amounts=form.amounts,
            most_per_kindergarten=form.cleaned_data["most_per_kindergarten"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: StudyTermsForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "round": self.round, "cancel_url": reverse("needs:study_type_list")}
        return render(self.request, "needs/study_terms_form.html", context, status=status)
