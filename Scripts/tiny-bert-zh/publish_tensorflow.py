"""Publishes the trained weights as a TensorFlow checkpoint with google-research/bert's names.

    python Scripts/tiny-bert-zh/publish_tensorflow.py

Reads Registry/embedded/tiny-bert-zh/safetensors; writes tensorflow/ beside it. Every variable
but the largest, the word embeddings, carries the two moments of its optimizer.
Written with tensorflow-cpu 2.21.0, numpy 2.4.6; Python 3.11.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import containers
import bert_files
import google_bert

STEPS = 3000  # as train.py


def main():
    state, config, tokens = containers.read()
    directory = containers.HOME / "tensorflow"
    directory.mkdir(parents=True, exist_ok=True)
    google_bert.save(
        directory / "bert_model.ckpt", {name: t.numpy() for name, t in state.items()},
        num_layers=config["num_hidden_layers"], step=STEPS,
        slots=lambda name: name != "bert/embeddings/word_embeddings")
    bert_files.write_json(directory / "bert_config.json", google_bert.config(config))
    bert_files.write_vocabulary(directory / "vocab.txt", tokens)


if __name__ == "__main__":
    main()
