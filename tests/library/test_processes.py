"""Real processes: killed in the middle, two at once, Ctrl+C, watching; and the commands as a person types them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from mindseye.cli import main
from mindseye.library.library import Library
from mindseye.models.registry import Models
from mindseye.settings import load_settings
from tests.library.painting import contents, in_index, paint
from tests.library.shades import fill, write_shades

MANY = 100


class Done(NamedTuple):
    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures that take a second or two to index: large enough to be slow to decode."""
    folder = tmp_path_factory.mktemp("many")
    for seed in range(MANY):
        paint(folder / f"{seed % 5}" / f"{seed}.png", seed, 600, 400)
    return folder


def start(home: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "MINDSEYE_HOME": str(home), "MINDSEYE_SPACES": "colour"}
    command = [sys.executable, "-m", "mindseye", *arguments]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command to its end, in this process: starting a new one takes longer than all that they do."""
    monkeypatch.setenv("MINDSEYE_SPACES", "colour")

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["mindseye", "--home", str(home), *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Done(int(ended.value.code or 0), said.out, said.err)

    return run


def rows(home: Path, query: str) -> list[Any]:
    """Ask the catalogue behind the program's back; nothing while it is not there."""
    try:
        with sqlite3.connect(home / "library" / "catalogue.sqlite", timeout=30) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []


def wait_for(what: Callable[[], Any]) -> Any:
    until = time.monotonic() + 60
    while not (found := what()):
        assert time.monotonic() < until, "waited for a minute in vain"
        time.sleep(0.02)
    return found


def pictures(home: Path) -> int:
    found = rows(home, "SELECT count(*) FROM pictures")
    return found[0][0] if found else 0


def check_whole(home: Path, folder: Path) -> None:
    """Every picture once, each with one file, one vector, and a place in the index."""
    library = Library(load_settings({}, home=home, spaces="colour"), Models(home))
    summary = library.summary()
    assert (summary.pictures, summary.files, summary.unreadable, summary.spaces[0].missing) == (MANY, MANY, 0, 0)
    found = library.pictures(limit=1000).items
    assert {picture.sha256 for picture in found} == contents(folder)
    assert rows(home, "SELECT count(*), count(DISTINCT picture_id) FROM vectors") == [(MANY, MANY)]
    assert in_index(library) == {picture.id for picture in found}
    library.close()


def test_a_kill_in_the_middle_loses_and_doubles_nothing(home, many, run):
    for _ in range(2):
        before = pictures(home)
        process = start(home, "index", str(many))
        wait_for(lambda before=before, process=process: pictures(home) > before or process.poll() is not None)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    jobs = json.loads(run("jobs", "list", "--json").stdout)
    assert {job["state"] for job in jobs} <= {"interrupted", "done"}
    done = run("index")
    assert done.returncode == 0
    check_whole(home, many)


def test_a_kill_while_labelling_loses_and_doubles_nothing(home, many, run):
    """Labels are committed with the note that a picture has been looked at; the next run does the others."""
    write_shades(home / "models", thresholds={})
    assert run("index", str(many)).returncode == 0
    looked = "SELECT count(*) FROM labelled"
    again = ("library", "label", "--model", "shades")
    process = start(home, *again)
    wait_for(lambda: rows(home, looked) > [(0,)] or process.poll() is not None)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert f"{MANY - rows(home, looked)[0][0]:,} pictures labelled by shades" in run(*again).stdout
    assert rows(home, looked) == [(MANY,)]
    ranks = "SELECT count(*), max(rank) FROM labels GROUP BY picture_id"
    assert all(count == highest for count, highest in rows(home, ranks))
    assert len(rows(home, ranks)) == MANY
    assert run(*again).stdout.startswith("0 pictures labelled by shades")


def test_the_commands_tell_what_pictures_show(home, tmp_path, run):
    write_shades(home / "models")
    for number, colour in enumerate([(220, 10, 10), (10, 10, 220), (10, 220, 10)]):
        fill(tmp_path / "photos" / f"{number}.png", colour)
    run("index", str(tmp_path / "photos"))
    assert run("library", "label", "--model", "shades").returncode == 0
    assert "shades:cold" in run("library", "labels").stdout
    facet = json.loads(run("library", "labels", "--model", "shades", "--json").stdout)
    assert {one["name"]: one["pictures"] for one in facet} == {"cold": 2, "warm": 1, "red": 1, "green": 1, "blue": 1}
    listed = json.loads(run("library", "list", "--label", "shades:冷色", "--order", "name", "--json").stdout)
    assert (listed["total"], [one["name"] for one in listed["pictures"]]) == (2, ["1.png", "2.png"])
    assert [one["name"] for one in listed["pictures"][0]["labels"]] == ["cold", "blue"]
    assert run("library", "list", "--label", "shades:red", "--paths").stdout == f"{tmp_path / 'photos' / '0.png'}\n"
    assert "#1" in run("library", "list").stdout
    found = run(
        "search", f"#{listed['pictures'][0]['id']}", "--space", "colour", "--label", "shades:cold", "--json"
    ).stdout
    assert [hit["picture"]["name"] for hit in json.loads(found)["hits"]] == ["2.png"]
    unknown = run("library", "label", "--model", "nobody")
    assert (unknown.returncode, "known:" in unknown.stderr) == (1, True)
    assert run("library", "label", "--forget").returncode == 2
    assert run("library", "label", "--forget", "--model", "shades").stdout == "3 pictures no longer labelled.\n"


def test_two_at_once_read_every_picture_once(home, many):
    both = [start(home, "index", str(many), "--json") for _ in range(2)]
    answers = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    added = [json.loads(out)["result"]["added"] for out, _ in answers]
    assert sorted(added) == [0, MANY]
    check_whole(home, many)


def test_ctrl_c_keeps_what_is_done_and_the_next_run_goes_on(home, many, run):
    process = start(home, "index", str(many))
    wait_for(lambda: pictures(home) > 0 or process.poll() is not None)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    if process.returncode != 0:  # it was not done already
        assert process.returncode == 130
        assert err.endswith("Interrupted.\n")
        (job,) = json.loads(run("jobs", "list", "--json").stdout)
        assert job["state"] == "cancelled"
        assert run("jobs", "resume", "1").returncode == 0
    check_whole(home, many)


def test_another_process_cancels_a_job(home, many, run):
    process = start(home, "index", str(many))
    wait_for(lambda: rows(home, "SELECT 1 FROM jobs WHERE state = 'running'"))
    assert "stops within a second" in run("jobs", "cancel", "1").stdout or process.poll() == 0
    process.communicate(timeout=60)
    (job,) = json.loads(run("jobs", "list", "--json").stdout)
    assert job["state"] in ("cancelled", "done")


def test_watching_follows_what_comes_changes_and_goes(home, tmp_path):
    folder = tmp_path / "watched"
    first = paint(folder / "first.png", 1)
    process = start(home, "index", str(folder), "--watch")
    try:
        wait_for(lambda: pictures(home) == 1)
        paint(folder / "new folder" / "second.png", 2)
        (folder / "notes.txt").write_text("not a picture")
        wait_for(lambda: pictures(home) == 2)
        first.rename(folder / "new folder" / "moved.png")
        wait_for(lambda: rows(home, "SELECT 1 FROM files WHERE path = 'new folder/moved.png'"))
        wait_for(lambda: not rows(home, "SELECT 1 FROM files WHERE path = 'first.png'"))
        assert pictures(home) == 2
        shutil.rmtree(folder / "new folder")
        wait_for(lambda: pictures(home) == 0)
    finally:
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in err


def test_the_commands_do_what_they_say(tmp_path, run, home):
    folder = tmp_path / "photos"
    for seed in range(3):
        paint(folder / f"{seed}.png", seed)
    (folder / "bad.jpg").write_text("words")
    nothing = run("index")
    assert (nothing.returncode, "name a folder" in nothing.stderr) == (2, True)
    done = run("index", str(folder))
    assert (done.returncode, done.stdout[:16]) == (3, "3 added, 0 gone,")
    assert "bad.jpg is a text file" in done.stderr
    assert "photos/bad.jpg: bad.jpg is a text file" in run("library", "failures").stdout
    assert run("index").returncode == 0
    assert "photos" in run("library", "folders").stdout
    [[number]] = rows(home, "SELECT picture_id FROM files WHERE path = '0.png'")  # readers take turns as they like
    assert run("library", "remove", f"#{number}", str(folder / "2.png")).stdout == "2 pictures removed.\n"
    assert json.loads(run("library", "status", "--json").stdout)["removed"] == 2
    assert json.loads(run("library", "restore", "--all", "--json").stdout) == {"changed": 2}
    assert "rebuilt" in run("library", "rebuild", "--space", "colour").stdout
    assert "moved 3 vectors" in run("library", "move", "--space", "colour", "--to", f"flat:{tmp_path / 'there'}").stdout
    assert "thumbnails" in run("library", "clean").stdout
    gone = run("library", "remove", str(folder / "9.png"))
    assert (gone.returncode, "is not in the library" in gone.stderr) == (1, True)
    assert run("library", "forget", str(folder)).stdout == "3 pictures forgotten.\n"
    assert run("library", "forget", "1").returncode == 1
    missing = run("index", str(tmp_path / "nowhere"))
    assert (missing.returncode, missing.stderr.count("\n")) == (1, 1)


def test_only_broken_files_is_an_error(tmp_path, run):
    (tmp_path / "x.jpg").write_text("words")
    assert run("index", str(tmp_path / "x.jpg")).returncode == 1
