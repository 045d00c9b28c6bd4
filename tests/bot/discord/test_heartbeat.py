import os
from pathlib import Path

from bot.discord.heartbeat import Heartbeat


def test_there_is_no_beat_before_the_first(tmp_path: Path):
    assert not Heartbeat(tmp_path / "beat").is_fresh(within=60)


def test_a_beat_is_fresh_for_as_long_as_it_is_told(tmp_path: Path):
    heartbeat = Heartbeat(tmp_path / "deep" / "beat")
    heartbeat.beat()
    os.utime(tmp_path / "deep" / "beat", (1000, 1000))
    assert heartbeat.is_fresh(within=60, now=1060)
    assert not heartbeat.is_fresh(within=60, now=1061)


def test_a_beat_from_a_clock_set_wrong_is_not_fresh_for_ever(tmp_path: Path):
    heartbeat = Heartbeat(tmp_path / "beat")
    heartbeat.beat()
    os.utime(tmp_path / "beat", (9000, 9000))
    assert not heartbeat.is_fresh(within=60, now=1000)


def test_beating_leaves_one_file(tmp_path: Path):
    heartbeat = Heartbeat(tmp_path / "beat")
    heartbeat.beat()
    heartbeat.beat()
    assert [each.name for each in tmp_path.iterdir()] == ["beat"]
