"""A damaged compile cache mends itself."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
RUN = "import sim; print(sim.run(sim.load('scenarios/mm1.yaml', overrides={'horizon_h': 12})).digest)"


def digest(home: Path) -> str:
    """Return the digest a new process finds with its cache under `home`."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(home)}
    return subprocess.run([sys.executable, "-c", RUN], cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout


def test_damaged_code_is_compiled_anew(tmp_path: Path) -> None:
    home = tmp_path
    expected = digest(home)
    files = sorted(home.rglob("*.nb?"))
    assert files and list(home.rglob("checksums.json"))
    for path in files[::3]:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0xFF
        path.write_bytes(content[: len(content) * 2 // 3])
    assert digest(home) == expected
    assert list(home.rglob("checksums.json"))


def test_a_list_that_is_no_list_is_no_obstacle(tmp_path: Path) -> None:
    from sim.kernels import cache

    (tmp_path / "x.nbc").write_bytes(b"code")
    (tmp_path / cache.LIST).write_text("[1, 2")
    cache.mend(tmp_path)
    assert not list(tmp_path.iterdir())
    (tmp_path / "y.nbi").write_bytes(b"no index")
    cache.mend(tmp_path)
    assert not list(tmp_path.iterdir())


def test_code_without_a_list_is_kept(tmp_path: Path) -> None:
    from sim.kernels import cache

    (tmp_path / "x.nbc").write_bytes(b"code")
    cache.mend(tmp_path)
    assert (tmp_path / "x.nbc").exists()
    cache.note(tmp_path)
    (tmp_path / "x.nbc").write_bytes(b"cod")
    cache.mend(tmp_path)
    assert not (tmp_path / "x.nbc").exists()
