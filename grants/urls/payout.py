"""The addresses of payouts, and of the question whether a study goes on."""

from django.urls import URLPattern, path

from grants.views import payout as views
from grants.views import payout_pay as pay
from grants.views import payout_verbs as verbs
from grants.views import study_confirmation as study

YEAR = "<int:year>/individuelle/"
NETWORK = f"{YEAR}<int:network>/"
ONE = "utbetaling/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(YEAR, views.PayoutOverview.as_view(), name="payout_overview"),
    path(NETWORK, views.PayoutList.as_view(), name="payout_list"),
    path(f"{NETWORK}excel/", views.PayoutListDownload.as_view(), name="payout_list_download"),
    path(f"{NETWORK}betal/<slug:half>/", pay.PayoutPay.as_view(), name="payout_pay"),
    path(f"{NETWORK}betal/<slug:half>/bekreft/", pay.PayoutConfirmPay.as_view(), name="payout_confirm_pay"),
    path(f"{NETWORK}spor/", study.StudyAsk.as_view(), name="study_ask"),
    path("utbetalinger/", views.OwnPayouts.as_view(), name="payout_own"),
    path(ONE, views.PayoutDetail.as_view(), name="payout_detail"),
    path(f"{ONE}brev/", views.payout_letter_download, name="payout_letter_download"),
    path(f"{ONE}studerer/", study.StudyAnswer.as_view(), name="study_answer"),
    path(f"{ONE}del/", verbs.PayoutSplit.as_view(), name="payout_split"),
    path(f"{ONE}stans/", verbs.PayoutStop.as_view(), name="payout_stop"),
    path(f"{ONE}betal-likevel/", verbs.PayoutDecide.as_view(), name="payout_decide"),
    path(f"{ONE}ta-opp-igjen/", verbs.PayoutResume.as_view(), name="payout_resume"),
    path(f"{ONE}gi-tilbake/", verbs.PayoutGiveBack.as_view(), name="payout_give_back"),
    path(f"{ONE}flytt/", verbs.PayoutMove.as_view(), name="payout_move"),
    path("studerer/<str:token>/", study.StudyStudent.as_view(), name="study_student"),
]
