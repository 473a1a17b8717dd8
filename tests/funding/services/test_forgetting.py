from funding.selectors.personal_data import funding_personal_data
from funding.services.forgetting import person_forget
from funding.services.pledges import Backer
from tests.factories.accounts import UserFactory
from tests.funding.scenes import Scene


def test_the_money_stays_the_words_go(scene: Scene) -> None:
    person = UserFactory.create()
    pledge = scene.paid(2_000, backer=Backer(user=person), message="Für Oma")
    kept = scene.paid(2_000, message="Bleibt")
    for _ in range(2):
        person_forget(user=person)
    pledge.refresh_from_db()
    kept.refresh_from_db()
    assert (pledge.message, pledge.is_anonymous, pledge.amount_minor) == ("", True, 2_000)
    assert (kept.message, kept.is_anonymous) == ("Bleibt", False)


def test_a_person_gets_what_is_held_about_it(scene: Scene) -> None:
    person = UserFactory.create()
    pledge = scene.paid(2_000, backer=Backer(user=person), message="Für Oma")
    scene.paid(2_000)
    (row,) = funding_personal_data(person).tables["pledges"]
    assert (row["public_id"], row["message"], row["amount_minor"]) == (pledge.public_id, "Für Oma", 2_000)
    tables = funding_personal_data(scene.managers[0]).tables
    assert {name for name, rows in tables.items() if rows} == {"managed_funds"}
