"""Files that cannot be read."""

from __future__ import annotations

from random import Random

DAMAGES = ("truncated", "empty", "picture", "random", "locked")
"""A PDF cut off, no bytes at all, a PNG named .pdf, noise named .docx, a PDF with a password."""
_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


def damaged(kind: str, whole: bytes, random: Random) -> bytes:
    """The bytes of a damaged file; `whole` is a sound PDF."""
    if kind == "truncated":
        return whole[: len(whole) // 5]
    if kind == "empty":
        return b""
    if kind == "picture":
        return _PNG
    if kind == "random":
        return random.randbytes(random.randint(900, 4000))
    return _locked(whole, random)


def _locked(whole: bytes, random: Random) -> bytes:
    """A PDF whose password nobody knows: its check values are noise."""
    owner, user, name = (random.randbytes(n).hex() for n in (32, 32, 16))
    lock = (
        f"/Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <{owner}> /U <{user}> >> "
        f"/ID [<{name}> <{name}>]"
    )
    return whole.replace(b"trailer\n<<", f"trailer\n<< {lock}".encode())
