"""The addresses of development work in kindergartens, and of universities' own pages."""

from django.urls import URLPattern, path

from needs.views import days, development_list, university_page
from needs.views import development as views
from needs.views import development_parts as parts

WORK = "utviklingsarbeid/<int:pk>"
NETWORK = "nettverk/<int:network>/utviklingsarbeid"
UNIVERSITY = "uh/<int:university>"

urlpatterns: list[URLPattern] = [
    path("utviklingsarbeid/", views.DevelopmentOwn.as_view(), name="development_own"),
    path(
        "utviklingsarbeid/begynn/<int:measure>/<int:kindergarten>/",
        views.DevelopmentBegin.as_view(),
        name="development_begin",
    ),
    path(f"{WORK}/", views.DevelopmentDetail.as_view(), name="development_detail"),
    path(f"{WORK}/plan/", views.DevelopmentEdit.as_view(), name="development_edit"),
    path(f"{WORK}/start/", views.development_start, name="development_start"),
    path(f"{WORK}/avslutt/", views.DevelopmentFinish.as_view(), name="development_finish"),
    path(f"{WORK}/stopp/", views.DevelopmentStop.as_view(), name="development_stop"),
    path(f"{WORK}/gjenoppta/", views.development_resume, name="development_resume"),
    path(f"{WORK}/samlinger/ny/", parts.GatheringCreate.as_view(), name="gathering_create"),
    path(f"{WORK}/samlinger/<int:gathering>/endre/", parts.GatheringEdit.as_view(), name="gathering_edit"),
    path(
        f"{WORK}/samlinger/<int:gathering>/fjern/", parts.GatheringRemove.as_view(), name="gathering_remove"
    ),
    path(f"{WORK}/logg/ny/", parts.LogCreate.as_view(), name="development_log_create"),
    path(f"{WORK}/logg/<int:entry>/trekk/", parts.LogWithdraw.as_view(), name="development_log_withdraw"),
    path(f"{NETWORK}/", development_list.DevelopmentList.as_view(), name="development_list"),
    path(
        f"{NETWORK}/excel/",
        development_list.DevelopmentListDownload.as_view(),
        name="development_list_download",
    ),
    path(f"{UNIVERSITY}/", university_page.UniversityPage.as_view(), name="university_page"),
    path(
        f"{UNIVERSITY}/excel/", university_page.UniversityDownload.as_view(), name="university_page_download"
    ),
    path(f"{UNIVERSITY}/dager/nye/", days.UsedDaysCreate.as_view(), name="used_days_create"),
    path(f"{UNIVERSITY}/dager/<int:pk>/endre/", days.UsedDaysEdit.as_view(), name="used_days_edit"),
    path(f"{UNIVERSITY}/dager/<int:pk>/fjern/", days.UsedDaysRemove.as_view(), name="used_days_remove"),
]
