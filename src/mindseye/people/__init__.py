"""People: whose faces the library's pictures show. Found and kept on this machine, only after a person asked for it."""
