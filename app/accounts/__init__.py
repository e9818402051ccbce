"""Staff: accounts, their keys (passkeys, passwords, devices with a PIN), who may do what, and the audit of what was done.

Words: an *account* is a person in one role for one scope (an office, a province, all); an *invitation* is a link that is
used once and binds a *device*; a *sign-in* is one open session; a *locked* screen shows nothing until its owner is back.
"""
