"""Names that authors gave to what transformers names otherwise: (theirs, canonical, transposed).

Written down from the authors' code; the loaders of transformers check the TensorFlow ones.
"""


def bert_layer(theirs, ours):
    for role in ["query", "key", "value"]:
        yield from dense(f"{theirs}/attention/self/{role}", f"{ours}.attention.self.{role}")
    yield from dense(f"{theirs}/attention/output/dense", f"{ours}.attention.output.dense")
    yield from norm(f"{theirs}/attention/output/LayerNorm", f"{ours}.attention.output.LayerNorm")
    yield from dense(f"{theirs}/intermediate/dense", f"{ours}.intermediate.dense")
    yield from dense(f"{theirs}/output/dense", f"{ours}.output.dense")
    yield from norm(f"{theirs}/output/LayerNorm", f"{ours}.output.LayerNorm")


def dense(theirs, ours):
    yield f"{theirs}/kernel", f"{ours}.weight", True
    yield f"{theirs}/bias", f"{ours}.bias", False


def norm(theirs, ours):
    yield f"{theirs}/gamma", f"{ours}.weight", False
    yield f"{theirs}/beta", f"{ours}.bias", False


def tables(theirs, ours, names):
    for name in names:
        yield f"{theirs}/{name}_embeddings", f"{ours}.{name}_embeddings.weight", False
    yield from norm(f"{theirs}/LayerNorm", f"{ours}.LayerNorm")


def masked_words(ours="cls.predictions.transform.", bias="cls.predictions.bias"):
    theirs = "cls/predictions/transform"
    yield from dense(f"{theirs}/dense", f"{ours}dense")
    yield from norm(f"{theirs}/LayerNorm", f"{ours}LayerNorm")
    yield "cls/predictions/output_bias", bias, False


def albert(config):
    yield from tables("bert/embeddings", "albert.embeddings", ["word", "position", "token_type"])
    hidden = "embedding_hidden_mapping_in"
    yield from dense(f"bert/encoder/{hidden}", f"albert.encoder.{hidden}")
    for group in range(config.num_hidden_groups):
        for inner in range(config.inner_group_num):
            theirs = f"bert/encoder/transformer/group_{group}/inner_group_{inner}"
            ours = f"albert.encoder.albert_layer_groups.{group}.albert_layers.{inner}"
            for role in ["query", "key", "value"]:
                yield from dense(f"{theirs}/attention_1/self/{role}", f"{ours}.attention.{role}")
            yield from dense(f"{theirs}/attention_1/output/dense", f"{ours}.attention.dense")
            yield from norm(f"{theirs}/LayerNorm", f"{ours}.attention.LayerNorm")
            yield from dense(f"{theirs}/ffn_1/intermediate/dense", f"{ours}.ffn")
            yield from dense(f"{theirs}/ffn_1/intermediate/output/dense", f"{ours}.ffn_output")
            yield from norm(f"{theirs}/LayerNorm_1", f"{ours}.full_layer_layer_norm")
    yield from dense("bert/pooler/dense", "albert.pooler")
    yield from masked_words("predictions.", "predictions.bias")
    yield "cls/seq_relationship/output_weights", "sop_classifier.classifier.weight", False
    yield "cls/seq_relationship/output_bias", "sop_classifier.classifier.bias", False


def electra_embeddings():
    names = ["word", "position", "token_type"]
    yield from tables("electra/embeddings", "electra.embeddings", names)


def electra_body(config, theirs):
    if config.embedding_size != config.hidden_size:
        yield from dense(f"{theirs}/embeddings_project", "electra.embeddings_project")
    for i in range(config.num_hidden_layers):
        yield from bert_layer(f"{theirs}/encoder/layer_{i}", f"electra.encoder.layer.{i}")


def electra_discriminator(config):
    yield from electra_body(config, "electra")
    ours = "discriminator_predictions"
    yield from dense(f"{ours}/dense", f"{ours}.dense")
    yield from dense(f"{ours}/dense_1", f"{ours}.dense_prediction")


def electra_generator(config):
    yield from electra_body(config, "generator")
    ours = "generator_predictions"
    yield from dense(f"{ours}/dense", f"{ours}.dense")
    yield from norm(f"{ours}/LayerNorm", f"{ours}.LayerNorm")
    yield f"{ours}/output_bias", "generator_lm_head.bias", False


def bert_without_positions(config, ours, pooler):
    """NEZHA and RoFormer: the names of google-research/bert."""
    yield from tables("bert/embeddings", f"{ours}.embeddings", ["word", "token_type"])
    for i in range(config.num_hidden_layers):
        yield from bert_layer(f"bert/encoder/layer_{i}", f"{ours}.encoder.layer.{i}")
    if pooler:
        yield from dense("bert/pooler/dense", f"{ours}.pooler.dense")
        yield "cls/seq_relationship/output_weights", "cls.seq_relationship.weight", False
        yield "cls/seq_relationship/output_bias", "cls.seq_relationship.bias", False
    yield from masked_words()


def xlnet(state, config):
    """Arrays by the names of zihangdai/xlnet: some hold all layers."""
    import torch

    arrays = {
        "model/transformer/word_embedding/lookup_table": state["transformer.word_embedding.weight"],
        "model/transformer/mask_emb/mask_emb": state["transformer.mask_emb"],
        "model/lm_loss/bias": state["lm_loss.bias"],
    }
    layers = range(config.n_layer)
    for name in ["r_w_bias", "r_r_bias", "r_s_bias", "seg_embed"]:
        arrays[f"model/transformer/{name}"] = torch.stack(
            [state[f"transformer.layer.{i}.rel_attn.{name}"] for i in layers])
    for i in layers:
        theirs, ours = f"model/transformer/layer_{i}", f"transformer.layer.{i}"
        for name in "qkvro":
            arrays[f"{theirs}/rel_attn/{name}/kernel"] = state[f"{ours}.rel_attn.{name}"]
        for block in ["rel_attn", "ff"]:
            for tf_name, name in [("gamma", "weight"), ("beta", "bias")]:
                arrays[f"{theirs}/{block}/LayerNorm/{tf_name}"] = state[
                    f"{ours}.{block}.layer_norm.{name}"]
        for name in ["layer_1", "layer_2"]:
            arrays[f"{theirs}/ff/{name}/kernel"] = state[f"{ours}.ff.{name}.weight"].t()
            arrays[f"{theirs}/ff/{name}/bias"] = state[f"{ours}.ff.{name}.bias"]
    return arrays


def fairseq(state, layers, top, fused):
    """A RoBERTa state dict by fairseq's names; query, key and value fused up to version 0.8."""
    import torch

    body = f"{top}.sentence_encoder"
    result = {}
    for name, kinds in [("embed_tokens", "word_embeddings"),
                        ("embed_positions", "position_embeddings")]:
        result[f"{body}.{name}.weight"] = state[f"roberta.embeddings.{kinds}.weight"]
    norm_name = "emb_layer_norm" if fused else "layernorm_embedding"
    for kind in ["weight", "bias"]:
        result[f"{body}.{norm_name}.{kind}"] = state[f"roberta.embeddings.LayerNorm.{kind}"]
        for i in range(layers):
            theirs, ours = f"{body}.layers.{i}", f"roberta.encoder.layer.{i}"
            parts = [state[f"{ours}.attention.self.{r}.{kind}"] for r in ["query", "key", "value"]]
            if fused:
                result[f"{theirs}.self_attn.in_proj_{kind}"] = torch.cat(parts)
            else:
                for letter, part in zip("qkv", parts):
                    result[f"{theirs}.self_attn.{letter}_proj.{kind}"] = part
            for name, path in [
                    ("self_attn.out_proj", "attention.output.dense"),
                    ("self_attn_layer_norm", "attention.output.LayerNorm"),
                    ("fc1", "intermediate.dense"), ("fc2", "output.dense"),
                    ("final_layer_norm", "output.LayerNorm")]:
                result[f"{theirs}.{name}.{kind}"] = state[f"{ours}.{path}.{kind}"]
        for name in ["dense", "layer_norm"]:
            result[f"{top}.lm_head.{name}.{kind}"] = state[f"lm_head.{name}.{kind}"]
    result[f"{top}.lm_head.weight"] = state["roberta.embeddings.word_embeddings.weight"]
    result[f"{top}.lm_head.bias"] = state["lm_head.bias"]
    return {name: tensor.clone() for name, tensor in result.items()}


def megatron(state, layers):
    """A Megatron-BERT as NVIDIA's code nests it, query, key and value in three blocks."""
    import torch

    def pair(name):
        return {kind: state[f"{name}.{kind}"] for kind in ["weight", "bias"]}

    def flat(prefix, name):
        return {f"{prefix}.{kind}": tensor for kind, tensor in pair(name).items()}

    body = {}
    for i in range(layers):
        theirs, ours = f"layers.{i}", f"bert.encoder.layer.{i}"
        for kind in ["weight", "bias"]:
            body[f"{theirs}.attention.query_key_value.{kind}"] = torch.cat(
                [state[f"{ours}.attention.self.{r}.{kind}"] for r in ["query", "key", "value"]])
        for name, path in [
                ("input_layernorm", "attention.ln"), ("attention.dense", "attention.output.dense"),
                ("post_attention_layernorm", "ln"), ("mlp.dense_h_to_4h", "intermediate.dense"),
                ("mlp.dense_4h_to_h", "output.dense")]:
            body |= flat(f"{theirs}.{name}", f"{ours}.{path}")
    body |= flat("final_layernorm", "bert.encoder.ln")
    tables = [("word", "word"), ("position", "position"), ("tokentype", "token_type")]
    return {
        "language_model": {
            "embedding": {
                f"{theirs}_embeddings": {
                    "weight": state[f"bert.embeddings.{ours}_embeddings.weight"]}
                for theirs, ours in tables},
            "transformer": body,
            "pooler": flat("dense", "bert.pooler.dense"),
        },
        "lm_head": {
            **flat("dense", "cls.predictions.transform.dense"),
            **flat("layernorm", "cls.predictions.transform.LayerNorm"),
            "bias": state["cls.predictions.bias"],
        },
        "binary_head": pair("cls.seq_relationship"),
    }
