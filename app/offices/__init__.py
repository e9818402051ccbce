"""Offices (a commune's one-stop counter), their counters, what their keepers set, and the posters with QR codes: where
each hangs, what it says, and the patrols that look for swindlers' stickers.

The pages that need both an office and a procedure live here too: `/p`, `/q`."""
