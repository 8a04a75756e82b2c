import pytest
from pytest_django import Settings

from config.core.errors import DataValidationError
from notifications.channels.sms.gsm import fitted, length, spelled
from notifications.channels.sms.numbers import parsed

LINK = "https://formline.example/notifications/01a20734-a6d5-7753-86b2-a7a9d2bb5c29/"


def test_words_and_link_are_one_message() -> None:
    assert fitted("Easy run tomorrow.", LINK) == f"Easy run tomorrow. {LINK}"


def test_long_words_are_cut_and_the_link_stays_whole() -> None:
    said = fitted("Your threshold run was much harder than planned. " * 5, LINK)

    assert length(said) <= 160
    assert said.endswith(f"... {LINK}")


def test_a_link_that_leaves_no_room_is_left_out() -> None:
    said = fitted("Easy run tomorrow.", "https://" + "long." * 24 + "example/")

    assert said == "Easy run tomorrow."


def test_what_takes_two_places_counts_twice() -> None:
    assert length("a€[") == 5
    assert length(fitted("€" * 200, "")) <= 160


@pytest.mark.parametrize(
    ("given", "sent"),
    [
        ("“Keep it easy.” 2–3 km…", '"Keep it easy." 2-3 km...'),
        ("40\u202f%", "40 %"),
        ("Müller, Åse, José", "Müller, Åse, José"),
        ("Łódź ç", "Lodz c"),
        ("走る 🏃", "?? ?"),
        ("line\u2028break", "line break"),
    ],
)
def test_a_message_holds_the_alphabet_of_text_messages_only(given: str, sent: str) -> None:
    assert spelled(given) == sent


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+49 151 12345678", "+4915112345678"),
        ("0049 (151) 123-456.78", "+4915112345678"),
        (" +43/664/1234567 ", "+436641234567"),
        ("+12025550123", "+12025550123"),
    ],
)
def test_a_number_may_be_written_as_people_do(typed: str, number: str) -> None:
    assert parsed(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "0151 12345678",
        "+49",
        "+49151abc",
        "+0491511234",
        "+4915112345678901",
        "tel:+49151123456",
        "＋4915",
    ],
)
def test_what_is_no_number_of_the_world_is_refused(typed: str) -> None:
    with pytest.raises(DataValidationError, match="with its country"):
        parsed(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "+8613812345678",
        "+18765551234",
        "+12425551234",
        "+19005551234",
        "+447012345678",
        "+33899123456",
        "+49900123456",
        "+48601234567",
    ],
)
def test_other_countries_and_dear_numbers_are_refused(typed: str) -> None:
    with pytest.raises(DataValidationError, match="No text messages go"):
        parsed(typed)


def test_the_operator_names_the_countries(settings: Settings) -> None:
    settings.SMS_COUNTRIES = ["PL"]

    assert parsed("+48601234567") == "+48601234567"
    with pytest.raises(DataValidationError):
        parsed("+4915112345678")
