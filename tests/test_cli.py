"""The command line as a person runs it: as a subprocess, with a temporary home."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import cv2
import numpy as np
import pytest

from mindseye.app import SAMPLES

COMMAND = [sys.executable, "-m", "mindseye"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def run(home: Path, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MINDSEYE_HOME": str(home)}
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, env=environment, input=stdin or "", timeout=120
    )


def draw(path: Path, text: str) -> Path:
    sheet = np.full((280, 280 * len(text), 3), 255, np.uint8)
    cv2.putText(sheet, text, (60, 200), cv2.FONT_HERSHEY_SIMPLEX, 5, (0, 0, 0), 16, cv2.LINE_AA)
    cv2.imwrite(str(path), sheet)
    return path


def test_help_loads_nothing_heavy():
    program = "import sys; sys.argv = ['mindseye', '--help']\nfrom mindseye.cli import main\n"
    program += "try: main()\nexcept SystemExit: pass\n"
    heavy = "print(sorted({'cv2','numpy','onnxruntime','flask','pydantic','torch','PIL','rich'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program + heavy], capture_output=True, text=True, timeout=60)
    assert done.stdout.splitlines()[-1] == "[]"
    assert "serve" in done.stdout


def test_importing_the_package_does_nothing():
    program = (
        "import sys, mindseye; print(sorted(m for m in sys.modules if m.split('.')[0] in ('numpy','cv2','flask')))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_digits_prints_a_table(home, tmp_path):
    done = run(home, "digits", str(draw(tmp_path / "number.png", "42")))
    assert done.returncode == 0
    assert done.stdout.count("42  ") == 3  # one per network


def test_digits_prints_one_json_object_a_file_and_reads_names_from_a_pipe(home, tmp_path):
    files = [draw(tmp_path / f"{text}.png", text) for text in ("3", "70")]
    done = run(home, "digits", "--json", "--model", "digits-cnn", stdin="\n".join(map(str, files)))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["models"][0]["reading"] for answer in answers] == ["3", "70"]
    assert len(answers[1]["models"][0]["glyphs"]) == 2


def test_an_unreadable_file_does_not_stop_the_others(home, tmp_path):
    (tmp_path / "diary.jpg").write_text("dear diary, this is no picture at all")
    done = run(
        home, "digits", str(tmp_path / "diary.jpg"), str(draw(tmp_path / "6.png", "6")), str(tmp_path / "gone.png")
    )
    assert done.returncode == 3
    assert done.stderr.count("\n") == 2
    assert "diary.jpg is a text file" in done.stderr
    assert "gone.png does not exist." in done.stderr
    assert "6  " in done.stdout


def test_only_unreadable_files_is_an_error(home, tmp_path):
    (tmp_path / "empty.png").write_bytes(b"")
    done = run(home, "digits", str(tmp_path / "empty.png"))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "mindseye: empty.png is empty (0 bytes).\n"


def test_no_files_at_all_is_wrong_usage(home):
    done = run(home, "digits")
    assert done.returncode == 2
    assert "Give picture files" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("digits", "--model", "digits-vgg", "x.png"), "There is no model called 'digits-vgg'; known: "),
        (("models", "remove", "digits-cnn"), "ships with the program"),
        (("models", "add", "/nowhere/at/all"), "neither a folder, nor a .zip, nor a URL"),
        (("bench", "digits", "--data", "/nowhere/at/all"), "is not a folder"),
        (("serve", "--host", "0.0.0.0"), "set MINDSEYE_TOKEN"),
        (("serve", "--port", "99999"), "from 0 to 65535"),
    ],
)
def test_an_error_is_one_sentence_and_no_traceback(home, arguments, sentence):
    done = run(home, *arguments)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_models_are_listed_shown_checked_added_and_removed(home, tmp_path):
    listed = json.loads(run(home, "models", "list", "--json").stdout)
    assert {model["name"] for model in listed} >= {"digits-cnn", "digits-fcn", "digits-lenet5", "letters-cnn", "photo"}
    shown = run(home, "models", "show", "digits-lenet5", "--svg", str(tmp_path / "net.svg")).stdout
    assert "16 × 10 × 10" in shown
    assert (tmp_path / "net.svg").read_text().startswith("<svg")
    assert run(home, "models", "check").stdout.count("good") == len(listed)

    folder = Path(__import__("mindseye").__file__).parent / "zoo" / "digits-fcn" / "1"
    mine = tmp_path / "mine"
    mine.mkdir()
    for file in folder.iterdir():
        (mine / file.name).write_bytes(file.read_bytes())
    card = json.loads((mine / "card.json").read_text()) | {"name": "my-net"}
    (mine / "card.json").write_text(json.dumps(card))
    assert "Added my-net 1" in run(home, "models", "add", str(mine)).stdout
    assert "my-net" in run(home, "models", "list").stdout
    assert run(home, "models", "remove", "my-net").returncode == 0
    assert "my-net" not in run(home, "models", "list").stdout


def test_doctor_says_what_works(home):
    done = run(home, "doctor", "--json")
    checks = {check["name"]: check for check in json.loads(done.stdout)}
    assert done.returncode == 0
    assert checks["digits-cnn"]["ok"]
    assert checks["studio"]["ok"]


def test_letters_are_read_in_the_way_of_digits(home, tmp_path):
    done = run(home, "letters", "--json", str(draw(tmp_path / "key.png", "KEY")), str(tmp_path / "gone.png"))
    assert done.returncode == 3
    (answer,) = (json.loads(line) for line in done.stdout.splitlines())
    (reading,) = answer["models"]
    assert (reading["model"], reading["reading"]) == ("letters-cnn", "KEY")
    first = reading["glyphs"][0]
    assert (first["label"], len(first["probabilities"])) == ("K", 26)
    assert "digit" not in first
    wrong = run(home, "letters", "--model", "digits-cnn", "x.png")
    assert "There is no letter model called 'digits-cnn'; known: letters-cnn." in wrong.stderr


def test_the_letters_are_measured_whole_and_in_parts(home, tmp_path):
    for letter in "HKX":
        (tmp_path / "data" / letter).mkdir(parents=True)
        for number in range(5):
            draw(tmp_path / "data" / letter / f"{number}.png", letter)
            sheet = cv2.imread(str(tmp_path / "data" / letter / f"{number}.png"))
            sheet[number, number] = 254  # so that no two pictures are the same
            cv2.imwrite(str(tmp_path / "data" / letter / f"{number}.png"), sheet)
    (tmp_path / "data" / "SOURCE.md").write_text("Drawn by a test.", encoding="utf-8")
    whole = json.loads(run(home, "bench", "letters", "--data", str(tmp_path / "data"), "--json").stdout)
    assert (whole["bench"], whole["rows"][0]["count"], whole["rows"][0]["metrics"]["accuracy"]) == ("letters", 15, 1.0)
    part = json.loads(
        run(home, "bench", "letters", "--data", str(tmp_path / "data"), "--part", "test", "--json").stdout
    )
    assert part["rows"][0]["count"] == 3
    assert part["data"].endswith("part test")
    (tmp_path / "data" / "h").mkdir()
    draw(tmp_path / "data" / "h" / "1.png", "h")
    wrong = run(home, "bench", "letters", "--data", str(tmp_path / "data"))
    assert "'h'; this benchmark wants folders named A to Z" in wrong.stderr


def test_bench_prints_the_object_of_the_design_and_writes_a_report(home, tmp_path):
    for digit in ("3", "7"):
        (tmp_path / "data" / digit).mkdir(parents=True)
        draw(tmp_path / "data" / digit / "a.png", digit)
    done = run(
        home, "bench", "digits", "--data", str(tmp_path / "data"), "--json", "--report", str(tmp_path / "report")
    )
    result = json.loads(done.stdout)
    assert (result["bench"], len(result["rows"])) == ("digits", 3)
    assert set(result) >= {"bench", "data", "version", "machine", "rows"}
    row = result["rows"][0]
    assert row["count"] == 2
    assert row["metrics"]["accuracy"] == 1.0
    assert set(row["metrics"]) >= {"log_loss", "ece", "latency_ms_p50", "latency_ms_p95", "parameters", "multiply_adds"}
    page = (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert "digits-lenet5" in page


def test_serve_answers_and_stops_gracefully(home):
    environment = {**os.environ, "MINDSEYE_HOME": str(home)}
    server = subprocess.Popen(
        [*COMMAND, "serve", "--port", "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    assert server.stdout is not None
    url = next(word for word in server.stdout.readline().split() if word.startswith("http"))
    with urllib.request.urlopen(f"{url}/api/v1/status", timeout=30) as reply:
        assert {"digits", "letters", "photo"} <= set(json.load(reply)["tasks"])
    busy = run(home, "serve", "--port", url.rpartition(":")[2])
    assert "choose another with --port" in busy.stderr
    time.sleep(0.2)
    server.send_signal(signal.SIGTERM)
    output, errors = server.communicate(timeout=30)
    assert server.returncode == 0
    assert "Stopped." in output
    assert "Traceback" not in errors


def test_classify_prints_names_a_table_or_json_and_reads_names_from_a_pipe(home, sample_photos):
    cat = str(next(sample_photos.rglob("cat whole.*")))
    table = run(home, "classify", cat)
    assert (table.returncode, "cat" in table.stdout) == (0, True)
    lines = run(home, "classify", "--json", "--top", "2", stdin=f"{cat}\n{cat}\n").stdout.splitlines()
    assert [json.loads(line)["file"] for line in lines] == [cat, cat]
    answer = json.loads(lines[0])["models"][0]
    assert (answer["model"], len(answer["labels"]), answer["groups"][0]["name"]) == ("photo", 2, "cat")
    assert run(home, "classify").returncode == 2
    wrong = run(home, "classify", cat, "--model", "digits-cnn")
    assert (wrong.returncode, "no classifying model called 'digits-cnn'" in wrong.stderr) == (1, True)


def test_classify_says_which_files_it_could_not_read(home, sample_photos, tmp_path):
    (tmp_path / "bad.jpg").write_text("words")
    cat = str(next(sample_photos.rglob("cat whole.*")))
    some = run(home, "classify", cat, str(tmp_path / "bad.jpg"))
    assert (some.returncode, "bad.jpg is a text file" in some.stderr) == (3, True)
    assert run(home, "classify", str(tmp_path / "bad.jpg")).returncode == 1


def test_teach_makes_a_model_of_a_folder_lists_it_and_deletes_it(home, sample_photos, tmp_path):
    for name in ("cat", "coffee"):
        (tmp_path / "mine" / name).mkdir(parents=True)
        for path in sample_photos.rglob(f"{name} *"):
            shutil.copy(path, tmp_path / "mine" / name)
    assert "No lesson yet" in run(home, "teach").stdout
    assert "give a folder" in run(home, "teach", "mine").stderr
    done = run(home, "teach", "mine", str(tmp_path / "mine"))
    assert (done.returncode, "Try it: mindseye classify PHOTO --model mine" in done.stdout) == (0, True)
    report = json.loads(run(home, "teach", "mine", "--json").stdout)
    assert (report["version"], report["examples"], report["labels"]) == ("2", 14, ["cat", "coffee"])
    cat = str(next(sample_photos.rglob("cat whole.*")))
    assert "cat" in run(home, "classify", cat, "--model", "mine").stdout
    assert json.loads(run(home, "teach", "--json").stdout)[0]["name"] == "mine"
    assert "deleted, with 14 examples" in run(home, "teach", "mine", "--delete").stdout
    assert "cannot be listed" in run(home, "teach", "x", str(tmp_path / "nowhere")).stderr
    assert run(home, "teach").stdout.startswith("No lesson yet")


def test_faces_are_found_described_and_compared_in_the_terminal(home, tmp_path):
    photos = SAMPLES / "photos"
    astronaut, cat, coffee = (str(photos / f"{name}.jpg") for name in ("astronaut", "cat", "coffee"))
    found = run(home, "faces", "detect", astronaut, coffee)
    assert (found.returncode, "female" in found.stdout, "coffee.jpg: no face" in found.stdout) == (0, True, True)
    line = json.loads(run(home, "faces", "detect", "--json", "--no-attributes", astronaut).stdout)
    assert (len(line["faces"]), line["faces"][0]["attributes"], line["file"]) == (1, None, astronaut)
    alike = run(home, "faces", "compare", astronaut, astronaut)
    assert (alike.returncode, alike.stdout.splitlines()[0]) == (0, "the same picture: 100.0 of 100")
    assert "no face to compare" in run(home, "faces", "compare", astronaut, coffee).stdout
    (tmp_path / "bad.jpg").write_text("no picture")
    some = run(home, "faces", "detect", "--no-attributes", cat, str(tmp_path / "bad.jpg"))
    assert (some.returncode, "a text file" in some.stderr) == (3, True)
