"""What a visitor takes home: the board as a picture or a film, its numbers, code, and the link."""
