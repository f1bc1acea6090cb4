"""The library: which pictures there are (the catalogue), where they lie, and how they are found."""
