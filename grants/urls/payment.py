"""The addresses of payments, payment bases, money that comes back, and the ledger."""

from django.urls import URLPattern, path, re_path

from grants.views import ledger, money_back, payment, payment_basis, payment_file

PAYMENTS = "<int:year>/utbetalinger/"
ONE = f"{PAYMENTS}betaling/<int:instalment>/"
GRANT = f"{PAYMENTS}mottaker/<int:grant>/"
urlpatterns: list[URLPattern] = [
    path("betalinger/", payment.OwnPayments.as_view(), name="payment_own"),
    path(PAYMENTS, payment.PaymentList.as_view(), name="payment_list"),
    path(GRANT, payment.PaymentGrant.as_view(), name="payment_grant"),
    path(f"{GRANT}plan/", payment.PaymentSplit.as_view(), name="payment_split"),
    path(f"{GRANT}krav/", money_back.MoneyClaim.as_view(), name="money_claim"),
    path(f"{GRANT}krav/<int:claim>/", money_back.MoneyReturn.as_view(), name="money_return"),
    path(f"{PAYMENTS}grunnlag/", payment_basis.BasisMake.as_view(), name="payment_basis_make"),
    path(f"{PAYMENTS}grunnlag/<int:number>/", payment_basis.BasisDetail.as_view(), name="payment_basis"),
    re_path(
        r"^(?P<year>[0-9]{4})/utbetalinger/grunnlag/(?P<number>[0-9]{1,5})\.(?P<part>xlsx|csv)$",
        payment_basis.basis_download,
        name="payment_basis_download",
    ),
    path(f"{ONE}ut/", payment_basis.PaymentTakeBack.as_view(), name="payment_take_back"),
    path(f"{ONE}likevel/", payment_basis.PaymentOverride.as_view(), name="payment_override"),
    path(f"{ONE}retur/", payment_basis.PaymentBounce.as_view(), name="payment_bounce"),
    path(f"{PAYMENTS}fil/", payment_file.PaidFile.as_view(), name="payment_file"),
    path(f"{PAYMENTS}fil/marker/", payment_file.PaidFileConfirm.as_view(), name="payment_file_confirm"),
    path("<int:year>/hovedbok/", ledger.LedgerDetail.as_view(), name="ledger_detail"),
    path("<int:year>/hovedbok/last-ned/", ledger.ledger_download, name="ledger_download"),
]
