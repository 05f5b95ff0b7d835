"""Themes through their promise: words of a file are found in messages, and a slip in it is named by its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from leadline.assess.reader.fast import load_reader
from leadline.assess.reader.phrase_lookup import LONGEST_PHRASE, MOST_SLOTS, split_phrase, word_counts
from leadline.assess.reader.theme_files import SEEDS, load_themes
from leadline.assess.reader.themes import Themes
from leadline.assess.reader.tokens import read_stream, tokenise
from leadline.errors import LeadlineError
from leadline.words import Department

COMPANY_THEMES = """
department: product
themes:
  - id: lid
    name: The lid
    phrases:
      - lid
      - screw cap
  - id: late-pallet
    name: Pallet is late
    department: logistics
    phrases:
      - pallet / crate + late / delayed
"""


def themes_from(folder: Path, text: str) -> Themes:
    file = folder / "ours.yaml"
    file.write_text(text, encoding="utf-8")
    return load_themes(file)


def found(themes: Themes, *texts: str) -> list[str]:
    return [theme.id if theme else "" for theme in themes.assign(tokenise(read_stream(texts)))]


@pytest.mark.parametrize(
    ("text", "theme", "department"),
    [
        ("I have been on hold for an hour", "waiting-on-the-phone", Department.SUPPORT),
        ("Nobody ever replied to my two mails", "no-answer", Department.SUPPORT),
        ("I want to cancel my subscription", "contract-cancellation", Department.SUPPORT),
        ("Who has access to my personal data?", "privacy", Department.SUPPORT),
        ("What are your opening hours on Sunday?", "opening-hours", Department.SUPPORT),
        ("A big thank you to your technician", "praise-for-staff", Department.SUPPORT),
        ("The app crashes when I pay", "app-and-website", Department.PRODUCT),
        ("Our internet is down again", "outage", Department.PRODUCT),
        ("There is no signal in our village", "coverage", Department.PRODUCT),
        ("The battery of this machine died after a week", "device-fault", Department.PRODUCT),
        ("Could you add a vegan option please", "ideas-and-wishes", Department.PRODUCT),
        ("My parcel is two weeks late", "delivery-late", Department.LOGISTICS),
        ("Three deliveries were delayed", "delivery-late", Department.LOGISTICS),
        ("The box arrived crushed", "delivery-damage", Department.LOGISTICS),
        ("My flight was delayed by five hours", "trip-delay", Department.LOGISTICS),
        ("They lost my luggage", "luggage", Department.LOGISTICS),
        ("I was charged twice on my last bill", "billing", Department.SALES),
        ("Yet another price increase", "price", Department.SALES),
        ("How do I return these shoes for a refund?", "returns-and-refunds", Department.SALES),
        ("Is the red one back in stock?", "availability", Department.SALES),
        ("Your new ad on tv is funny", "campaign", Department.MARKETING),
        ("I am looking for a supplier of screws", "supplier", Department.PROCUREMENT),
        ("Is this batch part of the recall?", "batch-fault", Department.PRODUCTION),
        ("I sent my application for the job in March", "job-application", Department.PEOPLE),
        ("I had a sandwich", "", None),
    ],
)
def test_a_message_gets_the_theme_and_department_of_its_words(
    text: str, theme: str, department: Department | None
) -> None:
    """S4.4, S4.9: a theme belongs to a department."""
    reading = load_reader().read([text])
    assert reading.theme == [theme]
    assert reading.department == [department or ""]


def test_every_customer_touching_department_has_themes_and_ids_are_plain() -> None:
    themes = load_themes()
    assert {theme.department for theme in themes} == set(Department)
    assert all(theme.id == theme.id.lower() and " " not in theme.id for theme in themes)
    assert 25 <= len(themes) <= 60


def test_a_phrase_of_a_theme_finds_that_theme_or_one_with_as_many_words() -> None:
    """No seed is dead: each phrase, written as a message, is met by its own theme at least as well as by any other."""
    themes = load_themes()
    for place, theme in enumerate(themes):
        first_options = [" ".join(slot.split(" / ")[0] for slot in phrase.split(" + ")) for phrase in theme.phrases]
        points = themes.lookup.points(tokenise(read_stream(first_options)))
        assert (points[place] > 0).all(), theme.id


def test_a_company_hands_in_its_own_themes(tmp_path: Path) -> None:
    themes = themes_from(tmp_path, COMPANY_THEMES)
    texts = ["The lids leak", "Screw cap missing", "Two crates were delayed", "The crate is here", "Screw it, cap it"]
    assert found(themes, *texts) == ["lid", "lid", "late-pallet", "", ""]
    assert themes.get("late-pallet") == themes.themes[1]
    assert themes.themes[1].department is Department.LOGISTICS


def test_the_theme_with_more_matched_words_wins_and_the_first_wins_a_draw(tmp_path: Path) -> None:
    themes = themes_from(tmp_path, COMPANY_THEMES)
    assert found(themes, "The crate with the lid is late", "lid") == ["late-pallet", "lid"]
    doubled = themes_from(tmp_path, COMPANY_THEMES.replace("screw cap", "pallet + delayed"))
    assert found(doubled, "pallet delayed") == ["lid"]


def test_words_match_whole_and_across_endings(tmp_path: Path) -> None:
    themes = themes_from(tmp_path, COMPANY_THEMES)
    assert found(themes, "LIDS!", "my lid.", "solid", "lidded eyes", "slid") == ["lid", "lid", "", "lid", ""]


def test_phrases_do_not_reach_over_the_end_of_a_message(tmp_path: Path) -> None:
    themes = themes_from(tmp_path, COMPANY_THEMES)
    assert found(themes, "a screw", "cap", "pallet", "late") == ["", "", "", ""]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (COMPANY_THEMES.replace("department: logistics", "department: rockets"), "line 11"),
        (COMPANY_THEMES.replace("id: late-pallet", "id: lid"), "line 9"),
        (COMPANY_THEMES.replace("      - screw cap", "      - ''"), "line 8"),
        (COMPANY_THEMES.replace("      - screw cap", "      - one two three four five six"), "line 8"),
        (COMPANY_THEMES.replace("      - screw cap", "      - [a, b]"), "line 8"),
        (COMPANY_THEMES.replace("    name: The lid\n", ""), "line 4"),
        (COMPANY_THEMES.replace("name: The lid", "nmae: The lid"), "line 5"),
        (COMPANY_THEMES.replace("themes:", "themes: ["), "line"),
        ("", "empty"),
        ("department: product\n", "no list of themes"),
        ("- a\n- b\n", "line 1"),
    ],
)
def test_a_slip_in_a_themes_file_is_named_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(LeadlineError) as caught:
        themes_from(tmp_path, text)
    assert says in caught.value.sentence
    assert caught.value.advice


def test_a_themes_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(LeadlineError, match="There is no file"):
        load_themes(tmp_path / "none.yaml")


@pytest.mark.parametrize("language", ["de", "es", "fr", "nl", "pt"])
def test_every_theme_has_phrases_in_every_language_that_is_read(language: str) -> None:
    spoken = yaml.safe_load((SEEDS / "languages" / f"{language}.yaml").read_text(encoding="utf-8"))
    assert set(spoken) == {theme.id for theme in load_themes()}
    for phrases in spoken.values():
        assert all(isinstance(phrase, str) for phrase in phrases)
        for slots in map(split_phrase, phrases):
            lengths = word_counts([option for slot in slots for option in slot])
            assert 0 < len(slots) <= MOST_SLOTS, slots
            assert all(0 < length <= LONGEST_PHRASE for length in lengths), slots


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Seit drei Wochen warte ich auf mein Paket, wo bleibt die Lieferung?", "delivery-late"),
        ("Ik hang al een uur in de wacht en er neemt niemand op.", "waiting-on-the-phone"),
        ("Je suis en attente depuis une heure, personne ne décroche le téléphone.", "waiting-on-the-phone"),
        ("Me han cobrado dos veces la misma factura.", "billing"),
        ("Fui cobrado duas vezes na mesma fatura.", "billing"),
    ],
)
def test_themes_are_found_in_other_languages(text: str, theme: str) -> None:
    assert load_reader().read([text]).theme == [theme]
