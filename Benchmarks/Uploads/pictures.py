"""Files that somebody could send for a picture: good ones, made by vips, and those that lie."""

import struct
import subprocess
import zlib


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, rows, *more):
    """A grey PNG; `rows` is what is compressed for its points, whatever its header says."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def made(folder, name, *commands):
    """What vips makes of these commands, where OUT stands for the file."""
    for command in commands:
        subprocess.run(["vips", *command.replace("OUT", name).split()], cwd=folder, check=True, capture_output=True)
    return (folder / name).read_bytes()


def photograph(folder):
    """A photograph's worth of detail: about a mebibyte."""
    return made(
        folder, "photo.jpg", "gaussnoise n.v 1800 1200 --mean 128 --sigma 30", "bandjoin n.v c.v",
        "cast c.v u.v uchar", "copy u.v OUT[Q=88]")


def lies(folder, photo):
    """Name, bytes, and the status they must be answered with; all but the last few are refused."""
    plain = png(64, 64, bytes(65 * 64))
    big = "black b.v 7100 7100 --bands 3"
    return [
        ("text", b"I am a picture", 422), ("SVG", b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", 422),
        ("PDF", b"%PDF-1.7 " * 50, 422), ("HEIC", b"\0\0\0\x18ftypheic" + bytes(900), 422), ("nothing", b"", 422),
        ("half a JPEG", photo[:len(photo) // 2], 422), ("half a PNG", plain[:len(plain) - 30], 422),
        ("first bytes only", b"\x89PNG\r\n\x1a\n" + bytes(50_000), 422),
        ("JPEG called GIF", b"GIF89a" + photo, 422),
        ("PNG that says it is larger", png(4_000, 4_000, bytes(65 * 64)), 422),
        ("PNG of 2^31 points a side", png(0x7FFFFFFF, 0x7FFFFFFF, bytes(65)), 422),
        ("50 megapixels, PNG", made(folder, "bomb.png", big, "copy b.v OUT"), 422),
        ("50 megapixels, WebP", made(folder, "bomb.webp", big, "copy b.v OUT"), 422),
        ("50 megapixels, JPEG", made(folder, "bomb.jpg", big, "copy b.v OUT"), 422),
        ("GIF of 65,535 x 65,535",
         b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(3) + b"\xff\xff\xff" + (b",\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0" * 40)
         + b";", 422),
        ("2 GiB of text in a PNG",
         png(64, 64, bytes(65 * 64), chunk(b"zTXt", b"a\0\0" + zeros(2 << 30))), (303, 422)),
        ("2 GiB of points in a small PNG", bomb(64, 2 << 30), (303, 422)),
        ("40 megapixels, interlaced",
         made(folder, "slow.png", "black s.v 8000 5000 --bands 3", "copy s.v OUT[interlace]"), 303),
        ("40 megapixels, progressive",
         made(folder, "slow.jpg", "copy s.v OUT[interlace,subsample-mode=off]"), 303),
    ]


def zeros(count):
    """So many zeros, compressed."""
    packer = zlib.compressobj(9)
    piece = bytes(1 << 20)
    return b"".join(packer.compress(piece) for _ in range(count >> 20)) + packer.flush()


def bomb(side, count):
    """A small PNG with far more points in it than it says."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zeros(count)) + chunk(b"IEND", b"")
