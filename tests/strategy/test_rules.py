"""Every rule keeps what its page says: its title, its bad example and its good one."""

from __future__ import annotations

import pytest

from leadline.strategy import RULES, Rule, lint
from leadline.strategy.fixes import FIXES
from leadline.strategy.rules import FAMILIES
from tests.strategy.examples import FACTS, RULE_PAGES, examples_of, laid_over_halden

every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


def codes(fragment: str) -> set[str]:
    return {remark.code for remark in lint(laid_over_halden(fragment), FACTS)}


def page(rule: Rule) -> str:
    return (RULE_PAGES / f"{rule.code}.md").read_text(encoding="utf-8")


def test_halden_lints_clean() -> None:
    """Without this, a rule's example would prove nothing."""
    assert lint(laid_over_halden("{}"), FACTS) == ()


@every_rule
def test_the_bad_example_of_a_page_raises_exactly_its_rule(rule: Rule) -> None:
    """Among them S0.2, S0.3, S0.18, S0.21, S1.2, S1.7, S1.9, S1.10, S1.12, S1.13, S1.22, S2.16, S2.20, S3.5, S3.14,
    S3.16, S3.17, S3.18, S3.19, S3.20, S3.21, S3.22, S3.23, S3.24, S3.25, S3.26, S3.27, S3.31, S4.10, S4.11, S4.12,
    S4.17."""
    bad, _ = examples_of(page(rule))
    assert codes(bad) == {rule.code}


@every_rule
def test_the_good_example_of_a_page_raises_nothing(rule: Rule) -> None:
    _, good = examples_of(page(rule))
    assert codes(good) == set()


@every_rule
def test_a_page_has_its_rules_title_severity_family_and_demands(rule: Rule) -> None:
    text = page(rule)
    assert text.startswith(f"# {rule.code}: {rule.title}\n")
    facts = text.splitlines()[2]
    assert facts.startswith(f"*{rule.severity} · ")
    for said in (rule.family, *rule.demands):
        assert said in facts
    assert ("cannot be ignored" in facts) == rule.binding
    assert (f"{rule.at_adoption} on the day of adoption" in facts) == (rule.at_adoption is not None)


@every_rule
def test_a_remark_names_its_thing_and_says_what_to_do(rule: Rule) -> None:
    bad, _ = examples_of(page(rule))
    for remark in lint(laid_over_halden(bad), FACTS):
        assert remark.severity == rule.severity
        assert remark.thing
        assert remark.message.endswith((".", "?"))
        assert remark.advice.endswith((".", "?"))
        assert remark.where


def test_every_page_belongs_to_a_rule_and_every_rule_stands_in_the_list() -> None:
    pages = {path.stem for path in RULE_PAGES.glob("*.md")} - {"README", "DOC"}
    assert pages == {rule.code for rule in RULES}
    listed = (RULE_PAGES / "README.md").read_text(encoding="utf-8")
    for rule in RULES:
        fix = "yes" if rule.code in FIXES else ""
        assert f"| [{rule.code}]({rule.code}.md) | {rule.severity} | {rule.title} | {fix} |" in listed


def test_codes_are_given_once_and_begin_with_their_family() -> None:
    all_codes = [rule.code for rule in RULES]
    assert len(all_codes) == len(set(all_codes))
    assert {code[:3] for code in all_codes} == set(FAMILIES)
