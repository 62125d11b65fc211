"""The addresses of the county's code tables."""

from django.urls import URLPattern, path

from needs.views import tables as views

urlpatterns: list[URLPattern] = [
    path("temaer/", views.ThemeList.as_view(), name="theme_list"),
    path("temaer/nytt/", views.ThemeCreate.as_view(), name="theme_create"),
    path("temaer/<int:pk>/", views.ThemeEdit.as_view(), name="theme_edit"),
    path("temaer/<int:pk>/ut/", views.ThemeUse.as_view(), name="theme_retire"),
    path("temaer/<int:pk>/inn/", views.ThemeUse.as_view(is_back=True), name="theme_restore"),
    path("studietyper/", views.StudyTypeList.as_view(), name="study_type_list"),
    path("studietyper/ny/", views.StudyTypeCreate.as_view(), name="study_type_create"),
    path("studietyper/<int:pk>/", views.StudyTypeEdit.as_view(), name="study_type_edit"),
    path("studietyper/<int:pk>/ut/", views.StudyTypeUse.as_view(), name="study_type_retire"),
    path("studietyper/<int:pk>/inn/", views.StudyTypeUse.as_view(is_back=True), name="study_type_restore"),
    path("studietyper/belop/", views.StudyTerms.as_view(), name="study_terms_newest"),
    path("studietyper/belop/<int:year>/", views.StudyTerms.as_view(), name="study_terms"),
]
