"""The documents say what the code is: tables that are written out of it, names that exist, and a guide that works."""

import ast
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

import conv.ui.lessons
import pages
from assets.documents import ROOMS, between, documents, imports
from conv.ui.scene.hiding import HIDEABLE
from conv.ui.words.glossary import GLOSSARY
from tests.apps import from_menu, open_page, player, shown_scene, titles

ROOT = Path(__file__).parents[1]
ENTRIES = [entry for chapter in GLOSSARY for entry in chapter.entries]
NAMED = [entry for entry in ENTRIES if entry.code]


def test_what_is_written_out_of_the_code_is_up_to_date():
    written = documents()
    assert sorted(path.name for path in written) == ["README.md", "architecture.md", "glossary.md"]
    for path, text in written.items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `python assets/documents.py`"


def test_what_stands_around_the_markers_stays():
    text = "Before.\n<!-- x, written by assets/documents.py -->\nold\n<!-- end of x -->\nAfter.\n"
    written = between(text, "x", "new\n")
    assert written.startswith("Before.\n")
    assert written.endswith("\nAfter.\n")
    assert "old" not in written
    assert between(written, "x", "new\n") == written
    with pytest.raises(LookupError, match="'y'"):
        between(text, "y", "new\n")


@pytest.mark.parametrize("entry", NAMED, ids=lambda entry: entry.term)
def test_the_glossary_s_names_are_in_the_code(entry):
    found = entry.code.split(".")
    for count in range(len(found), 0, -1):
        try:
            thing = import_module(".".join(found[:count]))
        except ModuleNotFoundError:
            continue
        break
    for name in found[count:]:
        thing = getattr(thing, "__dataclass_fields__", {}).get(name) or getattr(thing, name)


def test_each_word_stands_for_one_thing():
    words = [word for entry in ENTRIES for word in entry.term.split(", ")]
    assert len(words) == len(set(words)) > 40
    others = {word for entry in ENTRIES for word in re.split("[,;] ", entry.others)}
    assert others & set(words) == set()


def test_the_house_has_no_circle():
    arrows, standing = imports(), set(ROOMS)
    assert {one for one, _other in arrows} <= standing
    while standing:
        free = {name for name in standing if not any(one == name and other in standing for one, other in arrows)}
        assert free, f"{standing} import each other in a circle"
        standing -= free


def test_the_house_shows_every_room():
    folders = {f"conv.ui.{path.parent.name}" for path in (ROOT / "conv" / "ui").glob("*/__init__.py")}
    assert folders - set(ROOMS) == {"conv.ui.serving"}


EMBEDDING = (ROOT / "docs" / "embedding.md").read_text(encoding="utf-8")


def test_the_guide_to_embedding_has_small_pictures_and_names_all_that_can_be_hidden():
    pictures = re.findall(r"!\[[^]]+\]\((embedding/[a-z]+\.png)\)", EMBEDDING)
    assert sorted(pictures) == sorted(f"embedding/{path.name}" for path in (ROOT / "docs" / "embedding").iterdir())
    assert all((ROOT / "docs" / name).stat().st_size < 60_000 for name in pictures)
    assert tuple(re.findall(r"^\| `hide=([a-z]+)` \|", EMBEDDING, re.MULTILINE)) == HIDEABLE


def test_the_guide_s_notebook_cell_runs():
    (cell,) = re.findall(r"^```python\n(.*?)^```$", EMBEDDING, re.DOTALL | re.MULTILINE)
    found = {}
    exec(cell.replace("conv.show(", "shown = conv.show("), found)
    assert found["shown"].title == "Kernelwalk: Pooling"


def blocks(language):
    """The code of the guide's section on lessons, block by block."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("## Add a lesson")[2].partition("\n## ")[0]
    found = re.findall(rf"^   ```{language}\n(.*?)^   ```$", section, re.DOTALL | re.MULTILINE)
    return [re.sub(r"^   ", "", block, flags=re.MULTILINE) for block in found]


@pytest.fixture
def two_files(tmp_path, monkeypatch):
    """The guide's two files as a lesson beside the others; no other file is touched."""
    build, lesson = blocks("python")
    for folder, package, text in (("lessons", conv.ui.lessons, build), ("pages", pages, lesson)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "topic.py").write_text(text, encoding="utf-8")
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / folder)])
    for path in (ROOT / "pages").glob("*.py"):
        if path.stem not in pages.OTHERS:
            (tmp_path / "pages" / path.name).symlink_to(path)
    monkeypatch.setattr(pages, "__file__", str(tmp_path / "pages" / "__init__.py"))
    yield
    for name in ("conv.ui.lessons.topic", "pages.topic"):
        sys.modules.pop(name, None)
    for package in (conv.ui.lessons, pages):
        if hasattr(package, "topic"):
            delattr(package, "topic")


@pytest.mark.usefixtures("two_files")
def test_a_lesson_is_two_files_and_nothing_else():
    assert "topic" in [lesson.name for lesson in pages.find_lessons()]
    home = open_page("home")
    assert "What is there to see?" in [each.value for each in home.caption]
    app = open_page("topic", stride="2", step="3")
    assert not app.error
    assert not app.warning
    assert app.title[0].value == "Topic"
    assert "Watch the window." in [each.value for each in app.markdown]
    assert titles(app) == ["Input 5 × 5", "Kernel 3 × 3", "Feature map 2 × 2"]
    assert player(app)["start"] == 3
    assert shown_scene(app).stride == (2, 2)
    assert shown_scene(from_menu(app, "step")).stride == (1, 1)


def test_no_shared_module_imports_a_lesson_of_its_own():
    found = set()
    for path in (ROOT / "conv").rglob("*.py"):
        if path.parent.name != "lessons":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("conv.ui.lessons.", "pages")):
                    found.add((path.name, node.module))
    assert found == {
        ("shell.py", "conv.ui.lessons.comparing"),
        ("linked.py", "conv.ui.lessons.comparing"),
        ("home.py", "conv.ui.lessons.home"),
        ("notebook.py", "conv.ui.lessons.arrays"),
    }
    assert {"comparing", "home", "arrays"}.isdisjoint(lesson.name for lesson in pages.find_lessons())
