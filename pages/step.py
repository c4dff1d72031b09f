"""Opens the app when a fresh server's first visitor comes by /step.

Until `app.py` has run once, Streamlit looks for a file named like the URL in this folder, and says "Page not found"
where there is none. So this file hands over to the front door, which shows the lesson.
"""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parents[1] / "app.py"))
