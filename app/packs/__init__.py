"""Language packs: how we speak. A *clip* is the sound of one sentence, named by the hash of language, text and speaker,
so that a changed sentence has no clip until somebody speaks it again."""
