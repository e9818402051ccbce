"""The officer's counter: what was sent, opened, read, printed, accepted; posters; the keeper's check of the catalogue."""
