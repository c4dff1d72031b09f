"""Hooks of MkDocs, for `make docs`: pages that are written out of the code, and links to the repository."""

from __future__ import annotations

import sys
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

sys.path.insert(0, str(Path(__file__).parents[1]))

from assets.documents import plans


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The lesson plans join the pages."""
    files.append(File.generated(config, "plans.md", content=plans()))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Links to files that stand beside docs/ lead to the repository."""
    return markdown.replace("](../", f"]({config.extra['repository']}/blob/main/")
