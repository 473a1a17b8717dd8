"""What is sent when the table is played: a valid body for each address that takes one, `$thing` standing for its id."""

from datetime import timedelta
from typing import Any

from backend.core import clock

SOON = (clock.now() + timedelta(days=30)).isoformat()
HOUR = (clock.now() + timedelta(hours=3)).isoformat()
HOUR_LATER = (clock.now() + timedelta(hours=5)).isoformat()
LATER = (clock.now() + timedelta(days=60)).isoformat()
DAY = (clock.now() + timedelta(days=30)).date().isoformat()

# The usual thing for an argument of an address, where it is not called like the argument without `_id`.
THINGS = {
    "member_id": "team_member",
    "role_id": "open_role",
    "entry_id": "log_entry",
    "request_id": "join_request",
    "organisation_id": "association",
    "person_id": "colleague",
    "run_id": "placing_run",
    "seat_id": "placing_seat",
    "wish_id": "placing_wish",
    "key": "=eats",
    "hold_id": "place_hold",
    "feed_id": "feed",
    # A word that is meant as it stands.
    "kind": "=registration",
}
QUERIES = {"api:quote": "?amount_minor=2000", "api:sprint-similar": "?q=drei+gute+Wörter"}

BODIES: dict[str, dict[str, Any]] = {
    "api:programme-sprints": {
        "POST": {"slug": "neu", "title": "Neu", "summary": "Neu", "starts_at": SOON, "ends_at": LATER}
    },
    "api:programme-sprint-from-template": {
        "POST": {"template": "hackathon", "slug": "neu", "title": "Neu", "starts_at": LATER}
    },
    "api:programme-stacking": {"PUT": {"policy": "add"}},
    "api:sprint": {"PATCH": {"title": "Anders"}},
    "api:phase": {"PUT": {"starts_at": SOON, "ends_at": LATER, "features": ["register"]}},
    "api:registration-form": {
        "PUT": {
            "sections": [{"key": "s", "questions": [{"key": "q", "kind": "short", "label": {"de": "Wie heißen Sie?"}}]}]
        }
    },
    "api:solution-sections": {"PUT": {"sections": [{"key": "idea", "title_de": "Idee"}]}},
    "api:registration-answers": {"PUT": {"answers": {"eats": False}}},
    "api:sprint-registrations": {"POST": {}},
    "api:ticket-check-in": {"POST": {"ticket": "$token:ticket"}},
    "api:walk-ins": {"POST": {"name": "Neu", "email": "neu@example.org"}},
    "api:own-certificate": {"POST": {"name": "Citi"}},
    "api:sprint-challenges": {"POST": {"title": "Neu", "summary": "Neu"}},
    "api:challenge": {"PATCH": {"title": "Anders"}},
    "api:challenge-decline": {"POST": {"reason": "Doppelt."}},
    "api:category-call": {"PUT": {"text": "Was fehlt?", "closes_at": SOON}},
    "api:challenge-merge": {"POST": {"challenges": ["$twin"], "reason": "Dasselbe."}},
    "api:challenge-split": {"POST": {"parts": [{"title": "Neu", "summary": "Neu"}], "reason": "Zwei."}},
    "api:challenge-reports": {"POST": {"kind": "offensive"}},
    "api:team-reports": {"POST": {"kind": "offensive"}},
    "api:team-log": {"POST": {"text": "Zwei Straßen haben es ausprobiert."}},
    "api:team-readme": {"PUT": {"address": "https://example.org/readme.md"}},
    "api:log-entry": {"PATCH": {"text": "Drei Straßen."}},
    "api:log-restore": {"POST": {"number": 1}},
    "api:log-hide": {"POST": {"reason": "Es zeigt jemanden ohne Zustimmung."}},
    "api:solution-reports": {"POST": {"kind": "offensive"}},
    "api:solution-rating": {"PUT": {"stars": 4}},
    "api:solution-comments": {"POST": {"body": "Das hilft."}},
    "api:comment-reports": {"POST": {"kind": "offensive"}},
    "api:sprint-community-award": {"POST": {"solution": "$rated"}},
    "web:solution-rate": {"POST": {"stars": "4"}},
    "web:solution-comment": {"POST": {"body": "Das hilft."}},
    "api:solution-conflicts": {"POST": {"juror": "$juror", "reason": "Geschwister."}},
    "web:conflict-declare": {"POST": {"juror": "$juror", "reason": "Geschwister."}},
    "api:abuse-case-decide": {"POST": {"remove": True, "reason": "Beleidigt."}},
    "api:sprint-blocks": {"POST": {"person": "$othr", "reason": "Beleidigt."}},
    "api:block-appeal": {"POST": {"words": "Das stimmt nicht."}},
    "api:challenge-appeal": {"POST": {"words": "Das stimmt nicht."}},
    "api:appeal-decide": {"POST": {"grant": True, "answer": "Sie haben recht."}},
    "api:sprint-moderation-runs": {"POST": {"act": "publish"}},
    "api:challenge-adopt": {"POST": {"organisation": "$sponsor"}},
    "api:challenge-teams": {"POST": {"name": "Noch ein Team"}},
    "api:team": {"PATCH": {"pitch": "Anders"}},
    "api:team-roles": {"POST": {"title": "Design"}},
    "api:team-join-requests": {"POST": {"motivation": "Gern."}},
    "api:connectors": {"POST": {"person": "$citi"}},
    "api:introductions": {"POST": {"registration": "$registration", "team": "$open_team", "message": "Das passt."}},
    "web:introduce": {"POST": {"team": "$open_team", "message": "Das passt."}},
    "web:introduction": {"POST": {"do": "agree"}},
    "web:organiser-connectors": {"POST": {"email": "citi@example.org"}},
    "api:mentors": {"POST": {"person": "$citi"}},
    "api:own-mentoring": {"PUT": {"headline": "Datenschutz"}},
    "api:own-office-hours": {
        "POST": {"starts_at": HOUR, "ends_at": HOUR_LATER, "slot_minutes": 20, "place": "Rathaus"}
    },
    "api:booking-links": {"POST": {"days": 14}},
    "api:slot-book": {"POST": {"team": "$other_team"}},
    "api:booking-feedback": {"POST": {"stars": 5}},
    "web:mentor-offer": {"POST": {"headline": "Datenschutz"}},
    "web:office-hours-open": {
        "POST": {"starts_at": HOUR[:16], "ends_at": HOUR_LATER[:16], "slot_minutes": 20, "place": "Rathaus"}
    },
    "web:booking-link-make": {"POST": {"days": 14}},
    "web:slot-book": {"POST": {"team": "$other_team"}},
    "web:booking": {"POST": {"stars": 5}},
    "web:organiser-mentors": {"POST": {"email": "citi@example.org"}},
    "web:guest-book": {"POST": {"slot": "$slot", "name": "Gast", "email": "gast@example.org"}},
    "web:guest-booking": {"POST": {"do": "cancel", "sure": "yes"}},
    "api:calendar-feeds": {"POST": {"kind": "person"}},
    "web:settings-calendars": {"POST": {"calendar": "person"}},
    "api:placing-wish": {"POST": {"wishes": ["$team"]}},
    "api:placing-seat-object": {"POST": {}},
    "api:placing-wish-pin": {"POST": {"team": "$team"}},
    "api:placing-runs": {"POST": {"seed": 2}},
    "api:announcements": {"POST": {"segments": ["with_place"], "subject_de": "Neu", "body_de": "Neu"}},
    "api:announcement": {"PATCH": {"subject_de": "Anders"}},
    "api:announcement-send": {"POST": {}},
    "api:placing-run-publish": {"POST": {"hours": 24}},
    "api:join-request-accept": {"POST": {}},
    "api:join-request-decline": {"POST": {}},
    "api:team-solutions": {"POST": {"title": "Neu"}},
    "api:solution": {"PATCH": {"title": "Anders"}},
    "api:team-solution": {"PATCH": {"title": "Anders"}},
    "api:solution-offers": {"POST": {"challenge": "$asking"}},
    "api:offer-answer": {"POST": {"state": "in_talks"}},
    "api:rubric": {"PUT": {"title": "Neu", "criteria": [{"title": "Wirkung"}]}},
    "api:sprint-reviews": {"POST": {"solutions": ["$solution"], "jurors": ["$jury"]}},
    "api:sprint-jury-runs": {"POST": {"per_solution": 2, "most_each": 9}},
    "api:juror-release": {"POST": {"reason": "Krank."}},
    "api:selection-method": {"PUT": {"measure": "mean", "quorum": 2, "places": 20, "tie_rule": "lot"}},
    "api:selection-stage": {"POST": {"stage": 1, "solutions": ["$pair_first", "$pair_second"]}},
    "api:selection": {
        "POST": {
            "solutions": ["$solution"],
            "cohort_name": "Die Ausgewählten",
            "notes": {"$solution": "Mutig.", "$judged": "Knapp."},
        }
    },
    "api:comparisons": {"POST": {"first": "$pair_first", "second": "$pair_second", "choice": "tie"}},
    "api:review": {"PATCH": {"points": {"$criterion": 4}}},
    "api:review-recuse": {"POST": {"reason": "Wir kennen uns."}},
    "api:project-stages": {"POST": {"to": "test", "evidence": "100 Menschen nutzen es."}},
    "api:project-milestones": {"POST": {"title": "Neu", "due_on": DAY}},
    "api:milestone": {"PATCH": {"title": "Anders"}},
    "api:milestone-submit": {"POST": {"evidence": "Es läuft."}},
    "api:milestone-return": {"POST": {"reason": "Noch nicht."}},
    "api:milestone-drop": {"POST": {"reason": "Nicht mehr nötig."}},
    "api:project-reports": {"POST": {"title": "Neu", "period_start": DAY, "period_end": DAY}},
    "api:report": {"PUT": {"title": "Anders", "period_start": DAY, "period_end": DAY}},
    "api:report-request-revision": {"POST": {"note": "Bitte mehr."}},
    "api:project-campaigns": {
        "POST": {
            "slug": "neu",
            "title": "Neu",
            "summary": "Neu",
            "goal1_minor": 100_000,
            "starts_at": SOON,
            "ends_at": LATER,
        }
    },
    "api:campaign": {"PATCH": {"title": "Anders"}},
    "api:campaign-approve": {"POST": {}},
    "api:campaign-decline": {"POST": {"note": "Bitte genauer."}},
    "api:campaign-updates": {"POST": {"title": "Neues", "body": "Es geht voran."}},
    "api:team-member-remove": {"POST": {"reason": "Meldet sich nicht."}},
    "api:campaign-pledges": {"POST": {"amount_minor": 2_000}},
    "api:pledge-refunds": {"POST": {"amount_minor": 100, "reason": "Auf Wunsch."}},
    "api:funds": {"POST": {"organisation": "$sponsor", "slug": "neu", "name": "Neu", "summary": "Neu"}},
    "api:fund-managers": {"POST": {"person": "$citi"}},
    "api:fund-rules": {"POST": {"rate_bp": 2_500}},
    "api:fund-settings": {"POST": {"admission": "refuse"}},
    "api:fund-remainder": {"POST": {"use": "returned"}},
    "api:fund-write-offs": {"POST": {"campaign": "$campaign", "amount_minor": 100}},
    "api:match-burden": {"POST": {"burden": "bear"}},
    "api:match-repayment": {"POST": {"amount_minor": 100}},
    "api:proposal-approve": {"POST": {}},
    "api:proposal-decline": {"POST": {"reason": "Noch nicht."}},
    "api:fund-deputies": {"POST": {"deputy": "$second_manager", "starts_on": DAY, "ends_on": DAY}},
    "api:fund-simulations": {
        "POST": {
            "name": "Neu",
            "over": "drawn",
            "pool_minor": 10_000,
            "rules": [
                {
                    "name": "25 %",
                    "definition": {
                        "format": 1,
                        "base": "pledge",
                        "function": {"kind": "percentage", "rate_bp": 2_500},
                    },
                }
            ],
        }
    },
    "api:fund-allocations": {"POST": {}},
    "api:allocation-propose": {"POST": {}},
    "api:simulation-propose": {"POST": {"rule": 1}},
    "api:fund-campaigns": {"POST": {"campaign": "$campaign"}},
    "api:fund-campaign-accept": {"POST": {}},
    "api:fund-campaign-reject": {"POST": {"note": "Passt nicht."}},
    "api:fund-deposits": {"POST": {"sponsor": "$sponsor", "amount_minor": 5_000}},
    "api:match-approve": {"POST": {}},
    "api:cases": {"POST": {"pledge": "$late_pledge", "note": "Zu klären."}},
    "api:case-decide": {"POST": {"verdict": "counted", "note": "Klar."}},
    "api:payout-decline": {"POST": {"reason": "Noch nicht."}},
    "api:organisations": {"POST": {"name": "Neu"}},
    "api:organisation": {"PATCH": {"about": "Neu"}},
    "api:organisation-invitations": {"POST": {"person": "$othr", "role": "member"}},
    "api:organisation-member": {"PUT": {"role": "member"}},
    "api:me": {"PATCH": {"language": "en"}},
    "api:tokens": {"POST": {"name": "Neu", "scopes": ["read"]}},
}
