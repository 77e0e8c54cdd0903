"""The README does what it says: its two one-line commands, its tour, its hub from scratch, its Python."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
COMMANDS = list(
    dict.fromkeys(
        re.findall(r"\| `(hubsim [^`]+)` \|", README)
        + [line for _, block in FENCED.findall(README) for line in block.splitlines() if line.startswith("hubsim ")]
    )
)


def section(title: str) -> str:
    """The text below the heading `## title`."""
    (text,) = re.findall(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", README, re.DOTALL | re.MULTILINE)
    return text


def one_line(title: str) -> str:
    """The only line of the only fenced block below a heading."""
    ((_, block),) = FENCED.findall(section(title))
    (line,) = block.splitlines()
    return line


def fenced(language: str) -> str:
    """The only fenced block in a language."""
    (block,) = (block for name, block in FENCED.findall(README) if name == language)
    return block


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with the scenarios, and the hub from scratch as the reader saves it."""
    folder = tmp_path_factory.mktemp("tour")
    (folder / "scenarios").symlink_to(ROOT / "scenarios")
    (folder / "my_hub.yaml").write_text(fenced("yaml"), encoding="utf-8")
    return folder


def run(words: list[str], folder: Path) -> subprocess.CompletedProcess:
    """Run Python with `words` in a folder, with the checkout's sim."""
    code = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.argv[0] = 'hubsim'; import runpy; "
    start = [sys.executable, "-c", code + "from sim.cli.app import main; main()", *words] if words[0] != "-" else [sys.executable, "-c", code + words[1]]
    return subprocess.run(start, cwd=folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)


@pytest.mark.parametrize("title", ["Run it", "Test it"])
def test_exactly_one_line_does_everything(title):
    line = one_line(title)
    assert line.startswith("python3 -m venv .venv && .venv/bin/pip install -q -e ")


def test_ci_runs_the_test_command():
    assert one_line("Test it") in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_the_run_command_names_a_scenario():
    words = shlex.split(one_line("Run it"))
    assert (ROOT / words[-1]).is_file()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_tour(command, folder):
    done = run(shlex.split(command)[1:], folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_hub_from_scratch_loses_nothing(folder):
    done = run(["run", "my_hub.yaml", "--json"], folder)
    parcels = json.loads(done.stdout)["parcels"]
    assert parcels["offered"] == parcels["dispatched"] > 1200


def test_the_engines_agree_on_the_first_hub(folder):
    commands = [shlex.split(command)[1:] for command in COMMANDS if "--engine" in command]
    digests = {json.loads(run([*words, "--json"], folder).stdout)["digest"] for words in commands}
    assert len(commands) == 2
    assert len(digests) == 1


def test_the_python_of_the_tour(folder):
    done = run(["-", fenced("python")], folder)
    assert done.returncode == 0, done.stderr
    assert "dispatched" in done.stdout


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
