"""Lets PaddleNLP's ChineseBertTokenizer read the committed tables of pinyin, and requires the ids of
pinyin that the authors' tokenizer gave (sentences.golden.json).

    python Scripts/check_pinyin.py      (paddlenlp 2.8.1, paddlepaddle 2.6.2, pypinyin 0.55.0)

The ids of tokens are not compared: this release gives its special tokens to its base class in
another order than that expects them.
"""

import ctypes
import json
import pathlib
import sys

import pypinyin

FOLDER = pathlib.Path(__file__).resolve().parents[1] / "Tests" / "Fixtures" / "vocabulary" / "pinyin"


def main():
    # Paddle brings symbols of a zlib of its own, which must not take the place of Python's.
    ctypes.CDLL("libz.so.1", ctypes.RTLD_GLOBAL)
    # PaddleNLP imports two names of pypinyin as if they were modules.
    sys.modules |= {"pypinyin.pinyin": pypinyin.pinyin, "pypinyin.Style": pypinyin.Style}
    from paddlenlp.transformers import ChineseBertTokenizer

    def table(name):
        return json.loads((FOLDER / "config" / name).read_text("utf-8"))

    tokenizer = ChineseBertTokenizer(
        str(FOLDER / "vocab.txt"), pinyin_map=table("pinyin_map.json"),
        id2pinyin=table("id2pinyin.json"), pinyin2tensor=table("pinyin2tensor.json"))
    checked = 0
    for golden in json.loads((FOLDER / "sentences.golden.json").read_text("utf-8")):
        if not golden["text"]:
            continue
        encoded = tokenizer.encode(golden["text"])
        ids = encoded["pinyin_ids"]
        rows = [list(ids[start:start + 8]) for start in range(0, len(ids), 8)]
        assert rows == golden["pinyin"], (golden["text"], rows)
        checked += 1
    print(f"{checked} sentences are equal")


if __name__ == "__main__":
    main()
