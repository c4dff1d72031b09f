"""The project as a package: built as it would be published, and installed."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def build(folder: Path) -> tuple[Path, Path]:
    """(sdist, wheel) in a folder; the wheel is built from the sdist, which must therefore hold all of it."""
    _hatch(ROOT, folder, "sdist")
    (sdist,) = folder.glob("*.tar.gz")
    with tarfile.open(sdist) as packed:
        packed.extractall(folder, filter="data")
    _hatch(folder / sdist.name.removesuffix(".tar.gz"), folder, "wheel")
    (wheel,) = folder.glob("*.whl")
    return sdist, wheel


def install(wheel: Path, folder: Path) -> Path:
    """Install a wheel in an empty environment, which borrows what it depends on from this one.

    Returns:
        The folder of its programs.
    """
    environment = venv.EnvBuilder(with_pip=False)
    environment.create(folder)
    program = folder / SCRIPTS / "python"
    command = [sys.executable, "-m", "pip", f"--python={program}", "install", "--quiet", "--no-index", "--no-deps"]
    subprocess.run([*command, str(wheel)], check=True)
    own = subprocess.run(
        [program, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    borrowed = [path for path in sys.path if path.endswith("site-packages")]
    Path(own, "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    return program.parent


def _hatch(source: Path, folder: Path, target: str) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", str(folder)]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
