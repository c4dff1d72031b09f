"""The package: what it declares, what it holds, what `import conv` loads, and what its command does."""

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions

import pytest

import conv
from conv import files
from conv.ui import command
from conv.ui.serving import __main__ as serving_main
from tests.packages import ROOT, build

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
APP = [ROOT / "app.py", *(ROOT / "pages").rglob("*.py"), *(ROOT / "conv").rglob("*.py")]
CORE = [file for file in APP if file.is_relative_to(ROOT / "conv") and "ui" not in file.parts]
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
POSIX_NAMES = {"fork", "forkpty", "getuid", "geteuid", "killpg", "setsid", "SIGKILL", "SIGHUP", "SIGUSR1", "mkfifo"}


def imported(paths):
    """Top-level names that the files import, of others than this project and Python itself."""
    found = set()
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found.add(node.module.split(".")[0])
    return found - {"conv", "pages"} - sys.stdlib_module_names


def name_of(requirement):
    return re.match(r"[\w.-]+", requirement)[0].lower()


def test_what_is_imported_is_what_is_declared():
    distributions = packages_distributions()
    needed = {distributions[name][0].lower() for name in imported(APP)}
    assert needed == {name_of(each) for each in PROJECT["dependencies"]}


def test_the_requirements_of_a_checkout_are_those_of_the_package():
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert lines == PROJECT["dependencies"] + PROJECT["optional-dependencies"]["serve"]


def test_the_core_imports_numpy_and_only_pictures_need_pillow():
    assert len(CORE) > 30
    assert imported(CORE) == {"numpy", "PIL"}
    assert [path.name for path in CORE if "PIL" in imported([path])] == ["images.py"]


LOADS = """
import sys
import numpy
before = set(sys.modules)
import conv
walked = conv.walk([[[1.0, 2.0], [3.0, 4.0]]], [[[1.0]]])
assert walked.feature_map.shape == (2, 2)
print(*sorted({name.split(".")[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))
"""


def test_importing_the_core_loads_neither_pillow_nor_streamlit():
    ran = subprocess.run([sys.executable, "-c", LOADS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == ["conv"]


def test_every_public_name_is_there():
    assert [name for name in conv.__all__ if not hasattr(conv, name)] == []
    assert conv.fitted_size((40, 21), 10) == (10, 5)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        conv.nothing  # noqa: B018


def test_the_app_s_files_are_at_the_top_of_a_checkout_and_in_the_installed_package(tmp_path, monkeypatch):
    assert files.app_folder() == ROOT
    monkeypatch.setattr(files, "PACKAGE", tmp_path / "conv")
    assert files.app_folder() == tmp_path
    (tmp_path / "conv" / "app").mkdir(parents=True)
    assert files.app_folder() == tmp_path / "conv" / "app"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Names of the sdist's files, and the wheel's path."""
    sdist, wheel = build(tmp_path_factory.mktemp("built"))
    with tarfile.open(sdist) as packed:
        return {name.partition("/")[2] for name in packed.getnames()}, wheel


def test_the_wheel_holds_the_whole_app_in_one_package_and_no_more_than_3_mb(built):
    with zipfile.ZipFile(built[1]) as wheel:
        names = wheel.namelist()
        assert sum(each.file_size for each in wheel.infolist()) < 3e6
    held = {name for name in names if ".dist-info/" not in name}
    assert {name.partition("/")[0] for name in held} == {"conv"}
    code = [path for path in (ROOT / "conv").rglob("*.py") if "app" not in path.parts]
    expected = {path.relative_to(ROOT).as_posix() for path in code} | {"conv/py.typed"}
    for folder in (".streamlit", "assets", "pages"):
        expected |= {f"conv/app/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / folder).rglob("*.*")}
    left_out = {
        name for name in expected if re.search(r"app/assets/.*\.py$|readme\.gif|\.d\.ts|deno\.json|\.pyc$", name)
    }
    assert held == expected - left_out | {"conv/app/app.py"}


def test_the_sdist_holds_what_the_checks_need(built):
    assert {"Makefile", "README.md", "LICENSE", "CHANGELOG.md", "requirements-dev.txt", "tests/packages.py"} <= built[0]
    assert {"conv/ui/lessons/ruff.toml", "assets/player/deno.json", "docs/glossary.md"} <= built[0]


def test_the_package_says_what_it_is(built):
    with zipfile.ZipFile(built[1]) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("METADATA"))
        head, _blank, text = wheel.read(name).decode().partition("\n\n")
    assert f"\nVersion: {conv.__version__}\n" in head
    assert "\nLicense-Expression: MIT\n" in head
    assert "\nRequires-Python: >=3.11\n" in head
    assert text.startswith("# Kernelwalk")


def test_all_documents_name_one_version_and_one_address():
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.search(r"^## (\d+\.\d+\.\d+)", changes, re.MULTILINE)[1] == conv.__version__
    assert re.search(r"^version: (.*)$", citation, re.MULTILINE)[1] == conv.__version__
    home = PROJECT["urls"]["Homepage"]
    assert all(url.startswith(home) for url in PROJECT["urls"].values())
    assert f"\nrepository-code: {home}\n" in citation
    assert f"\n  repository: {home} " in (ROOT / "mkdocs.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ([], ["--server.address=localhost"]),
        (["--port", "9000"], ["--server.address=localhost", "--server.port=9000"]),
        (["--address=0.0.0.0"], ["--server.address=0.0.0.0"]),
    ],
)
def test_the_command_starts_streamlit(given, told, monkeypatch):
    started = []
    monkeypatch.setattr(command.runpy, "run_module", lambda name, run_name: started.append((name, sys.argv)))
    monkeypatch.setattr(sys, "argv", ["kernelwalk", *given])
    assert command.main() == 0
    ((name, arguments),) = started
    assert name == "streamlit"
    assert arguments[1:3] == ["run", str(ROOT / "app.py")]
    assert [each for each in arguments[3:] if not each.startswith("--server.fileWatcherType")] == told


def test_the_command_refuses_what_it_does_not_know(capsys):
    with pytest.raises(SystemExit, match="2"):
        command.main(["--port", "many"])
    assert "kernelwalk: error: argument --port" in capsys.readouterr().err
    with pytest.raises(SystemExit, match="0"):
        command.main(["serve", "--help"])
    assert "usage: kernelwalk serve" in capsys.readouterr().out


def test_serving_a_class_says_that_it_does_not_work_on_windows(monkeypatch, capsys):
    monkeypatch.setattr(serving_main.sys, "platform", "win32")
    assert command.main(["serve"]) == 1
    assert capsys.readouterr().err.startswith("Serving a class does not work on Windows; ")


def test_nothing_of_one_system_alone_is_used():
    for path in APP:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & POSIX_NAMES, path
        modules = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        assert not modules & POSIX_MODULES, path
    names = [
        path.relative_to(ROOT).as_posix()
        for folder in ("assets", "conv", "pages")
        for path in (ROOT / folder).rglob("*")
    ]
    assert len(names) > 200
    assert [name for name in names if re.search(r'[<>:"|?*\\]|[ .]$', name)] == []
    assert len({name.lower() for name in names}) == len(names)
