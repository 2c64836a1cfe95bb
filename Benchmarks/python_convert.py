"""The converter's job as a framework script does it: read, transpose, save_file.

    python Benchmarks/python_convert.py KIND DIRECTORY OUTPUT
"""
import glob
import os
import re
import sys

kind, directory, output = sys.argv[1:]
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

if kind == "tensorflow":
    import numpy as np
    import tensorflow as tf
    from safetensors.numpy import save_file

    reader = tf.train.load_checkpoint(f"{directory}/bert_model.ckpt")
    tensors = {}
    for name in reader.get_variable_to_shape_map():
        array = reader.get_tensor(name)
        if name.endswith("kernel"):
            array = np.ascontiguousarray(array.T)
        tensors[re.sub(r"layer_(\d+)", r"layer.\1", name).replace("/", ".")] = array
    save_file(tensors, output)
else:
    import torch
    from safetensors.torch import load_file, save_file

    if kind == "safetensors":
        tensors = load_file(f"{directory}/model.safetensors")
    else:
        tensors = torch.load(glob.glob(f"{directory}/*.bin")[0], weights_only=True)
        tensors = {k: v for k, v in tensors.items() if not k.startswith("cls.predictions.decoder")}
    save_file(tensors, output)
