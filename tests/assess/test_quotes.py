"""Quotes stand for what most say, not for the loudest, and quote each person once (S3.10)."""

import datetime as dt

from leadline.assess import ReadMessage, load_reader, read_sentence, typical

AT = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


def message(text: str, author: str = "") -> ReadMessage:
    return ReadMessage(
        source="s",
        message_id=text,
        thread_id="t",
        channel="x",
        about_party="halden",
        speaker_role="customer",
        author=author or text,
        posted_at=AT,
        kind="message",
        text=text,
        sentiment="negative",
        frustration=True,
        excitement=False,
        need=False,
        theme="billing",
    )


HOLD = [f"I waited {minutes} minutes on hold and nobody answered the phone" for minutes in ("ten", "twenty", "forty")]
BILL = [f"My bill of {month} shows a charge that I never ordered" for month in ("May", "June")]
LOUD = "WORST COMPANY EVER!!! ABSOLUTE CRIMINALS!!! SUE THEM ALL, SHARE THIS!!!"


def test_the_first_quote_is_of_what_most_say_and_the_next_of_something_else():
    chosen = [one.text for one in typical([message(text) for text in (LOUD, *BILL, *HOLD)], 2)]
    assert chosen[0] in HOLD
    assert chosen[1] in BILL


def test_nobody_is_quoted_twice_and_nothing_is_made_up():
    said = [message(text, author="ann") for text in HOLD]
    assert len(typical(said, 3)) == 1
    assert set(typical([*said, message(BILL[0], "bob")], 3)) <= {*said, message(BILL[0], "bob")}


def test_what_is_too_short_or_too_long_is_no_quote():
    assert typical([message("No!"), message("Why? " * 200)]) == ()
    assert typical([]) == ()


def test_the_choice_does_not_hang_on_chance():
    said = [message(text) for text in (*HOLD, *BILL, LOUD)]
    assert typical(said) == typical(said)


def test_a_sentence_is_read_as_it_would_be_among_others():
    reader = load_reader()
    text = "I have been on hold for an hour and nobody answers the phone, this is awful"
    told = read_sentence(reader, text)
    among = reader.read(["hello", text, "thanks"])
    assert (told.sentiment, told.theme, told.department) == ("negative", "Waiting on the phone", "support")
    assert told.sentiments["negative"] == float(among.p_negative[1])
    frustration = next(one for one in told.signals if one.name == "frustration")
    assert frustration.shown
    assert frustration.p >= frustration.threshold > 0
    assert read_sentence(reader, "Aspetto da un'ora al telefono e nessuno risponde, è davvero terribile").read is False
