"""The child that opens strangers' pictures: bytes in, JPEG out. Ends with 2 for no picture, 3 for too large a picture.

Imports nothing of ours; takes its own limits before it reads a byte. Run by photos.py.
"""

import io
import resource
import sys
import warnings

from PIL import Image, ImageOps

MEMORY_BYTES = 700 * 1024 * 1024
CPU_SECONDS = 15
MOST_PIXELS = 24_000_000
MOST_SIDE = 1600
MOST_BYTES = 300_000
QUALITIES = (82, 74, 66, 58, 50, 40)
FORMATS = ["JPEG", "PNG", "WEBP"]
NO_PICTURE = 2
TOO_LARGE = 3


def limit():
    """Give up rather than take the machine's memory or time; write no file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def opened(data):
    """The first picture in `data`, upright, without transparency, at most 1,600 px a side."""
    file = Image.open(io.BytesIO(data), formats=FORMATS)
    if file.width * file.height > MOST_PIXELS:
        sys.exit(TOO_LARGE)
    file.draft("RGB", (MOST_SIDE, MOST_SIDE))
    file.load()
    image = ImageOps.exif_transpose(file)
    image.thumbnail((MOST_SIDE, MOST_SIDE))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        ground = Image.new("RGB", image.size, "white")
        ground.paste(image, mask=image.getchannel("A"))
        return ground
    return image.convert("RGB")


def encoded(image):
    """JPEG bytes below the limit: first by quality, then by size."""
    while True:
        for quality in QUALITIES:
            out = io.BytesIO()
            image.save(out, "JPEG", quality=quality, optimize=True)
            if out.tell() <= MOST_BYTES:
                return out.getvalue()
        image = image.resize((max(1, image.width * 3 // 4), max(1, image.height * 3 // 4)))


def main():
    """Read the picture from standard input, write the JPEG to standard output."""
    limit()
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS * 2
    data = sys.stdin.buffer.read()
    try:
        out = encoded(opened(data))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        sys.exit(TOO_LARGE)
    except (OSError, ValueError, SyntaxError, TypeError, ArithmeticError, MemoryError, EOFError, IndexError, KeyError):
        sys.exit(NO_PICTURE)
    sys.stdout.buffer.write(out)


if __name__ == "__main__":
    main()
