"""The addresses of the recommendation."""

from django.urls import URLPattern, path

from grants.views import recommendation as views
from grants.views import recommendation_documents as documents

urlpatterns: list[URLPattern] = [
    path("<int:year>/innstilling/", views.RecommendationDetail.as_view(), name="recommendation_detail"),
    path("<int:year>/innstilling/skriv/", views.RecommendationEdit.as_view(), name="recommendation_edit"),
    path("<int:year>/innstilling/prioriter/", views.RecommendationRank.as_view(), name="recommendation_rank"),
    path("<int:year>/innstilling/vedta/", views.RecommendationAdopt.as_view(), name="recommendation_adopt"),
    path("<int:year>/innstilling/apne/", views.RecommendationReopen.as_view(), name="recommendation_reopen"),
    path(
        "<int:year>/innstilling/utkast/",
        documents.recommendation_draft_download,
        name="recommendation_draft_download",
    ),
    path(
        "<int:year>/innstilling/<int:number>/pdf/",
        documents.recommendation_download,
        name="recommendation_download",
    ),
]
