"""Messages to a phone that asked for them: that something happened, never what or to whom. A *subscription* is one browser's
address at its push service; a *notice* is one message on its way there.
"""
