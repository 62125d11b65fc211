"""The addresses of long-term plans: a network's, the county's, and the public ones."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from networks.views import plan_public as public
from networks.views import plan_write as write
from networks.views import plans

NETWORK = "nettverk/<int:network>/plan/"
COUNTY = "nettverk/samarbeidsforum/plan/"


def _both(tail: str, view: Callable[..., Any], name: str) -> list[URLPattern]:
    """The same page of a network's plan and of the county's."""
    return [
        path(f"{NETWORK}{tail}", view, name=f"plan_{name}"),
        path(f"{COUNTY}{tail}", view, name=f"county_plan_{name}"),
    ]


urlpatterns: list[URLPattern] = [
    path(NETWORK, plans.PlanDetail.as_view(), name="plan_detail"),
    path(COUNTY, plans.PlanDetail.as_view(), name="county_plan"),
    *_both("begynn/", plans.PlanBegin.as_view(), "begin"),
    *_both("skriv/<slug:step>/", write.PlanEdit.as_view(), "edit"),
    *_both("mal/nytt/", write.GoalCreate.as_view(), "goal_create"),
    *_both("mal/rekkefolge/", write.GoalsOrder.as_view(), "goals_order"),
    *_both("mal/<int:pk>/", write.GoalEdit.as_view(), "goal_edit"),
    *_both("mal/<int:pk>/ta-ut/", write.GoalRemove.as_view(), "goal_remove"),
    *_both("godkjenn/", plans.PlanApprove.as_view(), "approve"),
    *_both("trekk-godkjenning/", plans.PlanWithdraw.as_view(), "withdraw"),
    *_both("revider/", plans.PlanRevise.as_view(), "revise"),
    *_both("versjoner/", plans.PlanVersions.as_view(), "versions"),
    path(f"{NETWORK}fastsett/", plans.PlanAdopt.as_view(), name="plan_adopt"),
    path(f"{NETWORK}star-ved-lag/", plans.PlanKeep.as_view(), name="plan_keep"),
    path(f"{COUNTY}vedtatt/", plans.CountyPlanRecord.as_view(), name="county_plan_record"),
    path(f"{COUNTY}vedlegg/nytt/", write.AttachmentCreate.as_view(), name="county_plan_attach"),
    path(f"{COUNTY}vedlegg/fakta/", write.FactsCreate.as_view(), name="county_plan_facts"),
    path(f"{COUNTY}vedlegg/<int:pk>/", write.AttachmentDownload.as_view(), name="county_plan_file_download"),
    path(f"{COUNTY}vedlegg/<int:pk>/ta-ut/", write.AttachmentRemove.as_view(), name="county_plan_detach"),
    path("planer/", public.PlanPublicList.as_view(), name="plan_public"),
    path("planer/<int:pk>/", public.PlanPublicDetail.as_view(), name="plan_public_detail"),
    path("planer/<int:pk>/pdf/", public.PlanPublicDownload.as_view(), name="plan_public_download"),
    path(
        "planer/<int:plan>/vedlegg/<int:pk>/",
        public.PlanPublicAttachment.as_view(),
        name="plan_public_attachment_download",
    ),
]
