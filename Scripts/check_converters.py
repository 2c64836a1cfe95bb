"""Lets converters of other people read the small models, and requires their goldens bit for bit.

    python Scripts/check_converters.py

Each model of READERS is read from Tests/Fixtures/models as it is committed, by the program that
transformers published for its dialect. The wheels since have no conversion scripts, so this needs
the environment of Scripts/requirements-converters.txt. T5X is no package: its function that reads a
checkpoint into arrays is lib/t5x_layout.py. A converter that fills a class of transformers fills
one of NaN, so that a weight it leaves out shows. Written with transformers 4.46.3, torch 2.13.0,
flax 0.7.0.
"""

import argparse
import contextlib
import functools
import importlib
import os
import pathlib
import sys
import tempfile
import types
import unittest.mock

os.environ["USE_TF"] = "0"
os.environ.setdefault("JAX_PLATFORMS", "cpu")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "fixtures"))

import torch
import transformers
from flax import traverse_util

import common
import model_files
import t5x_layout

MODELS = common.FIXTURES / "models"
READERS = {}
# What a converter does not know. The published Switch models share the words with the head.
LEFT_OUT = {"switch-transformers.t5x.untied": ["lm_head.weight"]}


def reader(*names):
    """Registers what reads Tests/Fixtures/models/<name> and returns its weights by their names."""
    return lambda function: READERS.update({name: function for name in names}) or function


def load_t5x(path):
    return traverse_util.unflatten_dict(t5x_layout.restore(pathlib.Path(path)), sep="/")


def script(name):
    """A conversion script of transformers."""
    checkpoints = types.SimpleNamespace(load_t5x_checkpoint=load_t5x)
    lightning = types.SimpleNamespace(LightningModule=torch.nn.Module)
    stubs = {"t5x": types.SimpleNamespace(checkpoints=checkpoints), "pytorch_lightning": lightning}
    with unittest.mock.patch.dict(sys.modules, stubs):
        module = importlib.import_module(f"transformers.models.{name}")
    transformers.logging.set_verbosity_error()  # the scripts ask for more
    return module


def blank(class_name, config_name, path):
    config = getattr(transformers, config_name).from_json_file(path / "config.json")
    return model_files.blank(getattr(transformers, class_name)(config))


def filled(model, state, part=None):
    """The weights of a blank model after its part has taken a state dict."""
    target = getattr(model, part) if part else model
    unknown = target.load_state_dict(state, strict=False).unexpected_keys
    assert not unknown, unknown
    model.tie_weights()
    return model_files.weights(model)


def arrays(state):
    return {name: torch.from_numpy(array.copy()) for name, array in state.items()}


@reader("t5.t5x", "t5.t5x.gated", "mt5.t5x")
def t5(path):
    config = transformers.T5Config.from_json_file(path / "config.json")
    convert = script("t5.convert_t5x_checkpoint_to_pytorch").convert_t5x_to_pytorch
    return arrays(convert(
        load_t5x(path), num_layers=config.num_layers, num_decoder_layers=config.num_decoder_layers,
        is_encoder_only=False))


@reader("umt5.t5x")
def umt5(path):
    config = transformers.UMT5Config.from_json_file(path / "config.json")
    convert = script("umt5.convert_umt5_checkpoint_to_pytorch").convert_t5x_to_pytorch
    return arrays(convert(
        load_t5x(path), num_layers=config.num_layers, is_encoder_only=False,
        scalable_attention=True))


@reader("longt5.t5x", "longt5.t5x.local")
def longt5(path):
    """Comes to Flax parameters, which transformers reads back into its PyTorch class."""
    with tempfile.TemporaryDirectory() as directory:
        script("longt5.convert_longt5x_checkpoint_to_flax").convert_t5x_checkpoint_to_flax(
            str(path), str(path), directory)
        model = transformers.LongT5ForConditionalGeneration.from_pretrained(
            directory, from_flax=True)
    return model_files.weights(model)


@reader("switch-transformers.t5x", "switch-transformers.t5x.untied")
def switch_transformers(path):
    name = "convert_switch_transformers_original_flax_checkpoint_to_pytorch"
    with tempfile.TemporaryDirectory() as directory:
        script(f"switch_transformers.{name}").convert_flax_checkpoint_to_pytorch(
            str(path), str(path), pytorch_dump_path=directory)
        model = transformers.SwitchTransformersForConditionalGeneration.from_pretrained(directory)
    weights = model_files.weights(model)
    if not model.config.tie_word_embeddings:
        # This class then has tables of its own in both stacks, which T5X has not.
        weights = {n: t for n, t in weights.items() if n.startswith(("shared.", "encoder.block",
                   "encoder.final", "decoder.block", "decoder.final"))}
    return weights


@reader("bloom.deepspeed")
def bloom(path):
    convert = script("bloom.convert_bloom_original_checkpoint_to_pytorch")
    with tempfile.TemporaryDirectory() as directory:
        convert.convert_bloom_checkpoint_to_pytorch(
            str(path / "global_step95000"), str(path / "config.json"), directory, False, 4)
        state = torch.load(pathlib.Path(directory) / "pytorch_model.bin")
    return filled(blank("BloomForCausalLM", "BloomConfig", path), state, "transformer")


@reader("opt.metaseq", "opt.metaseq.post_norm")
def opt(path):
    """Files of several ranks must be merged first; transformers has no program for that."""
    file, = path.glob("reshard*.pt")
    with torch.serialization.safe_globals([argparse.Namespace]):
        convert = script("opt.convert_opt_original_pytorch_checkpoint_to_pytorch")
        state = convert.load_checkpoint(file)
    return filled(blank("OPTForCausalLM", "OPTConfig", path), state, "model")


@reader("megatron-bert.megatron")
def megatron_bert(path):
    content = torch.load(path / "release" / "mp_rank_00" / "model_optim_rng.pt")
    model = blank("MegatronBertForPreTraining", "MegatronBertConfig", path)
    convert = script("megatron_bert.convert_megatron_bert_checkpoint").convert_megatron_checkpoint
    return filled(model, convert(None, content, model.config))


@reader("rwkv.authors")
def rwkv(path):
    convert = script("rwkv.convert_rwkv_checkpoint_to_hf").convert_state_dict
    return filled(
        blank("RwkvForCausalLM", "RwkvConfig", path), convert(torch.load(path / "model.pth")))


@reader("longformer.authors.triviaqa")
def longformer(path):
    model = blank("LongformerForQuestionAnswering", "LongformerConfig", path)
    convert = script("longformer.convert_longformer_original_pytorch_lightning_to_pytorch")
    # The checkpoint has no pooler, nor has the class for answers in this release.
    body = functools.partial(transformers.LongformerModel.from_pretrained, add_pooling_layer=False)
    convert.LongformerModel = types.SimpleNamespace(from_pretrained=body)
    with tempfile.TemporaryDirectory() as directory:
        model.save_pretrained(directory)
        convert.convert_longformer_qa_checkpoint_to_pytorch(
            directory, str(path / "triviaqa.ckpt"), directory)
        return model_files.weights(type(model).from_pretrained(directory))


@reader("llama.authors", "llama.authors.mp2")
def llama(path):
    """What the script saves on its way to a model, whose width it would compute otherwise."""
    convert, found = script("llama.convert_llama_weights_to_hf"), {}

    class Stop(Exception):
        pass

    with unittest.mock.patch.object(torch, "save", lambda state, _: found.update(state)), \
            unittest.mock.patch.object(convert, "LlamaForCausalLM") as model:
        model.from_pretrained.side_effect = Stop
        with contextlib.suppress(Stop):
            convert.write_model(None, str(path), num_shards=len(list(path.glob("*.pth"))))
    return {n: t for n, t in found.items() if not n.endswith(".inv_freq")}


@reader("unilm.tensorflow.google")
def unilm(path):
    model = blank("BertForPreTraining", "BertConfig", path)
    transformers.load_tf_weights_in_bert(model, model.config, str(path / "bert_model.ckpt"))
    model.tie_weights()
    return model_files.weights(model)


def main():
    for name, read in READERS.items():
        with torch.no_grad():
            found = read(MODELS / name)
        model_files.require_golden(MODELS / name, found, LEFT_OUT.get(name, []))
        print(f"{name}: {len(found)} tensors are equal")


if __name__ == "__main__":
    main()
