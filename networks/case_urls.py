"""The addresses of one case of a meeting, of impartiality in it, and of its votes."""

from django.urls import URLPattern, path

from networks.views import impartiality, meeting_case, votes

CASE = "nettverk/moter/saker/<int:pk>"
DECLARATION = "nettverk/moter/habilitet/<int:pk>"
BALLOT = "nettverk/moter/voteringer/<int:pk>"

urlpatterns: list[URLPattern] = [
    path(f"{CASE}/", meeting_case.MeetingItemDetail.as_view(), name="meeting_item_detail"),
    path(f"{CASE}/habilitet/", impartiality.ImpartialityDeclare.as_view(), name="impartiality_declare"),
    path(f"{DECLARATION}/trekk/", impartiality.DeclarationWithdraw.as_view(), name="declaration_withdraw"),
    path(f"{DECLARATION}/avgjor/", impartiality.DeclarationDecide.as_view(), name="declaration_decide"),
    path(
        f"{DECLARATION}/vurder-igjen/",
        impartiality.DeclarationReconsider.as_view(),
        name="declaration_reconsider",
    ),
    path(f"{CASE}/votering/", votes.BallotOpen.as_view(), name="ballot_open"),
    path(f"{CASE}/vedtak/", votes.MeetingItemSettle.as_view(), name="meeting_item_settle"),
    path(f"{BALLOT}/stem/", votes.BallotVote.as_view(), name="ballot_vote"),
    path(f"{BALLOT}/handsopprekning/", votes.BallotRecord.as_view(), name="ballot_record"),
    path(f"{BALLOT}/avslutt/", votes.BallotClose.as_view(), name="ballot_close"),
]
