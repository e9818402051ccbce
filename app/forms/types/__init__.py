"""One file per question type, found by its name: what its inputs are called, how an answer is read and shown."""
