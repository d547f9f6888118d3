"""The result cache: right when it answers, silent when it can't."""

import pytest

from deploycheck.engine.cache import ResultCache


def test_a_second_run_gives_the_same_report_and_loads_nothing(judge, tmp_path):
    from toy_plugin import Toy, registry

    base, head = {"a.toy": '["x"]'}, {"a.toy": "[]"}
    first = judge(base, head, registry(domain=Toy()), cache=tmp_path)
    toy = Toy()
    second = judge(base, head, registry(domain=toy), cache=tmp_path)
    assert second == first
    assert toy.loaded == []


@pytest.mark.parametrize(
    "changed",
    [{"strict": True}, {"fail_on": "warning"}, {"env": "prod"}, {"select": ["word-shouted"]}, {"waivers": False}],
    ids=lambda settings: next(iter(settings)),
)
def test_other_settings_are_another_question(judge, tmp_path, changed):
    from toy_plugin import Toy, registry

    waiver = "waivers: [{rule: a, subject: b, aspect: c, reason: d, owner: e, expires: 2027-01-01}]"
    base, head = {"a.toy": '["x"]'}, {"a.toy": "[]", "deploycheck-waivers.yaml": waiver}
    head["deploycheck-deployments.yaml"] = "environments: {prod: {}}"
    judge(base, head, cache=tmp_path)
    toy = Toy()
    judge(base, head, registry(domain=toy), cache=tmp_path, **changed)
    assert toy.loaded


@pytest.mark.parametrize("damage", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 200])
def test_a_damaged_cache_is_dropped(judge, tmp_path, damage):
    (tmp_path / "results.sqlite").write_bytes(damage)
    base, head = {"a.toy": '["x"]'}, {"a.toy": "[]"}
    assert judge(base, head, cache=tmp_path) == judge(base, head, cache=tmp_path)


def test_a_folder_that_can_not_be_written_means_no_cache(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    cache = ResultCache(blocked / "below")
    cache.put("key", b"value")
    assert cache.get_bytes("key") is None


def test_the_folder_belongs_to_the_user_alone(tmp_path):
    ResultCache(tmp_path / "mine").put("key", b"value")
    assert oct((tmp_path / "mine").stat().st_mode & 0o777) == "0o700"
