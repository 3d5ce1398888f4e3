"""What delegated knows and decides. Pure: no clock, no file, no socket, no setting is read here."""
