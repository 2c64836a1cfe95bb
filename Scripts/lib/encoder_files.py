"""What the scripts that publish small encoders share: weights, goldens, TensorFlow checkpoints."""

import shutil

import golden


def fill(model, seed):
    """Random weights, every tensor different, norms near one and biases not zero.

    Values are multiples of 1/4096, which keeps the repository small.
    """
    import torch

    random = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=random) * 0.03
            is_norm = parameter.dim() == 1 and name.endswith("weight")
            parameter.copy_((noise * 4096).round() / 4096 + (1.0 if is_norm else 0.0))
    model.tie_weights()
    return model


def weights(model, computed=()):
    """The state dict without second names and buffers, nor names that end like `computed`."""
    names = {}
    for name, parameter in model.named_parameters(remove_duplicate=False):
        names.setdefault(id(parameter), []).append(name)
    left_out = {alias for group in names.values() for alias in group[1:]}
    left_out |= {name for name, _ in model.named_buffers()}
    return {
        name: tensor.detach().clone().contiguous() for name, tensor in model.state_dict().items()
        if name not in left_out and not (computed and name.endswith(computed))}


def entries(tensors):
    return golden.by_name([golden.torch_entry(n, t) for n, t in tensors.items()])


def poison(model):
    """NaN everywhere: what a loader leaves out must show."""
    import torch

    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(float("nan"))
    return model


def publish(model, path):
    """What save_pretrained writes, readable by all, as git keeps it."""
    saved = path / "saved"
    model.save_pretrained(saved)
    for name in ["config.json", "model.safetensors"]:
        shutil.move(saved / name, path / name)
        (path / name).chmod(0o644)
    shutil.rmtree(saved)


def save_tensorflow(prefix, tensors, step, scalars=()):
    """A V2 checkpoint of tf.compat.v1.train.Saver: arrays by name, the smallest with moments."""
    import numpy as np
    import tensorflow as tf

    tf1 = tf.compat.v1
    with tf.Graph().as_default(), tf1.Session() as session:
        values = {n: np.ascontiguousarray(a, dtype=np.float32) for n, a in tensors.items()}
        first = min(values, key=lambda n: values[n].size)
        for slot in ["adam_m", "adam_v"]:
            values[f"{first}/{slot}"] = np.full_like(values[first], 0.5)
        for name in scalars:
            values[name] = np.float32(0.25)
        variables, feed = [], []
        for name, value in values.items():
            holder = tf1.placeholder(tf.float32, value.shape)
            variable = tf1.get_variable(
                name, shape=value.shape, dtype=tf.float32, use_resource=False,
                initializer=tf1.zeros_initializer())
            variables.append(variable)
            feed.append((tf1.assign(variable, holder), holder, value))
        global_step = tf1.get_variable(
            "global_step", shape=[], dtype=tf.int64, use_resource=False,
            initializer=tf1.constant_initializer(step))
        session.run(tf1.global_variables_initializer())
        for assign, holder, value in feed:
            session.run(assign, {holder: value})
        saver = tf1.train.Saver(
            variables + [global_step], write_version=tf1.train.SaverDef.V2)
        saver.save(session, str(prefix), write_meta_graph=False, write_state=False)
