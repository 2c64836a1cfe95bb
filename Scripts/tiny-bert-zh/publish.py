"""Publishes the trained weights as a PyTorch checkpoint of 2018-2019 and writes golden.json.

    python Scripts/tiny-bert-zh/publish.py

Reads Registry/embedded/tiny-bert-zh/safetensors; writes pytorch/ and golden.json beside it.
Storages are keyed by memory address, so a second run gives other bytes, the same contents.
Written with torch 2.13.0 (CPU), safetensors 0.8.0; Python 3.11.
"""

import torch

import containers
import bert_files


def main():
    state, config, tokens = containers.read()
    directory = containers.HOME / "pytorch"
    directory.mkdir(parents=True, exist_ok=True)
    torch.save(
        bert_files.legacy_state(state, config["max_position_embeddings"]),
        directory / "pytorch_model.bin", _use_new_zipfile_serialization=False)
    bert_files.write_config(directory / "config.json", config)
    bert_files.write_vocabulary(directory / "vocab.txt", tokens)
    bert_files.write_golden(containers.HOME / "golden.json", bert_files.canonical(state))


if __name__ == "__main__":
    main()
