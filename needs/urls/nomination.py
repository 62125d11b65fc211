"""The addresses of nominations, and of the student's own page."""

from django.urls import URLPattern, path

from needs.rules.study import STUDY_VERBS
from needs.views import nomination as views
from needs.views import nomination_form as forms
from needs.views import nomination_verbs as verbs
from needs.views.student import StudentPage

ONE = "studenter/<int:pk>/"
STUDY_WORDS = {
    "go_on_leave": "permisjon",
    "come_back": "tilbake-i-studiet",
    "finish": "ferdig",
    "stop": "slutter",
    "move_to_owner": "flytter",
}

urlpatterns: list[URLPattern] = [
    path("studenter/", views.OwnNominations.as_view(), name="nomination_list"),
    path("studenter/ny/<int:year>/", forms.NominationBegin.as_view(), name="nomination_create"),
    path(ONE, views.NominationDetail.as_view(), name="nomination_detail"),
    path(f"{ONE}skriv/", forms.NominationEdit.as_view(), name="nomination_edit"),
    path(f"{ONE}foresla/", verbs.HandOver.as_view(verb="propose"), name="nomination_propose"),
    path(f"{ONE}send/", verbs.HandOver.as_view(verb="submit"), name="nomination_submit"),
    path(f"{ONE}bekreft/", verbs.HandOver.as_view(verb="confirm"), name="nomination_confirm"),
    path(f"{ONE}send-tilbake/", verbs.NominationSendBack.as_view(), name="nomination_send_back"),
    path(f"{ONE}trekk/", verbs.NominationWithdraw.as_view(), name="nomination_withdraw"),
    path(f"{ONE}ta-tilbake/", verbs.nomination_take_back, name="nomination_take_back"),
    path(f"{ONE}ny-lenke/", verbs.nomination_renew_link, name="nomination_renew_link"),
    *(
        path(
            f"{ONE}{STUDY_WORDS[verb]}/",
            (verbs.MoveToOwner if verb == "move_to_owner" else verbs.FollowStudy).as_view(verb=verb),
            name=f"nomination_{verb}",
        )
        for verb in STUDY_VERBS
    ),
    path("min-nominasjon/<str:token>/", StudentPage.as_view(), name="student"),
]
