"""The words: names, sentences and formulas, every one through gettext."""
