"""Trying a sentence: everybody inside sees how it is read, and nothing of it is kept."""

import logging

import pytest
from django.urls import reverse

from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
TRY = reverse("assess:try")
ANGRY = "I have been on hold for an hour and nobody answers the phone, this is awful"


def test_a_sentence_is_read_with_its_probabilities_and_thresholds(client_of):
    page = plain(client_of("viewer").post(TRY, {"text": ANGRY}))
    assert "Sentiment negative" in page
    assert "Frustration yes" in page
    assert "Waiting on the phone · Support" in page
    assert "Counts from" in page


def test_after_the_model_was_let_learn_a_sentence_is_read_and_the_list_of_themes_stands(client_of):
    client = client_of("strategist")
    client.post(reverse("assess:adapt"))
    assert "Sentiment negative" in plain(client.post(TRY, {"text": ANGRY}))
    assert client.get(reverse("assess:theme_list")).status_code == 200


def test_with_htmx_only_the_reading_comes_back(client_of):
    answer = client_of("viewer").post(TRY, {"text": ANGRY}, headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert "Frustration yes" in plain(answer)


def test_a_language_that_is_not_read_is_said_to_be_none(client_of):
    page = plain(
        client_of("viewer").post(TRY, {"text": "Aspetto da un'ora al telefono e nessuno risponde, è davvero terribile"})
    )
    assert "Not read: the language (it)" in page


def test_nothing_of_it_is_kept(client_of, filled_home, caplog):
    word = "zorbulated"
    with caplog.at_level(logging.DEBUG):
        client_of("viewer").post(TRY, {"text": f"My router {word} again"})
    assert word not in caplog.text
    held = b"".join(path.read_bytes() for path in filled_home.root.rglob("*") if path.is_file())
    assert word.encode() not in held


def test_an_empty_and_an_overlong_sentence_are_refused_in_words(client_of):
    client = client_of("viewer")
    assert "This field is required" in plain(client.post(TRY, {"text": " "}))
    assert "at most 1000 characters" in plain(client.post(TRY, {"text": "a " * 600}))


def test_strangers_text_is_shown_as_text(client_of):
    body = client_of("viewer").post(TRY, {"text": "<img src=x onerror=alert(1)> awful"}).content.decode()
    assert "<img" not in body


def test_the_page_stands_before_anything_was_heard(client_of, empty_home):
    assert client_of("viewer", empty_home).get(TRY).status_code == 200
