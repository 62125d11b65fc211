"""The pages of issued letters: the list, one letter and what has become of it, the files, all of a year as a zip."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.archive import zip_response
from common.dates import day, instant
from common.documents.delivery import document_response
from common.models import Document
from common.money import kroner
from common.outbox.queries import SHOWN_STATUSES
from common.views import KnownMixin, KnownPage, person
from grants import queries
from grants.deadlines import complaint_due
from grants.filters.letter import LetterFilter
from grants.letters import name_of, recipient_of
from grants.models import CorrectionLetter, GrantLetter
from grants.queries.complaint import complaints_visible_to
from grants.queries.letter_delivery import (
    corrections_of,
    letters_to_archive,
    mails_about,
    openings_of,
    with_seen,
)
from grants.services.letter_archive import archive_entries, archive_name
from grants.services.letter_opening import open_document
from grants.tables.letter import LetterTable
from grants.views.rounds import staff_round_or_404
from networks.models import Round
from networks.roles import LEADERS, STAFF, Role, holds

FOLLOWERS = (Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, *STAFF)
READERS = (Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)


class LetterList(KnownMixin, SingleTableMixin, FilterView):
    """The letters that the person may read: a recipient its own, the County Governor's staff all.

    Staff also see whether somebody has opened each.
    """

    template_name = "grants/letter_list.html"
    table_class = LetterTable
    filterset_class = LetterFilter
    paginate_by = 25

    def find(self) -> None:
        user = person(self.request)
        if not holds(user, READERS, now=self.now):
            raise Http404
        self.is_staff = holds(user, STAFF, now=self.now)

    def get_queryset(self) -> Any:
        return with_seen(queries.letters_with_networks(person(self.request), now=self.now))

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(filterset_class), "is_staff": self.is_staff}

    def get_table_kwargs(self) -> dict[str, Any]:
        return {} if self.is_staff else {"exclude": ("seen_at",)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_follow = holds(person(self.request), FOLLOWERS, now=self.now)
        return super().get_context_data(**kwargs) | {"may_follow": may_follow}


class LetterPage(KnownPage):
    """A page or a file of one letter that the person may read."""

    def find(self, letter: int, **place: int) -> None:
        self.user = person(self.request)
        self.letter: GrantLetter = get_object_or_404(
            queries.letters_visible_to(self.user, now=self.now), pk=letter
        )
        self.round: Round = self.letter.grant.decision.round

    def handed_out(self, document: Document) -> HttpResponse:
        """The file, byte for byte; a reader's first opening is noted."""
        opened = open_document(document=document, county=self.round.county, by=self.user, now=self.now)
        return document_response(opened)


class LetterDetail(LetterPage):
    """One letter: what it is, how long one can complain, what has replaced it. Staff also see who has opened it."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        corrections = list(corrections_of(self.letter))
        context = {
            "letter": self.letter,
            "name": name_of(self.letter.grant),
            "round": self.round,
            "facts": self._facts(corrections),
            "corrections": corrections,
            "complaints": complaints_visible_to(self.user, now=self.now).filter(grant=self.letter.grant_id),
            "is_staff": holds(self.user, STAFF, self.round.county, now=self.now),
        }
        if context["is_staff"]:
            documents = [self.letter.document_id, *(row.document_id for row in corrections)]
            labels = dict(SHOWN_STATUSES)
            mails = [(mail, labels[mail.shown_status]) for mail in mails_about(self.letter)]  # type: ignore[attr-defined]  # -- annotated
            context |= {"mails": mails, "openings": list(openings_of(documents))}
        return render(request, "grants/letter_detail.html", context)

    def _facts(self, corrections: list[CorrectionLetter]) -> list[tuple[str, str]]:
        letter, grant = self.letter, self.letter.grant
        last = corrections[-1] if corrections else letter
        return [
            (_("Letter"), letter.number),
            (_("Issued"), instant(letter.issued_at)),
            (_("Paid to"), str(recipient_of(grant) or "")),
            (_("Amount granted"), kroner(grant.amount_nok)),
            (
                _("Last day to complain"),
                day(complaint_due(last.issued_at, self.round.scheme.complaint_weeks)),
            ),
            ("SHA-256", letter.document.sha256),
        ]


class LetterDownload(LetterPage):
    """The letter as it was issued."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.handed_out(queries.file_of(self.letter))


@login_required
@require_safe
def letters_download(request: HttpRequest, year: int) -> HttpResponseBase:
    """All letters of a year and a table of them, as a zip for the archive; written while it is sent."""
    now = clock.now()
    round = staff_round_or_404(request, year, now=now)
    letters = letters_to_archive(round)
    if not letters:
        raise Http404
    return zip_response(archive_name(round), archive_entries(letters, round, now=now))
