/// Rules that no fixture proves yet, by mapping: a list to be made shorter.
///
/// Most are spellings of other releases of the same framework, read from its source. A rule that a
/// new fixture uses must leave the list.
enum UnprovenRules {
  static let byMapping: [String: Set<String>] = [
    "albert.tensorflow": [
      "module/bert/embeddings/{word,position,token_type}_embeddings -> "
        + "albert.embeddings.{word,position,token_type}_embeddings.weight",
      "module/bert/embeddings/LayerNorm/{gamma,beta} -> "
        + "albert.embeddings.LayerNorm.{weight,bias}",
      "module/bert/encoder/embedding_hidden_mapping_in/kernel -> "
        + "albert.encoder.embedding_hidden_mapping_in.weight | transpose",
      "module/bert/encoder/embedding_hidden_mapping_in/bias -> "
        + "albert.encoder.embedding_hidden_mapping_in.bias",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/attention_1/self/{query,key,value}/kernel "
        + "-> "
        + "albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.attention.{query,key,value}.weight "
        + "| transpose",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/attention_1/self/{query,key,value}/bias "
        + "-> "
        + "albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.attention.{query,key,value}.bias",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/attention_1/output/dense/kernel "
        + "-> "
        + "albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.attention.dense.weight "
        + "| transpose",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/attention_1/output/dense/bias "
        + "-> albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.attention.dense.bias",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/LayerNorm/{gamma,beta} "
        + "-> "
        + "albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.attention.LayerNorm.{weight,bias}",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/ffn_1/intermediate/dense/kernel "
        + "-> albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.ffn.weight | "
        + "transpose",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/ffn_1/intermediate/dense/bias "
        + "-> albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.ffn.bias",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/ffn_1/intermediate/output/dense/kernel "
        + "-> albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.ffn_output.weight | "
        + "transpose",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/ffn_1/intermediate/output/dense/bias "
        + "-> albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.ffn_output.bias",
      "module/bert/encoder/transformer/group_{g}/inner_group_{k}/LayerNorm_1/{gamma,beta} "
        + "-> "
        + "albert.encoder.albert_layer_groups.{g}.albert_layers.{k}.full_layer_layer_norm.{weight,bias}",
      "module/bert/pooler/dense/kernel -> albert.pooler.weight | transpose",
      "module/bert/pooler/dense/bias -> albert.pooler.bias",
      "module/cls/predictions/transform/dense/kernel -> predictions.dense.weight | transpose",
      "module/cls/predictions/transform/dense/bias -> predictions.dense.bias",
      "module/cls/predictions/transform/LayerNorm/{gamma,beta} -> "
        + "predictions.LayerNorm.{weight,bias}",
      "module/cls/predictions/output_bias -> predictions.bias",
      "module/cls/seq_relationship/output_{weights,bias} -> "
        + "sop_classifier.classifier.{weight,bias}",
    ],
    "camembert.fairseq": [
      "decoder.sentence_encoder.emb_layer_norm.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.self_attn.in_proj_weight -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.weight, "
        + "roberta.encoder.layer.{i}.attention.self.key.weight, "
        + "roberta.encoder.layer.{i}.attention.self.value.weight] | split(0)",
      "decoder.sentence_encoder.layers.{i}.self_attn.in_proj_bias -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.bias, "
        + "roberta.encoder.layer.{i}.attention.self.key.bias, "
        + "roberta.encoder.layer.{i}.attention.self.value.bias] | split(0)",
      "encoder.sentence_encoder.embed_tokens.weight -> "
        + "roberta.embeddings.word_embeddings.weight",
      "encoder.sentence_encoder.embed_positions.weight -> "
        + "roberta.embeddings.position_embeddings.weight",
      "encoder.sentence_encoder.embed_tokens.weight -> "
        + "roberta.embeddings.token_type_embeddings.weight | slice(0, 0, 0) | pad(0, "
        + "type_vocab_size)",
      "encoder.sentence_encoder.emb_layer_norm.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "encoder.sentence_encoder.layernorm_embedding.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.self_attn.{q_proj,k_proj,v_proj}.{weight,bias} "
        + "-> roberta.encoder.layer.{i}.attention.self.{query,key,value}.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.self_attn.in_proj_weight -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.weight, "
        + "roberta.encoder.layer.{i}.attention.self.key.weight, "
        + "roberta.encoder.layer.{i}.attention.self.value.weight] | split(0)",
      "encoder.sentence_encoder.layers.{i}.self_attn.in_proj_bias -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.bias, "
        + "roberta.encoder.layer.{i}.attention.self.key.bias, "
        + "roberta.encoder.layer.{i}.attention.self.value.bias] | split(0)",
      "encoder.sentence_encoder.layers.{i}.self_attn.out_proj.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.attention.output.dense.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.self_attn_layer_norm.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.attention.output.LayerNorm.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.fc1.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.intermediate.dense.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.fc2.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.output.dense.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.final_layer_norm.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.output.LayerNorm.{weight,bias}",
      "encoder.lm_head.{dense,layer_norm}.{weight,bias} -> "
        + "lm_head.{dense,layer_norm}.{weight,bias}",
      "encoder.lm_head.weight -> lm_head.decoder.weight",
      "encoder.lm_head.bias -> lm_head.bias",
    ],
    "elmo.bilm": [
      "{name} -> {name}"
    ],
    "ernie-m.transformers": [
      "ernie_m.{rest} -> {rest}"
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
    "gpt2.transformers": [
      "transformer.{rest}.{w,b} -> transformer.{rest}.{weight,bias}",
      "transformer.{rest}.g -> transformer.{rest}.weight",
      "{rest}.{w,b} -> transformer.{rest}.{weight,bias}",
      "{rest}.g -> transformer.{rest}.weight",
    ],
    "layoutlmv3.transformers": [
      "layoutlmv3.{rest} -> {rest}"
    ],
    "longformer.authors": [
      "model.{rest} -> longformer.{rest}",
      "qa_outputs.{weight,bias} -> qa_outputs.{weight,bias}",
    ],
    "mt5.mesh-tensorflow": [
      "{encoder,decoder}/embedding -> {encoder,decoder}.embed_tokens.weight",
      "{encoder,decoder}/block_0{i}/layer_00{j}/{SelfAttention,EncDecAttention}/{q,k,v,o} "
        + "-> "
        + "{encoder,decoder}.block.{i}.layer.{j}.{SelfAttention,EncDecAttention}.{q,k,v,o}.weight "
        + "| transpose",
      "{encoder,decoder}/block_0{i}/layer_00{j}/DenseReluDense/{wi,wi_0,wi_1,wo}/kernel "
        + "-> "
        + "{encoder,decoder}.block.{i}.layer.{j}.DenseReluDense.{wi,wi_0,wi_1,wo}.weight | "
        + "transpose",
      "{encoder,decoder}/block_0{i}/layer_00{j}/layer_norm/scale -> "
        + "{encoder,decoder}.block.{i}.layer.{j}.layer_norm.weight",
    ],
    "openai-gpt.transformers": [
      "{rest}.{w,b} -> transformer.{rest}.{weight,bias}",
      "{rest}.g -> transformer.{rest}.weight",
    ],
    "opt.metaseq": [
      "decoder.output_projection.weight -> lm_head.weight"
    ],
    "pangu-alpha.mindspore": [
      "backbone.blocks.{i}.{attention,output}.{projection,mapping}.mapping_weight -> "
        + "backbone.blocks.{i}.{attention,output}.{projection,mapping}.weight | transpose",
      "backbone.blocks.{i}.{attention,output}.{projection,mapping}.mapping_bias -> "
        + "backbone.blocks.{i}.{attention,output}.{projection,mapping}.bias",
      "backbone.top_query_layer.{attention,output}.{projection,mapping}.mapping_weight "
        + "-> backbone.top_query_layer.{attention,output}.{projection,mapping}.weight | "
        + "transpose",
      "backbone.top_query_layer.{attention,output}.{projection,mapping}.mapping_bias "
        + "-> backbone.top_query_layer.{attention,output}.{projection,mapping}.bias",
    ],
    "roberta.fairseq": [
      "decoder.sentence_encoder.layernorm_embedding.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.self_attn.{q_proj,k_proj,v_proj}.{weight,bias} "
        + "-> roberta.encoder.layer.{i}.attention.self.{query,key,value}.{weight,bias}",
      "encoder.sentence_encoder.embed_tokens.weight -> "
        + "roberta.embeddings.word_embeddings.weight",
      "encoder.sentence_encoder.embed_positions.weight -> "
        + "roberta.embeddings.position_embeddings.weight",
      "encoder.sentence_encoder.embed_tokens.weight -> "
        + "roberta.embeddings.token_type_embeddings.weight | slice(0, 0, 0) | pad(0, "
        + "type_vocab_size)",
      "encoder.sentence_encoder.emb_layer_norm.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "encoder.sentence_encoder.layernorm_embedding.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.self_attn.{q_proj,k_proj,v_proj}.{weight,bias} "
        + "-> roberta.encoder.layer.{i}.attention.self.{query,key,value}.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.self_attn.in_proj_weight -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.weight, "
        + "roberta.encoder.layer.{i}.attention.self.key.weight, "
        + "roberta.encoder.layer.{i}.attention.self.value.weight] | split(0)",
      "encoder.sentence_encoder.layers.{i}.self_attn.in_proj_bias -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.bias, "
        + "roberta.encoder.layer.{i}.attention.self.key.bias, "
        + "roberta.encoder.layer.{i}.attention.self.value.bias] | split(0)",
      "encoder.sentence_encoder.layers.{i}.self_attn.out_proj.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.attention.output.dense.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.self_attn_layer_norm.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.attention.output.LayerNorm.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.fc1.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.intermediate.dense.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.fc2.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.output.dense.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.final_layer_norm.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.output.LayerNorm.{weight,bias}",
      "encoder.lm_head.{dense,layer_norm}.{weight,bias} -> "
        + "lm_head.{dense,layer_norm}.{weight,bias}",
      "encoder.lm_head.weight -> lm_head.decoder.weight",
      "encoder.lm_head.bias -> lm_head.bias",
      "classification_heads.mnli.{dense,out_proj}.{weight,bias} -> "
        + "classifier.{dense,out_proj}.{weight,bias}",
    ],
    "roformer-v2.tensorflow": [
      "bert/encoder/embedding_hidden_mapping_in/kernel -> "
        + "roformer.embeddings_project.weight | transpose"
    ],
    "roformer.tensorflow": [
      "bert/encoder/embedding_hidden_mapping_in/kernel -> "
        + "roformer.embeddings_project.weight | transpose",
      "bert/encoder/embedding_hidden_mapping_in/bias -> roformer.embeddings_project.bias",
      "bert/pooler/dense/kernel -> roformer.pooler.dense.weight | transpose",
      "bert/pooler/dense/bias -> roformer.pooler.dense.bias",
    ],
    "switch-transformers.t5x": [
      "target/decoder/logits_dense/kernel -> lm_head.weight | transpose"
    ],
    "t5.flax": [
      "lm_head/kernel -> lm_head.weight | transpose"
    ],
    "t5.mesh-tensorflow": [
      "{encoder,decoder}/embedding -> {encoder,decoder}.embed_tokens.weight"
    ],
    "transfo-xl.authors": [
      "transformer/adaptive_embed/proj_W -> transformer.word_emb.emb_projs.0 | transpose",
      "transformer/adaptive_softmax/proj -> crit.out_projs.0 | transpose",
    ],
    "unilm.transformers": [
      "{embeddings,encoder,pooler}.{rest} -> bert.{embeddings,encoder,pooler}.{rest}"
    ],
    "xlm-roberta.fairseq": [
      "decoder.sentence_encoder.embed_tokens.weight -> "
        + "roberta.embeddings.word_embeddings.weight",
      "decoder.sentence_encoder.embed_positions.weight -> "
        + "roberta.embeddings.position_embeddings.weight",
      "decoder.sentence_encoder.embed_tokens.weight -> "
        + "roberta.embeddings.token_type_embeddings.weight | slice(0, 0, 0) | pad(0, "
        + "type_vocab_size)",
      "decoder.sentence_encoder.emb_layer_norm.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "decoder.sentence_encoder.layernorm_embedding.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.self_attn.{q_proj,k_proj,v_proj}.{weight,bias} "
        + "-> roberta.encoder.layer.{i}.attention.self.{query,key,value}.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.self_attn.in_proj_weight -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.weight, "
        + "roberta.encoder.layer.{i}.attention.self.key.weight, "
        + "roberta.encoder.layer.{i}.attention.self.value.weight] | split(0)",
      "decoder.sentence_encoder.layers.{i}.self_attn.in_proj_bias -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.bias, "
        + "roberta.encoder.layer.{i}.attention.self.key.bias, "
        + "roberta.encoder.layer.{i}.attention.self.value.bias] | split(0)",
      "decoder.sentence_encoder.layers.{i}.self_attn.out_proj.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.attention.output.dense.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.self_attn_layer_norm.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.attention.output.LayerNorm.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.fc1.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.intermediate.dense.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.fc2.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.output.dense.{weight,bias}",
      "decoder.sentence_encoder.layers.{i}.final_layer_norm.{weight,bias} -> "
        + "roberta.encoder.layer.{i}.output.LayerNorm.{weight,bias}",
      "decoder.lm_head.{dense,layer_norm}.{weight,bias} -> "
        + "lm_head.{dense,layer_norm}.{weight,bias}",
      "decoder.lm_head.weight -> lm_head.decoder.weight",
      "decoder.lm_head.bias -> lm_head.bias",
      "encoder.sentence_encoder.emb_layer_norm.{weight,bias} -> "
        + "roberta.embeddings.LayerNorm.{weight,bias}",
      "encoder.sentence_encoder.layers.{i}.self_attn.in_proj_weight -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.weight, "
        + "roberta.encoder.layer.{i}.attention.self.key.weight, "
        + "roberta.encoder.layer.{i}.attention.self.value.weight] | split(0)",
      "encoder.sentence_encoder.layers.{i}.self_attn.in_proj_bias -> "
        + "[roberta.encoder.layer.{i}.attention.self.query.bias, "
        + "roberta.encoder.layer.{i}.attention.self.key.bias, "
        + "roberta.encoder.layer.{i}.attention.self.value.bias] | split(0)",
    ],
  ]
}
