"""Lets programs of the authors, and of others, read or write the small models in their names.

    python Scripts/check_authors.py CLONES

CLONES holds clones at CLONES/<owner>/<name> with the commits below. Converters that read a dialect
must come to golden.json, bit for bit; converters that write one must come to what the
fixtures were written from. What they import to download, to log or to run on other hardware is put
in place of by objects that do nothing. Environment: Scripts/requirements-converters.txt. Written
with transformers 4.46.3, torch 2.13.0, jax 0.4.13.
"""

import contextlib
import importlib
import io
import multiprocessing.pool  # to_hf_weights.py leaves that to another module
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import types
import unittest.mock

os.environ["USE_TF"] = "0"
os.environ.setdefault("JAX_PLATFORMS", "cpu")
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "fixtures"))

import jax
import ml_dtypes
import numpy as np
import torch
import transformers

import common
import gpt2_models
import libai_models
import mesh_transformer_models as mesh
import model_files

COMMITS = {
    "EleutherAI/gpt-neox": "ea7aefd8", "karpathy/minGPT": "37baab7",
    "Oneflow-Inc/libai": "9dcbe3b2",
    "kingoflolz/mesh-transformer-jax": "f8315e3", "JunnYu/RoFormer_pytorch": "447aa8f",
    "JunnYu/GAU-alpha-pytorch": "a7ac55f", "ggml-org/llama.cpp": "bfb4308b0",
}
# Commits of dbiir/UER-py before its names changed twice, and since.
UER = {"bert.uer": "8a04f2f", "bert.uer.2021": "49537c0", "bert.uer.2023": "5743050"}
MODELS = common.FIXTURES / "models"
CLONES = None


class Nothing(types.ModuleType):
    """A module of which every name is another such thing, and which does nothing when called."""

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Nothing(name)

    def __call__(self, *_, **__):
        return Nothing("nothing")


def program(repository, path, *changes, stubs=(), commit=None, **modules):
    """The module of a file at its commit, with changed constants."""
    commit = commit or COMMITS[repository]
    text = subprocess.run(
        ["git", "-C", CLONES / repository, "show", f"{commit}:{path}"],
        check=True, capture_output=True, text=True).stdout
    for old, new in changes:
        assert old in text, (path, old)
        text = text.replace(old, new)
    module = types.ModuleType(pathlib.Path(path).stem)
    module.__dict__.update(__file__=str(CLONES / repository / path), __package__="program")
    replaced = {name: Nothing(name) for name in stubs} | {"program": Nothing("program")} | modules
    with unittest.mock.patch.dict(sys.modules, replaced), \
            unittest.mock.patch.object(sys, "path", list(sys.path)):
        exec(compile(text, path, "exec"), module.__dict__)
    return module


@contextlib.contextmanager
def importing(repository, *folders):
    """Imports from folders of a repository at its commit; forgets them after."""
    packed = subprocess.run(
        ["git", "-C", CLONES / repository, "archive", COMMITS[repository], *folders],
        check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as directory:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(directory, filter="data")
        paths = [directory, *(str(pathlib.Path(directory) / folder) for folder in folders)]
        with unittest.mock.patch.object(sys, "path", [*paths, *sys.path]):
            yield
        for name, module in list(sys.modules.items()):
            if str(getattr(module, "__file__", "")).startswith(directory):
                del sys.modules[name]


def require_equal(found, expected, name):
    found, expected = ({n: t.contiguous() for n, t in state.items()} for state in (found, expected))
    model_files.require_equal(found, expected, name)


def neox(name, folder, ranks, is_sequential):
    convert = program(
        "EleutherAI/gpt-neox", "tools/ckpts/convert_neox_to_hf.py",
        stubs=["megatron", "megatron.tokenizer"])
    path = MODELS / name
    config = transformers.GPTNeoXConfig.from_json_file(path / "config.json")

    def tokenizer(arguments):
        arguments.padded_vocab_size = config.vocab_size
        return types.SimpleNamespace(pad=1, eod=0)

    convert.build_tokenizer = tokenizer
    settings = {
        "hidden-size": config.hidden_size, "num-layers": config.num_hidden_layers,
        "num-attention-heads": config.num_attention_heads, "no-weight-tying": True,
        "max-position-embeddings": config.max_position_embeddings,
        "intermediate-size": config.intermediate_size, "model-parallel-size": ranks}
    model = convert.convert(
        str(path / folder), settings, None, sequential=is_sequential, precision="fp32")
    model_files.require_golden(path, model_files.weights(model))


def uer(name, commit):
    path = MODELS / name
    convert = program(
        "dbiir/UER-py", "scripts/convert_bert_from_uer_to_huggingface.py", commit=commit)
    file, = (p for p in path.iterdir() if p.suffix != ".json")
    with tempfile.TemporaryDirectory() as directory:
        output = str(pathlib.Path(directory) / "model.bin")
        arguments = ["", "--input_model_path", str(file), "--output_model_path", output,
                     "--layers_num", "2"]
        with unittest.mock.patch.object(sys, "argv", arguments):
            convert.main()
        model_files.require_golden(path, torch.load(output))


def mingpt():
    """minGPT's from_pretrained, given the model that the fixture was made from."""
    name = "gpt2.mingpt"
    values = gpt2_models.VALUES | dict(n_inner=None, n_embd=12, n_head=3)
    ours = model_files.build(
        "GPT2LMHeadModel", "GPT2Config", 3, **values, tie_word_embeddings=False)
    model_files.require_golden(MODELS / name, model_files.weights(ours))
    state = dict(ours.state_dict())
    file = torch.load(MODELS / name / "model.pt")
    # Releases of its time also listed the masks, which it has itself.
    state |= {n: torch.ones_like(t) for n, t in file.items() if n.endswith(".attn.bias")}
    theirs = program(
        "karpathy/minGPT", "mingpt/model.py",
        ("dict(n_layer=12, n_head=12, n_embd=768),  # 124M",
         "dict(n_layer={n_layer}, n_head={n_head}, n_embd={n_embd}),  #".format(**values)),
        ("config.vocab_size = 50257", f"config.vocab_size = {values['vocab_size']}"),
        ("config.block_size = 1024", f"config.block_size = {values['n_positions']}"),
        stubs=["mingpt"], **{"mingpt.utils": utilities()})
    with unittest.mock.patch.object(
            transformers.GPT2LMHeadModel, "from_pretrained",
            lambda _: types.SimpleNamespace(state_dict=lambda: state)):
        found = theirs.GPT.from_pretrained("gpt2").state_dict()
    is_weight = {n for n in found if not n.endswith(".attn.bias")}
    require_equal({n: found[n] for n in is_weight}, {n: file[n] for n in is_weight}, name)
    assert set(found) == set(file), name


def utilities():
    return program("karpathy/minGPT", "mingpt/utils.py")


def libai():
    """LiBai's loaders, given the models that the fixtures were made from."""
    for seed, (name, class_name, config_name, values, arrange) in enumerate(libai_models.TABLE):
        ours = model_files.build(class_name, config_name, 200 + seed, **values)
        expected = model_files.weights(ours)
        model_files.require_golden(MODELS / name, expected)
        folder, stubs = "libai/models/utils/model_loader", [
            "termcolor", "libai", "libai.utils", "libai.utils.distributed", "libai.config",
            "libai.models", "libai.models.build", "omegaconf", "oneflow"]
        base = program("Oneflow-Inc/libai", f"{folder}/base_loader.py", stubs=stubs)
        kind, prefix = ("bert", "Bert") if class_name.startswith("Bert") else ("gpt", "GPT2")
        module = program(
            "Oneflow-Inc/libai", f"{folder}/{kind}_loader.py", oneflow=torch,
            **{"program.base_loader": base})
        loader = getattr(module, f"{prefix}LoaderHuggerFace")(None, {}, "")
        sizes = dict(hidden_layers=2, num_attention_heads=3, hidden_size=12)
        found = loader._convert_state_dict(dict(expected), sizes)
        require_equal(found, arrange(expected, ours.config), name)


def gptj(name, dtype, layers):
    """to_hf_weights.py adds the bias of the words to them; the class it writes for has none."""
    convert = program(
        "kingoflolz/mesh-transformer-jax", "to_hf_weights.py",
        stubs=["pathy", "mesh_transformer", "mesh_transformer.transformer_shard"])
    path = MODELS / name / "step_7"
    expected = {n: torch.from_numpy(a.astype(np.float32))
                for n, a in mesh.weights(dtype, layers).items()}
    expected["transformer.wte.weight"] += expected.pop("transformer.wte.bias")
    # What a single device would hold, with an axis of devices.
    with unittest.mock.patch.object(mesh, "SHARDS", 1):
        tree = mesh.parameters(mesh.weights(np.float32, layers), layers, 0)
    tree = {"step": np.zeros(1), "params": {
        module: {n: a[None] for n, a in arrays.items()} for module, arrays in tree.items()}}
    with tempfile.TemporaryDirectory() as directory:
        output = pathlib.Path(directory)
        old = {n: getattr(jax.tree_util, n) for n in ["tree_leaves", "tree_flatten"]}
        with unittest.mock.patch.multiple(jax, create=True, **old):
            convert.save_pytree_as_hf(
                tree, path, mesh.SHARDS, output, layers, np.float32, torch.float32, 8)
        found = torch.load(output / "pytorch_model.bin")
    found = {n: t for n, t in found.items() if not n.endswith((".attn.bias", ".masked_bias"))}
    require_equal(found, expected, name)


def roformer_v2():
    """The class of the published files, and its reader of variables; that knows no projection."""
    with importing("JunnYu/RoFormer_pytorch", "src"):
        code = importlib.import_module("roformer")
        for name in ["transformers", "tensorflow"]:
            path = MODELS / f"roformer-v2.{name}"
            config = code.RoFormerConfig(
                **model_files.read_json(path / "config.json"), norm_type="rms_norm",
                pad_token_id=0)
            model = model_files.blank(code.RoFormerForMaskedLM(config))
            if name == "transformers":
                load(model, path)
            else:
                code.load_tf_weights_in_roformer(model, config, str(path / "bert_model.ckpt"))
                model.tie_weights()
            weights = model_files.weights(model)
            model_files.require_golden(
                path, {n: t for n, t in weights.items() if "embed_positions" not in n})


def gau_alpha():
    path = MODELS / "gau-alpha.transformers"
    with importing("JunnYu/GAU-alpha-pytorch", "src"):
        code = importlib.import_module("gau_alpha")
        config = code.GAUAlphaConfig(**model_files.read_json(path / "config.json"))
        model = model_files.blank(code.GAUAlphaForMaskedLM(config))
        load(model, path)
        model_files.require_golden(path, model_files.weights(model))


def llama_cpp(name, module, class_name):
    """The classes of convert_hf_to_gguf.py, given the models that the fixtures were made from."""
    with importing("ggml-org/llama.cpp", "gguf-py", "conversion"):
        gguf = importlib.import_module("gguf")
        code = importlib.import_module(f"conversion.{module}")
        table = importlib.import_module("gguf_models").TABLE
        model_class, config_name, values, _ = table[name]
        ours = model_files.build(model_class, config_name, list(table).index(name), **values)
        weights = model_files.weights(ours)
        if name == "bert":  # llama.cpp leaves the pooler out
            weights = {f"bert.{n}": t for n, t in weights.items() if not n.startswith("pooler.")}
        model_files.require_golden(MODELS / f"{name}.gguf", weights)
        with tempfile.TemporaryDirectory() as directory:
            path, found = pathlib.Path(directory), {}
            ours.save_pretrained(path)
            converter = getattr(code, class_name)(
                path, gguf.LlamaFileType.ALL_F32, path / "model.gguf", eager=True)
            converter.gguf_writer.add_tensor = lambda n, array, **_: found.update(
                {n: np.array(array)})
            converter.prepare_tensors()
        file = gguf.GGUFReader(MODELS / f"{name}.gguf" / "model.gguf")
    stored = {tensor.name: np.array(tensor.data) for tensor in file.tensors}
    if name in ("gpt2", "bloom"):
        del stored["output.weight"]  # older releases also stored the head that shares its weights
    require_equal(arrays(found), arrays(stored), name)


def arrays(state):
    return {name: torch.from_numpy(array.copy()) for name, array in state.items()}


def load(model, path):
    file, = path.glob("*.bin")
    result = model.load_state_dict(torch.load(file), strict=False)
    # The published files leave out the sines, which are computed.
    missing = [name for name in result.missing_keys if not name.endswith(".embed_positions.weight")]
    assert not missing and not result.unexpected_keys, (path.name, missing)
    model.tie_weights()


def main():
    checks = {"gpt-neox.deepspeed": lambda: neox("gpt-neox.deepspeed", "global_step7", 1, True)}
    for variant, is_sequential in [("tp2", True), ("layers", False), ("layers_newer", False)]:
        name = f"gpt-neox.deepspeed.{variant}"
        checks[name] = lambda n=name, s=is_sequential: neox(n, "global_step7", 2, s)
    checks |= {name: lambda n=name, c=commit: uer(n, c) for name, commit in UER.items()}
    for name, class_name in [("gpt2", "GPT2"), ("llama", "Llama"), ("bloom", "Bloom"),
                             ("gpt-neox", "GPTNeoX"), ("bert", "Bert")]:
        checks[f"{name}.gguf"] = lambda n=name, c=class_name: llama_cpp(
            n, n.replace("-", ""), f"{c}Model")
    checks |= {"roformer-v2": roformer_v2, "gau-alpha.transformers": gau_alpha,
               "gpt2.mingpt": mingpt, "gpt2.libai, bert.libai": libai,
               "gptj.mesh-transformer-jax": lambda: gptj(
                   "gptj.mesh-transformer-jax", ml_dtypes.bfloat16, mesh.LAYERS),
               "gptj.mesh-transformer-jax.full": lambda: gptj(
                   "gptj.mesh-transformer-jax.full", np.float32, 2)}
    for name, check in checks.items():
        with contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
            check()
        print(f"{name}: all tensors are equal")


if __name__ == "__main__":
    CLONES = pathlib.Path(sys.argv[1])
    main()
