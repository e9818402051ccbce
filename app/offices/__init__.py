"""Offices (a commune's one-stop counter), their counters, and the posters with QR codes that hang there.

The pages that need both an office and a procedure live here too: `/p`, `/q`."""
