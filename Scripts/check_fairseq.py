"""Lets fairseq and transformers' conversion scripts read the small models in fairseq's names.

    PYTHONPATH=<unpacked source of fairseq 0.12.2> python Scripts/check_fairseq.py

fairseq's own classes load the committed files, every name strictly, and bring older names and fused
projections up to date. The scripts of transformers take the weights from there, require that both
models answer alike, and the weights must be those of golden.json, bit for bit. RoBERTa's script was
written when the norm of the embeddings had another name; it is told the new one. The compiled parts
of fairseq are not needed. Environment: Scripts/requirements-converters.txt. Written with fairseq
0.12.2, transformers 4.46.3, torch 2.13.0.
"""

import argparse
import dataclasses
import importlib
import os
import pathlib
import re
import sys
import tempfile
import types
import unittest.mock

os.environ["USE_TF"] = os.environ["USE_FLAX"] = "0"
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "fixtures"))

import numpy
import torch
import torch._dynamo
import transformers

import common
import model_files

# Python 3.11 wants defaults that can be hashed, numpy has given up names of built-in types.
ORIGINAL = dataclasses.dataclass


def hashable(cls=None, **options):
    options.setdefault("unsafe_hash", True)
    return ORIGINAL(cls, **options) if cls else lambda cls: ORIGINAL(cls, **options)


numpy.float = float
with unittest.mock.patch.object(dataclasses, "dataclass", hashable):
    import fairseq
    from fairseq.models import bart, roberta

NAMES = ["roberta.fairseq", "roberta.fairseq.encoder", "roberta.fairseq.encoder_fused",
         "roberta.fairseq.separate", "xlm-roberta.fairseq", "xlm-roberta.fairseq.decoder",
         "xlm-roberta.fairseq.decoder_fused", "xlm-roberta.fairseq.fused", "camembert.fairseq",
         "camembert.fairseq.encoder", "camembert.fairseq.encoder_fused", "camembert.fairseq.fused",
         "bart.fairseq", "bart.fairseq.in_proj"]
TOKENS = torch.tensor([0, 7, 5, 2])


def script(name):
    module = importlib.import_module(f"transformers.models.{name}")
    transformers.logging.set_verbosity_error()  # the scripts ask for more
    return module


def task(words):
    dictionary = fairseq.data.Dictionary()
    for word in range(words - len(dictionary)):
        dictionary.add_symbol(f"word{word}")
    return types.SimpleNamespace(source_dictionary=dictionary, target_dictionary=dictionary)


def sizes(config, stack):
    def size(*names):
        return next(getattr(config, name) for name in names if hasattr(config, name))

    return {f"{stack}_layers": size(f"{stack}_layers", "num_hidden_layers"),
            f"{stack}_embed_dim": config.hidden_size,
            f"{stack}_ffn_embed_dim": size(f"{stack}_ffn_dim", "intermediate_size"),
            f"{stack}_attention_heads": size(f"{stack}_attention_heads", "num_attention_heads")}


def saved(call, class_name):
    """The weights of the model that a script saves."""
    found = {}

    def save(model, _):
        model.tie_weights()
        found.update(model_files.weights(model))

    with unittest.mock.patch.object(getattr(transformers, class_name), "save_pretrained", save), \
            tempfile.TemporaryDirectory() as directory, \
            torch.serialization.safe_globals([argparse.Namespace]):
        call(str(pathlib.Path(directory) / "converted"))
    return found


def read_roberta(path, config):
    with torch.serialization.safe_globals([argparse.Namespace]):
        state = torch.load(path / "model.pt")["model"]
    arguments = argparse.Namespace(
        **sizes(config, "encoder"), max_positions=config.max_position_embeddings - 2,
        load_checkpoint_heads=True)
    model = roberta.RobertaModel.build_model(arguments, task(config.vocab_size))
    model.load_state_dict(state)
    encoder = model.encoder.sentence_encoder
    encoder.emb_layer_norm = encoder.layernorm_embedding
    convert = script("roberta.convert_roberta_original_pytorch_checkpoint_to_pytorch")
    interface = types.SimpleNamespace(
        model=model, args=arguments, eval=model.eval, encode=lambda _: TOKENS,
        extract_features=lambda tokens: model(tokens, features_only=True)[0])
    convert.FairseqRobertaModel = types.SimpleNamespace(from_pretrained=lambda _: interface)

    def converted(has_head, class_name):
        return saved(lambda output: convert.convert_roberta_checkpoint_to_pytorch(
            str(path), output, has_head), class_name)

    weights = converted(False, "RobertaForMaskedLM")
    if len(model.classification_heads):
        weights |= converted(True, "RobertaForSequenceClassification")
    return weights


class Answer:
    """The script for BART wants equal answers to the last bit; rounding is let pass here."""

    def __init__(self, tensor):
        self.tensor, self.shape = tensor, tensor.shape

    def __ne__(self, other):
        return (self.tensor - other).abs() > 1e-5


def remove(state):
    copies = r"decoder\.output_projection\.weight|encoder\.layers\.\d+\.\w+_(weight|bias)"
    for name in [name for name in state if re.fullmatch(copies, name)]:
        del state[name]


def read_bart(path, config):
    arguments = argparse.Namespace(
        **sizes(config, "encoder"), **sizes(config, "decoder"), share_all_embeddings=True,
        task="denoising",
        max_source_positions=config.max_position_embeddings,
        max_target_positions=config.max_position_embeddings)
    bart.bart_large_architecture(arguments)
    model = bart.BARTModel.build_model(arguments, task(config.vocab_size))
    model.args = arguments  # its loader asks for the task, which it has lost
    interface = types.SimpleNamespace(
        model=model.eval(), encode=lambda _: TOKENS, eval=lambda: interface,
        task=task(config.vocab_size), device=TOKENS.device,
        extract_features=lambda tokens: Answer(
            bart.BARTHubInterface.extract_features(interface, tokens)))
    convert = script("bart.convert_bart_original_pytorch_checkpoint_to_pytorch")
    # What later releases store besides: the table of words as output layer, copies of a layer.
    drop = convert.remove_ignore_keys_
    convert.remove_ignore_keys_ = lambda state: (drop(state), remove(state))
    tokenizer = types.SimpleNamespace(encode=lambda *_, **__: TOKENS[None])
    convert.BartTokenizer = types.SimpleNamespace(from_pretrained=lambda _: tokenizer)
    with unittest.mock.patch.object(torch.hub, "load", lambda *_: interface):
        return saved(lambda output: convert.convert_bart_checkpoint(
            str(path / "model.pt"), output, str(path)), "BartForConditionalGeneration")


def main():
    for name in NAMES:
        path = common.FIXTURES / "models" / name
        is_bart = name.startswith("bart.")
        config_name = "BartConfig" if is_bart else "RobertaConfig"
        config = getattr(transformers, config_name).from_json_file(path / "config.json")
        found = (read_bart if is_bart else read_roberta)(path, config)
        model_files.require_golden(path, found)
        print(f"{name}: {len(found)} tensors are equal")


if __name__ == "__main__":
    with torch.no_grad():
        main()
