"""What is new: pairs of words that mark this week's messages off from the weeks before."""

from __future__ import annotations

from leadline.assess.themes.phrases import telling_phrases

BEFORE = ["My parcel is late again", "The blue lid does not fit", "Parcel late, no answer", "Great service"] * 10


def test_a_planted_new_phrase_stands_first() -> None:
    now = [*BEFORE[:20], *["There is a strange smell in the new kettle"] * 6]
    phrases = telling_phrases(now, BEFORE)
    assert phrases[0].text == "new kettle"
    assert phrases[0].messages == 6
    assert phrases[0].background_messages == 0
    assert "strange smell" in {phrase.text for phrase in phrases}


def test_what_was_as_frequent_before_is_not_new() -> None:
    assert telling_phrases(BEFORE[:20], BEFORE) == []


def test_a_pair_counts_once_per_message_and_needs_three_messages() -> None:
    shouted = ["strange smell " * 50, "strange smell"]
    assert telling_phrases(shouted, BEFORE) == []
    assert telling_phrases([*shouted, "A strange smell!"], BEFORE)[0].messages == 3


def test_pairs_end_with_the_sentence_and_hold_no_function_words() -> None:
    texts = ["It smells. Kettle broken, of the shop"] * 5
    assert [phrase.text for phrase in telling_phrases(texts, [])] == ["kettle broken"]
