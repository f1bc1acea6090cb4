"""Settings: what wins over what, and how a wrong one is said."""

from __future__ import annotations

import pytest

from mindseye import load_settings
from mindseye.errors import SettingsError


def test_what_is_given_wins_over_the_environment_which_wins_over_the_file(tmp_path):
    (tmp_path / "mindseye.toml").write_text("port = 1111\nthreads = 2\nmax_megapixels = 7\n")
    settings = load_settings({"MINDSEYE_PORT": "2222", "MINDSEYE_THREADS": "3"}, home=tmp_path, port=3333)
    assert (settings.port, settings.threads, settings.max_megapixels) == (3333, 3, 7)
    assert settings.host == "127.0.0.1"


def test_the_home_folder_comes_from_the_environment_and_is_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert load_settings({"MINDSEYE_HOME": "mine"}).home == tmp_path / "mine"


def test_a_list_of_origins_is_split_at_commas(tmp_path):
    settings = load_settings({"MINDSEYE_CORS_ORIGINS": "https://a.example, https://b.example,"}, home=tmp_path)
    assert settings.cors_origins == ("https://a.example", "https://b.example")


def test_limits_are_given_in_the_units_of_pictures(tmp_path):
    limits = load_settings({"MINDSEYE_MAX_UPLOAD_MB": "3"}, home=tmp_path).image_limits
    assert (limits.max_bytes, limits.max_megapixels) == (3_000_000, 100.0)


def test_other_variables_of_the_environment_are_none_of_our_business(tmp_path):
    assert load_settings({"PATH": "/bin", "MINDSEYE_TOKEN": ""}, home=tmp_path).token == ""


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"MINDSEYE_PROT": "8000"}, "Unknown setting 'prot'; known settings: caption_new, catalogue, cors_origins"),
        ({"MINDSEYE_PORT": "eighty"}, "MINDSEYE_PORT must be a whole number from 0 to 65535, not 'eighty'"),
        ({"MINDSEYE_PORT": "70000"}, "from 0 to 65535"),
        ({"MINDSEYE_THREADS": "0"}, "from 1 to 64"),
        ({"MINDSEYE_MAX_MEGAPIXELS": "2.5"}, "must be a whole number"),
        ({"MINDSEYE_HOST": "0.0.0.0"}, "set MINDSEYE_TOKEN"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path, environment, words):
    with pytest.raises(SettingsError) as caught:
        load_settings(environment, home=tmp_path)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_machines_are_let_in_with_a_token(tmp_path):
    environment = {"MINDSEYE_HOST": "0.0.0.0", "MINDSEYE_TOKEN": "a long secret"}
    assert load_settings(environment, home=tmp_path).host == "0.0.0.0"


def test_a_damaged_file_is_said_with_its_place(tmp_path):
    (tmp_path / "mindseye.toml").write_text("port = = 1\n")
    with pytest.raises(SettingsError, match=r"mindseye\.toml cannot be read as TOML"):
        load_settings({}, home=tmp_path)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("cors_origins = 5", "MINDSEYE_CORS_ORIGINS must be a list, not 5"),
        ("token = 5", "MINDSEYE_TOKEN must be text, not 5"),
        ("port = true", "MINDSEYE_PORT must be a whole number from 0 to 65535, not True"),
        ("port = 80.5", "MINDSEYE_PORT must be a whole number"),
        ("caption_new = 'perhaps'", "MINDSEYE_CAPTION_NEW must be yes or no, not 'perhaps'"),
    ],
)
def test_a_value_of_the_wrong_kind_in_the_file_is_said(tmp_path, line, words):
    (tmp_path / "mindseye.toml").write_text(line)
    with pytest.raises(SettingsError, match=words):
        load_settings({}, home=tmp_path)


@pytest.mark.parametrize(("text", "meant"), [("true", True), ("'Yes'", True), ("0", False), ("'off'", False)])
def test_yes_and_no_can_be_said_in_several_ways(tmp_path, text, meant):
    (tmp_path / "mindseye.toml").write_text(f"caption_new = {text}")
    assert load_settings({}, home=tmp_path).caption_new is meant


def test_origins_may_be_a_list_in_the_file(tmp_path):
    (tmp_path / "mindseye.toml").write_text('cors_origins = ["https://a.example", "https://b.example"]')
    assert load_settings({}, home=tmp_path).cors_origins == ("https://a.example", "https://b.example")


def test_an_unknown_key_in_the_file_is_an_error(tmp_path):
    (tmp_path / "mindseye.toml").write_text("colour = 'blue'\n")
    with pytest.raises(SettingsError, match="Unknown setting 'colour'"):
        load_settings({}, home=tmp_path)
