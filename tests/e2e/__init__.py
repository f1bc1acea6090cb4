"""Stories in a real browser before the real server. The hand that draws is shared with the film: scripts/studio.py."""
