"""The addresses of the networks' lists of nominations: by network and grant year."""

from django.urls import URLPattern, path

from needs.views import nomination_county_list as county
from needs.views import nomination_list as views

ONE = "studenter/liste/<int:network>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("studenter/lister/", views.NominationListOverview.as_view(), name="nomination_list_overview"),
    path("studenter/fylket/", county.NominationCountyList.as_view(), name="nomination_county_list"),
    path(
        "studenter/fylket/excel/",
        county.NominationCountyWorkbook.as_view(),
        name="nomination_county_download",
    ),
    path(ONE, views.NominationListDetail.as_view(), name="nomination_list_detail"),
    path(f"{ONE}ranger/", views.NominationListRank.as_view(), name="nomination_list_rank"),
    path(f"{ONE}excel/", views.NominationListWorkbook.as_view(), name="nomination_list_download"),
    path(f"{ONE}send/", views.NominationListSubmit.as_view(), name="nomination_list_submit"),
]
