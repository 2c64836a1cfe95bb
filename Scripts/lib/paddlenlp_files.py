"""What the scripts share that write models with PaddleNLP's classes and Paddle."""

import ctypes
import pathlib
import re
import shutil
import tempfile

import numpy as np

import common

ROOT = common.FIXTURES / "models"
SIZES = dict(
    vocab_size=37, hidden_size=12, num_hidden_layers=2, num_attention_heads=3,
    intermediate_size=20, max_position_embeddings=19)


def frameworks():
    """The modules paddle and paddlenlp.transformers."""
    # Paddle brings symbols of a zlib of its own, which must not take the place of Python's.
    ctypes.CDLL("libz.so.1", ctypes.RTLD_GLOBAL)
    import paddle
    from paddlenlp import transformers

    return paddle, transformers


def values(shape, random):
    """Random multiples of 1/4096."""
    return (np.round(random.standard_normal(shape) * 123) / 4096).astype("float32")


def fresh(name):
    """An empty directory of Tests/Fixtures/models."""
    shutil.rmtree(ROOT / name, ignore_errors=True)
    (ROOT / name).mkdir()
    return ROOT / name


def renamed(arrays, names):
    """The arrays with every pattern of their names replaced in turn."""
    result = {}
    for name, array in arrays.items():
        for pattern, replacement in names:
            name = re.sub(pattern, replacement, name)
        assert name not in result, name
        result[name] = array
    return result


def linear_weights(paddle, model):
    """The names of the matrices that a class stores as [in, out]."""
    return {f"{place}.weight" for place, layer in model.named_sublayers()
            if isinstance(layer, paddle.nn.Linear)}


def load(model, state):
    """Gives a model of PaddleNLP its weights, and requires that it holds them."""
    model.set_state_dict(state)
    model.eval()
    held = model.state_dict()
    for name, array in state.items():
        assert np.array_equal(held[name].numpy(), array), name


def publish(model, name):
    """model_state.pdparams as save_pretrained writes it."""
    with tempfile.TemporaryDirectory() as directory:
        model.save_pretrained(directory)
        shutil.copy(pathlib.Path(directory) / "model_state.pdparams", ROOT / name)


def save(paddle, path, state):
    """The arrays as paddle.save writes a state dict."""
    paddle.save({n: paddle.to_tensor(a) for n, a in state.items()}, str(path))


def transposed(name, array, tables):
    """A matrix as [in, out]; tables of embeddings stay as they are."""
    return array.T if array.ndim == 2 and not re.search(tables, name) else array


def authors_state(weights):
    """The names of Baidu's ERNIE repository, ernie/modeling_ernie.py."""
    names = [
        (r"^ernie\.embeddings\.word_embeddings", "word_emb"),
        (r"^ernie\.embeddings\.position_embeddings", "pos_emb"),
        (r"^ernie\.embeddings\.token_type_embeddings", "sent_emb"),
        (r"^ernie\.embeddings\.task_type_embeddings", "task_emb"),
        (r"^ernie\.embeddings\.LayerNorm", "ln"),
        (r"^ernie\.encoder\.layer\.", "encoder_stack.block."),
        (r"attention\.self\.(q|k|v)\w+", r"attn.\1"), (r"attention\.output\.dense", "attn.o"),
        (r"attention\.output\.LayerNorm", "ln1"), (r"output\.LayerNorm", "ln2"),
        (r"intermediate\.dense", "ffn.i"), (r"output\.dense", "ffn.o"),
        (r"^ernie\.pooler\.dense", "pooler"), (r"^cls\.predictions\.transform\.dense", "mlm"),
        (r"^cls\.predictions\.transform\.LayerNorm", "mlm_ln"),
        (r"^cls\.predictions\.bias", "mlm_bias"), (r"^cls\.seq_relationship", "pooler_heads.0.nsp"),
    ]
    return renamed({n: transposed(n, a, "_embeddings") for n, a in weights.items()}, names)


def fluid_variables(weights):
    """The names of Baidu's programs, model/ernie.py and model/transformer_encoder.py."""
    names = [
        (r"^(ernie|bert)\.", ""), (r"^embeddings\.word_embeddings\.weight", "word_embedding"),
        (r"^embeddings\.position_embeddings\.weight", "pos_embedding"),
        (r"^embeddings\.token_type_embeddings\.weight", "sent_embedding"),
        (r"^embeddings\.task_type_embeddings\.weight", "task_embedding"),
        (r"^embeddings\.(LayerNorm|layer_norm)\.", "pre_encoder_layer_norm_"),
        (r"^encoder\.layers?\.(\d+)\.", r"encoder_layer_\1_"),
        (r"_attention\.self\.(query|key|value)\.", r"_multi_head_att_\1_fc."),
        (r"_self_attn\.self_attn\.q_proj\.", "_multi_head_att_query_fc."),
        (r"_self_attn\.self_attn\.k_proj\.", "_multi_head_att_key_fc."),
        (r"_self_attn\.self_attn\.v_proj\.", "_multi_head_att_value_fc."),
        (r"_(attention\.output\.dense|self_attn\.out_proj)\.", "_multi_head_att_output_fc."),
        (r"_(attention\.output\.LayerNorm|norm1)\.", "_post_att_layer_norm_"),
        (r"_(output\.LayerNorm|norm2)\.", "_post_ffn_layer_norm_"),
        (r"_(intermediate\.dense|linear1)\.", "_ffn_fc_0."),
        (r"_(output\.dense|linear2)\.", "_ffn_fc_1."), (r"^pooler\.dense\.", "pooled_fc."),
        (r"^cls\.predictions\.transform\.dense\.", "mask_lm_trans_fc."),
        (r"^cls\.predictions\.transform\.LayerNorm\.", "mask_lm_trans_layer_norm_"),
        (r"^cls\.predictions\.bias$", "mask_lm_out_fc.bias"),
        (r"^cls\.seq_relationship\.", "next_sent_fc."),
        (r"_norm_weight$", "_norm_scale"), (r"_fc(_\d)?\.weight$", r"_fc\1.w_0"),
        (r"_fc(_\d)?\.bias$", r"_fc\1.b_0"),
    ]
    return renamed({n: transposed(n, a, "_embeddings") for n, a in weights.items()}, names)


def fluid(paddle, name, arrays):
    """A folder `params` with a file for each variable, as save_vars writes it."""
    from paddle import static
    from paddle.base import core

    paddle.enable_static()
    program, scope = static.Program(), core.Scope()
    with static.scope_guard(scope):
        variables = []
        for variable, array in arrays.items():
            scope.var(variable).get_tensor().set(np.ascontiguousarray(array), core.CPUPlace())
            variables.append(program.global_block().create_var(
                name=variable, shape=array.shape, dtype="float32", persistable=True))
        static.save_vars(
            static.Executor(core.CPUPlace()), str(ROOT / name / "params"), main_program=program,
            vars=variables)
    paddle.disable_static()
