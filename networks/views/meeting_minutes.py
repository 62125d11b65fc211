"""In the meeting and after it: who is there, what came of each case, the minutes."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from common.documents.delivery import document_response
from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.refusals import Refused, may
from common.views import VerbPage, hidden_unless_allowed, or_404, person
from networks import minutes
from networks.forms.meetings import (
    AgreeForm,
    AttendanceForm,
    CorrectMinutesForm,
    DivideForm,
    MinutesForm,
    PostponeForm,
    TakeUpAgainForm,
)
from networks.models import AgendaItem
from networks.queries import meetings as queries
from networks.queries.minutes import minutes_rows
from networks.rules import meetings as rules
from networks.services import meeting_minutes as services
from networks.services.meetings import record_attendance
from networks.states import ITEM_FINAL
from networks.views.meetings import MeetingPage


class RecordersPage(MeetingPage):
    """A page for the chair and the case officers."""

    def find(self, pk: int) -> None:
        super().find(pk)
        hidden_unless_allowed(rules.check_is_recorder, person(self.request), self.meeting, now=self.now)

    def refusal(self) -> Refused | None:
        """Why nothing can be recorded now, or None."""
        return may(rules.check_may_record, person(self.request), self.meeting, now=self.now)


class MeetingAttendance(RecordersPage, VerbPage):
    """Who is there."""

    template_name = "networks/meeting_attendance.html"
    primary_label = gettext_lazy("Save who is there")
    done = gettext_lazy("Who is there is noted.")

    def refusal(self) -> Refused | None:
        self.rows = queries.attendance_of(self.meeting)
        return super().refusal()

    def initial(self) -> Mapping[str, Any]:
        there = [str(row.person_id) for row in self.rows if row.is_present]
        expected = [str(row.person_id) for row in self.rows if row.answer == "yes"]
        is_noted = any(row.is_present is not None for row in self.rows)
        return {"present": there if is_noted else expected}

    def make_form(self, data: Any = None, **kwargs: Any) -> AttendanceForm:
        return AttendanceForm(data, people=queries.attendance_of(self.meeting), **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        present = [found.pk for found in typed["present"]]
        record_attendance(meeting=self.meeting, present=present, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting}


class CasePage(RecordersPage, VerbPage):
    """One verb for one case. The case's own page is where one comes back to."""

    def home(self) -> str:
        return reverse("networks:meeting_item_detail", kwargs={"pk": self.item.pk})

    item: AgendaItem

    def find(self, meeting: int, pk: int) -> None:  # type: ignore[override]  # -- a case is found by two keys
        super().find(meeting)
        self.item = or_404(queries.item_of(self.meeting, pk))

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting, "item": self.item}


class ItemAgree(CasePage):
    """All agree."""

    template_name = "networks/meeting_item_confirm_agree.html"
    form_class = AgreeForm
    primary_label = gettext_lazy("Record that the meeting agrees")
    done = gettext_lazy("It is recorded that the meeting agrees.")

    def initial(self) -> Mapping[str, Any]:
        return {"resolution": self.item.proposal, "dissent": self.item.dissent}

    def serve(self, typed: dict[str, Any]) -> None:
        services.agree_item(item=self.item, by=person(self.request), now=self.now, **typed)


class ItemDivide(CasePage):
    """There is no consensus."""

    template_name = "networks/meeting_item_confirm_divide.html"
    form_class = DivideForm
    primary_label = gettext_lazy("Record that there is no consensus")
    done = gettext_lazy("It is recorded that there is no consensus. The case can now be voted on.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_divide_item, person(self.request), self.item, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.divide_item(item=self.item, by=person(self.request), now=self.now, **typed)


class ItemPostpone(CasePage):
    """The case is left to another meeting."""

    template_name = "networks/meeting_item_confirm_postpone.html"
    form_class = PostponeForm
    primary_label = gettext_lazy("Postpone the case")
    done = gettext_lazy("The case is postponed.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.postpone_item(item=self.item, by=person(self.request), now=self.now, **typed)


class ItemTakeUpAgain(CasePage):
    """The case is opened again."""

    template_name = "networks/meeting_item_confirm_take_up_again.html"
    form_class = TakeUpAgainForm
    primary_label = gettext_lazy("Take the case up again")
    done = gettext_lazy("The case is open again.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_take_up_again_item, person(self.request), self.item, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.take_up_again_item(item=self.item, by=person(self.request), now=self.now, **typed)


class MinutesEdit(RecordersPage, DraftPage):
    """Write the minutes: saved while one writes."""

    template_name = "networks/meeting_minutes_form.html"

    def find(self, pk: int) -> None:
        super().find(pk)
        self.items = list(queries.items_of(self.meeting))

    def stored(self) -> Saved:
        return Saved(self.meeting.version, services.minutes_values(self.meeting, self.items))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> MinutesForm:
        return MinutesForm(data, items=self.items, initial=initial)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_minutes(
            meeting=self.meeting, typed=typed, shown=shown, by=person(self.request), now=self.now
        )

    def after(self, do: str) -> HttpResponse:
        if do == "send":
            return redirect("networks:meeting_minutes_send", pk=self.meeting.pk)
        return redirect(self.home())

    def context(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "preview_url": reverse("networks:meeting_minutes_draft_download", kwargs={"pk": self.meeting.pk}),
            "cancel_url": self.home(),
        }


class MinutesDraft(RecordersPage):
    """The minutes as they would be sent now, as PDF."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        with override(minutes.LANGUAGE):
            facts = minutes.minutes_facts(
                minutes_rows(self.meeting),
                number=_("DRAFT"),
                by=person(request),
                reason=services.correction_reason(self.meeting),
                now=self.now,
            )
            content = minutes.minutes_pdf(facts)
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = 'inline; filename="referat-kladd.pdf"'
        response["Cache-Control"] = "private, no-store"
        return response


class MinutesSend(RecordersPage, VerbPage):
    """What is sent, to whom, before it is."""

    template_name = "networks/meeting_minutes_confirm_send.html"
    primary_label = gettext_lazy("Send the minutes")
    done = gettext_lazy("The minutes are sent.")

    def refusal(self) -> Refused | None:
        items = list(queries.items_of(self.meeting))
        rows = queries.attendance_of(self.meeting)
        return may(
            rules.check_may_send_minutes,
            person(self.request),
            self.meeting,
            open_cases=sum(item.state not in ITEM_FINAL for item in items),
            unnoted=services.unnoted(rows),
            undecided=queries.undecided_declarations(self.meeting),
            now=self.now,
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.send_minutes(meeting=self.meeting, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        rows = queries.attendance_of(self.meeting)
        return {
            "meeting": self.meeting,
            "people": services.who_get_minutes(self.meeting, rows, now=self.now),
            "cases": list(queries.items_of(self.meeting)),
            "present": sum(row.is_present is True for row in rows),
            "is_correction": self.meeting.minutes_id is not None,
            "preview_url": reverse("networks:meeting_minutes_draft_download", kwargs={"pk": self.meeting.pk}),
        }


class MinutesCorrect(RecordersPage, VerbPage):
    """Open the minutes again, to send new ones that replace them."""

    template_name = "networks/meeting_minutes_confirm_correct.html"
    form_class = CorrectMinutesForm
    primary_label = gettext_lazy("Correct the minutes")
    done = gettext_lazy("Write what is to be corrected, and send the minutes again.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_correct_minutes, person(self.request), self.meeting, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.correct_minutes(meeting=self.meeting, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting}


class MinutesDownload(MeetingPage):
    """The minutes that were sent: the ones that hold, or those they replace."""

    def find(self, meeting: int, pk: int) -> None:  # type: ignore[override]  # -- minutes are found by two keys
        super().find(meeting)
        found = next((row for row in queries.minutes_of(self.meeting) if row.pk == pk), None)
        if found is None:
            raise Http404
        self.document = found

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return document_response(self.document)
