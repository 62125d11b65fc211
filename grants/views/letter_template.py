"""The pages of the letter templates: which there are, their words, and every version with what differs."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.kept import versions_of
from common.models import ContentVersion
from common.refusals import may
from common.version_pages import VersionsPage
from common.views import KnownPage, attempt, hidden_unless_allowed, or_404, person, shown_version
from grants import queries
from grants.forms.letter_template import Clauses, LetterTemplateForm, clause_rows
from grants.letter_template_content import WORDS
from grants.letter_wording import CLAUSES, PLACES, ClauseWords, LetterWords, scheme_words
from grants.letters import kind_of, language_of
from grants.models import LetterTemplate
from grants.models.letter import RecipientKind
from grants.queries.letter_template import template_at, templates_of
from grants.rules import letter_template as rules
from grants.services.letter_template import save_letter_template
from grants.views.rounds import staff_round_or_404
from networks.models import WrittenForm

KINDS = {"nettverk": RecipientKind.NETWORK, "universitet": RecipientKind.UNIVERSITY}
"""What the kinds of recipients are called in addresses."""
VERBS = {"begin": gettext_lazy("The scheme's own words"), "save": gettext_lazy("Saved by")}


class LetterTemplateList(KnownPage):
    """The four templates: who writes in which form, and whether the words are the scheme's or the governor's own."""

    def find(self, year: int) -> None:
        self.round = staff_round_or_404(self.request, year, now=self.now)

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        there = {(row.recipient_kind, row.written_form): row for row in templates_of(self.round)}
        rows = [
            _row(self.round.scheme, path, kind, form, there.get((kind.value, form.value)))
            for path, kind in KINDS.items()
            for form in WrittenForm
        ]
        may_save = _may_save(self)
        context = {"round": self.round, "year": year, "rows": rows, "may_save": may_save}
        return render(request, "grants/letter_template_list.html", context)


def _row(
    scheme: Any, path: str, kind: RecipientKind, form: WrittenForm, template: LetterTemplate | None
) -> dict[str, Any]:
    own = scheme_words(scheme, form.value)
    changed = changed_clauses(template, own) if template else []
    return {"path": path, "kind": kind.label, "form": form, "template": template, "changed": changed}


def changed_clauses(template: LetterTemplate, own: LetterWords) -> list[str]:
    """The headings of the clauses that are not as the scheme has them: changed, left out, or the governor's own."""
    scheme = {clause.key: clause for clause in own.clauses}
    return [
        row.title
        for row in template.clauses.all()
        if not row.is_included or scheme.get(row.key) != ClauseWords(row.key, row.title, row.text)
    ]


def _may_save(page: Any) -> bool:
    check = rules.check_may_save_letter_template
    return may(check, person(page.request), page.round.county, now=page.now) is None


class TemplatePage(KnownPage):
    """A page about one template, for the staff."""

    def find(self, year: int, kind: str, form: str) -> None:
        if kind not in KINDS or form not in WrittenForm.values:
            raise Http404
        self.round = staff_round_or_404(self.request, year, now=self.now)
        self.kind, self.form = KINDS[kind], WrittenForm(form)
        self.place = {"year": year, "kind": kind, "form": form}
        self.template = template_at(self.round, self.kind.value, self.form.value)

    def about(self) -> dict[str, Any]:
        """What every page of a template says on top."""
        return {
            "round": self.round,
            "kind": self.kind.label,
            "form_name": self.form.label,
            "place": self.place,
        }


class LetterTemplateEdit(TemplatePage):
    """The words of one kind of letter: how it begins, and its clauses."""

    def find(self, year: int, kind: str, form: str) -> None:
        super().find(year, kind, form)
        check = rules.check_may_save_letter_template
        hidden_unless_allowed(check, person(self.request), self.round.county, now=self.now)
        self.own = scheme_words(self.round.scheme, self.form.value)
        self.keys = frozenset(clause.key for clause in self.own.clauses)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        template = self.template
        lead = LetterTemplateForm(initial={"lead": template.lead if template else ""})
        return self.page(lead, self.rows(clause_rows(self.clauses())), version=self.version())

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        lead = LetterTemplateForm(request.POST)
        rows = Clauses(request.POST, prefix="c", form_kwargs={"keys": self.keys})
        shown = shown_version(request)
        if not all([lead.is_valid(), rows.is_valid()]):
            return self.page(lead, rows, version=shown)
        if not attempt(lead, lambda: self.save(lead, rows, shown)):
            return self.page(lead, rows, version=self.version(), status=409)
        messages.success(request, _("The template is saved. The next letters say this."))
        return redirect("grants:letter_template_list", year=self.round.grant_year)

    def version(self) -> int:
        """The version of the template that the page shows; 0 while there is none."""
        return self.template.version if self.template else 0

    def clauses(self) -> list[Any]:
        """The template's clauses, and what the scheme has that it lacks."""
        there = list(self.template.clauses.all()) if self.template else []
        known = {row.key for row in there}
        return [*there, *(clause for clause in self.own.clauses if clause.key not in known)]

    def rows(self, initial: list[dict[str, Any]]) -> Any:
        return Clauses(prefix="c", initial=initial, form_kwargs={"keys": self.keys})

    def save(self, lead: LetterTemplateForm, rows: Any, version: int) -> None:
        save_letter_template(
            round=self.round,
            kind=self.kind.value,
            language=self.form.value,
            lead=lead.cleaned_data["lead"],
            clauses=rows.typed,
            version=version,
            by=person(self.request),
            now=self.now,
        )

    def page(self, lead: LetterTemplateForm, rows: Any, *, version: int, status: int = 200) -> HttpResponse:
        scheme = {clause.key: clause for clause in self.own.clauses}
        changed = set(changed_clauses(self.template, self.own)) if self.template else set()
        for form in rows.forms:
            form.scheme_words = scheme.get(form.shown_key)
            form.is_changed = form["title"].value() in changed
        context = {
            "form": lead,
            "formset": rows,
            "version": version,
            "places": [(f"{{{name}}}", what) for name, what in PLACES.items()],
            "obligatory": CLAUSES,
            "draft_url": self.draft_url(),
            "cancel_url": reverse("grants:letter_template_list", kwargs={"year": self.round.grant_year}),
        }
        return render(self.request, "grants/letter_template_form.html", self.about() | context, status=status)

    def draft_url(self) -> str:
        """A letter that is made with these words, as a draft; '' when there is none."""
        wanted = (self.kind, self.form.value)
        for grant in queries.grants_of(self.round):
            if (kind_of(grant), language_of(grant)) == wanted:
                year = self.round.grant_year
                return reverse("grants:letter_preview", kwargs={"year": year, "grant": grant.pk})
        return ""


class LetterTemplateVersions(VersionsPage, TemplatePage):
    """Every version of a template, and how any two differ. The first is the scheme's own words."""

    template_name = "grants/letter_template_versions.html"
    words = WORDS
    verbs = VERBS

    def versions(self) -> Sequence[ContentVersion]:
        return list(versions_of(or_404(self.template)))

    def context(self) -> dict[str, Any]:
        return self.about()
