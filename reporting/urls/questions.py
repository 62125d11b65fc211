"""The addresses of a round's questions."""

from django.urls import path

from reporting.views import questions as views

urlpatterns = [
    path("sporsmal/<int:year>/", views.QuestionList.as_view(), name="question_list"),
    path("sporsmal/<int:year>/nytt/", views.QuestionAdd.as_view(), name="question_add"),
    path("sporsmal/<int:year>/<int:pk>/", views.QuestionChange.as_view(), name="question_change"),
    path("sporsmal/<int:year>/<int:pk>/skjul/", views.QuestionUse.as_view(), name="question_hide"),
    path("sporsmal/<int:year>/<int:pk>/vis/", views.QuestionUse.as_view(is_back=True), name="question_show"),
]
