"""Speaking sentences into clips: a synthesiser (a program, at build time only) and two encodings of its sound."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave
from pathlib import Path
from typing import Protocol, cast

import av
import numpy

from ..files import write_bytes
from .speech import key
from .spoken import spoken

WORDS_A_MINUTE = 140
OPUS_BITS, MP3_BITS = 16_000, 24_000
LOUDNESS = 0.126  # -18 dB of full scale
SILENCE = 0.01
TIMEOUT_SECONDS = 30


class NoVoice(Exception):
    """The program that speaks is not installed."""


class Synthesiser(Protocol):
    """Whatever can speak a sentence; recordings of people replace it sentence by sentence."""

    def say(self, text: str) -> bytes:
        """The sentence as a WAV file."""


class Espeak:
    """espeak-ng, called as a program. voice: one of its names, by commune; Quảng Ngãi speaks the central one."""

    def __init__(self, voice: str = "vi-vn-x-central"):
        program = shutil.which("espeak-ng")
        if program is None:
            raise NoVoice("espeak-ng is not installed")
        self._program, self._voice = program, voice

    def say(self, text: str) -> bytes:
        command = [self._program, "-v", self._voice, "-s", str(WORDS_A_MINUTE), "--stdin", "--stdout"]
        done = subprocess.run(command, input=text.encode(), capture_output=True, timeout=TIMEOUT_SECONDS, check=True)  # noqa: S603
        return done.stdout


def speak(sentence: str, language: str, folder: Path, synthesiser: Synthesiser) -> int:
    """Write a sentence's two clips where they are missing; returns how many bytes were written (0: it was there)."""
    name = key(sentence, language)
    if (folder / f"{name}.mp3").exists() and (folder / f"{name}.opus").exists():
        return 0
    sound, rate = trimmed(synthesiser.say(spoken(sentence)))
    opus = encode(sound, rate, "ogg", "libopus", 48_000, OPUS_BITS, {"application": "voip", "frame_duration": "60"})
    mp3 = encode(sound, rate, "mp3", "libmp3lame", 16_000, MP3_BITS, {})
    write_bytes(folder / f"{name}.opus", opus)
    write_bytes(folder / f"{name}.mp3", mp3)
    return len(opus) + len(mp3)


def trimmed(wav: bytes) -> tuple[numpy.ndarray, int]:
    """(samples from -1 to 1, samples a second) of a WAV file, without silence at its ends and at one loudness."""
    with wave.open(io.BytesIO(wav)) as file:
        rate = file.getframerate()
        samples = numpy.frombuffer(file.readframes(file.getnframes()), dtype="<i2").astype(numpy.float32) / 32768
    loud = numpy.flatnonzero(numpy.abs(samples) > SILENCE)
    if loud.size:
        edge = rate // 20
        samples = samples[max(0, loud[0] - edge) : loud[-1] + edge]
        level = float(numpy.sqrt(numpy.mean(samples**2)))
        samples = numpy.clip(samples * (LOUDNESS / max(level, 1e-6)), -0.98, 0.98)
    return samples, rate


def encode(sound: numpy.ndarray, rate: int, container: str, codec: str, codec_rate: int, bits: int, options: dict) -> bytes:
    """The sound as a file: mono, `bits` a second."""
    out = io.BytesIO()
    with av.open(out, "w", format=container, options={"write_xing": "0"} if container == "mp3" else {}) as file:
        stream = cast(av.AudioStream, file.add_stream(codec, rate=codec_rate, options=options))
        stream.bit_rate = bits
        stream.layout = "mono"
        frame = av.AudioFrame.from_ndarray((sound * 32767).astype("<i2").reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate = rate
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=codec_rate, frame_size=stream.frame_size or None)
        for part in (*resampler.resample(frame), *resampler.resample(None)):
            file.mux(stream.encode(part))
        file.mux(stream.encode(None))
    return out.getvalue()
