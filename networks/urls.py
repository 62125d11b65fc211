"""The addresses of networks, kindergartens, organisations, people and rounds."""

from django.urls import URLPattern, path

from networks import (
    agreement_urls,
    arena_urls,
    case_urls,
    composition_urls,
    history_urls,
    meeting_urls,
    membership_urls,
    message_urls,
    plan_urls,
    register_urls,
    seat_urls,
    wheel_urls,
)
from networks.views import addresses, facts, inquiries, inquiry_answers, networks, people, rounds

app_name = "networks"
urlpatterns: list[URLPattern] = [
    path("nettverk/", networks.NetworkList.as_view(), name="network_list"),
    path("nettverk/<int:pk>/", networks.NetworkDetail.as_view(), name="network_detail"),
    path("nettverk/<int:pk>/endre/", facts.network_edit, name="network_edit"),
    path("nettverk/virksomheter/", facts.OrganisationList.as_view(), name="organisation_list"),
    path("nettverk/virksomheter/<int:pk>/", facts.organisation_detail, name="organisation_detail"),
    path("nettverk/virksomheter/<int:pk>/endre/", facts.organisation_edit, name="organisation_edit"),
    path("nettverk/kontoret/", facts.office_detail, name="office_detail"),
    path("nettverk/kontoret/endre/", facts.office_edit, name="office_edit"),
    path("nettverk/barnehager/", networks.KindergartenList.as_view(), name="kindergarten_list"),
    path("nettverk/personer/<int:pk>/adresse/", addresses.EmailCorrect.as_view(), name="email_correct"),
    path("nettverk/runder/", rounds.RoundList.as_view(), name="round_list"),
    path("nettverk/runder/ny/", rounds.round_open, name="round_open"),
    path("nettverk/sporringer/", inquiries.RoundsInquiries.as_view(), name="inquiry_list"),
    path("nettverk/sporringer/ny/<int:year>/", inquiries.InquiryCreate.as_view(), name="inquiry_create"),
    path("nettverk/sporringer/<int:pk>/", inquiries.InquiryDetail.as_view(), name="inquiry_detail"),
    path("nettverk/sporringer/<int:pk>/endre/", inquiries.InquiryEdit.as_view(), name="inquiry_edit"),
    path("nettverk/sporringer/<int:pk>/hvem/", inquiries.InquiryChoose.as_view(), name="inquiry_choose"),
    path("nettverk/sporringer/<int:pk>/send/", inquiries.InquirySend.as_view(), name="inquiry_send"),
    path("nettverk/sporringer/<int:pk>/avlys/", inquiries.InquiryCancel.as_view(), name="inquiry_cancel"),
    path(
        "nettverk/sporringer/<int:pk>/frist/",
        inquiries.InquiryChangeDate.as_view(),
        name="inquiry_change_date",
    ),
    path("nettverk/sporringer/<int:pk>/excel/", inquiries.InquiryDownload.as_view(), name="inquiry_download"),
    path("nettverk/sporringer/<int:pk>/mine/", inquiry_answers.MyAnswers.as_view(), name="inquiry_mine"),
    path("nettverk/sporringer/svar/<int:pk>/", inquiry_answers.AnswerPage.as_view(), name="inquiry_answer"),
    path(
        "nettverk/sporringer/svar/<int:pk>/fil/",
        inquiry_answers.AnswerDownload.as_view(),
        name="inquiry_answer_download",
    ),
    path(
        "nettverk/sporringer/svar/<int:pk>/returner/",
        inquiry_answers.AnswerReturn.as_view(),
        name="inquiry_answer_return",
    ),
    path(
        "nettverk/<int:network>/sporringer/",
        inquiry_answers.NetworksInquiries.as_view(),
        name="inquiry_follow",
    ),
    *seat_urls.urlpatterns,
    *membership_urls.urlpatterns,
    *meeting_urls.urlpatterns,
    *arena_urls.urlpatterns,
    *case_urls.urlpatterns,
    *history_urls.urlpatterns,
    *register_urls.urlpatterns,
    *wheel_urls.urlpatterns,
    *composition_urls.urlpatterns,
    *message_urls.urlpatterns,
    *agreement_urls.urlpatterns,
    *plan_urls.urlpatterns,
    path("meg/", people.profile, name="profile"),
]
