"""Pressing a pack's bytes: each bit is foretold from what stood before it, and only what was not foretold costs. Pure.

Eight contexts (the last bytes, bytes a little further back, the word so far, the last phrase) remember which bits followed them; a
ninth is what followed the last time that the same bytes stood here. A small network weighs their guesses and learns from each bit, and an
arithmetic coder writes what is left: nearly a fifth less than LZMA. `static/js/unpacker.js` reads it, with the same numbers in the same
order; so the tables are made by multiplying and dividing alone, which every machine does alike.

A stream is: the number of bytes in four, the highest first; then the code. Here all contexts are worked out at once beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

MASKS = ((0xFF, 0), (0xFFFF, 0), (0xFFFFFF, 0), (0xFFFFFFFF, 0xFFFF), (0, 0), (0xFFFF0000, 0))
MIX, SPREAD, STIR = 0x2F0B4C47, 0x85EBCA6B, 0x9E3779B1
SLOT_BITS = (18, 20, 21, 22, 14, 21, 21, 21)
PAIRS = 0xE8  # letters.py: such a byte and the next are one phrase
BITS_KEPT = 11
MAP = 1 << BITS_KEPT + 1
LONGEST = 31
LEAST_MATCH = 3
RATE = 0.3e-9
EDGE = 3072
CHUNK = 1 << 16

Numbers = npt.NDArray[Any]


def pressed(data: bytes) -> bytes:
    """The stream that `static/js/unpacker.js` turns into `data` again."""
    return len(data).to_bytes(4, "big") + _coded(_steps(data)) if data else bytes(4)


def _tables() -> tuple[list[int], list[int], list[int]]:
    """The chance of a one (in 65,536) by a sum; the sum by a chance (in 4,096); the first chances (in 2 ** 22) by what was seen."""
    power = [1.0]
    for _ in range(EDGE):
        power.append(power[-1] * 1.00391388933834757)  # e ** (1 / 256)
    chances = [min(65535, max(1, int(65536 / (1 + power[-x])))) for x in range(-EDGE, 1)]
    chances += [min(65535, int(65536 / (1 + 1 / power[x]))) for x in range(1, EDGE)]
    sums, x = [], 0
    for chance in range(8, 65536, 16):
        while x < 2 * EDGE - 1 and chances[x] < chance:
            x += 1
        sums.append(x - EDGE)
    first = [0] + [_first_chance(bin(seen)[3:]) for seen in range(1, MAP)]
    return chances, sums, first


def _first_chance(bits: str) -> int:
    ones, all_ = 0.3, 0.6
    for bit in bits:
        ones, all_ = ones * 0.9 + (bit == "1"), all_ * 0.9 + 1
    return int(ones / all_ * 4194304)


def _steps(data: bytes) -> Iterator[tuple[int, ...]]:
    """For each bit: the bit, where the chances of its nine contexts stand, and which three rows of weights are to be used."""
    size = len(data)
    last = np.frombuffer(bytes(8) + data, np.uint8).astype(np.uint32)
    back = [last[8 - far : 8 - far + size] for far in range(1, 7)]
    near, far = back[0] | back[1] << 8 | back[2] << 16 | back[3] << 24, back[4] | back[5] << 8
    words, phrases = _words(data)
    contexts: list[Numbers] = [(near & one) * np.uint32(MIX) ^ (far & other) * np.uint32(SPREAD) for one, other in MASKS]
    contexts += [words * np.uint32(MIX), phrases * np.uint32(MIX) + back[0] * np.uint32(STIR)]
    bits = np.unpackbits(np.frombuffer(data, np.uint8))
    begun = (last[8:, None] | 256) >> np.arange(8, 0, -1, dtype=np.uint32)
    half, node = begun.copy(), begun.copy()
    half[:, :4], half[:, 4:] = 1, begun[:, 4:5]
    node[:, 4:] = begun[:, 4:] & np.array([0, 1, 3, 7], np.uint32) | np.array([1, 2, 4, 8], np.uint32)
    begun, half, node = begun.ravel(), half.ravel() * np.uint32(STIR), node.ravel()
    seen = [
        np.uint16(k * MAP) + _seen(np.repeat(context, 8) + half, node, bits, SLOT_BITS[k]) for k, context in enumerate(contexts)
    ]
    lengths, foretold = _matches(data, near, far)
    place = np.tile(np.arange(8, dtype=np.uint32), size)
    told, length = np.repeat(foretold | 256, 8), np.repeat(lengths, 8)
    length[told >> (8 - place) != begun] = 0
    match = len(contexts) * MAP + length * 2 + np.where(length > 0, told >> (7 - place) & 1, 0)
    columns = [bits, *seen, match, *(np.repeat(byte, 8) << 3 | place for byte in back[:2]), length << 8 | begun]
    for start in range(0, 8 * size, CHUNK):
        yield from zip(*(column[start : start + CHUNK].tolist() for column in columns), strict=True)


def _words(data: bytes) -> tuple[Numbers, Numbers]:
    """For each byte a number for the letters before it, and the last phrase that ended before it."""
    words, phrases = [], []
    word = phrase = last = 0
    for byte in data:
        words.append(word)
        phrases.append(phrase)
        phrase = last << 8 | byte if last >= PAIRS else phrase
        last = byte
        word = (word + byte + 1) * MIX & 0xFFFFFFFF if byte >= 0x80 or 97 <= byte | 32 <= 122 else 0
    return np.array(words, np.uint32), np.array(phrases, np.uint32)


def _seen(contexts: Numbers, node: Numbers, bits: npt.NDArray[np.uint8], slot_bits: int) -> npt.NDArray[np.uint16]:
    """For each bit those that followed the same context before, newest last, after a one. Two contexts in one slot forget each other."""
    stirred = (contexts ^ contexts >> 15) * np.uint32(SPREAD)
    slots = stirred >> (36 - slot_bits) << 4 | node
    order = np.argsort(slots.astype(np.uint16), kind="stable")  # by sixteen bits at a time: numpy is three times as quick there
    order = order[np.argsort((slots[order] >> 16).astype(np.uint16), kind="stable")]
    name = (slots << 4 | stirred & 15)[order]
    row = bits[order].astype(np.uint16)
    places = np.arange(len(row))
    starts = np.concatenate(([True], name[1:] != name[:-1]))
    age = np.minimum(places - np.maximum.accumulate(np.where(starts, places, 0)), BITS_KEPT).astype(np.uint8)
    found = np.left_shift(np.uint16(1), age, dtype=np.uint16)
    for far in range(1, BITS_KEPT + 1):
        found[far:] |= (row[:-far] << np.uint16(far - 1)) * (age[far:] >= far)
    seen = np.empty_like(found)
    seen[order] = found
    return seen


def _matches(data: bytes, near: Numbers, far: Numbers) -> tuple[Numbers, Numbers]:
    """For each byte, how many bytes before it stood somewhere before too (the last place where five did), and what followed there."""
    names = ((near * np.uint32(MIX) ^ (far & 0xFF) * np.uint32(SPREAD)) * np.uint32(STIR) >> 14).tolist()
    lengths, foretold = [], []
    places: dict[int, int] = {}
    place = length = 0
    for here, byte in enumerate(data):
        if not length and here:
            place = places.get(names[here], 0)
            while length <= LONGEST and length < place and data[place - 1 - length] == data[here - 1 - length]:
                length += 1
            length = 0 if length < LEAST_MATCH else length
        places[names[here]] = here
        lengths.append(min(length, LONGEST))
        foretold.append(data[place])
        length = length + 1 if length and data[place] == byte else 0
        place += 1
    return np.array(lengths, np.uint32), np.array(foretold, np.uint32)


def _coded(steps: Iterator[tuple[int, ...]]) -> bytes:
    """Weigh the nine guesses, write the bit, learn from it. Written out nine times: a loop would take twice as long."""
    chances, sums, first = _tables()
    seen = first * 8 + [
        int((0.5 + (0.25 + 0.24 * (n >> 1) / LONGEST if n > 1 else 0) * (n % 2 * 2 - 1)) * 4194303) for n in range(2 * LONGEST + 2)
    ]
    by_last, by_other = ([[first] * 9 for _ in range(256 * 8)] for first in (0.1, 0.0))
    by_match = [[0.1] * 9 for _ in range((LONGEST + 1) * 256)]
    low, high = 0, 0xFFFFFFFF
    out = bytearray()
    for bit, c0, c1, c2, c3, c4, c5, c6, c7, c8, last, other, match in steps:
        u0, u1, u2, u3, u4, u5, u6, u7, u8 = by_last[last]
        v0, v1, v2, v3, v4, v5, v6, v7, v8 = by_other[other]
        w0, w1, w2, w3, w4, w5, w6, w7, w8 = by_match[match]
        p0, p1, p2, p3, p4 = seen[c0], seen[c1], seen[c2], seen[c3], seen[c4]
        p5, p6, p7, p8 = seen[c5], seen[c6], seen[c7], seen[c8]
        x0, x1, x2, x3, x4 = sums[p0 >> 10], sums[p1 >> 10], sums[p2 >> 10], sums[p3 >> 10], sums[p4 >> 10]
        x5, x6, x7, x8 = sums[p5 >> 10], sums[p6 >> 10], sums[p7 >> 10], sums[p8 >> 10]
        total = (u0 + v0 + w0) * x0 + (u1 + v1 + w1) * x1 + (u2 + v2 + w2) * x2 + (u3 + v3 + w3) * x3 + (u4 + v4 + w4) * x4
        total = int(total + (u5 + v5 + w5) * x5 + (u6 + v6 + w6) * x6 + (u7 + v7 + w7) * x7 + (u8 + v8 + w8) * x8)
        chance = chances[EDGE + (total if -EDGE <= total < EDGE else EDGE - 1 if total > 0 else -EDGE)]
        wide = high - low
        middle = low + (wide >> 16) * chance + ((wide & 0xFFFF) * chance >> 16)
        if bit:
            high = middle
        else:
            low = middle + 1
        while not (low ^ high) & 0xFF000000:
            out.append(high >> 24)
            low, high = low << 8 & 0xFFFFFFFF, high << 8 & 0xFFFFFFFF | 255
        error = ((bit << 16) - chance) * RATE
        d0, d1, d2, d3, d4 = error * x0, error * x1, error * x2, error * x3, error * x4
        d5, d6, d7, d8 = error * x5, error * x6, error * x7, error * x8
        by_last[last] = [u0 + d0, u1 + d1, u2 + d2, u3 + d3, u4 + d4, u5 + d5, u6 + d6, u7 + d7, u8 + d8]
        by_other[other] = [v0 + d0, v1 + d1, v2 + d2, v3 + d3, v4 + d4, v5 + d5, v6 + d6, v7 + d7, v8 + d8]
        by_match[match] = [w0 + d0, w1 + d1, w2 + d2, w3 + d3, w4 + d4, w5 + d5, w6 + d6, w7 + d7, w8 + d8]
        aim = bit << 22
        seen[c0] = p0 + (aim - p0 >> 8)
        seen[c1] = p1 + (aim - p1 >> 8)
        seen[c2] = p2 + (aim - p2 >> 8)
        seen[c3] = p3 + (aim - p3 >> 8)
        seen[c4] = p4 + (aim - p4 >> 8)
        seen[c5] = p5 + (aim - p5 >> 8)
        seen[c6] = p6 + (aim - p6 >> 8)
        seen[c7] = p7 + (aim - p7 >> 8)
        seen[c8] = p8 + (aim - p8 >> 8)
    return bytes([*out, high >> 24])  # and then noughts: that lies between low and high
