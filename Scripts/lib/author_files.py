"""What the scripts share that write models with their authors' own classes.

golden.json is what the model's own state_dict() holds, every weight once, without buffers.
"""

import pathlib
import shutil
import sys
import types

import torch

import common
import bert_files
import golden


def find(relative):
    """A file of a clone of the authors' repository, which PYTHONPATH names."""
    for place in sys.path:
        path = pathlib.Path(place) / relative
        if path.exists():
            return path
    raise SystemExit(f"put a clone that has {relative} on PYTHONPATH")


def package(name, path):
    """A package without its __init__.py, which imports libraries of its time."""
    module = types.ModuleType(name)
    module.__path__ = [str(path)]
    sys.modules[name] = module


def stub(name, **members):
    """A module that the authors import and that naming the weights does not need."""
    module = types.ModuleType(name)
    module.__dict__.update(members)
    sys.modules[name] = module
    if "." in name:
        parent, leaf = name.rsplit(".", 1)
        setattr(sys.modules[parent], leaf, module)
    return module


def fill(model, seed):
    """Random multiples of 1/4096, every parameter another."""
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter in model.parameters():
            values = torch.randint(-512, 512, parameter.shape, generator=random)
            parameter.copy_(values / 4096)
    return model


def weights(model):
    seen, result = set(), {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        if id(parameter) not in seen:
            seen.add(id(parameter))
            result[name] = parameter.detach().clone().contiguous()
    return result


def directory(name, config, expected):
    """Tests/Fixtures/models/<name> with its configuration and golden.json."""
    path = common.FIXTURES / "models" / name
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    bert_files.write_json(path / "config.json", config)
    write_golden(path, expected)
    return path


def write_golden(path, expected):
    bert_files.write_golden(
        path / "golden.json", [golden.torch_entry(n, t) for n, t in expected.items()])
