"""What a phone keeps and carries: the page that shows it, and drafts on their way from one browser to another.

A *carried draft* is sealed on the phone under a code of 10 characters. The server holds the sealed bytes under a name made
from the code, for a day and for one reading, and can open none of them.
"""
