"""Every address of the portal. Paths are Norwegian, names are English."""

from allauth.account import views as account
from django.urls import URLPattern, URLResolver, include, path

from rekom.health import health
from rekom.views import (
    completions,
    demo,
    dispensations,
    home,
    language,
    round_dates,
    round_page,
    search,
    standstill,
)
from rekom.views.sign_in import SignIn, confirm_email

# Of allauth's pages only those that sign-in by code needs: nobody has a password.
sign_in: list[URLPattern | URLResolver] = [
    path("inn/", SignIn.as_view(), name="account_login"),
    path("inn/", SignIn.as_view(), name="account_request_login_code"),
    path("inn/kode/", account.confirm_login_code, name="account_confirm_login_code"),
    path("inn/registrering/", account.signup, name="account_signup"),
    path("inn/bekreft/", confirm_email, name="account_email_verification_sent"),
    path("inn/avsluttet/", account.account_inactive, name="account_inactive"),
    path("ut/", account.logout, name="account_logout"),
]

FOR_BODY = "frist/<slug:duty>/<int:year>/<slug:body>/"
later_dates: list[URLPattern | URLResolver] = [
    path("frist/", dispensations.DispensationList.as_view(), name="dispensation_list"),
    path("frist/excel/", dispensations.DispensationDownload.as_view(), name="dispensation_download"),
    path(
        "frist/soknad/<int:pk>/",
        dispensations.DispensationRequestDetail.as_view(),
        name="dispensation_request",
    ),
    path("frist/soknad/<int:pk>/gi/", dispensations.DispensationGrant.as_view(), name="dispensation_grant"),
    path(
        "frist/soknad/<int:pk>/avsla/",
        dispensations.DispensationDecline.as_view(),
        name="dispensation_decline",
    ),
    path(
        "frist/soknad/<int:pk>/trekk/",
        dispensations.DispensationWithdraw.as_view(),
        name="dispensation_withdraw",
    ),
    path(
        "frist/<slug:duty>/<int:year>/velg/",
        dispensations.DispensationChoose.as_view(),
        name="dispensation_choose",
    ),
    path(f"{FOR_BODY}be-om/", dispensations.DispensationAsk.as_view(), name="dispensation_ask"),
    path(f"{FOR_BODY}gi/", dispensations.DispensationGive.as_view(), name="dispensation_give"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("nyheter/", home.news, name="news"),
    path("stillstand/", standstill.standstill_page, name="standstill"),
    path("sok/", search.search_page, name="search"),
    path("runde/<int:year>/", round_page.round_detail, name="round_detail"),
    path("runde/ny/<int:year>/<slug:scheme>/", round_dates.RoundCreate.as_view(), name="round_create"),
    path("runde/<int:year>/datoer/", round_dates.RoundDates.as_view(), name="round_dates"),
    path(
        "runde/<int:year>/varsles/<slug:duty>/",
        round_dates.WhoWillBeTold.as_view(),
        name="round_who_is_told",
    ),
    path("runde/<int:year>/utfort/", completions.completion_list, name="completion_list"),
    path(
        "runde/<int:year>/utfort/<slug:duty>/<int:network>/",
        completions.MarkDone.as_view(),
        name="completion_mark",
    ),
    path(
        "runde/<int:year>/utfort/<slug:duty>/<int:network>/angre/",
        completions.UndoDone.as_view(),
        name="completion_undo",
    ),
    *sign_in,
    *later_dates,
    path("sprak/", language.set_language, name="set_language"),
    path("", include("rekom.follow_up.urls")),
    path("", include("rekom.history.urls")),
    path("", include("rekom.components")),
    path("", include("rekom.outbox.urls")),
    path("", include("rekom.feed_urls")),
    path("demo/inn/", demo.demo_sign_in, name="demo_sign_in"),
    path("demo/klokke/", demo.demo_clock, name="demo_clock"),
    path("demo/post/<int:pk>/", demo.demo_mail, name="demo_mail"),
    path("demo/post/<int:pk>/html/", demo.demo_mail_html, name="demo_mail_html"),
    path("", include("networks.urls")),
    path("behov/", include("needs.urls")),
    path("tilskudd/", include("grants.urls")),
    path("rapport/", include("reporting.urls")),
    path("", include("reporting.urls.openness")),
    path("helse/", health, name="health"),
]

handler404 = "reporting.views.open_not_found.not_found"
