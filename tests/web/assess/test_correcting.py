"""A label is corrected in one click where it is shown, a sample is checked blind, and the model learns or stays."""

import datetime as dt
import logging
import re
import threading

import numpy as np
import pytest
from django.urls import reverse
from django.utils import timezone

from leadline import assess
from leadline.assess import Held, Which
from leadline.assess.reader.model import MODEL_VERSION, load_model
from leadline.engine import Lake
from leadline.errors import LeadlineError
from leadline.web.assess import correcting, learning
from leadline.web.assess.models import CheckRow, CorrectionRow, LayerVersion, LearningRow
from leadline.web.documents import documents
from tests.web.assess.test_x_ray import plain, text

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)
CORRECT, CHECK, LIST = reverse("assess:correct"), reverse("assess:check"), reverse("assess:corrections")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def lake(filled_home) -> Lake:
    return Lake(filled_home.lake)


@pytest.fixture
def at_once(monkeypatch):
    """What is learned in the background is learned before the answer: only this thread sees a test's rows."""
    monkeypatch.setattr(learning, "in_the_background", lambda work: work())


@pytest.fixture
def angry(lake):
    which = Which(party="halden", aspect="customers", theme="waiting-on-the-phone", reading="frustration")
    return assess.find_messages(lake, which, limit=1)[0]


def press(message, says: str) -> dict[str, str]:
    return {"source": message.source, "message": message.message_id, "says": says}


def test_one_click_corrects_a_label_and_says_who_did(client_of, angry):
    answer = client_of("agent").post(CORRECT, press(angry, "frustration:no"), headers=HTMX)
    assert "<html" not in text(answer)
    page = plain(answer)
    assert "No frustration: corrected by" in page
    assert "the model said frustration" in page
    [row] = CorrectionRow.objects.all()
    assert (row.label, row.said, row.read, row.sampled) == ("frustration", "no", "yes", False)
    assert row.model == angry.model == assess.MODEL_VERSION
    assert row.by.username == "agent"


def test_it_counts_at_once_in_the_list_the_conversation_and_for_everybody(client_of, angry):
    client_of("agent").post(CORRECT, press(angry, "sentiment:positive"), headers=HTMX)
    there = reverse("assess:conversation", args=[angry.source, angry.thread_id])
    assert "Positive: corrected by" in plain(client_of("executive").get(there))
    listed = client_of("manager").get(reverse("assess:messages"), {"theme": "waiting-on-the-phone", "party": "halden"})
    assert "Positive: corrected by" in plain(listed)


def test_without_javascript_it_is_a_form_that_leads_back(client_of, angry):
    client = client_of("strategist")
    there = reverse("assess:conversation", args=[angry.source, angry.thread_id])
    page = text(client.get(there))
    assert f'action="{CORRECT}"' in page
    assert 'name="says" value="sentiment:positive"' in page
    assert "csrfmiddlewaretoken" in page
    answer = client.post(CORRECT, press(angry, "need:yes"), headers={"Referer": f"http://testserver{there}"})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"http://testserver{there}")
    away = client.post(CORRECT, press(angry, "need:no"), headers={"Referer": "https://elsewhere.example/"})
    assert away.headers["Location"] == there


def test_undo_lets_count_what_counted_before_and_the_history_stays(client_of, angry):
    client = client_of("agent")
    for says in ("sentiment:neutral", "sentiment:positive"):
        client.post(CORRECT, press(angry, says), headers=HTMX)
    last = CorrectionRow.objects.last()
    assert "Neutral: corrected by" in plain(client.post(reverse("assess:undo", args=[last.pk]), headers=HTMX))
    first = CorrectionRow.objects.last()
    client.post(reverse("assess:undo", args=[first.pk]), headers=HTMX)
    assert [row.said for row in CorrectionRow.objects.all()] == ["neutral", "positive", "neutral", "positive"]


def test_undoing_the_only_correction_leaves_the_models_reading(client_of, angry):
    client = client_of("agent")
    client.post(CORRECT, press(angry, "frustration:no"), headers=HTMX)
    page = plain(client.post(reverse("assess:undo", args=[CorrectionRow.objects.last().pk]), headers=HTMX))
    assert "corrected by" not in page
    assert "frustration: taken back" in plain(client.get(LIST))


@pytest.mark.parametrize("role", ["champion", "viewer", "representative"])
def test_who_may_not_read_messages_corrects_none(client_of, angry, role):
    client = client_of(role)
    assert client.post(CORRECT, press(angry, "frustration:no")).status_code == 403
    assert client.post(reverse("assess:undo", args=[1])).status_code == 403
    for there in (LIST, reverse("assess:corrections_csv"), CHECK):
        assert client.get(there).status_code == 403
    assert client.post(reverse("assess:begin_check"), {"period": "90d"}).status_code == 403
    assert not CorrectionRow.objects.exists()


@pytest.mark.parametrize("role", ["executive", "manager", "agent", "viewer"])
def test_only_a_strategist_lets_the_model_learn(client_of, role):
    client = client_of(role)
    assert client.post(reverse("assess:adapt")).status_code == 403
    assert not LayerVersion.objects.exists()
    assert not LearningRow.objects.exists()
    if role != "viewer":
        assert "A strategist can have it taught." in plain(client.get(CHECK))
        assert f'action="{reverse("assess:adapt")}"' not in text(client.get(CHECK))


LEARNED = reverse("assess:learned")


def test_learning_goes_on_in_the_background_and_the_page_says_what_came_of_it(client_of, monkeypatch):
    waiting = []
    monkeypatch.setattr(learning, "in_the_background", waiting.append)
    client = client_of("strategist")
    answer = client.post(reverse("assess:adapt"), follow=True)
    assert "It is learning now" in plain(answer)
    assert 'hx-trigger="every 1s"' in text(answer)
    assert "Let it learn" not in plain(answer)
    client.post(reverse("assess:adapt"))
    assert len(waiting) == LearningRow.objects.count() == 1
    assert "It is learning now" in plain(client_of("agent").get(LEARNED))
    waiting.pop()()
    done = client.get(LEARNED)
    assert "Not kept: nothing was proven better" in plain(done)
    assert "Sentiment Not yet: 100 more checked messages" in plain(done)
    assert "hx-trigger" not in text(done)
    assert "<html" not in text(done)


def test_what_is_proven_is_told_as_kept_and_that_messages_are_to_be_read_anew(client_of, monkeypatch, at_once):
    proven = Held("need", 120, 120, 80, 100, 22, 2, 0.001, kept=True, why="proven: 80 of 120 right before, 100 after")
    nothing = np.zeros((1, len(load_model().reading.labels)), dtype=np.int16)
    bias = np.zeros(nothing.shape[1])
    taught = assess.Layer(MODEL_VERSION, (proven,), NOW, np.zeros(1, dtype=np.uint32), nothing, bias)
    monkeypatch.setattr(assess, "adapt", lambda *_: taught)
    page = plain(client_of("strategist").post(reverse("assess:adapt"), follow=True))
    assert "Kept: proven better for need." in page
    assert "Need Proven: 80 of 120 right before, 100 after" in page
    assert "read so with the next run: leadline assess" in page


@pytest.mark.parametrize(
    ("error", "says"),
    [(LeadlineError("The disk is full.", "Make room."), "The disk is full"), (ValueError("x"), "nobody foresaw")],
)
def test_where_learning_fails_the_page_says_so_and_it_can_be_tried_again(client_of, monkeypatch, at_once, error, says):
    def fail(*_args, **_more):
        raise error

    monkeypatch.setattr(assess, "adapt", fail)
    client = client_of("strategist")
    page = plain(client.post(reverse("assess:adapt"), follow=True))
    assert "It could not learn:" in page
    assert says in page
    assert page.count("Let it learn") == 1


def test_learning_whose_process_ended_is_told_as_lost(client_of, monkeypatch):
    monkeypatch.setattr(learning, "in_the_background", lambda _work: None)
    client = client_of("strategist")
    client.post(reverse("assess:adapt"))
    LearningRow.objects.update(began_at=timezone.now() - dt.timedelta(minutes=11))
    assert "It began to learn and never ended" in plain(client.get(CHECK))
    client.post(reverse("assess:adapt"))
    assert LearningRow.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_it_really_learns_in_a_thread(client_of):
    client_of("strategist").post(reverse("assess:adapt"))
    for thread in threading.enumerate():
        if thread.name == "leadline-learns":
            thread.join(30)
    row = LearningRow.objects.get()
    assert (row.failed, row.is_under_way) == ("", False)
    assert LayerVersion.objects.count() == 1


def test_a_theme_and_with_it_its_department_is_corrected_in_one_click(client_of, lake, angry):
    """From a list beside the message; pressing the theme itself says that it is not about it."""
    client = client_of("agent")
    there = reverse("assess:conversation", args=[angry.source, angry.thread_id])
    page = plain(client.get(there))
    assert "Waiting on the phone – It is not about it for support" in page
    answer = plain(client.post(CORRECT, press(angry, "theme:billing"), headers=HTMX))
    assert "Bills and payments – It is not about it for sales" in answer
    assert "Bills and payments: corrected by" in answer
    assert "the model said Waiting on the phone" in answer
    [row] = CorrectionRow.objects.all()
    assert (row.label, row.said, row.read, row.by.username) == ("theme", "billing", "waiting-on-the-phone", "agent")
    none = plain(client.post(CORRECT, press(angry, "theme:none"), headers=HTMX))
    assert "No theme: corrected by" in none
    assert " for " not in none.split("about …")[0]
    named = plain(client.post(CORRECT, press(angry, "department:people"), headers=HTMX))
    assert "for people" in named.split("about …")[0]
    assert "For people: corrected by" in named
    assert "the model said for support" in named
    assert "for people" in plain(client.get(LIST))


def test_a_theme_that_the_list_has_no_more_is_refused(client_of, angry):
    client = client_of("strategist")
    client.post(reverse("assess:theme_retire", args=["billing"]))
    assert client.post(CORRECT, press(angry, "theme:billing")).status_code == 400


def test_a_check_asks_for_the_theme_and_measures_theme_and_department(client_of, lake):
    client = client_of("manager")
    client.post(reverse("assess:begin_check"), {"period": "90d"})
    check = CheckRow.objects.get()
    found = {(one.source, one.message_id): one for one in assess.read_messages(lake, [tuple(k) for k in check.keys])}
    there = reverse("assess:answer_check", args=[check.pk])
    assert "What is it about?" in plain(client.get(CHECK))
    for place, key in enumerate(check.keys[:25]):
        topic = f"theme:{found[tuple(key)].theme or 'none'}" if place >= 5 else "department:people"
        client.post(there, {"place": str(place), "sentiment": "neutral", "topic": topic})
    assert client.post(there, {"place": "30", "sentiment": "neutral", "topic": "theme:nothing"}).status_code == 400
    page = plain(client.get(reverse("assess:home")))
    department = assess.share_of(20, 25)
    assert f"Department 80 % [{department.low * 100:.0f}, {department.high * 100:.0f}] 25" in page
    assert re.search(r"Theme (8\d|9\d|100) % \[\d+, \d+\] 25", page)
    assert {row.said for row in check.answers.filter(label="department")} == {"people"}
    assert "are found by phrases" in plain(client.get(CHECK))


@pytest.mark.parametrize("says", ["sentiment:sad", "theme:x", "", "need:perhaps", "department:kitchen", "theme:"])
def test_what_no_label_can_be_is_refused_in_words(client_of, angry, says):
    assert client_of("agent").post(CORRECT, press(angry, says)).status_code == 400
    assert not CorrectionRow.objects.exists()


def test_a_message_that_is_none_is_refused(client_of):
    nothing = {"source": "facebook", "message": "nowhere", "says": "need:yes"}
    assert client_of("agent").post(CORRECT, nothing).status_code == 400


def test_the_log_says_which_label_and_no_word_of_the_message(client_of, angry, caplog):
    with caplog.at_level(logging.INFO, logger="leadline"):
        client_of("agent").post(CORRECT, press(angry, "frustration:no"), headers=HTMX)
    assert "label corrected: frustration" in caplog.text
    assert angry.text[:20] not in caplog.text
    assert angry.message_id not in caplog.text


def test_the_shares_keep_the_models_readings(client_of, lake, angry):
    which = Which(party="halden", theme="waiting-on-the-phone", reading="frustration")
    before = assess.count_messages(lake, which)
    client_of("agent").post(CORRECT, press(angry, "frustration:no"), headers=HTMX)
    assess.label(lake, assess.load_reader(layer=documents().layer))
    assert assess.count_messages(lake, which) == before


def test_a_check_hides_the_labels_and_measures_the_model(client_of, lake):
    client = client_of("manager")
    client.post(reverse("assess:begin_check"), {"period": "90d"})
    check = CheckRow.objects.get()
    assert len({tuple(key) for key in check.keys}) == 50
    page = plain(client.get(CHECK))
    assert "Message 1 of 50" in page
    assert "the model said" not in page.lower().replace("what the model said is not shown", "")
    there = reverse("assess:answer_check", args=[check.pk])
    assert client.post(there, {"place": "0", "does": "keep"}, headers=HTMX).status_code == 400
    answer = client.post(there, {"place": "0", "sentiment": "negative", "shows": ["need"]}, headers=HTMX)
    assert "Message 2 of 50" in plain(answer)
    client.post(there, {"place": "1", "does": "pass"}, headers=HTMX)
    client.post(there, {"place": "0", "sentiment": "positive"}, headers=HTMX)  # the first answer counts
    told = {row.label: row.said for row in check.answers.all()}
    no = dict.fromkeys(("frustration", "excitement", "spam"), "no")
    assert told == {"sentiment": "negative", "need": "yes", **no}
    assert all(row.sampled for row in check.answers.all())
    assert "Message 3 of 50" in plain(client.get(CHECK))


def _answer_all(client, lake, check, *, wrong: int = 0) -> None:
    """As the model reads, but for the first few."""
    drawn = assess.read_messages(lake, [tuple(key) for key in check.keys])
    found = {(one.source, one.message_id): one for one in drawn}
    there = reverse("assess:answer_check", args=[check.pk])
    for place, key in enumerate(check.keys):
        one = found[tuple(key)]
        sentiment = {"negative": "positive"}.get(one.sentiment, "negative") if place < wrong else one.sentiment
        shows = [name for name in ("frustration", "excitement", "need") if getattr(one, name)]
        client.post(there, {"place": str(place), "sentiment": sentiment, "shows": shows})


def test_what_was_checked_stands_on_the_x_ray_with_its_interval(client_of, lake, at_once):
    client = client_of("strategist")
    assert "Nobody has checked yet" in plain(client.get(reverse("assess:home")))
    client.post(reverse("assess:begin_check"), {"period": "90d"})
    _answer_all(client, lake, CheckRow.objects.get(), wrong=10)
    page = plain(client.get(reverse("assess:home")))
    right = assess.share_of(40, 50)
    assert f"Sentiment 80 % [{right.low:.0%}, {right.high:.0%}]".replace("%,", ",").replace("%]", "]") in page
    checked = plain(client.get(CHECK))
    assert "Corrected for misreading" in checked
    client.post(reverse("assess:begin_check"), {"period": "90d"})
    first, second = CheckRow.objects.all()
    assert not {tuple(key) for key in first.keys} & {tuple(key) for key in second.keys}
    client.post(reverse("assess:adapt"))
    assert documents().layer.labels == ()
    assert "not yet: 50 more checked messages" in plain(client.get(CHECK)).lower()


def test_all_that_was_said_can_be_had_as_a_file_without_a_word_of_messages(client_of, angry):
    client = client_of("agent")
    client.post(CORRECT, press(angry, "frustration:no"), headers=HTMX)
    told = client.get(reverse("assess:corrections_csv")).content.decode()
    assert told.splitlines()[0] == "at,by,source,message_id,version,label,said,read,model,sampled"
    assert f"frustration,no,yes,{assess.MODEL_VERSION},no" in told
    assert angry.text[:20] not in told


def test_erasing_messages_erases_what_was_said_of_them_and_what_was_learned(client_of, lake, angry, at_once):
    client = client_of("strategist")
    client.post(CORRECT, press(angry, "frustration:no"), headers=HTMX)
    client.post(reverse("assess:begin_check"), {"period": "90d"})
    client.post(reverse("assess:adapt"))
    check = CheckRow.objects.get()
    drawn = tuple(check.keys[0])
    assert correcting.erase_corrections({(angry.source, angry.message_id), drawn}) == 1
    assert not CorrectionRow.objects.exists()
    assert not LayerVersion.objects.exists()
    assert list(drawn) not in CheckRow.objects.get().keys
    assert "Message 2 of 50" in plain(client.get(CHECK))


def test_a_cell_of_the_file_that_a_spreadsheet_would_run_is_kept_from_it(client_of, angry):
    row = {"version": "", "label": "need", "said": "yes", "read": "no", "model": "m", "at": NOW}
    for name in ("=1+1", "plain"):
        CorrectionRow.objects.create(source="x", message_id=name, **row)
    told = client_of("agent").get(reverse("assess:corrections_csv")).content.decode().splitlines()
    assert [line.split(",")[3] for line in told[1:]] == ["'=1+1", "plain"]


@pytest.mark.parametrize("place", ["9" * 5000, "50", "-1", "x"])
def test_a_place_that_a_check_does_not_have_is_refused_in_words(client_of, lake, place):
    client = client_of("agent")
    client.post(reverse("assess:begin_check"), {"period": "90d"})
    check = CheckRow.objects.get()
    there = reverse("assess:answer_check", args=[check.pk])
    assert client.post(there, {"place": place, "does": "pass"}).status_code == 400
    assert CheckRow.objects.get().passed == []
    assert client.post(there, {"place": "0", "does": "pass"}).status_code == 302
    assert CheckRow.objects.get().passed == [0]
