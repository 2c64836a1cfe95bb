"""poems.txt as training text: verses, vocabulary, token ids."""

import pathlib
import re

HERE = pathlib.Path(__file__).resolve().parent
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def poems():
    """Every poem as a list of couplets, punctuation kept."""
    found, current = [], []
    for line in (HERE / "poems.txt").read_text(encoding="utf-8").splitlines() + [""]:
        if line.startswith("#"):
            continue
        if line:
            current.append(line)
        elif current:
            found.append(current)
            current = []
    return found


def verses(couplet):
    """床前明月光，疑是地上霜。 -> [床前明月光, 疑是地上霜]"""
    return re.findall(r"[^，。？]+", couplet)


def vocabulary():
    characters = sorted({c for poem in poems() for couplet in poem for c in couplet})
    return SPECIAL + characters


class Tokenizer:
    """One character, one token: what a WordPiece tokenizer makes of this vocabulary."""

    def __init__(self, tokens):
        self.tokens = tokens
        self.ids = {token: i for i, token in enumerate(tokens)}
        self.pad, self.unk, self.cls, self.sep, self.mask = range(5)

    def encode(self, first, second=None):
        """([CLS] first [SEP] second [SEP], segment of each token)"""
        a = [self.cls] + [self.ids.get(c, self.unk) for c in first] + [self.sep]
        b = [] if second is None else [self.ids.get(c, self.unk) for c in second] + [self.sep]
        return a + b, [0] * len(a) + [1] * len(b)
