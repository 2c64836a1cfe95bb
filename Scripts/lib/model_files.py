"""What the scripts under fixtures/ share that publish small models in the names of a framework."""

import json
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
os.environ.setdefault("USE_FLAX", "0")

import torch
import transformers

import bert_files
import golden


def build(class_name, config_name, seed=0, **values):
    """A model of random weights: multiples of 1/4096, norms near one, every tensor different."""
    model = getattr(transformers, class_name)(getattr(transformers, config_name)(**values))
    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=random) * 0.03
            norm = parameter.dim() == 1 and name.endswith("weight")
            parameter.copy_((noise * 4096).round() / 4096 + (1.0 if norm else 0.0))
    model.tie_weights()
    return model.eval()


def weights(model):
    """The state dict without buffers, every shared parameter once, under its first name."""
    seen, result = set(), {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        if id(parameter) not in seen:
            seen.add(id(parameter))
            result[name] = parameter.detach().clone().contiguous()
    return result


def blank(model):
    """A model of the same configuration, NaN everywhere: what a loader leaves out must show."""
    other = type(model)(model.config)
    with torch.no_grad():
        for parameter in other.parameters():
            parameter.fill_(float("nan"))
    return other


def entries(tensors):
    return golden.by_name([golden.torch_entry(name, tensor) for name, tensor in tensors.items()])


def require_equal(found, expected, what):
    assert entries(found) == entries(expected), f"{what}: the oracle holds other weights"


def require_golden(path, tensors, left_out=()):
    """Requires the weights of a model's golden.json, but for those that an oracle does not know."""
    expected = [e for e in read_json(path / "golden.json") if e["name"] not in left_out]
    found = entries({name: tensor.contiguous() for name, tensor in tensors.items()})
    assert found == expected, f"{path.name}: the oracle holds other weights"


def write_config(path, config):
    """config.json without what depends on the version of transformers alone."""
    known = config.to_diff_dict()
    skip = ["transformers_version", "_name_or_path", "dtype", "torch_dtype"]
    bert_files.write_json(path, {k: v for k, v in known.items() if k not in skip})


class Fixture:
    """Tests/Fixtures/models/<architecture>.<layout>[.<variant>]."""

    def __init__(self, root, name, config, expected):
        self.path = root / name
        self.path.mkdir()
        write_config(self.path / "config.json", config)
        bert_files.write_golden(self.path / "golden.json", entries(expected))

    def safetensors(self, tensors):
        plain = {name: tensor.clone().contiguous() for name, tensor in tensors.items()}
        bert_files.save_tensors(plain, self.path / "model.safetensors")

    def pytorch(self, content, name="pytorch_model.bin"):
        torch.save(content, self.path / name)

    def tensorflow(self, variables, name="model.ckpt"):
        """A V2 checkpoint written with tf.compat.v1.train.Saver."""
        import tensorflow as tf

        tf1 = tf.compat.v1
        with tf.Graph().as_default(), tf1.Session() as session:
            for variable, array in variables.items():
                tf1.get_variable(variable, initializer=tf.constant(array), use_resource=False)
            session.run(tf1.global_variables_initializer())
            tf1.train.Saver().save(
                session, str(self.path / name), write_meta_graph=False, write_state=False)
        return str(self.path / name)


def read_json(path):
    return json.loads(path.read_text(encoding="utf-8"))
