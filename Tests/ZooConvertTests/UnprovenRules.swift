/// Rules that no fixture proves yet, by mapping: a list to be made shorter.
///
/// Most are spellings of other releases of the same framework, read from its source. A rule that a
/// new fixture uses must leave the list.
enum UnprovenRules {
  static let byMapping: [String: Set<String>] = [
    "bart.keras": [
      "{any}/model.shared/weight:0 -> model.shared.weight"
    ],
    "gpt2.keras": [
      "{any}/transformer/wte/weight:0 -> transformer.wte.weight"
    ],
    "led.keras": [
      "{any}/led.shared/weight:0 -> led.shared.weight"
    ],
    "mbart.keras": [
      "{any}/model.shared/weight:0 -> model.shared.weight"
    ],
    "mt5.keras": [
      "{any}/shared/weight:0 -> shared.weight"
    ],
    "pegasus.keras": [
      "{any}/model.shared/weight:0 -> model.shared.weight"
    ],
    "t5.keras": [
      "{any}/shared/weight:0 -> shared.weight"
    ],
    "elmo.bilm": [
      "{name} -> {name}"
    ],
    "gpt2.megatron-v0": [
      "language_model.encoder.layers.{i}.{input,post_attention}_layernorm.{weight,bias} "
        + "-> transformer.h.{i}.ln_{1,2}.{weight,bias}",
      "language_model.encoder.layers.{i}.self_attention.query_key_value.weight -> "
        + "transformer.h.{i}.attn.c_attn.weight | transpose",
      "language_model.encoder.layers.{i}.self_attention.query_key_value.bias -> "
        + "transformer.h.{i}.attn.c_attn.bias",
      "language_model.encoder.layers.{i}.self_attention.dense.weight -> "
        + "transformer.h.{i}.attn.c_proj.weight | transpose",
      "language_model.encoder.layers.{i}.self_attention.dense.bias -> "
        + "transformer.h.{i}.attn.c_proj.bias",
      "language_model.encoder.layers.{i}.mlp.dense_{h_to_4h,4h_to_h}.weight -> "
        + "transformer.h.{i}.mlp.{c_fc,c_proj}.weight | transpose",
      "language_model.encoder.layers.{i}.mlp.dense_{h_to_4h,4h_to_h}.bias -> "
        + "transformer.h.{i}.mlp.{c_fc,c_proj}.bias",
      "language_model.encoder.final_layernorm.{weight,bias} -> "
        + "transformer.ln_f.{weight,bias}",
    ],
    "gpt2.megatron-v1": [
      "language_model.encoder.layers.{i}.{input,post_attention}_layernorm.{weight,bias} "
        + "-> transformer.h.{i}.ln_{1,2}.{weight,bias}",
      "language_model.encoder.layers.{i}.self_attention.query_key_value.weight -> "
        + "transformer.h.{i}.attn.c_attn.weight | reshape(n_head, n_embd / n_head, 3, "
        + "n_embd) | unstack(2) | reshape(n_embd, n_embd) | concat(0) | transpose",
      "language_model.encoder.layers.{i}.self_attention.query_key_value.bias -> "
        + "transformer.h.{i}.attn.c_attn.bias | reshape(n_head, n_embd / n_head, 3) | "
        + "unstack(2) | reshape(n_embd) | concat(0)",
      "language_model.encoder.layers.{i}.self_attention.dense.weight -> "
        + "transformer.h.{i}.attn.c_proj.weight | transpose",
      "language_model.encoder.layers.{i}.self_attention.dense.bias -> "
        + "transformer.h.{i}.attn.c_proj.bias",
      "language_model.encoder.layers.{i}.mlp.dense_{h_to_4h,4h_to_h}.weight -> "
        + "transformer.h.{i}.mlp.{c_fc,c_proj}.weight | transpose",
      "language_model.encoder.layers.{i}.mlp.dense_{h_to_4h,4h_to_h}.bias -> "
        + "transformer.h.{i}.mlp.{c_fc,c_proj}.bias",
      "language_model.encoder.final_layernorm.{weight,bias} -> "
        + "transformer.ln_f.{weight,bias}",
    ],
    "mt5.mesh-tensorflow": [
      "{encoder,decoder}/embedding -> {encoder,decoder}.embed_tokens.weight",
      "{encoder,decoder}/block_0{i}/layer_00{j}/{SelfAttention,EncDecAttention}/{q,k,v,o}"
        + " -> "
        + "{encoder,decoder}.block.{i}.layer.{j}.{SelfAttention,EncDecAttention}.{q,k,v,o}.we"
        + "ight | transpose",
      "{encoder,decoder}/block_0{i}/layer_00{j}/DenseReluDense/{wi,wi_0,wi_1,wo}/kernel "
        + "-> {encoder,decoder}.block.{i}.layer.{j}.DenseReluDense.{wi,wi_0,wi_1,wo}.weight "
        + "| transpose",
      "{encoder,decoder}/block_0{i}/layer_00{j}/layer_norm/scale -> "
        + "{encoder,decoder}.block.{i}.layer.{j}.layer_norm.weight",
    ],
    "opt.metaseq": [
      "decoder.output_projection.weight -> lm_head.weight"
    ],
    "t5.mesh-tensorflow": [
      "{encoder,decoder}/embedding -> {encoder,decoder}.embed_tokens.weight"
    ],
  ]
}
