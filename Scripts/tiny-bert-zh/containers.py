"""Where tiny-bert-zh lies, and how its safetensors container is written and read."""

import json
import pathlib
import sys

SCRIPTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SCRIPTS / "lib"))
HOME = SCRIPTS.parent / "Registry" / "embedded" / "tiny-bert-zh"

import bert_files


def write_safetensors(directory, state, config, tokens):
    """model.safetensors as save_pretrained writes it: modern names, ties and buffers left out."""
    directory.mkdir(parents=True, exist_ok=True)
    bert_files.save_tensors(bert_files.untied(state), directory / "model.safetensors")
    bert_files.write_config(directory / "config.json", config)
    bert_files.write_vocabulary(directory / "vocab.txt", tokens)


def read():
    """(state, config as a dict, tokens) of the safetensors container."""
    from safetensors.torch import load_file

    source = HOME / "safetensors"
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    tokens = (source / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return load_file(source / "model.safetensors"), config, tokens
