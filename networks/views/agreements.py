"""The agreements of one network with its universities, and the team of teachers that follows it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.attachments import download
from common.dates import oslo_date
from common.views import KnownPage, attempt, or_404, person, shown_version
from networks.forms.agreements import AgreementForm, TeacherForm
from networks.models import PartnershipAgreement, Teacher
from networks.queries import agreements as queries
from networks.roles import Role, holds
from networks.rules import agreements as rules
from networks.services import agreements as services


class AgreementPage(KnownPage):
    """A page of a network for those who may read its agreements."""

    def find(self, network: int, **_place: int) -> None:
        self.network = or_404(queries.agreement_network(person(self.request), network, now=self.now))

    def home(self) -> str:
        """The network's agreements."""
        return reverse("networks:agreement_list", kwargs={"network": self.network.pk})

    def answer(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        """A page about the network; forms lead back to its agreements."""
        known = {"network": self.network, "cancel_url": self.home(), **context}
        return render(self.request, f"networks/{template}.html", known, status=status)


class AgreementList(AgreementPage):
    """What the universities have promised the network, and who follows it."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        user, today = person(request), oslo_date(self.now)
        found = list(queries.agreements_of(self.network))
        sides = queries.sides_of(user, self.network, now=self.now)
        rows = [
            {
                "agreement": row,
                "last_day": row.last_on,
                "is_over": row.valid_to is not None and row.valid_to <= today,
                "can_edit": rules.keeps_agreement(user, self.network, row.university, now=self.now),
            }
            for row in found
        ]
        teachers = [
            {
                "teacher": row,
                "last_day": row.last_on,
                "is_ahead": row.valid_from > today,
                "can_edit": holds(user, Role.UH_COORDINATOR, row.university, now=self.now),
            }
            for row in queries.teachers_of([self.network], now=self.now)
        ]
        can_add_teacher = any(holds(user, Role.UH_COORDINATOR, side, now=self.now) for side in sides)
        return self.answer(
            "agreement_list",
            rows=rows,
            teachers=teachers,
            can_add=bool(sides),
            can_add_teacher=can_add_teacher,
        )


class AgreementCreate(AgreementPage):
    """Write down an agreement."""

    def find(self, network: int, **_place: int) -> None:
        super().find(network)
        self.sides = queries.sides_of(person(self.request), self.network, now=self.now)
        if not self.sides:
            raise Http404

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self._page(AgreementForm(initial={"valid_from": oslo_date(self.now)}, sides=self.sides))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = AgreementForm(request.POST, request.FILES, sides=self.sides)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._record(form)):
            return self._page(form, status=409)
        messages.success(request, _("The agreement is written down."))
        return redirect(self.home())

    def _record(self, form: AgreementForm) -> None:
        services.record_agreement(
            network=self.network,
            university=form.university_chosen,
            typed=form.typed,
            upload=form.cleaned_data["file"],
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: AgreementForm, status: int = 200) -> HttpResponse:
        return self.answer("agreement_form", status, form=form, agreement=None, form_multipart=True)


class AgreementEdit(AgreementPage):
    """Change an agreement, or end it."""

    agreement: PartnershipAgreement

    def find(self, network: int, **place: int) -> None:
        super().find(network)
        self.agreement = or_404(queries.agreement_of(self.network, place["pk"]))
        user, side = person(self.request), self.agreement.university
        if not rules.keeps_agreement(user, self.network, side, now=self.now):
            raise Http404

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self._page(AgreementForm.starting_with(self.agreement), self.agreement.version)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = AgreementForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.agreement.version, status=409)
        messages.success(request, _("The agreement is saved."))
        return redirect(self.home())

    def _save(self, form: AgreementForm) -> None:
        services.change_agreement(
            agreement=self.agreement,
            typed=form.typed,
            upload=form.cleaned_data["file"],
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: AgreementForm, version: int, status: int = 200) -> HttpResponse:
        context = {"form": form, "agreement": self.agreement, "version": version, "form_multipart": True}
        return self.answer("agreement_form", status, **context)


class AgreementDownload(AgreementPage):
    """The signed agreement."""

    def get(self, request: HttpRequest, pk: int, **place: int) -> HttpResponse:
        agreement = or_404(queries.agreement_of(self.network, pk))
        return download(or_404(agreement.attachment))


class TeacherPage(AgreementPage):
    """A page for the university's coordinator; back to the page that one came from."""

    heading: Any = ""

    def done(self, words: str) -> HttpResponse:
        """Say what is done, and go back to the list."""
        messages.success(self.request, words)
        return redirect(self.home())

    def page(self, form: TeacherForm, status: int = 200) -> HttpResponse:
        """The form."""
        return self.answer("teacher_form", status, form=form, heading=self.heading)


class TeacherCreate(TeacherPage):
    """Say who follows the network."""

    heading = gettext_lazy("Who follows the network?")

    def find(self, network: int, **_place: int) -> None:
        super().find(network)
        user = person(self.request)
        sides = queries.sides_of(user, self.network, now=self.now)
        self.sides = [side for side in sides if holds(user, Role.UH_COORDINATOR, side, now=self.now)]
        if not self.sides:
            raise Http404

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.page(TeacherForm(initial={"valid_from": oslo_date(self.now)}, sides=self.sides))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = TeacherForm(request.POST, sides=self.sides)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self._add(form)):
            return self.page(form, status=409)
        return self.done(_("The team has one more."))

    def _add(self, form: TeacherForm) -> None:
        services.add_teacher(
            network=self.network,
            university=form.university_chosen,
            typed=form.typed,
            by=person(self.request),
            now=self.now,
        )


class TeacherEdit(TeacherPage):
    """Change what is said about one who follows the network."""

    heading = gettext_lazy("Change or end")
    teacher: Teacher

    def find(self, network: int, **place: int) -> None:
        super().find(network)
        self.teacher = or_404(queries.teacher_of(self.network, place["pk"]))
        if not holds(person(self.request), Role.UH_COORDINATOR, self.teacher.university, now=self.now):
            raise Http404

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.page(TeacherForm.starting_with(self.teacher))

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = TeacherForm(request.POST)
        if not form.is_valid():
            return self.page(form)
        if not attempt(form, lambda: self._save(form)):
            return self.page(form, status=409)
        return self.done(_("Saved."))

    def _save(self, form: TeacherForm) -> None:
        services.change_teacher(teacher=self.teacher, typed=form.typed, by=person(self.request), now=self.now)
