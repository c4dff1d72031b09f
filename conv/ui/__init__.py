"""What the lessons share: the scene and its link, figures, player, controls and words."""
