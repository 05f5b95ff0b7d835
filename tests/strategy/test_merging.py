"""Two who change one draft: different elements merge, the same one is shown in both texts, nothing is lost."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadline.plain import plain_values
from leadline.strategy.merging import Conflict, Merged, Side, merge

BASE = """# ours
company: Halden
mission: Serve people
benefits:
  customer:
    - Quick help
    - One answer
methods:
  - id: page
    name: Service on the page   # Hanne asked
  - id: watch
    name: Router watch
"""
HALDEN = (Path(__file__).parent / "halden.yaml").read_text(encoding="utf-8")


def changed(old: str, new: str, text: str = BASE) -> str:
    assert old in text
    return text.replace(old, new)


@pytest.mark.parametrize(
    ("mine", "theirs", "taken"),
    [
        (changed("Serve people", "Serve all"), changed("Router watch", "Watch routers"), "methods"),
        (changed("on the page ", "on pages "), changed("Router watch", "Watch routers"), "methods: watch"),
        (changed("Quick", "Quicker"), changed("One answer", "The one answer"), "benefits: One answer"),
        (changed("# ours\n", "# ours, and yours\n"), changed("Halden", "Halden AS"), "company"),
        (BASE + "  - id: mine\n    name: M\n", changed("Halden", "Halden AS"), "company"),
    ],
)
def test_different_elements_merge_and_the_note_names_what_came_in(mine: str, theirs: str, taken: str) -> None:
    found = merge(BASE, mine, theirs)
    assert found.conflicts == ()
    assert found.taken == (taken,)
    lines = {*mine.splitlines(), *theirs.splitlines()} - (
        {*BASE.splitlines()} - ({*mine.splitlines()} & {*theirs.splitlines()})
    )
    assert set(found.text.splitlines()) == lines


def test_both_add_to_one_list_and_both_stand_there() -> None:
    found = merge(BASE, f"{BASE}  - id: mine\n    name: M\n", f"{BASE}  - id: theirs\n    name: T\n")
    assert found.conflicts == ()
    assert found.text.count("- id:") == 4


def test_an_element_that_both_write_anew_is_asked_and_never_stands_there_twice() -> None:
    """Among them whole drafts of which nobody knows what they began with."""
    found = merge(BASE, f"{BASE}policy: Mine\n", f"{BASE}policy: Theirs\n")
    assert found.conflicts == (Conflict("policy", "policy: Mine", "policy: Theirs"),)
    assert found.text.count("policy:") == 1
    assert merge("", BASE, BASE + "x: 1\n").text == BASE + "x: 1\n"
    asked = merge("", BASE, changed("Serve people", "Serve all"))
    assert [one.where for one in asked.conflicts] == ["mission"]
    assert asked.text == changed("Serve people", "Serve all")


def test_the_same_element_is_told_in_both_texts_and_the_rest_is_merged() -> None:
    mine = changed("Serve people", "Serve mine", changed("Quick help", "Quickest help"))
    theirs = changed("Serve people", "Serve theirs", changed("Router watch", "Watch"))
    found = merge(BASE, mine, theirs)
    assert found.conflicts == (Conflict("mission", "mission: Serve mine", "mission: Serve theirs"),)
    for kept in ("Serve theirs", "Quickest help", "name: Watch"):
        assert kept in found.text
    assert "Serve mine" in merge(BASE, mine, theirs, prefer="mine").text


def test_what_one_takes_out_while_the_other_changes_it_is_asked_and_not_decided() -> None:
    without = BASE[: BASE.index("  - id: watch")]
    renamed = changed("Router watch", "Watch")
    [asked] = merge(BASE, without, renamed).conflicts
    assert (asked.where, asked.mine, "name: Watch" in asked.theirs) == ("methods: watch", "", True)
    assert "name: Watch" in merge(BASE, without, renamed).text
    assert merge(BASE, without, renamed, prefer="mine").text == without
    assert merge(BASE, without, changed("Halden", "H")).text == changed("Halden", "H", without)


def test_a_text_that_is_no_yaml_yet_is_merged_as_well() -> None:
    typing = changed("mission: Serve people", 'mission: "Serve')
    found = merge(BASE, typing, changed("Router watch", "Watch"))
    assert ('mission: "Serve\n' in found.text, "name: Watch" in found.text, found.conflicts) == (True, True, ())


LISTS = """methods:
- id: page
  name: Service on the page
  department: customer service
- id: watch
  name: Router watch
  department: operations
mission: Serve people
"""
INDENTED = LISTS.replace("- id", "  - id").replace("\n  name", "\n    name").replace("\n  dep", "\n    dep")
FLOW = "methods: [{id: page, name: Service on the page, department: customer service}]\nmission: Serve people\n"


@pytest.mark.parametrize("prefer", ["mine", "theirs"])
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (INDENTED, changed("Router watch", "Watch", LISTS)),
        (changed("Router watch", "Watch", LISTS), INDENTED),
        (FLOW, changed("Router watch", "Watch", LISTS)),
        (changed("Router watch", "Watch", LISTS), FLOW),
        ("methods: []\nmission: Serve people\n", LISTS.replace("mission", "- id: third\n  name: Third\nmission")),
        ("methods: all of it\nmission: Serve people\n", changed("Router watch", "Watch", LISTS)),
    ],
)
def test_a_mix_that_nobody_could_read_is_asked_in_a_larger_part(mine: str, theirs: str, prefer: Side) -> None:
    found = merge(LISTS, mine, theirs, prefer=prefer)
    values = plain_values(found.text)[0]
    assert found.conflicts
    assert values["methods"] == plain_values(mine if prefer == "mine" else theirs)[0]["methods"]
    assert values["mission"] == "Serve people"


def test_an_item_that_both_give_another_id_is_asked_and_stands_once() -> None:
    mine, theirs = changed("id: watch", "id: guard", LISTS), changed("id: watch", "id: look", LISTS)
    found = merge(LISTS, mine, theirs)
    assert found.text == theirs
    assert [(one.where, "guard" in one.mine, "look" in one.theirs) for one in found.conflicts] == [
        ("methods: watch", True, True)
    ]
    kept = merge(LISTS, mine, changed("mission: Serve", "mission: Help", LISTS))
    assert (kept.conflicts, "id: guard" in kept.text, "mission: Help" in kept.text) == ((), True, True)
    gone = changed("- id: page\n  name: Service on the page\n  department: customer service\n", "", mine)
    assert merge(LISTS, gone, changed("Serve", "Help", LISTS)).text == changed("Serve", "Help", gone)


def test_the_ends_of_lines_are_no_change() -> None:
    windows = LISTS.replace("\n", "\r\n")
    found = merge(LISTS, changed("Router watch", "Watch", windows), changed("Serve", "Help", LISTS))
    assert found.conflicts == ()
    assert found.text == changed("Router watch", "Watch", changed("Serve", "Help", LISTS)).replace("\n", "\r\n")
    assert merge(LISTS, windows, changed("Serve", "Help", LISTS)).conflicts == ()


names = st.sampled_from(["page", "watch", "third", "fourth"])
items = st.lists(names, unique=True, max_size=4).flatmap(
    lambda ids: st.tuples(*(st.tuples(st.just(one), st.sampled_from("abc"), st.sampled_from("xyz")) for one in ids))
)
sides = st.tuples(items, st.sampled_from(["Serve", "Help", "Ask"]), st.booleans())


def drawn(side: tuple[tuple[tuple[str, str, str], ...], str, bool]) -> str:
    """A small strategy, its list indented or not."""
    methods, mission, deep = side
    lead = "  " if deep else ""
    body = "".join(f"{lead}- id: {key}\n{lead}  name: {name}\n{lead}  why: {why}\n" for key, name, why in methods)
    return f"mission: {mission}\nmethods:{'' if methods else ' []'}\n{body}goal: Here\n"


@settings(max_examples=150, deadline=None)
@given(sides, sides, sides)
def test_of_any_two_changes_the_mix_reads_and_says_what_each_alone_changed(base: Any, mine: Any, theirs: Any) -> None:
    base, mine, theirs = drawn(base), drawn(mine), drawn(theirs)
    found = merge(base, mine, theirs)
    was, ours, other, mixed = (plain_values(one)[0] for one in (base, mine, theirs, found.text))
    asked = {one.where.partition(":")[0] for one in found.conflicts}
    for key in ("mission", "methods", "goal"):
        if key not in asked and "the whole text" not in asked:
            assert mixed[key] == other[key] or was[key] != ours[key]
            assert mixed[key] == ours[key] or was[key] != other[key]
    ids = [one["id"] for one in mixed["methods"] or ()]
    assert len(ids) == len({*ids})
    assert {one["id"] for one in ours["methods"]} & {one["id"] for one in other["methods"]} <= {*ids}
    told = found.text + "".join(f"{one.mine}\n{one.theirs}\n" for one in found.conflicts)
    for side in (ours, other):
        assert all(f"id: {one['id']}" in told for one in side["methods"] if one not in was["methods"])


TWO_LISTS = """benefits:
  customer:
    - Quick help
    - One answer
  company:
    - Fewer calls
mission: Serve people
"""


def test_of_lists_in_one_element_none_takes_the_others_items_and_no_removal_is_undone() -> None:
    """S3.17: each was once merged without a word."""
    first, second = changed("    - Quick help\n", "", TWO_LISTS), changed("    - One answer\n", "", TWO_LISTS)
    for prefer in ("mine", "theirs"):
        found = merge(TWO_LISTS, first, second, prefer=prefer)
        assert plain_values(found.text)[0]["benefits"]["company"] == ["Fewer calls"]
    in_a_line = "benefits: {customer: [Quick help, One answer, Calm], company: [Fewer calls]}\nmission: Serve people\n"
    [asked] = merge(TWO_LISTS, in_a_line, first).conflicts
    assert (asked.where, "Calm" in asked.mine, "Quick help" in asked.theirs) == ("benefits", True, False)


said = st.lists(st.sampled_from(["Quick", "One answer", "Calm", "Fewer calls"]), unique=True, max_size=3)
benefits = st.tuples(said, said, st.sampled_from(["block", "deep", "flow"]))


def two_lists(drawn_so: tuple[list[str], list[str], str]) -> str:
    """Two lists in one element, as people write them."""
    customer, company, style = drawn_so
    if style == "flow":
        return f"benefits: {{customer: [{', '.join(customer)}], company: [{', '.join(company)}]}}\ngoal: Here\n"
    lead = "    " if style == "deep" else "  "
    told = (
        f"  {name}:{'' if held else ' []'}\n" + "".join(f"{lead}- {one}\n" for one in held)
        for name, held in (("customer", customer), ("company", company))
    )
    return f"benefits:\n{''.join(told)}goal: Here\n"


@settings(max_examples=150, deadline=None)
@given(benefits, benefits, benefits, st.sampled_from(["mine", "theirs"]))
def test_of_any_two_changes_of_lists_in_one_element_nothing_both_kept_is_lost(
    base: Any, mine: Any, theirs: Any, prefer: Side
) -> None:
    found = merge(two_lists(base), two_lists(mine), two_lists(theirs), prefer=prefer)
    mixed = plain_values(found.text)[0]["benefits"] or {}
    for place, name in enumerate(("customer", "company")):
        was, ours, other, now = ({*base[place]}, {*mine[place]}, {*theirs[place]}, {*(mixed.get(name) or ())})
        assert ours & other <= now <= ours | other
        if not found.conflicts:
            assert (ours | other) - was <= now
            assert not (was - (ours & other)) & now


def test_nothing_is_merged_where_nobody_else_wrote() -> None:
    assert merge(BASE, "anything", BASE) == Merged("anything\n")
    assert merge(BASE, BASE, HALDEN).text == HALDEN


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_line_that_one_of_them_typed_is_in_the_text_or_in_a_conflict(data: st.DataObject) -> None:
    lines = HALDEN.splitlines(keepends=True)
    at = st.integers(0, len(lines) - 1)
    mine, theirs = list(lines), list(lines)
    for side, mark in ((mine, "MINE"), (theirs, "THEIRS")):
        for n in range(data.draw(st.integers(1, 4))):
            side[data.draw(at)] = f"  {mark}{n}\n"
    found = merge(HALDEN, "".join(mine), "".join(theirs))
    told = found.text + "".join(f"{one.mine}\n{one.theirs}\n" for one in found.conflicts)
    for line in {*mine, *theirs} - {*lines}:
        assert line.strip() in told
    assert merge(HALDEN, "".join(mine), HALDEN).text == "".join(mine)
