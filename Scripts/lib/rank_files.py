"""What the scripts share that write the saves of Megatron-LM, DeepSpeed and metaseq.

Weights are cut for tensor-parallel ranks with code that knows nothing of the mappings: by what the
layers of those programs do (`ColumnParallelLinear`, `RowParallelLinear`, `VocabParallelEmbedding`).
"""

import argparse
import re

import torch


def cut(tensor, ranks, axis):
    """Equal parts of an axis, each with storage of its own, as a rank saves it."""
    assert tensor.shape[axis] % ranks == 0, (tuple(tensor.shape), ranks, axis)
    return [part.clone() for part in tensor.chunk(ranks, axis)]


def cut_blocks(tensor, ranks, blocks):
    """Parts of several blocks of rows, each rank with its part of every block."""
    parts = [cut(block, ranks, 0) for block in tensor.chunk(blocks, 0)]
    return [torch.cat([part[rank] for part in parts]) for rank in range(ranks)]


def cut_state(state, ranks, rules):
    """One state dict for each rank; `rules` are pairs of a pattern and a function.

    A name that no pattern matches is held by every rank.
    """
    result = [{} for _ in range(ranks)]
    for name, tensor in state.items():
        rule = next((rule for pattern, rule in rules if re.search(pattern, name)), None)
        parts = rule(tensor, ranks) if rule else [tensor.clone() for _ in range(ranks)]
        for held, part in zip(result, parts):
            held[name] = part
    return result


def rows(tensor, ranks):
    return cut(tensor, ranks, 0)


def columns(tensor, ranks):
    return cut(tensor, ranks, 1)


def blocks(count):
    return lambda tensor, ranks: cut_blocks(tensor, ranks, count)


def megatron_rules(version):
    """What Megatron-LM's layers cut; before version 1 the fused rows are three blocks."""
    return [
        (r"query_key_value\.", blocks(3) if version == 0 else rows),
        (r"dense_h_to_4h\.", rows),
        (r"(attention\.dense|dense_4h_to_h)\.weight$", columns),
        (r"(word_embeddings(_for_head)?\.weight|lm_head\.bias)$", rows),
    ]


def stages(state, layers, pipeline, virtual=1):
    """Megatron-LM's pieces of a pipeline: [virtual piece][stage], layers counted from 0 in each.

    What is not a layer lies in the first or, after the layers, in the last piece; the last stage
    has a copy of the word embeddings for its output.
    """
    per = layers // (pipeline * virtual)
    pieces = [[{} for _ in range(pipeline)] for _ in range(virtual)]
    last = pieces[-1][-1]
    for name, tensor in state.items():
        match = re.fullmatch(r"(.*layers\.)(\d+)(\..*)", name)
        if match:
            chunk, local = divmod(int(match[2]), per)
            place = pieces[chunk // pipeline][chunk % pipeline]
            place[f"{match[1]}{local}{match[3]}"] = tensor
        elif ".embedding." in name:
            pieces[0][0][name] = tensor
        else:
            last[name] = tensor
    words = "language_model.embedding.word_embeddings.weight"
    if pipeline > 1:
        last["word_embeddings_for_head.weight"] = state[words].clone()
    return pieces


def nested(state):
    """Dotted names as Megatron-LM nests them: dictionaries down to the layers, then plain keys."""
    result = {}
    for name, tensor in state.items():
        parts = name.split(".")
        if parts[:2] in [["language_model", w] for w in ("transformer", "encoder", "pooler")]:
            depth = 2
        elif parts[0] == "lm_head":
            depth = 1
        else:
            depth = len(parts) - 1
        path, key = parts[:depth], ".".join(parts[depth:])
        place = result
        for part in path:
            place = place.setdefault(part, {})
        place[key] = tensor
    return result


def save_megatron(
        root, save, pieces_of_rank, version, arguments, iteration=7, file="model_optim_rng.pt"):
    """Writes <root>/<save>/mp_rank_…/<file>; `pieces_of_rank` is [rank][virtual piece][stage]."""
    stage_count = len(pieces_of_rank[0][0])
    for rank, pieces in enumerate(pieces_of_rank):
        for stage in range(stage_count):
            name = f"mp_rank_{rank:02d}" + (f"_{stage:03d}" if stage_count > 1 else "")
            content = {"iteration": iteration, "rng_state": [{"random": (3, (1, 2), None)}]}
            if version is not None:
                content["checkpoint_version"] = float(version)
            if arguments is not None:
                content["args"] = argparse.Namespace(
                    params_dtype=torch.float32, lr=1.5e-4, seed=1234, data_path=["a", "b"],
                    load=None, tensor_model_parallel_size=len(pieces_of_rank),
                    pipeline_model_parallel_size=stage_count, **arguments)
            for number, piece in enumerate(pieces):
                key = "model" if len(pieces) == 1 else f"model{number}"
                content[key] = nested(piece[stage])
            content["optimizer"] = {"state": {0: {"exp_avg": torch.zeros(3)}}, "param_groups": []}
            path = root / save / name
            path.mkdir(parents=True)
            torch.save(content, path / file)
