"""Languages: catalogues, which one is spoken, and that all of them say everything."""

import ast
import re
import threading
from pathlib import Path

import pytest
import streamlit as st

from conv import text
from conv.catalogue import LOCALE_FOLDER, find_catalogues, known_language, read_catalogue
from conv.text import _, all_forms, joined, language, link_language, ngettext, use_language
from conv.ui import languages
from conv.ui.board.fonts import has_character
from conv.ui.board.letters import letters
from conv.ui.scene.session import Visit, this_visit
from tests.apps import from_menu, open_page, player, shown_scene, widget
from tests.driving import run_script

ROOT = Path(__file__).parents[1]
SLAVIC = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"
POLISH = f"""
msgid ""
msgstr ""
"Language: pl\\n"
"Plural-Forms: {SLAVIC}\\n"

#. Of the part.
#: conv/ui/shell.py:1
msgid "Reset"
msgstr "Od \\"nowa\\"\\\\n"

#, fuzzy
msgid "Quiz"
msgstr "Zgadnij"

msgid "Compare"
msgstr ""

#, python-brace-format
msgid "{{count}} cell"
msgid_plural "{{count}} cells"
msgstr[0] "{{count}} komórka"
msgstr[1] ""
"{{count}} "
"komórki"
msgstr[2] "{{count}} komórek"

#~ msgid "Leave"
#~ msgstr "Wyjdź"
"""


def test_a_catalogue_is_read_as_translators_write_it():
    found = read_catalogue("pl", POLISH)
    assert found.say("Reset") == 'Od "nowa"\\n'
    assert [found.say(message) for message in ("Quiz", "Compare", "Leave")] == ["Quiz", "Compare", "Leave"]
    counts = {1: "komórka", 2: "komórki", 5: "komórek", 12: "komórek", 22: "komórki"}
    for count, word in counts.items():
        assert found.say_counted("{count} cell", "{count} cells", count) == f"{{count}} {word}"
    assert [found.form(count) for count in found.samples] == [0, 1, 2]


def test_without_a_translation_a_count_takes_its_english_form():
    found = read_catalogue("pl", POLISH)
    assert [found.say_counted("a", "b", count) for count in (0, 1, 2)] == ["b", "a", "b"]


@pytest.mark.parametrize(
    ("wanted", "nearest"),
    [
        *[("zh", "zh"), ("zh-CN", "zh"), ("ZH_Hans_CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("pt-BR", "pt-BR")],
        *[("pt", ""), ("z", ""), ("", ""), ("xx-zh", "")],
    ],
)
def test_the_nearest_language_is_spoken(wanted, nearest):
    assert known_language(wanted, {"en": 1, "zh": 1, "pt-BR": 1}) == nearest


def test_threads_speak_each_their_own_language():
    said, both = {}, threading.Barrier(2)

    def speak(tag):
        use_language(tag, asked=tag == "zh")
        both.wait()
        said[tag] = _("Padding"), language(), link_language()

    threads = [threading.Thread(target=speak, args=(tag,)) for tag in ("zh", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == {"zh": ("填充", "zh", {"lang": "zh"}), "en": ("Padding", "en", {})}
    assert ngettext("a", "b", 2) == "b"
    assert all_forms(lambda count: ngettext("a", "b", count)) == {"1": "a", "0": "b"}


def test_a_third_language_is_one_file(tmp_path, monkeypatch):
    file = tmp_path / "pt_BR" / "LC_MESSAGES" / "kernelwalk.po"
    file.parent.mkdir(parents=True)
    file.write_text('msgid "English"\nmsgstr "Português"\n', encoding="utf-8")
    found = find_catalogues(tmp_path)
    assert {tag: each.say("English") for tag, each in found.items()} == {"en": "English", "pt-BR": "Português"}
    for module in (text, languages):
        monkeypatch.setattr(module, "catalogues", lambda: found)
    app = open_page("stride", lang="pt-br")
    assert spoken(app) == "pt-BR"
    assert player(app)["address"]["lang"] == "pt-BR"
    assert next(each for each in app.segmented_control if each.key == "language_pt-BR").options[1] == "Português"


@pytest.fixture
def in_chinese():
    """AppTest reads what is written on widgets in the test's own thread."""
    use_language("zh")
    yield
    use_language(None)


def spoken(app):
    return player(app)["language"]


def test_a_link_s_language_is_kept_from_page_to_page_and_in_what_the_page_writes(in_chinese):
    app = open_page("stride", lang="zh")
    assert spoken(app) == "zh"
    assert player(app)["address"]["lang"] == "zh"
    app = from_menu(app, "padding")
    assert spoken(app) == "zh"
    assert player(app)["address"]["lang"] == "zh"
    app = from_menu(app, "teachers")
    assert all("lang=zh" in each.value for each in app.markdown if "](./" in each.value)


@pytest.mark.parametrize("query", [{}, {"lang": "tlh"}, {"lang": "en"}, {"lang": "<b>"}])
def test_other_links_speak_english_without_a_message(query):
    app = open_page("stride", **query)
    assert spoken(app) == "en"
    assert not app.warning


def switch(app):
    return next(each for each in app.segmented_control if each.key == "language_en")


def test_the_switch_changes_the_page_s_language_and_its_address():
    app = open_page("stride", stride="2")
    assert switch(app).options == ["English", "中文"]
    switch(app).set_value("zh").run()
    assert spoken(app) == "zh"
    assert app.query_params["lang"] == "zh"
    assert app.query_params["stride"] == "2"


@pytest.mark.parametrize("name", ["padding", "kernel", "picture"])
def test_what_was_chosen_stays_when_the_language_changes(name):
    app = open_page("stride")
    chosen = {"padding": "half", "kernel": "sobel_x", "picture": "shapes"}[name]
    widget(app, "selectbox", name).set_value(chosen).run()
    assert getattr(shown_scene(app), name) == chosen
    switch(app).set_value("zh").run()
    assert (spoken(app), getattr(shown_scene(app), name)) == ("zh", chosen)
    use_language("zh")
    app.run()
    use_language(None)
    assert (spoken(app), getattr(shown_scene(app), name)) == ("zh", chosen)


CATALOGUES = {tag: found for tag, found in find_catalogues().items() if tag != "en"}


def calls():
    """(place, arguments) of every call that marks a message."""
    for path in sorted([ROOT / "app.py", *(ROOT / "conv").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "N_", "ngettext"):
                found = [each.value for each in node.args if isinstance(each, ast.Constant)]
                if found and isinstance(found[0], str):
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", found


MESSAGES = list(calls())


def translations(catalogue, message):
    """All forms of a marked message in a catalogue."""
    if len(message) == 1:
        return [catalogue.messages.get(message[0], "")]
    return [catalogue.messages.get((message[0], catalogue.form(count)), "") for count in catalogue.samples]


@pytest.mark.parametrize("tag", CATALOGUES)
def test_no_marked_message_is_without_a_translation(tag):
    missing = [(place, said) for place, said in MESSAGES if not all(translations(CATALOGUES[tag], said))]
    assert len(MESSAGES) > 1400
    assert missing == []


def places(text):
    return set(re.findall(r"\{+\w+\}+", text))


def marks(text):
    return sorted(re.findall(r"\*\*|`[^`]*`|<[^>]+>|:material/\w+:|\]\([^)]*\)", text))


@pytest.mark.parametrize("tag", CATALOGUES)
def test_translations_keep_places_formatting_and_code(tag):
    for place, message in MESSAGES:
        for found in translations(CATALOGUES[tag], message):
            assert places(found) <= places(" ".join(message)), (place, found)
            assert places(found) >= set.intersection(*map(places, message)), (place, found)
            assert marks(found) in [marks(each) for each in message], (place, found)


@pytest.mark.parametrize("tag", CATALOGUES)
def test_pictures_can_draw_all_that_a_catalogue_says(tag):
    characters = set("".join(CATALOGUES[tag].messages.values())) - set(
        "⌊⌋⌈⌉∂∑∈₀₁✓✗↔"
    )  # of formulas, which no picture has
    lacking = {each for each in characters if not (has_character("", each) or has_character(tag, each))}
    assert lacking == set()
    size = sum(file.stat().st_size for file in (LOCALE_FOLDER / tag).glob("*.ttf"))
    assert size < 600_000


COUNTED = """
import { filled, joined } from "./assets/player/numbers.js";
import { letters } from "./assets/player/letters.js";
import { speak } from "./assets/player/plurals.js";
const [language, forms, counts, texts, pattern] = JSON.parse(await new Response(Deno.stdin.readable).text());
speak(language);
const said = counts.map((count) => filled(forms, { count }));
console.log(JSON.stringify([said, texts.map(letters), joined(texts, pattern)]));
"""


@pytest.mark.parametrize("tag", ["pl", "en"])
def test_the_player_counts_and_measures_and_joins_as_python_does(tag):
    found = read_catalogue(tag, POLISH if tag == "pl" else "")
    say = lambda count: found.say_counted("{count} cell", "{count} cells", count)  # noqa: E731
    counts, texts = [0, 1, 2, 5, 12, 22, 112], ["步幅 3 × 3", "", "a − b", "（x）"]
    forms = {str(count): say(count) for count in found.samples}
    said, widths, line = run_script(COUNTED, [tag, forms, counts, texts, "{first}、{second}"])
    assert said == [say(count).format(count=count) for count in counts]
    assert widths == pytest.approx([letters(each) for each in texts])
    assert line == joined(texts, "{first}、{second}")


def test_a_callback_and_a_dialog_speak_the_language_of_their_visit():
    said = []
    visit = Visit(language="zh", spoken="zh")

    def alone():
        st.session_state["visit"] = visit
        this_visit()
        said.append((_("Padding"), link_language()))

    thread = threading.Thread(target=alone)
    thread.start()
    thread.join()
    assert said == [("填充", {"lang": "zh"})]
