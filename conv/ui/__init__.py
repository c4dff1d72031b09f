"""What the lessons share, room by room: words, scene, board, player, controls, lessons; and the shell."""
