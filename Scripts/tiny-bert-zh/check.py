"""Proves that the three published containers of tiny-bert-zh hold the same bits.

    python Scripts/tiny-bert-zh/check.py

Each is read by its own framework (the TensorFlow one by transformers' load_tf_weights_in_bert)
and compared with golden.json; then the model is asked to fill in a few verses.
Written with torch 2.13.0, transformers 4.57.6, tensorflow-cpu 2.21.0; Python 3.11.
"""

import json
import pathlib
import tempfile

import torch
from safetensors.torch import load_file
from transformers import BertConfig, BertForPreTraining

import containers
import bert_files
import corpus
import train


def from_pytorch():
    state = torch.load(containers.HOME / "pytorch" / "pytorch_model.bin", weights_only=True)
    decoder = state["cls.predictions.decoder.weight"]
    words = state["bert.embeddings.word_embeddings.weight"]
    assert decoder.data_ptr() == words.data_ptr(), "the tie is not stored as one"
    return bert_files.modern_names(state)


def main():
    expected = json.loads((containers.HOME / "golden.json").read_text(encoding="utf-8"))
    config = BertConfig.from_json_file(containers.HOME / "safetensors" / "config.json")
    weights = load_file(containers.HOME / "safetensors" / "model.safetensors")
    found = {
        "safetensors": bert_files.canonical(weights),
        "pytorch": bert_files.canonical(from_pytorch()),
        "tensorflow": bert_files.canonical(bert_files.read_tensorflow(
            config, containers.HOME / "tensorflow" / "bert_model.ckpt")),
    }
    for container, entries in found.items():
        assert entries == expected, f"{container} differs from golden.json"
        print(f"{container}: {len(entries)} tensors, bit-identical")
    elements = sum(t.numel() for t in weights.values())
    print(f"{elements} parameters, ties counted once; vocabulary {config.vocab_size}")

    model = BertForPreTraining.from_pretrained(containers.HOME / "safetensors")
    with tempfile.TemporaryDirectory() as directory:
        model.save_pretrained(directory)
        saved = load_file(pathlib.Path(directory) / "model.safetensors")
    assert list(saved) == list(weights), "save_pretrained would write other names"
    for name in ["pytorch", "tensorflow", "safetensors"]:
        for vocabulary in (containers.HOME / name).glob("vocab.txt"):
            assert vocabulary.read_text("utf-8").splitlines() == corpus.vocabulary()
    train.report(model, corpus.Tokenizer(corpus.vocabulary()))


if __name__ == "__main__":
    main()
