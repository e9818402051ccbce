"""Forms and their questions: how we ask. A *form* is an ordered list of *questions*; a *reading* is what a person sent,
checked question by question. One file per question type in `types/`; the wizard is one HTML document."""
