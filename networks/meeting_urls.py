"""The addresses of meetings, their cases and papers, and what is recorded in them."""

from django.urls import URLPattern, path

from networks.views import meeting_agenda as agenda
from networks.views import meeting_minutes as minutes
from networks.views import meeting_people as people
from networks.views import meetings

ONE = "nettverk/moter/<int:pk>"
CASE = "nettverk/moter/<int:meeting>/saker/<int:pk>"
PAPER = "nettverk/moter/<int:meeting>/dokumenter/<int:pk>"

urlpatterns: list[URLPattern] = [
    path("nettverk/moter/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("nettverk/moter/nytt/", meetings.MeetingCreate.as_view(), name="meeting_create"),
    path(f"{ONE}/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path(f"{ONE}/endre/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path(f"{ONE}/kall-inn/", meetings.MeetingCall.as_view(), name="meeting_call"),
    path(f"{ONE}/endre-innkalling/", meetings.MeetingChange.as_view(), name="meeting_change"),
    path(f"{ONE}/avlys/", meetings.MeetingCancel.as_view(), name="meeting_cancel"),
    path(f"{ONE}/svar/", meetings.MeetingAnswerPage.as_view(), name="meeting_answer"),
    path(f"{ONE}/kalender/", meetings.MeetingCalendar.as_view(), name="meeting_calendar_download"),
    path(f"{ONE}/apne/", meetings.MeetingOpen.as_view(), name="meeting_open"),
    path(f"{ONE}/hvem/ta-av/", people.MeetingTakeOff.as_view(), name="meeting_take_off"),
    path(f"{ONE}/hvem/legg-til/", people.MeetingAddPeople.as_view(), name="meeting_add_people"),
    path(f"{ONE}/fremmote/", minutes.MeetingAttendance.as_view(), name="meeting_attendance"),
    path(f"{ONE}/saker/ny/", agenda.ItemCreate.as_view(), name="meeting_item_create"),
    path(f"{ONE}/saker/rekkefolge/", agenda.ItemsOrder.as_view(), name="meeting_items_order"),
    path(f"{CASE}/endre/", agenda.ItemEdit.as_view(), name="meeting_item_edit"),
    path(f"{CASE}/fjern/", agenda.ItemRemove.as_view(), name="meeting_item_remove"),
    path(f"{CASE}/enighet/", minutes.ItemAgree.as_view(), name="meeting_item_agree"),
    path(f"{CASE}/uenighet/", minutes.ItemDivide.as_view(), name="meeting_item_divide"),
    path(f"{CASE}/utsett/", minutes.ItemPostpone.as_view(), name="meeting_item_postpone"),
    path(f"{CASE}/ta-opp-igjen/", minutes.ItemTakeUpAgain.as_view(), name="meeting_item_take_up_again"),
    path(f"{ONE}/dokumenter/nytt/", agenda.PaperCreate.as_view(), name="meeting_paper_create"),
    path(f"{PAPER}/fil/", agenda.PaperDownload.as_view(), name="meeting_paper_download"),
    path(f"{PAPER}/fjern/", agenda.PaperRemove.as_view(), name="meeting_paper_remove"),
    path(f"{ONE}/referat/", minutes.MinutesEdit.as_view(), name="meeting_minutes_edit"),
    path(f"{ONE}/referat/kladd/", minutes.MinutesDraft.as_view(), name="meeting_minutes_draft_download"),
    path(f"{ONE}/referat/send/", minutes.MinutesSend.as_view(), name="meeting_minutes_send"),
    path(f"{ONE}/referat/rett/", minutes.MinutesCorrect.as_view(), name="meeting_minutes_correct"),
    path(
        "nettverk/moter/<int:meeting>/referat/<int:pk>/",
        minutes.MinutesDownload.as_view(),
        name="meeting_minutes_download",
    ),
]
