from funding.selectors.people_across import grouped


def test_who_shares_something_is_one_through_others_too() -> None:
    known = [("a.1", "mail"), ("b.1", "card"), ("c.1", "mail"), ("c.1", "card"), ("d.1", "else")]
    assert grouped(known) == (("a.1", "b.1", "c.1"),)
    assert grouped([]) == ()
    assert grouped([("a.1", "x"), ("a.1", "y")]) == ()
