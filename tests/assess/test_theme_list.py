"""The list of themes as people change it: ids stay, nothing that was found is lost (S3.10)."""

import datetime as dt

import pytest

from leadline.assess import (
    Theme,
    Themes,
    Which,
    find_messages,
    load_reader,
    load_themes,
    read_themes,
    rebuild_cubes,
    tally,
    theme_list,
    theme_months,
    with_merged,
    write_themes,
    x_ray,
)
from leadline.errors import LeadlineError
from leadline.words import Department, Period
from tests.assess.saying import HALDEN, PARTIES, Said

SUPPORT, LOGISTICS = Department.SUPPORT, Department.LOGISTICS
SEPTEMBER = Period(dt.date(2026, 9, 1), dt.date(2026, 9, 30))


@pytest.fixture
def themes() -> Themes:
    return Themes.of([
        Theme("phone", "Waiting on the phone", SUPPORT, ("on hold", "phone queue")),
        Theme("hotline", "The hotline", SUPPORT, ("hotline", "call centre")),
        Theme("parcel", "Parcel is late", LOGISTICS, ("parcel + late / delayed", "delivery window")),
    ])  # fmt: skip


def test_a_list_written_and_read_again_is_the_same(themes):
    changed = theme_list.retire_theme(theme_list.merge_themes(themes, "hotline", "phone"), "parcel")
    split = theme_list.split_theme(changed, "phone", "Queue", ["phone queue"], department=SUPPORT)
    assert read_themes(write_themes(split)) == split
    assert read_themes(write_themes(load_themes())) == load_themes()


def test_a_new_theme_gets_an_id_of_its_name_and_a_renamed_one_keeps_its_own(themes):
    added = theme_list.add_theme(themes, " Größe  passt nicht ", LOGISTICS, ["too small", "", "too small"])
    one = added.themes[-1]
    assert (one.id, one.name, one.phrases) == ("groe-passt-nicht", "Größe passt nicht", ("too small",))
    renamed = theme_list.change_theme(added, one.id, name="Size", department=SUPPORT, phrases=["too small"])
    assert renamed.get(one.id).name == "Size"
    again = theme_list.add_theme(renamed, "größe passt nicht", LOGISTICS, ["too large"])
    assert again.themes[-1].id == "groe-passt-nicht-2"


def test_what_is_found_as_a_merged_theme_counts_as_the_other_and_both_names_stay(said: Said, themes):
    said.say(times=4, theme="phone", need=True)
    said.say("The hotline never answers at all, what now?", times=3, theme="hotline", frustration=True)
    said.say(times=2, theme="parcel", department="logistics")
    rebuild_cubes(said.keep())
    merged = theme_list.merge_themes(themes, "hotline", "phone")
    own = x_ray(said.lake, PARTIES, SEPTEMBER, themes=merged).own.aspects["customers"]
    assert [(one.theme, one.name, one.messages, one.needing, one.frustrated) for one in own.themes] == [
        ("phone", "Waiting on the phone", 7, 4, 3),
        ("parcel", "Parcel is late", 2, 0, 0),
    ]
    months = theme_months(said.lake, HALDEN.id, themes=merged)
    assert {name: [one.messages for one in told] for name, told in months.items()} == {"phone": [7], "parcel": [2]}
    assert theme_months(said.lake, HALDEN.id, theme="hotline", themes=merged)["phone"][0].messages == 7
    for asked in ("phone", "hotline"):
        assert len(find_messages(said.lake, with_merged(Which(theme=asked), merged))) == 7
    assert merged.family("hotline") == ("phone", "hotline")
    assert (merged.name_of("hotline"), merged.get("hotline").name) == ("Waiting on the phone", "The hotline")


def test_a_theme_merged_into_another_departments_counts_for_that_department_in_every_list(said: Said, themes):
    said.say(times=4, theme="phone")
    said.say(times=3, theme="parcel", department="logistics")
    rebuild_cubes(said.keep())
    merged = theme_list.merge_themes(themes, "parcel", "phone")
    [one] = x_ray(said.lake, PARTIES, SEPTEMBER, themes=merged).own.aspects["customers"].themes
    assert (one.theme, one.department, one.messages) == ("phone", "support", 7)
    for department, times in (("support", 7), ("logistics", 0)):
        which = with_merged(Which(department=department), merged)
        assert len(find_messages(said.lake, which)) == tally(said.lake, which).messages == times


def test_a_retired_theme_is_counted_as_none_and_its_past_can_still_be_read(said: Said, themes):
    said.say(times=4, theme="phone")
    said.say(times=3, theme="parcel", department="logistics")
    rebuild_cubes(said.keep())
    retired = theme_list.retire_theme(themes, "parcel")
    own = x_ray(said.lake, PARTIES, SEPTEMBER, themes=retired).own.aspects["customers"]
    assert [one.theme for one in own.themes] == ["phone"]
    assert own.read - own.themed == 3
    assert len(find_messages(said.lake, with_merged(Which(theme="parcel"), retired))) == 3
    assert theme_months(said.lake, HALDEN.id, themes=retired)["parcel"][0].messages == 3
    assert theme_list.bring_back_theme(retired, "parcel") == themes


def test_merging_renaming_and_retiring_change_nothing_of_what_is_read(themes):
    texts = ["on hold again", "the hotline is dead", "my parcel is late", "nice weather"]
    before = load_reader(themes).read(texts)
    changed = theme_list.retire_theme(theme_list.merge_themes(themes, "hotline", "phone"), "parcel")
    changed = theme_list.change_theme(
        changed, "phone", name="Phone", department=SUPPORT, phrases=themes.get("phone").phrases
    )
    assert load_reader(changed).read(texts).theme == before.theme == ["phone", "hotline", "parcel", ""]


def test_a_split_theme_says_where_it_came_from(themes):
    split = theme_list.split_theme(themes, "phone", "Queue", ["phone queue"], department=SUPPORT)
    assert split.get("phone").phrases == ("on hold",)
    assert (split.get("queue").phrases, split.get("queue").origin) == (("phone queue",), "phone")
    assert list(theme_list.changes(themes, split)) == [
        "“Waiting on the phone”: − phone queue.",
        "“Queue” was added, split from “Waiting on the phone”.",
    ]


def test_a_list_in_the_place_of_another_retires_what_it_leaves_out(themes):
    other = Themes.of([Theme("phone", "Phone", SUPPORT, ("on hold",)), Theme("new", "New", SUPPORT, ("new thing",))])
    replaced = theme_list.replace_themes(themes, other)
    assert [one.id for one in replaced.current] == ["phone", "new"]
    assert [one.id for one in replaced if one.retired] == ["hotline", "parcel"]
    assert list(theme_list.changes(themes, replaced)) == [
        "“Waiting on the phone”: renamed to “Phone”; − phone queue.",
        "“New” was added.",
        "“The hotline”: retired.",
        "“Parcel is late”: retired.",
    ]


def split_phone(themes: Themes, *moved: str) -> Themes:
    return theme_list.split_theme(themes, "phone", "Queue", moved, department=SUPPORT)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda it: theme_list.add_theme(it, "the HOTLINE", SUPPORT, ["x y"]), "There is a theme “The hotline”"),
        (lambda it: theme_list.add_theme(it, "  ", SUPPORT, ["x y"]), "A theme's name has 1 to 80 signs"),
        (lambda it: theme_list.add_theme(it, "New", SUPPORT, [" "]), "A theme without phrases finds nothing"),
        (lambda it: theme_list.add_theme(it, "New", SUPPORT, ["a b c d e f g h"]), "cannot be looked up"),
        (lambda it: theme_list.merge_themes(it, "phone", "phone"), "cannot be merged into itself"),
        (lambda it: theme_list.merge_themes(it, "phone", "moon"), "There is no theme “moon”"),
        (lambda it: split_phone(it, "on hold", "phone queue"), "each part needs at least one"),
        (lambda it: split_phone(it), "each part needs at least one"),
        (lambda it: theme_list.merge_themes(theme_list.retire_theme(it, "phone"), "hotline", "phone"), "Bring it back"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_a_sentence(themes, change, says):
    with pytest.raises(LeadlineError, match=says):
        change(themes)


def listed(*some: tuple[str, str], retired: bool = False) -> Themes:
    return Themes.of([Theme(theme, name, SUPPORT, ("on hold",), retired=retired) for theme, name in some])


@pytest.mark.parametrize(
    ("others", "says"),
    [
        (listed(("a", "A"), retired=True), "All themes of the list are merged or retired"),
        (listed(*((f"t{number}", f"T{number}") for number in range(501))), "more than 500 themes"),
        (listed(("a", "N" * 81)), "has more than 80 signs"),
        (listed(("..", "A")), "cannot have the id"),
        (listed(("a", "Same"), ("b", "same")), "“a” and “b” have one name"),
    ],
)
def test_a_whole_list_holds_to_what_one_theme_holds_to(themes, others, says):
    with pytest.raises(LeadlineError, match=says):
        theme_list.replace_themes(themes, others)


def test_a_list_of_as_many_themes_as_may_be_is_taken_and_merging_makes_room(themes):
    full = theme_list.replace_themes(themes, listed(*((f"t{number}", f"T{number}") for number in range(500))))
    assert len(full.current) == 500
    with pytest.raises(LeadlineError, match="Merge some first"):
        theme_list.add_theme(full, "New", SUPPORT, ["new thing"])
    merged = theme_list.merge_themes(full, "t1", "t2")
    assert theme_list.add_theme(merged, "New", SUPPORT, ["new thing"]).get("new").is_current


@pytest.mark.parametrize("into", ["moon", "b"])
def test_a_file_whose_merges_lead_nowhere_is_refused(into):
    text = f"""
themes:
  - {{id: a, name: A, department: support, into: {into}, phrases: [one two]}}
  - {{id: b, name: B, department: support, into: a, phrases: [two three]}}
"""
    with pytest.raises(LeadlineError, match="leads to no theme that stands"):
        read_themes(text)
