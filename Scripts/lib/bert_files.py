"""What the scripts that publish small BERT models share: names, ties, configuration files."""

import collections
import json

import golden

# Stored once, under the name on the right.
TIES = {
    "cls.predictions.decoder.weight": "bert.embeddings.word_embeddings.weight",
    "cls.predictions.decoder.bias": "cls.predictions.bias",
}
BUFFERS = ["bert.embeddings.position_ids", "bert.embeddings.token_type_ids"]


def untied(state):
    """A BertForPreTraining state dict without ties and buffers."""
    return {
        name: tensor.detach().clone().contiguous() for name, tensor in state.items()
        if name not in TIES and name not in BUFFERS}


def canonical(state):
    """The golden entries of a BertForPreTraining state dict, without ties and buffers."""
    return golden.by_name([golden.torch_entry(n, t) for n, t in untied(state).items()])


def write_golden(path, entries):
    """golden.json of a model: just the list, by canonical name."""
    lines = ",\n".join("  " + json.dumps(e) for e in golden.by_name(entries))
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


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


def save_tensors(tensors, path):
    """save_file with the metadata transformers gives; readable by all, as git keeps it."""
    from safetensors.torch import save_file

    save_file(tensors, path, metadata={"format": "pt"})
    path.chmod(0o644)  # the library makes it private


def legacy_state(state, positions):
    """The state dict as early conversions named it: LayerNorm.gamma/beta, a tied decoder weight."""
    import torch

    renamed = collections.OrderedDict()
    for name, tensor in untied(state).items():
        old = name.replace("LayerNorm.weight", "LayerNorm.gamma")
        renamed[old.replace("LayerNorm.bias", "LayerNorm.beta")] = tensor
    words = renamed["bert.embeddings.word_embeddings.weight"]
    renamed["cls.predictions.decoder.weight"] = words  # the same storage, saved once
    renamed["bert.embeddings.position_ids"] = torch.arange(positions).reshape(1, -1)
    return renamed


def modern_names(state):
    return {
        name.replace("LayerNorm.gamma", "LayerNorm.weight").replace(
            "LayerNorm.beta", "LayerNorm.bias"): tensor
        for name, tensor in state.items()}


def read_tensorflow(config, prefix):
    """The state dict transformers' load_tf_weights_in_bert makes of a checkpoint."""
    import torch
    from transformers import BertForPreTraining
    from transformers.models.bert.modeling_bert import load_tf_weights_in_bert

    model = BertForPreTraining(config)
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(float("nan"))  # what the checkpoint leaves out must show
    load_tf_weights_in_bert(model, config, str(prefix))
    return model.state_dict()
