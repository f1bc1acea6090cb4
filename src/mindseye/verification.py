"""Local verification: do two pictures show the same thing, point by point? Local features and a geometric check."""
