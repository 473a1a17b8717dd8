from django.urls import path

from backend.web.views import (
    fund_desk,
    fund_desk_cases,
    fund_desk_closing,
    fund_desk_decisions,
    fund_desk_matches,
    fund_desk_money,
    fund_desk_rules,
)

DESK = "fondsverwaltung/"
FUND = f"{DESK}<slug:slug>/"

urlpatterns = [
    path(DESK, fund_desk.funds, name="fund-desks"),
    path(f"{DESK}neu/", fund_desk.create, name="fund-new"),
    path(f"{DESK}aufnahme/<str:public_id>/", fund_desk_matches.decide, name="position-decide"),
    path(f"{DESK}einzahlung/<str:public_id>/erhalten/", fund_desk_money.receive, name="deposit-receive"),
    path(f"{DESK}einzahlung/<str:public_id>/zurueck/", fund_desk_money.give_back, name="deposit-return"),
    path(f"{DESK}auszahlung/<str:public_id>/", fund_desk_money.payout, name="payout"),
    path(f"{DESK}auszahlung/<str:public_id>/ablehnen/", fund_desk_money.payout_decline, name="payout-decline"),
    path(f"{DESK}unterstuetzung/<str:public_id>/erstatten/", fund_desk_money.refund, name="pledge-refund"),
    path(f"{DESK}unterstuetzung/<str:public_id>/pruefen/", fund_desk_cases.question, name="pledge-question"),
    path(f"{DESK}fall/<str:public_id>/", fund_desk_cases.case, name="case"),
    path(f"{DESK}entscheidung/<str:public_id>/", fund_desk_decisions.proposal, name="proposal"),
    path(f"{DESK}entscheidung/<str:public_id>/ablehnen/", fund_desk_decisions.decline, name="proposal-decline"),
    path(f"{DESK}vertretung/<str:public_id>/beenden/", fund_desk_decisions.deputy_end, name="deputy-end"),
    path(f"{DESK}unterlagen/<str:public_id>/", fund_desk_closing.kit, name="fund-kit"),
    path(FUND, fund_desk.desk, name="fund-desk"),
    path(f"{FUND}entscheidungen/", fund_desk_decisions.decisions, name="fund-decisions"),
    path(f"{FUND}einstellungen/", fund_desk_decisions.settings, name="fund-settings"),
    path(f"{FUND}vertretungen/", fund_desk_decisions.deputies, name="fund-deputies"),
    path(f"{FUND}abschluss/", fund_desk_closing.closing, name="fund-closing"),
    path(f"{FUND}abschluss/rest/", fund_desk_closing.remainder, name="fund-remainder"),
    path(f"{FUND}abschluss/abschreiben/<str:public_id>/", fund_desk_closing.write_off, name="fund-write-off"),
    path(f"{FUND}oeffnen/", fund_desk.open_fund, name="fund-open"),
    path(f"{FUND}schliessen/", fund_desk.close_fund, name="fund-close"),
    path(f"{FUND}regel/", fund_desk_rules.rule, name="fund-rule"),
    path(f"{FUND}regel/bauen/", fund_desk_rules.build, name="fund-rule-build"),
    path(f"{FUND}verwaltende/", fund_desk.managers, name="fund-managers"),
    path(f"{FUND}protokoll/", fund_desk.trail, name="fund-trail"),
    path(f"{FUND}freigaben/", fund_desk_matches.approvals, name="fund-approvals"),
    path(f"{FUND}kampagnen/", fund_desk_matches.campaigns, name="fund-campaigns"),
    path(f"{FUND}faelle/", fund_desk_cases.cases, name="fund-cases"),
    path(f"{FUND}einzahlungen/", fund_desk_money.deposits, name="fund-deposits"),
    path(f"{FUND}auszahlungen/", fund_desk_money.payouts, name="fund-payouts"),
    path(f"{FUND}unterstuetzungen/", fund_desk_money.pledges, name="fund-pledges"),
]
