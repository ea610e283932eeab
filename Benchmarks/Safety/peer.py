"""The peers of bin/bench safety: a plain list of phrases, and PCRE2 looking for the same list.

    peer.py phrases FILE ...   what the list finds in sentences (class, handling, kind, sentence), and PCRE2's CPU a text
    peer.py reviews FILE       the texts of druglib.tsv, one a line, with the row's id before it
"""
import csv, ctypes, ctypes.util, os, re, sys, time

HERE = os.path.dirname(os.path.abspath(__file__))
PHRASES = open(os.path.join(HERE, "phrases.txt"), encoding="utf-8").read().split("\n")[:-1]
DANGER = {"C", "C+T", "E", "V", "K", "F"}


def reviews(path):
    csv.field_size_limit(1 << 20)
    for row in csv.DictReader(open(path, encoding="utf-8", newline=""), delimiter="\t"):
        for column in ("benefitsReview", "sideEffectsReview", "commentsReview"):
            text = re.sub(r"\s+", " ", row[column] or "").strip()
            if text:
                print(row["id"], text, sep="\t")


class Expression:
    """PCRE2, compiled once with its JIT, through the library's own calls."""

    def __init__(self, pattern):
        self.pcre = ctypes.CDLL(ctypes.util.find_library("pcre2-8"))
        for name in ("pcre2_compile_8", "pcre2_match_data_create_from_pattern_8"):
            getattr(self.pcre, name).restype = ctypes.c_void_p
        raw, (number, at) = pattern.encode(), (ctypes.c_int(), ctypes.c_size_t())
        self.code = ctypes.c_void_p(
            self.pcre.pcre2_compile_8(raw, ctypes.c_size_t(len(raw)), 0x8 | 0x80000, ctypes.byref(number), ctypes.byref(at), None)
        )  # PCRE2_CASELESS | PCRE2_UTF
        self.pcre.pcre2_jit_compile_8(self.code, 1)
        self.data = ctypes.c_void_p(self.pcre.pcre2_match_data_create_from_pattern_8(self.code, None))

    def finds(self, raw):
        return self.pcre.pcre2_match_8(
            self.code, raw, ctypes.c_size_t(len(raw)), ctypes.c_size_t(0), 0, self.data, None) >= 0


def phrases(paths):
    expression = Expression("|".join(re.escape(p) for p in PHRASES))
    for path in paths:
        rows = [line.rstrip("\n").split("\t") for line in open(path, encoding="utf-8")]
        rows = [row for row in rows if len(row) == 4]
        found = {}
        for kind, handling, _, text in rows:
            count = found.setdefault(f"{kind} {handling}", [0, 0])
            count[0] += any(phrase in text.lower().replace("’", "'") for phrase in PHRASES)
            count[1] += 1
        print(f"a list of {len(PHRASES)} phrases, {os.path.basename(path)}")
        for name, (hits, of) in sorted(found.items()):
            word = "found" if name.split()[-1] in DANGER else "falsely found"
            print(f"  {name:12} {hits:3} of {of} {word}")
        raw = [row[3].encode() for row in rows]
        letters = sum(len(text) for text in raw)
        begun = time.process_time()
        for _ in range(20):
            for text in raw:
                expression.finds(text)
        print(f"  PCRE2 with the list: {(time.process_time() - begun) * 1e6 * 300 / letters / 20:.1f} us of CPU at 300 letters")


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    reviews(paths[0]) if command == "reviews" else phrases(paths)
