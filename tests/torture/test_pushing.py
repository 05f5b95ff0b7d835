"""A short run of the torture of pushing; `make torture` does a hundred kills."""

from tests.torture.pushing import torture


def test_what_was_acknowledged_is_taken_in_once_however_often_site_and_runner_are_killed(tmp_path, capsys):
    assert torture(tmp_path, kills=4) == []
    said = capsys.readouterr().out
    assert int(said.split(" kills, ")[1].split()[0]) >= 100
