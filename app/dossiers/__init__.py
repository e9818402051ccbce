"""A filled-in form on its way. A *dossier* is what the commune holds; a *ticket* is its short code for humans; a *receipt*
is what the citizen holds, opened by a secret of 128 bits. However it came in, it ends as one kind of dossier."""
