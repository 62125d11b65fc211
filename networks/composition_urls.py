"""The addresses of who takes part in networks and in the forum, and of what the county governor finds lacking."""

from django.urls import URLPattern, path

from networks.views import composition, gaps

urlpatterns: list[URLPattern] = [
    path(
        "nettverk/<int:network>/sammensetning/",
        composition.CompositionDetail.as_view(),
        name="composition_detail",
    ),
    path(
        "nettverk/samarbeidsforum/sammensetning/",
        composition.ForumComposition.as_view(),
        name="forum_composition",
    ),
    path("nettverk/mangler/", gaps.GapList.as_view(), name="gap_list"),
    path("nettverk/mangler/excel/", gaps.GapDownload.as_view(), name="gap_download"),
]
