"""What each lesson computes: a scene and a picture in, a board with its words out."""
