"""Money at the counter: what is due, the VietQR code to the office's account, what arrived, the day's sheet.

The words: a payment is what an officer took in for a dossier, with a receipt number; it is never changed or deleted, a
mistake is answered by a counter-entry with its own number.
"""
