"""Whoever checks, repairs or backs up the lake knows every table that a stage declares."""

import importlib
import pkgutil

import leadline
from leadline.engine import Table
from leadline.flow.tables import TABLES


def test_every_table_that_is_declared_is_in_the_list_once():
    declared = {}
    for module in pkgutil.walk_packages(leadline.__path__, "leadline."):
        if not module.name.startswith(("leadline.web", "leadline.cli")):
            names = vars(importlib.import_module(module.name)).values()
            declared |= {one.name: one for one in names if isinstance(one, Table)}
    assert {one.name: one for one in TABLES} == declared
    assert len(TABLES) == len(declared)


def test_a_table_that_is_asked_for_by_days_has_the_day():
    assert [one.name for one in TABLES if one.day and one.day not in one.names] == []
