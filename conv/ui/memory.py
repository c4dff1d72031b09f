"""What is loaded once and stays for good: kept out of the garbage collector's rounds."""

from __future__ import annotations

import gc
from functools import lru_cache


@lru_cache(maxsize=1)
def keep_loaded() -> None:
    """Spare the garbage collector what the first run has loaded; to be called at the end of each run.

    Streamlit collects garbage after every run of a script, and looks at all objects there are: for the modules alone
    that takes 30 ms, more than the run itself.
    """
    gc.collect()
    gc.freeze()
