"""The report of a verdict: the first page says what the verdict found, and the commands on the last page find it again."""

import json
import re
import shlex
import subprocess
import sys

import pytest
from doing import doors, written

from sim.document import as_html, as_pdf, compose, read_dossier
from sim.document.blocks import Commands, Statement, Table
from sim.experiment.identity import model_version
from sim.results.folder import Refused
from sim.results.writer import write_checksums

PARTS, KNOWN = doors(changeover_s=400.0, rate_per_h=225.0)


def hubsim(*words, at):
    return subprocess.run([sys.executable, "-m", "sim", *words], cwd=at, capture_output=True, text=True, check=True, timeout=300).stdout


def test_the_report_of_a_verdict(tmp_path):
    hub = written(tmp_path, **PARTS)
    hubsim("verdict", hub.name, "--target", f"{1.2 * KNOWN:.0f}", "--capacity-only", "--out", "found", "--workers", "2", at=tmp_path)
    found = json.loads((tmp_path / "found" / "verdict.json").read_text("utf-8"))
    for lang, said in (("en", "not reached"), ("zh", "不能达到")):
        hubsim("report", "found", "--out", f"{lang}.pdf", "--lang", lang, at=tmp_path)
        assert (tmp_path / f"{lang}.pdf").read_bytes().startswith(b"%PDF-")
        document = compose(read_dossier(tmp_path / "found", model_version()), lang)
        (answer,) = [block for block in document.chapters[0].blocks if isinstance(block, Statement)]
        assert said in answer.text and f"{found['capacity_per_day']['estimate']:,.0f}" in answer.below
        assert (tmp_path / f"{lang}.pdf").read_bytes() == as_pdf(document) and answer.text in as_html(document)
    assert "  run/origin.json\n" in (tmp_path / "found" / "checksums.txt").read_text("utf-8")
    document = compose(read_dossier(tmp_path / "found", model_version()))
    (commands,) = [block for block in document.chapters[-1].blocks if isinstance(block, Commands)]
    (verdict, run, site) = (json.loads(hubsim(*shlex.split(line)[1:], "--json", at=tmp_path)) for line in commands.lines)
    assert verdict["capacity_per_day"] == found["capacity_per_day"] and run["digest"] == site["digest"]
    (table,) = [block for block in document.chapters[0].blocks if isinstance(block, Table)]
    shown = {row[0]: float(row[1].replace(",", "")) for row in table.rows if re.fullmatch(r"[\d.,]+", row[1])}
    for label, value in (
        ("capacity [parcels/day]", verdict["capacity_per_day"]["estimate"]),
        ("demand in the run shown, of the hub in full [parcels/day]", verdict["capacity_per_day"]["low"]),  # for the target is not carried
        ("dispatched in the run shown [parcels/day]", run["throughput_per_day"]),
        ("site [mu] †", site["figures"]["land_mu"]["typical"]),
    ):
        assert abs(shown[label] - value) <= 0.006 * abs(value)


def test_a_verdict_that_was_changed_is_refused(tmp_path):
    place = tmp_path / "found"
    (place / "run").mkdir(parents=True)
    (place / "verdict.json").write_text("{}")
    with pytest.raises(Refused, match="checksums"):
        read_dossier(place, model_version())
    write_checksums(place)
    (place / "verdict.json").write_text("{ }")
    with pytest.raises(Refused, match=r"verdict\.json is not as it was written"):
        read_dossier(place, model_version())
