"""Publishes the trained weights as a PyTorch checkpoint of 2018-2019 and writes golden.json.

    python Scripts/tiny-bert-zh/publish.py

Reads Registry/embedded/tiny-bert-zh/safetensors; writes pytorch/ and golden.json beside it.
Written with torch 2.13.0 (CPU), safetensors 0.8.0; Python 3.11.
"""

import collections
import json

import torch

import containers
import golden


def legacy_state(state, config):
    """The state dict as early conversions named it: LayerNorm.gamma/beta, a tied decoder weight."""
    renamed = collections.OrderedDict()
    for name, tensor in state.items():
        old = name.replace("LayerNorm.weight", "LayerNorm.gamma")
        renamed[old.replace("LayerNorm.bias", "LayerNorm.beta")] = tensor
    words = renamed["bert.embeddings.word_embeddings.weight"]
    renamed["cls.predictions.decoder.weight"] = words  # the same storage, saved once
    positions = torch.arange(config["max_position_embeddings"]).expand((1, -1)).contiguous()
    renamed["bert.embeddings.position_ids"] = positions
    return renamed


def main():
    state, config, tokens = containers.read()
    directory = containers.HOME / "pytorch"
    directory.mkdir(parents=True, exist_ok=True)
    torch.save(
        legacy_state(state, config), directory / "pytorch_model.bin",
        _use_new_zipfile_serialization=False)
    containers.write_config(directory / "config.json", config)
    containers.write_vocabulary(directory / "vocab.txt", tokens)

    entries = golden.by_name([golden.torch_entry(name, t) for name, t in state.items()])
    lines = ",\n".join("  " + json.dumps(e) for e in entries)
    (containers.HOME / "golden.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
