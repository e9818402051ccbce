"""A short invented sound in both codings, for tests that need something to play."""

from __future__ import annotations

import numpy

from app.packs.voice import MP3_BITS, OPUS_BITS, encode

RATE = 22_050


def a_tone(seconds: float = 2.0) -> dict[str, bytes]:
    """A tone of 440 Hz as `opus` and `mp3`."""
    sound = 0.3 * numpy.sin(2 * numpy.pi * 440 * numpy.arange(int(RATE * seconds)) / RATE)
    opus = encode(sound, RATE, "ogg", "libopus", 48_000, OPUS_BITS, {"application": "voip", "frame_duration": "60"})
    return {"opus": opus, "mp3": encode(sound, RATE, "mp3", "libmp3lame", 16_000, MP3_BITS, {})}
