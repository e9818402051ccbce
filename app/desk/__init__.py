"""The officer's counter: what was sent, opened, read, printed, accepted; posters and the patrols that look at
them; the office's settings, and the keeper's check of the catalogue."""
