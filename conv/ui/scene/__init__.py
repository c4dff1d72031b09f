"""The scene: every setting of a lesson as one record, its link, the visit, its pictures and kernels."""
