"""Teaching one's own classes: examples in the catalogue, features looked at once, a head learned from them."""
