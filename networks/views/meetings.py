"""Meetings: the list of those a person sees, the meeting's page, and calling, changing and cancelling it."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_tables2 import SingleTableView

from common.calendars import PUBLISH, invitation_text
from common.clock import OSLO
from common.dates import oslo_date
from common.refusals import Refused, may
from common.views import (
    KnownMixin,
    KnownPage,
    VerbPage,
    attempt,
    hidden_unless_allowed,
    or_404,
    person,
    shown_version,
)
from networks.forms.meetings import AnswerInvitationForm, CancelMeetingForm, MeetingForm, OpenMeetingForm
from networks.models import Forum, Meeting
from networks.queries import callees
from networks.queries import meetings as queries
from networks.queries.invitations import invitation_to, moved_since_call, untold_changes
from networks.roles import seats_of
from networks.rules import meetings as rules
from networks.services import meetings as services
from networks.states import MeetingAnswer, MeetingState
from networks.tables import MeetingTable
from networks.views.meeting_forms import form_of, new_form, rounds_of
from networks.views.meeting_page import callees_of, meeting_context, taken_off


class MeetingList(KnownMixin, SingleTableView):
    """All meetings that the person sees: those ahead, soonest first, and below them those that are over."""

    template_name = "networks/meeting_list.html"
    table_class = MeetingTable
    paginate_by = 40

    def find(self) -> None:
        if not seats_of(person(self.request), now=self.now):
            raise Http404

    def get_queryset(self) -> Any:
        today = datetime.combine(oslo_date(self.now), time(), tzinfo=OSLO)
        return queries.meetings_ahead_first(person(self.request), today=today, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_plan = bool(queries.forums_kept_by(person(self.request), now=self.now))
        return super().get_context_data(**kwargs) | {
            "may_plan": may_plan,
            "empty_title": _("No meetings yet"),
            "empty_text": _("Meetings stand here when they are called."),
        }


class MeetingPage(KnownPage):
    """A page about one meeting that the person may see."""

    meeting: Meeting

    def find(self, pk: int) -> None:
        self.meeting = or_404(queries.meeting_of(person(self.request), pk, now=self.now))

    def home(self) -> str:
        """The meeting's own page."""
        return reverse("networks:meeting_detail", kwargs={"pk": self.meeting.pk})


class SecretarysPage(MeetingPage):
    """The same, for those alone who prepare the meeting."""

    def find(self, pk: int) -> None:
        super().find(pk)
        hidden_unless_allowed(
            rules.check_may_prepare_meeting, person(self.request), self.meeting, now=self.now
        )


class MeetingDetail(MeetingPage):
    """All about a meeting: when and where, the agenda and its papers, who comes, one's own answer, the minutes."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = meeting_context(person(request), self.meeting, now=self.now)
        return render(request, "networks/meeting_detail.html", context)


class MeetingCreate(KnownPage):
    """A new meeting of the forum. The cases of its month are proposed."""

    forum: Forum

    def find(self) -> None:
        self.forum = or_404(queries.forums_kept_by(person(self.request), now=self.now).first())

    def get(self, request: HttpRequest) -> HttpResponse:
        rounds = rounds_of(person(request), self.forum, now=self.now)
        newest = rounds[0].pk if rounds else None
        initial = {"title": self.forum.name, "starts": time(9), "ends": time(15), "round": newest}
        return self._page(MeetingForm(rounds=rounds, initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = new_form(person(request), self.forum, request.POST, now=self.now)
        if not form.is_valid():
            return self._page(form)
        if not attempt(form, lambda: self._plan(form)):
            return self._page(form, status=409)
        messages.success(request, _("The meeting is planned as a draft. Nobody has been told."))
        return redirect("networks:meeting_detail", pk=self.planned.pk)

    def _plan(self, form: MeetingForm) -> None:
        self.planned = services.plan_meeting(
            body=self.forum, typed=form.typed, by=person(self.request), now=self.now
        )

    def _page(self, form: MeetingForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "forum": self.forum, "cancel_url": reverse("networks:meeting_list")}
        return render(self.request, "networks/meeting_create.html", context, status=status)


class MeetingEdit(SecretarysPage):
    """Change a draft."""

    def refusal(self) -> Refused | None:
        """Why it cannot be changed here, or None."""
        return may(rules.check_may_save_meeting, person(self.request), self.meeting, now=self.now)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        refusal = self.refusal()
        if refusal is not None:
            messages.info(request, refusal.message)
            return redirect(self.home())
        form = form_of(person(request), self.meeting, now=self.now)
        return self._page(form, self.meeting.version)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = form_of(person(request), self.meeting, request.POST, now=self.now)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.meeting.version, status=409)
        messages.success(request, self.done)
        return redirect(self.home())

    done: Any = gettext_lazy("The draft is saved.")
    template_name = "networks/meeting_edit.html"
    service: Callable[..., Any] = staticmethod(services.save_meeting)

    def _save(self, form: MeetingForm) -> None:
        type(self).service(
            meeting=self.meeting,
            typed=form.typed,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        """What the page shows besides the form."""
        return {}

    def _page(self, form: MeetingForm, version: int, status: int = 200) -> HttpResponse:
        base = {"form": form, "meeting": self.meeting, "version": version, "cancel_url": self.home()}
        return render(self.request, self.template_name, base | self.context(), status=status)


class MeetingChange(MeetingEdit):
    """Change a meeting that is called: all who are called are told what is new."""

    done = gettext_lazy("The meeting is changed, and those who are called are told.")
    template_name = "networks/meeting_change.html"
    service = staticmethod(services.change_meeting)

    def refusal(self) -> Refused | None:
        return may(rules.check_may_change_meeting, person(self.request), self.meeting, now=self.now)

    def context(self) -> dict[str, Any]:
        return {
            "changes": untold_changes(self.meeting),
            "moved": moved_since_call(self.meeting),
            "people": callees_of(self.meeting),
        }


class MeetingCall(SecretarysPage, VerbPage):
    """What is sent, to whom, before it is."""

    template_name = "networks/meeting_confirm_call.html"
    primary_label = gettext_lazy("Call the meeting")
    done = gettext_lazy(
        "The meeting is called. Each one gets the agenda, and an invitation for the calendar."
    )

    def refusal(self) -> Refused | None:
        people = callees.people_to_call(self.meeting)
        return may(
            rules.check_may_call_meeting,
            person(self.request),
            self.meeting,
            members=callees.members_among(self.meeting, people),
            cases=queries.items_of(self.meeting).count(),
            now=self.now,
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.call_meeting(meeting=self.meeting, by=person(self.request), now=self.now)

    def context(self) -> dict[str, Any]:
        return {
            "meeting": self.meeting,
            "people": callees_of(self.meeting),
            "taken_off": taken_off(queries.attendance_of(self.meeting)),
            "items": list(queries.items_of(self.meeting)),
            "papers": queries.papers_of(self.meeting).count(),
        }


class MeetingCancel(SecretarysPage, VerbPage):
    """Call a meeting off."""

    template_name = "networks/meeting_confirm_cancel.html"
    form_class = CancelMeetingForm
    primary_label = gettext_lazy("Cancel the meeting")
    done = gettext_lazy("The meeting is cancelled.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_cancel_meeting, person(self.request), self.meeting, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.cancel_meeting(meeting=self.meeting, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        was_called = self.meeting.state == MeetingState.CALLED
        rows = queries.attendance_of(self.meeting) if was_called else []
        called = [row.person for row in rows if row.is_called]
        return {"meeting": self.meeting, "danger": True, "was_called": was_called, "called": called}


class MeetingAnswerPage(MeetingPage, VerbPage):
    """Say whether one comes."""

    template_name = "networks/meeting_answer.html"
    form_class = AnswerInvitationForm
    primary_label = gettext_lazy("Send the answer")
    done = gettext_lazy("Thank you. Your answer is noted.")

    def find(self, pk: int) -> None:
        super().find(pk)
        self.own = or_404(queries.own_attendance(self.meeting, person(self.request)))

    def refusal(self) -> Refused | None:
        user = person(self.request)
        return may(rules.check_may_answer_invitation, user, self.meeting, is_called=True, now=self.now)

    def initial(self) -> dict[str, Any]:
        return {"answer": self.own.answer, "note": self.own.note}

    def serve(self, typed: dict[str, Any]) -> None:
        services.answer_invitation(
            meeting=self.meeting,
            answer=MeetingAnswer(typed["answer"]),
            note=typed["note"],
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting}


class MeetingOpen(SecretarysPage, VerbPage):
    """Open the meeting, with its chair."""

    template_name = "networks/meeting_confirm_open.html"
    primary_label = gettext_lazy("Open the meeting")
    done = gettext_lazy("The meeting is open. Note who is there.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_open_meeting, person(self.request), self.meeting, now=self.now)

    def initial(self) -> dict[str, Any]:
        return {"chair": callees.chair_on(self.meeting)}

    def make_form(self, data: Any = None, **kwargs: Any) -> OpenMeetingForm:
        people = [row for row in queries.attendance_of(self.meeting) if row.is_called]
        return OpenMeetingForm(data, people=people, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.open_meeting(meeting=self.meeting, by=person(self.request), now=self.now, **typed)

    def context(self) -> dict[str, Any]:
        return {"meeting": self.meeting}


class MeetingCalendar(MeetingPage):
    """The meeting as a file for one's own calendar."""

    def find(self, pk: int) -> None:
        super().find(pk)
        if self.meeting.state == MeetingState.DRAFT:
            raise Http404

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        is_over = self.meeting.state == MeetingState.CANCELLED
        invitation = invitation_to(self.meeting, is_over=is_over, language=person(request).language)
        content = invitation_text(invitation, stamp=self.now, method=PUBLISH)
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        name = _("meeting-%(pk)s.ics") % {"pk": self.meeting.pk}
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["Cache-Control"] = "private, no-store"
        return response
