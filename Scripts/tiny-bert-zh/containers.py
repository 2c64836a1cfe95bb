"""Where tiny-bert-zh lies, and how each of its three containers is written."""

import json
import pathlib
import sys

SCRIPTS = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(SCRIPTS / "lib"))
HOME = SCRIPTS.parent / "Registry" / "embedded" / "tiny-bert-zh"

# Stored once, under the name on the right.
TIES = {
    "cls.predictions.decoder.weight": "bert.embeddings.word_embeddings.weight",
    "cls.predictions.decoder.bias": "cls.predictions.bias",
}
BUFFERS = ["bert.embeddings.position_ids", "bert.embeddings.token_type_ids"]


def write_json(path, value):
    path.write_text(
        json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def write_vocabulary(path, tokens):
    path.write_text("".join(token + "\n" for token in tokens), encoding="utf-8")


def write_config(path, config):
    """config.json: what transformers writes, without what only one program would care about."""
    keys = [
        "architectures", "attention_probs_dropout_prob", "hidden_act", "hidden_dropout_prob",
        "hidden_size", "initializer_range", "intermediate_size", "layer_norm_eps",
        "max_position_embeddings", "model_type", "num_attention_heads", "num_hidden_layers",
        "pad_token_id", "position_embedding_type", "type_vocab_size", "vocab_size",
    ]
    known = config if isinstance(config, dict) else config.to_dict()
    write_json(path, {key: known[key] for key in keys})


def write_safetensors(directory, state, config, tokens):
    """model.safetensors as save_pretrained writes it: modern names, ties and buffers left out."""
    from safetensors.torch import save_file

    directory.mkdir(parents=True, exist_ok=True)
    kept = {
        name: tensor.detach().clone().contiguous() for name, tensor in state.items()
        if name not in TIES and name not in BUFFERS}
    save_file(kept, directory / "model.safetensors", metadata={"format": "pt"})
    (directory / "model.safetensors").chmod(0o644)  # the library makes it private
    write_config(directory / "config.json", config)
    write_vocabulary(directory / "vocab.txt", tokens)


def read():
    """(state, config as a dict, tokens) of the safetensors container."""
    from safetensors.torch import load_file

    source = HOME / "safetensors"
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    tokens = (source / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return load_file(source / "model.safetensors"), config, tokens
