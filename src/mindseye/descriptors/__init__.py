"""Descriptors: from what a backbone saw in a picture to one vector. Pure functions, one paper each."""
