"""The national kindergarten register: its files, what one would change, and deciding on it. Case officers alone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin, SingleTableView

from common.dates import oslo_date
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import KnownMixin, KnownPage, VerbPage, attempt, or_404, person, turn_away
from networks.forms.register_import import RegisterUploadForm, chosen_rows
from networks.models import RegisterImport
from networks.queries import register_import as queries
from networks.register import RegisterFileError
from networks.register.sentences import fault_sentence, left_out_words
from networks.register_tables import RegisterImportTable, RegisterRowFilter, RegisterRowTable
from networks.roles import Role
from networks.rules import register_import as rules
from networks.services import register_import as services
from networks.services.register_import import Decided
from networks.states import RegisterImportState
from networks.views.shared import county_or_404

ON_A_PAGE = 100
REFUSALS_TOLD = 5
VERBS = {"finish": gettext_lazy("Finished by"), "discard": gettext_lazy("Thrown away by")}


class RegisterImportList(KnownMixin, SingleTableView):
    """The files that were read in, newest first."""

    template_name = "networks/register_import_list.html"
    table_class = RegisterImportTable
    paginate_by = 25

    def find(self) -> None:
        self.county = county_or_404(self.request, [Role.CASE_OFFICER], now=self.now)

    def get_queryset(self) -> Any:
        return queries.register_imports(person(self.request), now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = {
            "county": self.county,
            "waiting": queries.open_import_of(self.county),
            "empty_title": _("No file has been read in yet"),
        }
        return super().get_context_data(**kwargs) | more


class RegisterImportCreate(KnownPage):
    """Read in a file: what it would change is shown before anything changes."""

    def find(self) -> None:
        self.county = county_or_404(self.request, [Role.CASE_OFFICER], now=self.now)

    def get(self, request: HttpRequest) -> HttpResponse:
        refusal = may(
            rules.check_may_upload_register,
            person(request),
            self.county,
            open_import=queries.open_import_of(self.county),
            now=self.now,
        )
        if refusal is not None:
            return turn_away(request, refusal, reverse("networks:register_import_list"))
        return self._page(RegisterUploadForm(initial={"of_day": oslo_date(self.now)}, now=self.now))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = RegisterUploadForm(request.POST, request.FILES, now=self.now)
        if not form.is_valid():
            return self._page(form)
        made: list[RegisterImport] = []
        try:
            if not attempt(form, lambda: made.append(self._upload(form))):
                return self._page(form, status=409)
        except RegisterFileError as fault:
            form.add_error("file", str(fault))
            return self._page(form)
        return redirect("networks:register_import_detail", pk=made[0].pk)

    def _upload(self, form: RegisterUploadForm) -> RegisterImport:
        return services.upload_register(
            county=self.county, uploaded=form.uploaded, by=person(self.request), now=self.now
        )

    def _page(self, form: RegisterUploadForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "form_multipart": True,
            "cancel_url": reverse("networks:register_import_list"),
        }
        return render(self.request, "networks/register_import_form.html", context, status=status)


class KnownImport(KnownMixin):
    """A page about one import of the county where the person is a case officer."""

    batch: RegisterImport

    def find(self, pk: int) -> None:
        county_or_404(self.request, [Role.CASE_OFFICER], now=self.now)
        found = queries.register_imports(person(self.request), now=self.now).filter(pk=pk)
        self.batch = or_404(found.first())

    def home(self) -> str:
        """The import's own page."""
        return reverse("networks:register_import_detail", kwargs={"pk": self.batch.pk})


class RegisterImportDetail(KnownImport, SingleTableMixin, FilterView):
    """What a file would change, row by row; accept or refuse what is chosen, or all that fits the filter."""

    template_name = "networks/register_import_detail.html"
    table_class = RegisterRowTable
    filterset_class = RegisterRowFilter
    paginate_by = ON_A_PAGE

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        deeds: dict[str, Callable[..., Decided]] = {
            "accept": services.accept_rows,
            "accept_all": services.accept_rows,
            "refuse": services.refuse_rows,
            "refuse_all": services.refuse_rows,
        }
        do = request.POST.get("do", "")
        keys = self._fitting_keys() if do.endswith("_all") else chosen_rows(request.POST)
        here = f"{self.home()}?{request.GET.urlencode()}" if request.GET else self.home()
        if do not in deeds or not keys:
            messages.error(request, _("Choose at least one row first."))
            return redirect(here)
        found = deeds[do](batch=self.batch, keys=keys, by=person(request), now=self.now)
        self._tell(found, is_accepted=do.startswith("accept"))
        return redirect(here)

    def _fitting_keys(self) -> list[int]:
        """The undecided rows that fit the filter, on all pages."""
        fits = RegisterRowFilter(**self.get_filterset_kwargs(RegisterRowFilter))
        rows = fits.qs if not fits.is_bound or fits.is_valid() else fits.queryset.none()
        return list(rows.filter(is_accepted__isnull=True).values_list("pk", flat=True))

    def _tell(self, found: Decided, *, is_accepted: bool) -> None:
        number = {"n": found.count}
        if is_accepted and found.count:
            said = ngettext("%(n)s row is carried out.", "%(n)s rows are carried out.", found.count)
            messages.success(self.request, said % number)
        elif found.count:
            said = ngettext("%(n)s row is turned down.", "%(n)s rows are turned down.", found.count)
            messages.success(self.request, said % number)
        elif not found.refusals:
            messages.info(self.request, _("These rows were decided already."))
        for refusal in found.refusals[:REFUSALS_TOLD]:
            messages.warning(self.request, f"{refusal.row.name}: {refusal.sentence}")
        more = len(found.refusals) - REFUSALS_TOLD
        if more > 0:
            said = ngettext(
                "%(n)s more row could not be carried out.", "%(n)s more rows could not be carried out.", more
            )
            messages.warning(self.request, said % {"n": more})
        if found.left:
            said = ngettext(
                "%(n)s row is left. Accept once more.", "%(n)s rows are left. Accept once more.", found.left
            )
            messages.info(self.request, said % {"n": found.left})

    def get_queryset(self) -> Any:
        return queries.rows_of_import(self.batch)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        places = queries.places_on(self.batch.county, self.batch.of_day)
        choices = sorted(((number, str(place)) for number, place in places.items()), key=lambda one: one[1])
        kwargs = super().get_filterset_kwargs(filterset_class)
        kwargs["queryset"] = kwargs["queryset"] if kwargs.get("queryset") is not None else self.get_queryset()
        return kwargs | {"municipalities": choices}

    @property
    def is_open(self) -> bool:
        """Whether rows can still be decided."""
        return self.batch.state == RegisterImportState.PREVIEW

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"may_choose": self.is_open, "all_chosen": self.request.GET.get("velg") == "alle"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        batch: Any = self.batch
        sorts = {sort: [row for row in batch.faults if row["sort"] == sort] for sort in ("left_out", "fault")}
        open_rows = queries.undecided(batch).count()
        return context | {
            "batch": batch,
            "facts": _facts(batch),
            "left_out": [left_out_words(row["code"], row["n"]) for row in sorts["left_out"]],
            "faults": [fault_sentence(row) for row in sorts["fault"]],
            "more_faults": sum(row["n"] for row in batch.faults if row["sort"] == "more"),
            "open_rows": open_rows,
            "fitting": len(self._fitting_keys()) if self.is_open else 0,
            "is_open": self.is_open,
            "may_discard": self.is_open and not batch.accepted,
            "earlier": queries.same_file_before(batch),
            "choose_all": self._choose_url(is_chosen=self.request.GET.get("velg") == "alle"),
            "all_chosen": self.request.GET.get("velg") == "alle",
            "history": lines_of(batch, VERBS),
            "empty_title": _("Everything is as in the register") if not batch.proposed else _("No row fits"),
        }

    def _choose_url(self, *, is_chosen: bool) -> str:
        """The same page with all rows ticked, or none."""
        asked = self.request.GET.copy()
        asked.pop("velg", None)
        if not is_chosen:
            asked["velg"] = "alle"
        return f"?{asked.urlencode()}"


def _facts(batch: Any) -> list[tuple[str, Any]]:
    return [
        (_("Units in the file"), batch.read),
        (_("As in the register already"), batch.unchanged),
        (_("In other counties"), batch.elsewhere),
        (_("Proposals"), batch.proposed),
        (_("Carried out"), batch.accepted),
        (_("Turned down"), batch.refused),
    ]


class RegisterImportFinish(KnownImport, VerbPage):
    """Be done with a file."""

    template_name = "networks/register_import_confirm_finish.html"
    primary_label = gettext_lazy("Finish the import")
    done = gettext_lazy("The import is finished.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_finish_import, person(self.request), self.batch, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.finish_import(batch=self.batch, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"batch": self.batch, "open_rows": queries.undecided(self.batch).count()}


class RegisterImportDiscard(KnownImport, VerbPage):
    """Throw a file away of which nothing has been accepted."""

    template_name = "networks/register_import_confirm_discard.html"
    primary_label = gettext_lazy("Throw the file away")
    done = gettext_lazy("The file is thrown away. Nothing has changed.")

    def refusal(self) -> Refused | None:
        accepted: int = self.batch.accepted  # type: ignore[attr-defined]  # -- the query writes it
        return may(
            rules.check_may_discard_import, person(self.request), self.batch, accepted=accepted, now=self.now
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.discard_import(batch=self.batch, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"batch": self.batch, "danger": True}
