"""Names of google-research/bert variables beside the state-dict names of BertForPreTraining.

A dense kernel is stored [in, out] there and [out, in] here; embeddings, LayerNorm and the
`output_weights` of the next-sentence head have the same orientation on both sides.
"""


def variables(num_layers):
    """Yields (google name, canonical name, transposed) for every stored variable."""
    def dense(google, canonical):
        yield f"{google}/kernel", f"{canonical}.weight", True
        yield f"{google}/bias", f"{canonical}.bias", False

    def norm(google, canonical):
        yield f"{google}/LayerNorm/gamma", f"{canonical}.LayerNorm.weight", False
        yield f"{google}/LayerNorm/beta", f"{canonical}.LayerNorm.bias", False

    for table in ["word", "position", "token_type"]:
        yield (f"bert/embeddings/{table}_embeddings",
               f"bert.embeddings.{table}_embeddings.weight", False)
    yield from norm("bert/embeddings", "bert.embeddings")
    for i in range(num_layers):
        google, canonical = f"bert/encoder/layer_{i}", f"bert.encoder.layer.{i}"
        for role in ["query", "key", "value"]:
            yield from dense(
                f"{google}/attention/self/{role}", f"{canonical}.attention.self.{role}")
        yield from dense(f"{google}/attention/output/dense", f"{canonical}.attention.output.dense")
        yield from norm(f"{google}/attention/output", f"{canonical}.attention.output")
        yield from dense(f"{google}/intermediate/dense", f"{canonical}.intermediate.dense")
        yield from dense(f"{google}/output/dense", f"{canonical}.output.dense")
        yield from norm(f"{google}/output", f"{canonical}.output")
    yield from dense("bert/pooler/dense", "bert.pooler.dense")
    yield from dense("cls/predictions/transform/dense", "cls.predictions.transform.dense")
    yield from norm("cls/predictions/transform", "cls.predictions.transform")
    yield "cls/predictions/output_bias", "cls.predictions.bias", False
    yield "cls/seq_relationship/output_weights", "cls.seq_relationship.weight", False
    yield "cls/seq_relationship/output_bias", "cls.seq_relationship.bias", False


def config(bert):
    """bert_config.json as google-research/bert writes it, from a transformers BertConfig dict."""
    keys = [
        "attention_probs_dropout_prob", "hidden_act", "hidden_dropout_prob", "hidden_size",
        "initializer_range", "intermediate_size", "max_position_embeddings",
        "num_attention_heads", "num_hidden_layers", "type_vocab_size", "vocab_size",
    ]
    return {key: bert[key] for key in keys}


def save(prefix, tensors, num_layers, step, slots=lambda name: True, seed=0):
    """Writes a V2 checkpoint with tf.compat.v1.train.Saver.

    `tensors` maps canonical names to float32 arrays. `slots(name)` says which variables carry
    the two moments of the optimizer; their values are random, nothing reads them.
    """
    import numpy as np
    import tensorflow as tf

    tf1 = tf.compat.v1
    random = np.random.default_rng(seed)
    with tf.Graph().as_default(), tf1.Session() as session:
        values = {}
        for google, canonical, transposed in variables(num_layers):
            if canonical not in tensors:
                continue
            array = np.asarray(tensors[canonical], dtype=np.float32)
            values[google] = np.ascontiguousarray(array.T if transposed else array)
            if slots(google):
                for slot in ["adam_m", "adam_v"]:
                    moment = random.standard_normal(array.shape, dtype=np.float32) * 1e-3
                    values[f"{google}/{slot}"] = moment.T if transposed else moment
        variable_list = []
        feed = []
        for name, value in values.items():
            holder = tf1.placeholder(tf.float32, value.shape)
            variable = tf1.get_variable(
                name, shape=value.shape, dtype=tf.float32, use_resource=False,
                initializer=tf1.zeros_initializer())
            variable_list.append(variable)
            feed.append((tf1.assign(variable, holder), holder, value))
        global_step = tf1.get_variable(
            "global_step", shape=[], dtype=tf.int64, use_resource=False,
            initializer=tf1.constant_initializer(step))
        session.run(tf1.global_variables_initializer())
        for assign, holder, value in feed:
            session.run(assign, {holder: value})
        saver = tf1.train.Saver(
            variable_list + [global_step], write_version=tf1.train.SaverDef.V2)
        saver.save(session, str(prefix), write_meta_graph=False, write_state=False)
