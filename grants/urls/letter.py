"""The addresses of issued letters."""

from django.urls import URLPattern, path

from grants.views import letter as views
from grants.views import letter_batch as batches
from grants.views import letter_drafts as drafts
from grants.views import letter_template as templates

TEMPLATE = "<int:year>/brevmaler/<slug:kind>/<slug:form>/"
urlpatterns: list[URLPattern] = [
    path("brev/", views.LetterList.as_view(), name="letter_list"),
    path("brev/<int:letter>/", views.LetterDownload.as_view(), name="letter_download"),
    path("brev/<int:letter>/om/", views.LetterDetail.as_view(), name="letter_detail"),
    path("<int:year>/vedtak/brev.zip", views.letters_download, name="letters_download"),
    path("<int:year>/vedtak/brev/", batches.LettersIssue.as_view(), name="letters_issue"),
    path("<int:year>/vedtak/brev/framdrift/", batches.letters_progress, name="letters_progress"),
    path("<int:year>/vedtak/brevene/", drafts.LetterDrafts.as_view(), name="letter_drafts"),
    path(
        "<int:year>/vedtak/utkast/<int:grant>/forskjeller/",
        drafts.LetterDifference.as_view(),
        name="letter_difference",
    ),
    path("<int:year>/vedtak/utkast/<int:grant>/", batches.letter_preview, name="letter_preview"),
    path("<int:year>/brevmaler/", templates.LetterTemplateList.as_view(), name="letter_template_list"),
    path(TEMPLATE, templates.LetterTemplateEdit.as_view(), name="letter_template_edit"),
    path(
        f"{TEMPLATE}versjoner/", templates.LetterTemplateVersions.as_view(), name="letter_template_versions"
    ),
]
