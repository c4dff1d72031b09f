"""Opens the app when a fresh server's first visitor comes by /sharing; see pages/step.py."""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parents[1] / "app.py"))
