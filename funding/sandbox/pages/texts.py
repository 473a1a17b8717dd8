"""The words of the pages in both languages; the sandbox is a program of its own and carries them itself."""

from collections.abc import Mapping

LANGUAGES = ("de", "en")
_GERMAN: Mapping[str, str] = {
    "test_page": "Testseite: Hier wird kein Geld bewegt. Verwenden Sie nur Testkarten.",
    "pay_title": "Bezahlen",
    "pay_button": "{amount} bezahlen",
    "back": "Abbrechen und zurück",
    "total": "Gesamtbetrag",
    "quantity": "Anzahl {count}",
    "email": "E-Mail-Adresse",
    "holder": "Name auf der Karte (freiwillig)",
    "owner": "Name zum Konto (freiwillig)",
    "number": "Kartennummer",
    "number_hint": "Zum Beispiel 4242 4242 4242 4242",
    "expiry": "Gültig bis",
    "expiry_hint": "Monat und Jahr, etwa 12 / 34",
    "cvc": "Prüfnummer (CVC)",
    "cvc_hint": "3 oder 4 Ziffern",
    "iban": "IBAN",
    "iban_hint": "Zum Beispiel DE89 3704 0044 0532 0130 00",
    "method_card": "Karte",
    "method_sepa_debit": "SEPA-Lastschrift",
    "methods": "Zahlungsart",
    "errors_title": "Die Zahlung wurde nicht ausgeführt",
    "error_email": "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@beispiel.de.",
    "error_number": "Die Kartennummer ist ungültig.",
    "error_expiry": "Geben Sie Monat und Jahr in der Form MM / JJ ein; das Datum muss in der Zukunft liegen.",
    "error_cvc": "Geben Sie die 3 oder 4 Ziffern der Prüfnummer ein.",
    "error_iban": "Die Test-IBAN ist nicht bekannt.",
    "generic_decline": "Ihre Karte wurde abgelehnt.",
    "insufficient_funds": "Auf Ihrer Karte ist nicht genug Geld.",
    "lost_card": "Ihre Karte wurde abgelehnt.",
    "stolen_card": "Ihre Karte wurde abgelehnt.",
    "fraudulent": "Ihre Karte wurde abgelehnt.",
    "card_velocity_exceeded": "Ihre Karte wurde zu oft in kurzer Zeit verwendet.",
    "expired_card": "Ihre Karte ist abgelaufen.",
    "incorrect_cvc": "Die Prüfnummer Ihrer Karte ist falsch.",
    "processing_error": "Bei der Verarbeitung ist ein Fehler aufgetreten. Versuchen Sie es gleich noch einmal.",
    "test_mode_live_card": "Das ist keine Testkarte. Echte Karten werden hier nie angenommen und nicht gespeichert.",
    "authentication": "Ihre Bank hat die Zahlung nicht freigegeben. Wählen Sie eine andere Zahlungsart.",
    "cards_title": "Testkarten",
    "card_ok": "wird bezahlt",
    "card_declined": "wird abgelehnt",
    "card_challenge": "Bank fragt nach (3D Secure)",
    "card_dispute": "wird bezahlt und danach beanstandet",
    "expired_title": "Diese Zahlungsseite ist abgelaufen",
    "expired_text": "Es wurde nichts bezahlt. Gehen Sie zurück und beginnen Sie von vorn.",
    "unknown_title": "Diese Seite gibt es nicht",
    "unknown_text": "Prüfen Sie die Adresse.",
    "challenge_title": "Ihre Bank fragt nach",
    "challenge_text": "Bestätigen Sie die Zahlung über {amount}? Eine echte Bank würde jetzt um Freigabe bitten.",
    "challenge_setup_text": "Darf diese Karte für spätere Zahlungen gespeichert werden?",
    "challenge_complete": "Freigeben",
    "challenge_fail": "Ablehnen",
    "challenge_over_title": "Hier ist nichts mehr zu tun",
    "challenge_over_text": "Diese Nachfrage ist schon beantwortet.",
    "onboarding_title": "Konto für Auszahlungen einrichten",
    "onboarding_text": "Ein echter Zahlungsdienst würde jetzt nach Person und Bank fragen. Hier genügt ein Klick.",
    "onboarding_button": "Einrichtung abschließen",
    "onboarding_over_title": "Dieser Link gilt nicht mehr",
    "onboarding_over_text": "Fordern Sie einen neuen Link an.",
}
_ENGLISH: Mapping[str, str] = {
    "test_page": "Test page: no money moves here. Use test cards only.",
    "pay_title": "Pay",
    "pay_button": "Pay {amount}",
    "back": "Cancel and go back",
    "total": "Total",
    "quantity": "Quantity {count}",
    "email": "E-mail address",
    "holder": "Name on card (optional)",
    "owner": "Account holder (optional)",
    "number": "Card number",
    "number_hint": "For example 4242 4242 4242 4242",
    "expiry": "Expiry date",
    "expiry_hint": "Month / year, like 12 / 34",
    "cvc": "Security code (CVC)",
    "cvc_hint": "3 or 4 digits",
    "iban": "IBAN",
    "iban_hint": "For example DE89 3704 0044 0532 0130 00",
    "method_card": "Card",
    "method_sepa_debit": "SEPA direct debit",
    "methods": "Payment method",
    "errors_title": "The payment was not made",
    "error_email": "Enter an e-mail address, for example name@example.org.",
    "error_number": "The card number is not valid.",
    "error_expiry": "Enter month and year as MM / YY; the date must lie in the future.",
    "error_cvc": "Enter the 3 or 4 digits of the security code.",
    "error_iban": "This test IBAN is not known.",
    "generic_decline": "Your card was declined.",
    "insufficient_funds": "Your card has insufficient funds.",
    "lost_card": "Your card was declined.",
    "stolen_card": "Your card was declined.",
    "fraudulent": "Your card was declined.",
    "card_velocity_exceeded": "Your card was used too often in a short time.",
    "expired_card": "Your card has expired.",
    "incorrect_cvc": "Your card's security code is incorrect.",
    "processing_error": "An error occurred while processing your card. Try again in a little bit.",
    "test_mode_live_card": "This is not a test card. Real cards are never accepted here and not stored.",
    "authentication": "Your bank did not approve the payment. Choose another payment method.",
    "cards_title": "Test cards",
    "card_ok": "is paid",
    "card_declined": "is declined",
    "card_challenge": "the bank asks back (3D Secure)",
    "card_dispute": "is paid and disputed afterwards",
    "expired_title": "This payment page has expired",
    "expired_text": "Nothing was paid. Go back and start again.",
    "unknown_title": "This page does not exist",
    "unknown_text": "Check the address.",
    "challenge_title": "Your bank asks back",
    "challenge_text": "Do you confirm the payment of {amount}? A real bank would now ask you to approve it.",
    "challenge_setup_text": "May this card be kept for later payments?",
    "challenge_complete": "Complete",
    "challenge_fail": "Fail",
    "challenge_over_title": "There is nothing left to do here",
    "challenge_over_text": "This question has been answered already.",
    "onboarding_title": "Set up an account for payouts",
    "onboarding_text": "A real payment service would now ask about person and bank. Here one click is enough.",
    "onboarding_button": "Complete the setup",
    "onboarding_over_title": "This link is no longer valid",
    "onboarding_over_text": "Ask for a new link.",
}
TEXTS: Mapping[str, Mapping[str, str]] = {"de": _GERMAN, "en": _ENGLISH}
_WITHOUT_MINOR_UNITS = {"jpy"}
_SIGNS = {"eur": "€", "usd": "$", "gbp": "£"}


def language_chosen(locale: str | None, accept_language: str) -> str:
    """The session's own locale, or the first of the browser's languages that we speak; English otherwise."""
    wishes = [locale or "auto", *(part.partition(";")[0] for part in accept_language.split(","))]
    for wish in wishes:
        language = wish.strip().lower()[:2]
        if language in LANGUAGES:
            return language
    return "en"


def amount_written(amount: int, currency: str, language: str) -> str:
    """1.250,00 € in German, €1,250.00 in English."""
    digits = f"{amount:,}" if currency in _WITHOUT_MINOR_UNITS else f"{amount // 100:,}.{amount % 100:02d}"
    sign = _SIGNS.get(currency, currency.upper())
    if language == "de":
        return f"{digits.translate(str.maketrans(',.', '.,'))}\N{NO-BREAK SPACE}{sign}"
    return f"{sign}{digits}" if currency in _SIGNS else f"{sign}\N{NO-BREAK SPACE}{digits}"
