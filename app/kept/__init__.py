"""What a phone keeps: the service worker, and packs of pages that open with no network."""
