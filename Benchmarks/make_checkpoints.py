"""Writes a BERT-base (411 MB with its heads) with random weights in four containers.

    python Benchmarks/make_checkpoints.py DIRECTORY
"""
import json
import os
import re
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import tensorflow as tf
import torch
import transformers


def tensorflow_name(name):
    name = name.replace("layer.", "layer_").replace(".", "/")
    name = name.replace("LayerNorm/weight", "LayerNorm/gamma")
    name = name.replace("LayerNorm/bias", "LayerNorm/beta")
    name = re.sub(r"(word|position|token_type)_embeddings/weight", r"\1_embeddings", name)
    if name == "cls/predictions/bias":
        return "cls/predictions/output_bias", False
    if name.startswith("cls/seq_relationship"):
        return name.replace("weight", "output_weights").replace("bias", "output_bias"), False
    if name.endswith("/weight"):
        return name.removesuffix("weight") + "kernel", True
    return name, False


def write_tensorflow(state, config, directory):
    tf.compat.v1.disable_eager_execution()
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        variables, values = [], {}
        for name, tensor in state.items():
            if name.startswith("cls.predictions.decoder") or "position_ids" in name:
                continue
            stored, is_kernel = tensorflow_name(name)
            array = tensor.numpy().T.copy() if is_kernel else tensor.numpy()
            value = tf.compat.v1.placeholder(tf.float32, array.shape)
            variables.append(
                tf.compat.v1.get_variable(stored, initializer=value, use_resource=False))
            values[value] = array
        session.run(tf.compat.v1.global_variables_initializer(), values)
        tf.compat.v1.train.Saver(variables).save(session, f"{directory}/bert_model.ckpt")
    keys = ["vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads",
            "intermediate_size", "max_position_embeddings", "type_vocab_size", "hidden_act"]
    with open(f"{directory}/bert_config.json", "w") as file:
        json.dump({key: getattr(config, key) for key in keys}, file)


def main(root):
    torch.manual_seed(1)
    config = transformers.BertConfig(vocab_size=21128)
    model = transformers.BertForPreTraining(config).eval()
    for kind in ["pytorch-zip", "pytorch-legacy", "safetensors", "tensorflow"]:
        os.makedirs(f"{root}/{kind}", exist_ok=True)
    torch.save(model.state_dict(), f"{root}/pytorch-zip/pytorch_model.bin")
    torch.save(model.state_dict(), f"{root}/pytorch-legacy/pytorch_model.bin",
               _use_new_zipfile_serialization=False)
    model.save_pretrained(f"{root}/safetensors")
    for kind in ["pytorch-zip", "pytorch-legacy"]:
        config.save_pretrained(f"{root}/{kind}")
    write_tensorflow(model.state_dict(), config, f"{root}/tensorflow")


main(sys.argv[1])
