"""The address of a plan's goals beside the measures."""

from django.urls import URLPattern, path

from needs.views.plan_goals import PlanGoals

urlpatterns: list[URLPattern] = [
    path("nettverk/<int:network>/plan/mal/", PlanGoals.as_view(), name="plan_goals"),
]
