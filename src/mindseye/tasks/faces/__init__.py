"""Faces: find them, describe them, tell whether two are of the same person. Everything stays on this machine."""
