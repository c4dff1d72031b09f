"""The sidebar: a widget for each parameter, and tables for typed numbers."""
