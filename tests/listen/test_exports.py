"""Exports of networks, helpdesks, sales and surveys come in by their own headers, with what is hard about each.

Demands: counters of own posts are told from objectives (S0.3), calls are counted (S0.6, S0.14), first replies (S0.9),
sales (S1.6), reviews and reports of incidents (S1.17), visits and surveys (S1.18).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from leadline.engine import Lake, rows
from leadline.errors import LeadlineError
from leadline.listen import COUNTED, PROFILES, Options, import_all_sheets, import_file, messages, metrics
from leadline.listen.opening import first_header
from leadline.strategy import is_vanity
from tests.listen.conftest import BOOK, NOW, bytes_of
from tests.listen.exports import EXPORTS, Sample, car, sample_of, table, workbook


def said(home) -> dict[str, dict]:
    return {row["text"]: row for row in rows(messages(Lake(home.lake)))}


def values(home) -> dict[tuple[str, str, str], float]:
    """By metric, day and segment."""
    told = rows(metrics(Lake(home.lake)))
    return {(row["metric"], row["day"].isoformat(), row["segment"]): row["value"] for row in told}


def of(home, *names: str) -> dict[tuple[str, str, str], float]:
    return {key: value for key, value in values(home).items() if key[0] in names}


@pytest.mark.parametrize("sample", EXPORTS, ids=lambda one: one.profile)
def test_an_export_is_known_by_its_columns_and_every_row_is_counted_once(take, sample: Sample):
    first, again = take(sample), take(sample)
    assert (first.profile, first.read) == (sample.profile, sample.rows)
    for count in (first, again):
        assert count.read == count.new + count.known + count.refused
    assert first.new > 0
    assert (again.new, again.refused) == (0, first.refused)
    assert not [why for why in first.reasons if "cannot read yet" in why]


@pytest.mark.parametrize("sample", EXPORTS, ids=lambda one: one.profile)
def test_no_export_leaves_a_name_an_address_or_a_number_of_a_person_in_the_lake(take, halden, sample: Sample):
    take(sample)
    held = bytes_of(halden)
    for word in (b"Ann Smith", b"ann@mail.example", b"Bob Jones", b"ann_s", b"0612345678", b"203.0.113.7", b"did:plc"):
        assert word not in held


@pytest.mark.parametrize("sample", [one for one in EXPORTS if one.name.endswith(".csv")], ids=lambda one: one.profile)
def test_lines_of_words_above_the_header_change_nothing(take, halden, sample: Sample):
    if sample.profile in ("ga4", "asterisk"):
        return  # no header of its own, and a report of many tables
    encoding = (
        "utf-16-le" if sample.profile == "meltwater" else "utf-16" if sample.data[:2] == b"\xff\xfe" else "utf-8-sig"
    )
    text = sample.data.decode(encoding)
    count = take(sample, data=("Halden's export\r\n\r\nfrom,to\r\n" + text).encode(encoding))
    assert (count.profile, count.read) == (sample.profile, sample.rows)


def test_x_archive_holds_what_the_brand_said_and_whom_it_answered(take, halden):
    take(sample_of("x-archive"))
    told = {row["message_id"]: row for row in rows(messages(Lake(halden.lake)))}
    assert told["1050118621198921728"]["text"] == "We are on it & sorry"
    assert told["1050118621198921729"]["reply_to"] == "1050118621198921700"
    assert {(row["speaker_role"], row["channel"]) for row in told.values()} == {("brand", "x")}


def test_reddit_joins_comments_to_their_post_and_keeps_deleted_accounts_apart(take, halden):
    count = take(sample_of("reddit"))
    told = said(halden)
    comment, post = told["No signal & no help"], told["Halden is down\nsince noon"]
    assert comment["thread_id"] == post["thread_id"] == post["message_id"]
    assert comment["posted_at"] == dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    assert comment["about_party"] == "unknown"
    assert count.unheard == 1, "a deletion of what never came in"


def test_mastodon_tells_boosts_from_words_and_makes_html_plain(take, halden):
    take(sample_of("mastodon-outbox"))
    told = said(halden)
    assert told["It works again.\nSorry & thanks"]["message_id"] == "1"
    assert told["Ja"]["reply_to"].startswith("p"), "an address of another server is kept as a pseudonym"
    assert told[""]["kind"] == "action"


def test_bluesky_believes_the_key_of_a_record_where_the_client_set_another_time(take, halden):
    count = take(sample_of("bluesky-car"))
    late = said(halden)["We are on it"]["posted_at"]
    assert late.date() == dt.date(2024, 10, 8), "createdAt says 2019"
    assert list(count.reasons) == ["“…” is no post"]
    [like] = [row for row in rows(messages(Lake(halden.lake))) if row["kind"] == "action"]
    assert like["reply_to"]


def test_a_repository_that_was_cut_is_one_sentence(take):
    whole = sample_of("bluesky-car")
    for size in (90, len(whole.data) // 2, len(whole.data) - 3):
        with pytest.raises(LeadlineError, match="repository of Bluesky"):
            take(whole, data=whole.data[:size])
    assert take(whole, data=car({}), name="empty.car").read == 0


def test_chatwoot_tells_notes_and_notices_from_messages(take, halden):
    take(sample_of("chatwoot"))
    kinds = {text: (row["kind"], row["speaker_role"]) for text, row in said(halden).items()}
    assert kinds == {
        "Where is my order?": ("message", "customer"),
        "On its way": ("message", "brand"),
        "ask the shop": ("note", "brand"),
        "Conversation was resolved": ("system", "brand"),
    }


def test_google_play_gives_the_reply_with_its_own_time_and_the_edit_of_the_review(take, halden):
    take(sample_of("google-play"))
    told = said(halden)
    review, reply = told["Werkt niet"], told["Nu wel, sorry"]
    assert reply["reply_to"] == review["message_id"]
    assert reply["thread_id"] == review["thread_id"]
    assert (reply["posted_at"] - review["posted_at"], reply["speaker_role"]) == (dt.timedelta(hours=2), "brand")
    assert review["edited_at"] == dt.datetime(2026, 9, 1, 11, tzinfo=dt.UTC)


def test_talkwalker_and_meltwater_are_about_whom_they_name_only(take, halden):
    take(sample_of("talkwalker"))
    take(sample_of("meltwater"))
    told = said(halden)
    assert told["Halden down\nNo signal since noon"]["posted_at"] == dt.datetime(2026, 9, 25, 12, 5, tzinfo=dt.UTC)
    assert {row["about_party"] for row in told.values()} == {"unknown"}
    assert told["Halden is down since noon"]["channel"] == "media"


def test_counters_of_a_post_stand_apart_from_those_of_a_day_and_are_vanity_too(take, halden):
    take(sample_of("facebook-posts"))
    take(sample_of("facebook-days"))
    assert of(halden, "post_reach", "reach") == {
        ("post_reach", "2026-09-25", "facebook"): 1500,
        ("reach", "2026-10-01", "facebook"): 12400,
        ("reach", "2026-10-02", "facebook"): 300,
    }
    assert is_vanity("post_reach")
    assert is_vanity("reach")


def test_an_id_that_excel_rounded_says_so_and_the_others_come_in(take):
    count = take(sample_of("facebook-posts"))
    assert (count.new, count.refused) == (1, 1)
    assert "saved by Excel, which cuts long ids: export again" in Path(count.refused_file).read_text()


def test_an_id_that_a_workbook_rounded_is_refused(take):
    rows_ = [["Post ID", "Page ID", "Publish time"], [122158000000000001, 2, "09/25/2026 14:05"]]
    count = take(sample_of("facebook-posts"), data=workbook(Posts=rows_), name="posts.xlsx")
    assert (count.read, count.refused) == (1, 1)
    assert "saved by Excel" in Path(count.refused_file).read_text()


def test_calls_are_joined_from_their_legs_and_told_by_context(take, halden):
    take(sample_of("asterisk"))
    assert of(halden, "calls", "calls_answered", "seconds_to_answer") == {
        ("calls", "2026-09-01", "all"): 2,
        ("calls", "2026-09-01", "from-customers"): 1,
        ("calls", "2026-09-01", "from-internal"): 1,
        ("calls_answered", "2026-09-01", "all"): 1,
        ("calls_answered", "2026-09-01", "from-customers"): 1,
        ("seconds_to_answer", "2026-09-01", "all"): 12,
        ("seconds_to_answer", "2026-09-01", "from-customers"): 12,
    }


def test_legs_of_one_call_in_two_batches_are_one_call(take, halden, monkeypatch):
    monkeypatch.setenv("LEADLINE_IMPORT_ROWS", "1")
    take(sample_of("asterisk"))
    assert of(halden, "calls_answered")["calls_answered", "2026-09-01", "all"] == 1
    assert of(halden, "calls")["calls", "2026-09-01", "all"] == 2


def test_a_call_without_an_id_is_joined_by_its_caller_channel_and_start(take, halden):
    cut = b"\n".join(line.rsplit(b',"17', 1)[0] for line in sample_of("asterisk").data.splitlines())
    take(sample_of("asterisk"), data=cut)
    assert of(halden, "calls")["calls", "2026-09-01", "all"] == 2


def test_tickets_tell_how_long_the_first_reply_took_by_the_clock(take, halden):
    take(sample_of("zendesk"))
    assert of(halden, "ticket_first_reply_minutes", "incident_reports", "tickets_solved") == {
        ("ticket_first_reply_minutes", "2026-09-01", "all"): 30,
        ("incident_reports", "2026-09-01", "all"): 1,
        ("tickets_solved", "2026-09-02", "all"): 1,
    }


def test_two_helpdesks_together_are_all_tickets_of_the_day(take, halden):
    take(sample_of("zendesk"))
    take(sample_of("freshdesk"))
    assert of(halden, "tickets")["tickets", "2026-09-01", "all"] == 4
    assert of(halden, "ticket_first_reply_minutes")["ticket_first_reply_minutes", "2026-09-01", "all"] == 60


def test_freshdesk_counts_minutes_from_instants_not_from_its_column_of_hours(take, halden):
    take(sample_of("freshdesk"))
    assert list(of(halden, "ticket_first_reply_minutes").values()) == [90]


def test_deals_are_won_by_the_services_own_stage_and_by_how_they_came(take, halden):
    take(sample_of("hubspot"))
    assert of(halden, "deals_won", "deals_won_value") == {
        ("deals_won", "2026-09-25", "all"): 2,
        ("deals_won", "2026-09-25", "organic social"): 1,
        ("deals_won_value", "2026-09-25", "all"): 251_250.5,
        ("deals_won_value", "2026-09-25", "organic social"): 1250.5,
    }


def test_a_won_deal_in_another_currency_is_refused_and_lines_below_a_report_are_too(take):
    first = sample_of("hubspot")
    count = take(first, data=first.data.replace("€1,250.50".encode(), "£1,250.50".encode()), name="pounds.csv")
    assert count.reasons == {"the amount “…” is not in EUR": 1}
    report = take(sample_of("salesforce"))
    assert (report.new, report.refused) == (1, 2)


def test_applicants_that_a_colleague_brought_are_counted_and_prospects_are_not(take, halden):
    count = take(sample_of("greenhouse"))
    assert count.new == 3
    assert of(halden, "applicants", "applicants_credited") == {
        ("applicants", "2026-02-09", "all"): 1,
        ("applicants", "2026-02-10", "all"): 1,  # 23:21 in UTC
        ("applicants_credited", "2026-02-09", "all"): 1,
    }


def test_a_survey_tells_who_would_recommend_and_who_is_satisfied_by_the_whole_column(take, halden):
    take(sample_of("surveymonkey"))
    take(sample_of("typeform"))
    assert of(halden, "nps", "csat", "nps_n", "csat_n", "survey_answers") == {
        ("nps", "2026-09-25", "all"): 0,
        ("nps_n", "2026-09-25", "all"): 2,
        ("csat", "2026-09-25", "all"): 50,
        ("csat_n", "2026-09-25", "all"): 2,
        ("survey_answers", "2026-09-25", "all"): 4,
    }


def test_a_question_of_ten_steps_is_no_satisfaction_of_five(take, halden):
    take(sample_of("typeform"), data=sample_of("typeform").data.replace(b",2,,", b",9,,"))
    assert not of(halden, "csat")


def test_visits_by_channel_are_parts_and_those_by_country_are_refused(take, halden):
    count = take(sample_of("ga4"))
    assert of(halden, "visits") == {
        ("visits", "2026-09-01", "all"): 120,
        ("visits", "2026-09-02", "all"): 130,
        ("visits", "2026-09-01", "organic social"): 20,
        ("visits", "2026-09-01", "not set"): 3,
    }
    assert count.refused == 1
    by_country = sample_of("ga4").data + b"\r\nDate,Country,Sessions\r\n20260901,Norway,3\r\n"
    assert "the table is by “…”" in take(sample_of("ga4"), data=by_country, name="more.csv").reasons


def test_a_record_that_changed_counts_where_it_stands_now_and_one_that_was_deleted_nowhere(take, halden):
    first = sample_of("zendesk")
    take(first)
    reopened = first.data.replace(b"2026-09-02 10:00", b"-").replace(b"Solved,,Mail", b"Open,,Mail")
    count = take(first, data=reopened, name="later.csv", now=NOW + dt.timedelta(hours=1))
    assert (count.new, count.known, count.corrected) == (1, 1, 1)
    assert of(halden, "tickets_solved")["tickets_solved", "2026-09-02", "all"] == 0
    gone = reopened.replace(b"Open,,Mail", b"Deleted,,Mail")
    take(first, data=gone, name="gone.csv", now=NOW + dt.timedelta(hours=2))
    assert of(halden, "tickets")["tickets", "2026-09-01", "all"] == 0
    take(first, now=NOW + dt.timedelta(hours=3))
    assert of(halden, "tickets")["tickets", "2026-09-01", "all"] == 0, "an old file again says nothing new"


def test_two_exports_that_overlap_count_each_ticket_once(take, halden):
    first = sample_of("zendesk")
    head, one, two = first.data.decode().splitlines()
    three = two.replace(",18,", ",19,")
    take(first, data="\r\n".join((head, one, two)).encode())
    count = take(first, data="\r\n".join((head, two, three)).encode(), name="next.csv")
    assert (count.new, count.known) == (1, 1)
    assert of(halden, "tickets")["tickets", "2026-09-01", "all"] == 3


def test_a_value_that_a_file_of_metrics_recorded_stays_and_the_count_says_so(take, bring, halden):
    bring("metric,day,value,unit\ncalls,2026-09-01,410,calls\n", "calls.csv")
    count = take(sample_of("asterisk"))
    assert of(halden, "calls")["calls", "2026-09-01", "all"] == 410
    assert "calls was recorded before on 1 day with another value or unit" in count.remarks[0]


def test_a_metric_of_another_unit_is_not_mixed_with_a_count(take, bring, halden):
    bring("metric,day,value,unit\ncalls,2026-08-01,4,thousand calls\n", "calls.csv")
    count = take(sample_of("asterisk"))
    assert ("calls", "2026-09-01", "all") not in of(halden, "calls")
    assert count.remarks


def test_records_that_were_kept_before_a_kill_are_counted_when_the_file_comes_again(take, halden, monkeypatch):
    def killed(*_given):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr("leadline.listen.intake.records.count_days", killed)
        with pytest.raises(KeyboardInterrupt):
            take(sample_of("zendesk"))
    assert not of(halden, "tickets")
    count = take(sample_of("zendesk"))
    assert (count.new, count.known) == (0, 2)
    assert of(halden, "tickets")["tickets", "2026-09-01", "all"] == 2


def test_sheets_that_nobody_reads_are_counted(take):
    count = take(sample_of("linkedin-content"))
    assert count.remarks == ("Of halden_content.xlsx sheet 1 was read; sheet 2 was not.",)


BOOK_OF_THREE = workbook(
    Tickets=[["hello"], ["Id", "Requester id", "Subject"], ["1", "2", "x"]],
    January=[["Date", "Sponsored followers", "Organic followers", "Auto-invited followers", "Total followers"],
             ["09/25/2026", 0, 3, 1, 4]],
    Ours=[["message_id", "posted_at", "author", "text"], ["1", "2026-10-01T10:00:00+02:00", "ann", "hello"]],
)  # fmt: skip


def test_a_workbook_comes_in_by_the_sheet_that_is_chosen_or_whole_and_says_what_was_not_read(halden, tmp_path):
    (tmp_path / "all.xlsx").write_bytes(BOOK_OF_THREE)

    def come(sheet: str, take=import_file):
        options = Options(sheet=sheet, zone="UTC", source="halden")
        return take(halden, Lake(halden.lake), tmp_path / "all.xlsx", parties=BOOK, options=options, now=NOW)

    assert come("3").remarks == ("Of all.xlsx sheet 3 was read; sheets 1 and 2 were not.",)
    assert (come("Ours").profile, come("2").profile) == ("messages", "linkedin-followers")
    for wrong in ("4", "0", "Elsewhere", "²"):
        with pytest.raises(LeadlineError, match="has no sheet"):
            come(wrong)
    both = come("all", import_all_sheets)
    assert [(one.profile, one.file) for one in both] == [
        ("linkedin-followers", "all sheet 2.xlsx"), ("messages", "all sheet 3.xlsx"),
    ]  # fmt: skip
    assert both[0].remarks[0] == "Of all.xlsx sheets 2 and 3 were read; sheet 1 was not."
    (tmp_path / "text.csv").write_text("a,b\n1,2\n")
    with pytest.raises(LeadlineError, match="has no sheets"):
        import_file(halden, Lake(halden.lake), tmp_path / "text.csv", parties=BOOK, options=Options(sheet="1"), now=NOW)


def test_a_record_without_an_id_is_refused_and_ids_of_people_are_pseudonyms(take, halden):
    count = take(sample_of("x-posts"))
    assert list(count.reasons) == ["Post id is empty"]
    take(sample_of("salesforce"))
    kept = {row["record"] for row in rows(_counted(halden)) if row["source"] == "salesforce"}
    assert all(name.startswith("p") and "Nord" not in name for name in kept)


def _counted(home):
    from leadline.engine import scan

    return scan(Lake(home.lake), COUNTED)


def test_local_times_ask_for_their_zone_before_a_row_is_taken(take):
    for profile in ("zendesk", "instagram", "asterisk", "formbricks", "surveymonkey", "talkwalker", "meltwater"):
        with pytest.raises(LeadlineError, match="name no time zone") as caught:
            take(sample_of(profile), zone=None)
        assert "--zone" in caught.value.advice


def test_days_that_may_be_two_are_asked_for_and_a_column_that_shows_it_is_not(take, halden):
    doubtful = table("Datum;Seiten-Follower;Reichweite", "03/04/2026;1;2", "05/04/2026;1;2")
    with pytest.raises(LeadlineError, match="may be two days, as in “03/04/2026”") as caught:
        take(sample_of("facebook-days"), data=doubtful)
    assert "--dates day-first" in caught.value.advice
    take(sample_of("facebook-days"), data=doubtful, dates="day-first")
    assert ("reach", "2026-04-03", "facebook") in values(halden)
    shown = table("Datum;Seiten-Follower;Reichweite", "03/04/2026;1;2", "04/13/2026;1;2")
    take(sample_of("facebook-days"), data=shown, name="shown.csv")
    assert ("reach", "2026-03-04", "facebook") in values(halden)
    both = table("Datum;Seiten-Follower;Reichweite", "13/04/2026;1;2", "04/13/2026;1;2")
    with pytest.raises(LeadlineError, match="some days first and some months first"):
        take(sample_of("facebook-days"), data=both, name="both.csv")
    with pytest.raises(LeadlineError, match="no way to write"):
        take(sample_of("facebook-days"), dates="backwards")


def test_amounts_that_may_be_two_numbers_are_asked_for_and_counts_are_not(take, halden):
    first = sample_of("hubspot")
    doubtful = first.data.replace("€1,250.50".encode(), b"1.250").replace("£1000".encode(), b"7")
    with pytest.raises(LeadlineError, match=r"may mean two things, as in “1\.250”") as caught:
        take(first, data=doubtful)
    assert "--numbers" in caught.value.advice
    take(first, data=doubtful, numbers="comma")
    assert of(halden, "deals_won_value")["deals_won_value", "2026-09-25", "organic social"] == 1250


def test_a_day_without_a_time_gives_no_message(take):
    data = sample_of("trustpilot").data.replace(b"2026-09-01 10:00:00", b"2026-09-01")
    assert take(sample_of("trustpilot"), data=data).reasons == {"Review Created (UTC) “…” is a day without a time": 1}


def test_a_table_in_parquet_and_one_of_an_old_workbook_come_in(take, halden, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as parquet

    path = tmp_path / "made.parquet"
    instant = pa.array([dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)], pa.timestamp("us", tz="UTC"))
    told = {"message_id": ["7"], "posted_at": instant, "author": ["ann_s"], "text": ["Hi"], "public": [False]}
    parquet.write_table(pa.table(told), path)
    count = take(sample_of("trustpilot"), data=path.read_bytes(), name="messages.parquet")
    assert (count.profile, count.new) == ("messages", 1)
    assert said(halden)["Hi"]["posted_at"] == dt.datetime(2026, 9, 1, 10, tzinfo=dt.UTC)
    assert not said(halden)["Hi"]["public"]


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"PAR1nothing", "a.parquet", "cannot be read as Parquet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1nothing", "a.xls", "cannot be read as a workbook"),
        (b"window.YTD.tweets.part0 = [{", "tweets.js", "is not whole JSON"),
        (b'{"orderedItems": [{"a": 1}', "outbox.json", "is not whole JSON"),
        (workbook(Empty=[]), "a.xlsx", "is empty"),
    ],
    ids=["parquet", "workbook", "archive", "outbox", "empty"],
)
def test_a_file_that_is_not_what_it_seems_is_one_sentence(take, data: bytes, name: str, sentence: str):
    with pytest.raises(LeadlineError, match=sentence):
        take(sample_of("trustpilot"), data=data, name=name)


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("Nr;When;Words\n1;a;x, y, z, and so on\n2;b;p, q\n", ("Nr", "When", "Words")),
        ("Export of May\n\nNr\tWhen\n1\ta\n2\tb\n", ("Nr", "When")),
        ("Halden forum;;\nNr;When;Words\n1;a;b\n", ("Nr", "When", "Words")),
        ("Nr,When\n1,a\n", ("Nr", "When")),
    ],
)
def test_the_row_that_names_the_columns_of_an_unknown_table_is_found(tmp_path, text: str, header: tuple[str, ...]):
    path = tmp_path / "a.csv"
    path.write_text(text)
    assert first_header(path, PROFILES).header == header
