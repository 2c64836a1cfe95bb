// Written by Scripts/embed-data; do not edit.
static const uint8_t f0[] = {
#embed "../../Converters/Mappings/albert-brightmart.authors.yaml"
};
static const uint8_t f1[] = {
#embed "../../Converters/Mappings/albert-brightmart.brightmart.yaml"
};
static const uint8_t f2[] = {
#embed "../../Converters/Mappings/albert.authors.yaml"
};
static const uint8_t f3[] = {
#embed "../../Converters/Mappings/albert.flax.yaml"
};
static const uint8_t f4[] = {
#embed "../../Converters/Mappings/albert.keras.yaml"
};
static const uint8_t f5[] = {
#embed "../../Converters/Mappings/albert.tensorflow.yaml"
};
static const uint8_t f6[] = {
#embed "../../Converters/Mappings/albert.transformers.yaml"
};
static const uint8_t f7[] = {
#embed "../../Converters/Mappings/bart.fairseq.yaml"
};
static const uint8_t f8[] = {
#embed "../../Converters/Mappings/bart.flax.yaml"
};
static const uint8_t f9[] = {
#embed "../../Converters/Mappings/bart.keras.yaml"
};
static const uint8_t f10[] = {
#embed "../../Converters/Mappings/bart.transformers.yaml"
};
static const uint8_t f11[] = {
#embed "../../Converters/Mappings/bert-factorized.tensorflow.yaml"
};
static const uint8_t f12[] = {
#embed "../../Converters/Mappings/bert-qkv.authors.yaml"
};
static const uint8_t f13[] = {
#embed "../../Converters/Mappings/bert.flax.yaml"
};
static const uint8_t f14[] = {
#embed "../../Converters/Mappings/bert.fluid.yaml"
};
static const uint8_t f15[] = {
#embed "../../Converters/Mappings/bert.gguf.yaml"
};
static const uint8_t f16[] = {
#embed "../../Converters/Mappings/bert.keras.yaml"
};
static const uint8_t f17[] = {
#embed "../../Converters/Mappings/bert.libai.yaml"
};
static const uint8_t f18[] = {
#embed "../../Converters/Mappings/bert.mindspore.yaml"
};
static const uint8_t f19[] = {
#embed "../../Converters/Mappings/bert.paddlenlp.yaml"
};
static const uint8_t f20[] = {
#embed "../../Converters/Mappings/bert.tensorflow.yaml"
};
static const uint8_t f21[] = {
#embed "../../Converters/Mappings/bert.transformers.yaml"
};
static const uint8_t f22[] = {
#embed "../../Converters/Mappings/bert.uer.yaml"
};
static const uint8_t f23[] = {
#embed "../../Converters/Mappings/bloom.deepspeed.yaml"
};
static const uint8_t f24[] = {
#embed "../../Converters/Mappings/bloom.flax.yaml"
};
static const uint8_t f25[] = {
#embed "../../Converters/Mappings/bloom.gguf.yaml"
};
static const uint8_t f26[] = {
#embed "../../Converters/Mappings/bloom.transformers.yaml"
};
static const uint8_t f27[] = {
#embed "../../Converters/Mappings/camembert.fairseq.yaml"
};
static const uint8_t f28[] = {
#embed "../../Converters/Mappings/camembert.keras.yaml"
};
static const uint8_t f29[] = {
#embed "../../Converters/Mappings/camembert.transformers.yaml"
};
static const uint8_t f30[] = {
#embed "../../Converters/Mappings/chinesebert.authors.yaml"
};
static const uint8_t f31[] = {
#embed "../../Converters/Mappings/cogview.authors.yaml"
};
static const uint8_t f32[] = {
#embed "../../Converters/Mappings/cpm2.authors.yaml"
};
static const uint8_t f33[] = {
#embed "../../Converters/Mappings/cpt.authors.yaml"
};
static const uint8_t f34[] = {
#embed "../../Converters/Mappings/deberta-v2.keras.yaml"
};
static const uint8_t f35[] = {
#embed "../../Converters/Mappings/deberta-v2.transformers.yaml"
};
static const uint8_t f36[] = {
#embed "../../Converters/Mappings/deberta.authors.yaml"
};
static const uint8_t f37[] = {
#embed "../../Converters/Mappings/deberta.keras.yaml"
};
static const uint8_t f38[] = {
#embed "../../Converters/Mappings/deberta.transformers.yaml"
};
static const uint8_t f39[] = {
#embed "../../Converters/Mappings/distilbert.flax.yaml"
};
static const uint8_t f40[] = {
#embed "../../Converters/Mappings/distilbert.keras.yaml"
};
static const uint8_t f41[] = {
#embed "../../Converters/Mappings/distilbert.transformers.yaml"
};
static const uint8_t f42[] = {
#embed "../../Converters/Mappings/electra.flax.yaml"
};
static const uint8_t f43[] = {
#embed "../../Converters/Mappings/electra.keras.yaml"
};
static const uint8_t f44[] = {
#embed "../../Converters/Mappings/electra.tensorflow-generator.yaml"
};
static const uint8_t f45[] = {
#embed "../../Converters/Mappings/electra.tensorflow.yaml"
};
static const uint8_t f46[] = {
#embed "../../Converters/Mappings/electra.transformers.yaml"
};
static const uint8_t f47[] = {
#embed "../../Converters/Mappings/elmo-many-langs.authors.yaml"
};
static const uint8_t f48[] = {
#embed "../../Converters/Mappings/elmo.bilm.yaml"
};
static const uint8_t f49[] = {
#embed "../../Converters/Mappings/ernie-doc.fluid.yaml"
};
static const uint8_t f50[] = {
#embed "../../Converters/Mappings/ernie-doc.paddlenlp.yaml"
};
static const uint8_t f51[] = {
#embed "../../Converters/Mappings/ernie-gen.authors.yaml"
};
static const uint8_t f52[] = {
#embed "../../Converters/Mappings/ernie-gen.fluid.yaml"
};
static const uint8_t f53[] = {
#embed "../../Converters/Mappings/ernie-gram.authors.yaml"
};
static const uint8_t f54[] = {
#embed "../../Converters/Mappings/ernie-gram.fluid.yaml"
};
static const uint8_t f55[] = {
#embed "../../Converters/Mappings/ernie-gram.paddlenlp.yaml"
};
static const uint8_t f56[] = {
#embed "../../Converters/Mappings/ernie-gram.transformers.yaml"
};
static const uint8_t f57[] = {
#embed "../../Converters/Mappings/ernie-m.fluid.yaml"
};
static const uint8_t f58[] = {
#embed "../../Converters/Mappings/ernie-m.paddlenlp.yaml"
};
static const uint8_t f59[] = {
#embed "../../Converters/Mappings/ernie-m.transformers.yaml"
};
static const uint8_t f60[] = {
#embed "../../Converters/Mappings/ernie-thunlp.authors.yaml"
};
static const uint8_t f61[] = {
#embed "../../Converters/Mappings/ernie.authors.yaml"
};
static const uint8_t f62[] = {
#embed "../../Converters/Mappings/ernie.fluid.yaml"
};
static const uint8_t f63[] = {
#embed "../../Converters/Mappings/ernie.paddlenlp.yaml"
};
static const uint8_t f64[] = {
#embed "../../Converters/Mappings/ernie.transformers.yaml"
};
static const uint8_t f65[] = {
#embed "../../Converters/Mappings/eva.authors.yaml"
};
static const uint8_t f66[] = {
#embed "../../Converters/Mappings/gau-alpha.paddlenlp.yaml"
};
static const uint8_t f67[] = {
#embed "../../Converters/Mappings/gau-alpha.tensorflow.yaml"
};
static const uint8_t f68[] = {
#embed "../../Converters/Mappings/gau-alpha.transformers.yaml"
};
static const uint8_t f69[] = {
#embed "../../Converters/Mappings/glm-infilling.authors.yaml"
};
static const uint8_t f70[] = {
#embed "../../Converters/Mappings/gpt-neo.flax.yaml"
};
static const uint8_t f71[] = {
#embed "../../Converters/Mappings/gpt-neo.transformers.yaml"
};
static const uint8_t f72[] = {
#embed "../../Converters/Mappings/gpt-neox.deepspeed.yaml"
};
static const uint8_t f73[] = {
#embed "../../Converters/Mappings/gpt-neox.gguf.yaml"
};
static const uint8_t f74[] = {
#embed "../../Converters/Mappings/gpt-neox.transformers.yaml"
};
static const uint8_t f75[] = {
#embed "../../Converters/Mappings/gpt2-ml.tensorflow.yaml"
};
static const uint8_t f76[] = {
#embed "../../Converters/Mappings/gpt2.flax.yaml"
};
static const uint8_t f77[] = {
#embed "../../Converters/Mappings/gpt2.gguf.yaml"
};
static const uint8_t f78[] = {
#embed "../../Converters/Mappings/gpt2.keras.yaml"
};
static const uint8_t f79[] = {
#embed "../../Converters/Mappings/gpt2.libai.yaml"
};
static const uint8_t f80[] = {
#embed "../../Converters/Mappings/gpt2.megatron-v0.yaml"
};
static const uint8_t f81[] = {
#embed "../../Converters/Mappings/gpt2.megatron-v1.yaml"
};
static const uint8_t f82[] = {
#embed "../../Converters/Mappings/gpt2.megatron-v2.yaml"
};
static const uint8_t f83[] = {
#embed "../../Converters/Mappings/gpt2.mindspore.yaml"
};
static const uint8_t f84[] = {
#embed "../../Converters/Mappings/gpt2.mingpt.yaml"
};
static const uint8_t f85[] = {
#embed "../../Converters/Mappings/gpt2.openai.yaml"
};
static const uint8_t f86[] = {
#embed "../../Converters/Mappings/gpt2.transformers.yaml"
};
static const uint8_t f87[] = {
#embed "../../Converters/Mappings/gptj.flax.yaml"
};
static const uint8_t f88[] = {
#embed "../../Converters/Mappings/gptj.keras.yaml"
};
static const uint8_t f89[] = {
#embed "../../Converters/Mappings/gptj.mesh-transformer-jax.yaml"
};
static const uint8_t f90[] = {
#embed "../../Converters/Mappings/gptj.transformers.yaml"
};
static const uint8_t f91[] = {
#embed "../../Converters/Mappings/layoutlm.keras.yaml"
};
static const uint8_t f92[] = {
#embed "../../Converters/Mappings/layoutlm.transformers.yaml"
};
static const uint8_t f93[] = {
#embed "../../Converters/Mappings/layoutlmv2.transformers.yaml"
};
static const uint8_t f94[] = {
#embed "../../Converters/Mappings/layoutlmv3.keras.yaml"
};
static const uint8_t f95[] = {
#embed "../../Converters/Mappings/layoutlmv3.transformers.yaml"
};
static const uint8_t f96[] = {
#embed "../../Converters/Mappings/led.authors.yaml"
};
static const uint8_t f97[] = {
#embed "../../Converters/Mappings/led.keras.yaml"
};
static const uint8_t f98[] = {
#embed "../../Converters/Mappings/led.transformers.yaml"
};
static const uint8_t f99[] = {
#embed "../../Converters/Mappings/llama.authors.yaml"
};
static const uint8_t f100[] = {
#embed "../../Converters/Mappings/llama.flax.yaml"
};
static const uint8_t f101[] = {
#embed "../../Converters/Mappings/llama.gguf.yaml"
};
static const uint8_t f102[] = {
#embed "../../Converters/Mappings/llama.transformers.yaml"
};
static const uint8_t f103[] = {
#embed "../../Converters/Mappings/longformer.authors.yaml"
};
static const uint8_t f104[] = {
#embed "../../Converters/Mappings/longformer.keras.yaml"
};
static const uint8_t f105[] = {
#embed "../../Converters/Mappings/longformer.transformers.yaml"
};
static const uint8_t f106[] = {
#embed "../../Converters/Mappings/longt5.flax.yaml"
};
static const uint8_t f107[] = {
#embed "../../Converters/Mappings/longt5.t5x.yaml"
};
static const uint8_t f108[] = {
#embed "../../Converters/Mappings/longt5.transformers.yaml"
};
static const uint8_t f109[] = {
#embed "../../Converters/Mappings/mass.fairseq.yaml"
};
static const uint8_t f110[] = {
#embed "../../Converters/Mappings/mbart.flax.yaml"
};
static const uint8_t f111[] = {
#embed "../../Converters/Mappings/mbart.keras.yaml"
};
static const uint8_t f112[] = {
#embed "../../Converters/Mappings/mbart.transformers.yaml"
};
static const uint8_t f113[] = {
#embed "../../Converters/Mappings/megatron-bert-tape.megatron.yaml"
};
static const uint8_t f114[] = {
#embed "../../Converters/Mappings/megatron-bert.megatron.yaml"
};
static const uint8_t f115[] = {
#embed "../../Converters/Mappings/megatron-bert.transformers.yaml"
};
static const uint8_t f116[] = {
#embed "../../Converters/Mappings/megatron-t5.authors.yaml"
};
static const uint8_t f117[] = {
#embed "../../Converters/Mappings/mobilebert.keras.yaml"
};
static const uint8_t f118[] = {
#embed "../../Converters/Mappings/mobilebert.transformers.yaml"
};
static const uint8_t f119[] = {
#embed "../../Converters/Mappings/mt5.flax.yaml"
};
static const uint8_t f120[] = {
#embed "../../Converters/Mappings/mt5.keras.yaml"
};
static const uint8_t f121[] = {
#embed "../../Converters/Mappings/mt5.mesh-tensorflow.yaml"
};
static const uint8_t f122[] = {
#embed "../../Converters/Mappings/mt5.t5x.yaml"
};
static const uint8_t f123[] = {
#embed "../../Converters/Mappings/mt5.transformers.yaml"
};
static const uint8_t f124[] = {
#embed "../../Converters/Mappings/nezha.authors.yaml"
};
static const uint8_t f125[] = {
#embed "../../Converters/Mappings/nezha.tensorflow.yaml"
};
static const uint8_t f126[] = {
#embed "../../Converters/Mappings/nezha.transformers.yaml"
};
static const uint8_t f127[] = {
#embed "../../Converters/Mappings/openai-gpt.keras.yaml"
};
static const uint8_t f128[] = {
#embed "../../Converters/Mappings/openai-gpt.openai.yaml"
};
static const uint8_t f129[] = {
#embed "../../Converters/Mappings/openai-gpt.transformers.yaml"
};
static const uint8_t f130[] = {
#embed "../../Converters/Mappings/opt.flax.yaml"
};
static const uint8_t f131[] = {
#embed "../../Converters/Mappings/opt.keras.yaml"
};
static const uint8_t f132[] = {
#embed "../../Converters/Mappings/opt.metaseq.yaml"
};
static const uint8_t f133[] = {
#embed "../../Converters/Mappings/opt.transformers.yaml"
};
static const uint8_t f134[] = {
#embed "../../Converters/Mappings/oscar.authors.yaml"
};
static const uint8_t f135[] = {
#embed "../../Converters/Mappings/palm-alice.authors.yaml"
};
static const uint8_t f136[] = {
#embed "../../Converters/Mappings/palm-alice.megatron.yaml"
};
static const uint8_t f137[] = {
#embed "../../Converters/Mappings/pangu-alpha.megatron.yaml"
};
static const uint8_t f138[] = {
#embed "../../Converters/Mappings/pangu-alpha.mindspore.yaml"
};
static const uint8_t f139[] = {
#embed "../../Converters/Mappings/pegasus.flax.yaml"
};
static const uint8_t f140[] = {
#embed "../../Converters/Mappings/pegasus.keras.yaml"
};
static const uint8_t f141[] = {
#embed "../../Converters/Mappings/pegasus.transformers.yaml"
};
static const uint8_t f142[] = {
#embed "../../Converters/Mappings/prophetnet.transformers.yaml"
};
static const uint8_t f143[] = {
#embed "../../Converters/Mappings/reformer.paddlenlp.yaml"
};
static const uint8_t f144[] = {
#embed "../../Converters/Mappings/reformer.transformers.yaml"
};
static const uint8_t f145[] = {
#embed "../../Converters/Mappings/reformer.trax.yaml"
};
static const uint8_t f146[] = {
#embed "../../Converters/Mappings/roberta.fairseq.yaml"
};
static const uint8_t f147[] = {
#embed "../../Converters/Mappings/roberta.flax.yaml"
};
static const uint8_t f148[] = {
#embed "../../Converters/Mappings/roberta.keras.yaml"
};
static const uint8_t f149[] = {
#embed "../../Converters/Mappings/roberta.transformers.yaml"
};
static const uint8_t f150[] = {
#embed "../../Converters/Mappings/roc-bert.transformers.yaml"
};
static const uint8_t f151[] = {
#embed "../../Converters/Mappings/roformer-v2.paddlenlp.yaml"
};
static const uint8_t f152[] = {
#embed "../../Converters/Mappings/roformer-v2.tensorflow.yaml"
};
static const uint8_t f153[] = {
#embed "../../Converters/Mappings/roformer-v2.transformers.yaml"
};
static const uint8_t f154[] = {
#embed "../../Converters/Mappings/roformer.flax.yaml"
};
static const uint8_t f155[] = {
#embed "../../Converters/Mappings/roformer.keras.yaml"
};
static const uint8_t f156[] = {
#embed "../../Converters/Mappings/roformer.paddlenlp.yaml"
};
static const uint8_t f157[] = {
#embed "../../Converters/Mappings/roformer.tensorflow.yaml"
};
static const uint8_t f158[] = {
#embed "../../Converters/Mappings/roformer.transformers.yaml"
};
static const uint8_t f159[] = {
#embed "../../Converters/Mappings/rwkv.authors.yaml"
};
static const uint8_t f160[] = {
#embed "../../Converters/Mappings/rwkv.transformers.yaml"
};
static const uint8_t f161[] = {
#embed "../../Converters/Mappings/structurallm.tensorflow.yaml"
};
static const uint8_t f162[] = {
#embed "../../Converters/Mappings/switch-transformers.t5x.yaml"
};
static const uint8_t f163[] = {
#embed "../../Converters/Mappings/switch-transformers.transformers.yaml"
};
static const uint8_t f164[] = {
#embed "../../Converters/Mappings/t5.flax.yaml"
};
static const uint8_t f165[] = {
#embed "../../Converters/Mappings/t5.keras.yaml"
};
static const uint8_t f166[] = {
#embed "../../Converters/Mappings/t5.mesh-tensorflow.yaml"
};
static const uint8_t f167[] = {
#embed "../../Converters/Mappings/t5.paddlenlp.yaml"
};
static const uint8_t f168[] = {
#embed "../../Converters/Mappings/t5.t5x.yaml"
};
static const uint8_t f169[] = {
#embed "../../Converters/Mappings/t5.transformers.yaml"
};
static const uint8_t f170[] = {
#embed "../../Converters/Mappings/transfo-xl-megatron.authors.yaml"
};
static const uint8_t f171[] = {
#embed "../../Converters/Mappings/transfo-xl.authors.yaml"
};
static const uint8_t f172[] = {
#embed "../../Converters/Mappings/transfo-xl.transformers.yaml"
};
static const uint8_t f173[] = {
#embed "../../Converters/Mappings/transformer-seq2seq.authors.yaml"
};
static const uint8_t f174[] = {
#embed "../../Converters/Mappings/umt5.t5x.yaml"
};
static const uint8_t f175[] = {
#embed "../../Converters/Mappings/umt5.transformers.yaml"
};
static const uint8_t f176[] = {
#embed "../../Converters/Mappings/unilm-v2.authors.yaml"
};
static const uint8_t f177[] = {
#embed "../../Converters/Mappings/unilm.tensorflow.yaml"
};
static const uint8_t f178[] = {
#embed "../../Converters/Mappings/unilm.transformers.yaml"
};
static const uint8_t f179[] = {
#embed "../../Converters/Mappings/unimo.fluid.yaml"
};
static const uint8_t f180[] = {
#embed "../../Converters/Mappings/unimo.paddlenlp.yaml"
};
static const uint8_t f181[] = {
#embed "../../Converters/Mappings/xlm-roberta.fairseq.yaml"
};
static const uint8_t f182[] = {
#embed "../../Converters/Mappings/xlm-roberta.flax.yaml"
};
static const uint8_t f183[] = {
#embed "../../Converters/Mappings/xlm-roberta.keras.yaml"
};
static const uint8_t f184[] = {
#embed "../../Converters/Mappings/xlm-roberta.transformers.yaml"
};
static const uint8_t f185[] = {
#embed "../../Converters/Mappings/xlm-seq2seq.authors.yaml"
};
static const uint8_t f186[] = {
#embed "../../Converters/Mappings/xlm.keras.yaml"
};
static const uint8_t f187[] = {
#embed "../../Converters/Mappings/xlm.transformers.yaml"
};
static const uint8_t f188[] = {
#embed "../../Converters/Mappings/xlnet.keras.yaml"
};
static const uint8_t f189[] = {
#embed "../../Converters/Mappings/xlnet.paddlenlp.yaml"
};
static const uint8_t f190[] = {
#embed "../../Converters/Mappings/xlnet.tensorflow.yaml"
};
static const uint8_t f191[] = {
#embed "../../Converters/Mappings/xlnet.transformers.yaml"
};
static const uint8_t f192[] = {
#embed "../../Converters/Mappings/zen.authors.yaml"
};
static const uint8_t f193[] = {
#embed "../../Converters/Mappings/zen2.authors.yaml"
};
static const uint8_t f194[] = {
#embed "../../Registry/architectures/albert-brightmart.yaml"
};
static const uint8_t f195[] = {
#embed "../../Registry/architectures/albert.yaml"
};
static const uint8_t f196[] = {
#embed "../../Registry/architectures/bart.yaml"
};
static const uint8_t f197[] = {
#embed "../../Registry/architectures/bert-factorized.yaml"
};
static const uint8_t f198[] = {
#embed "../../Registry/architectures/bert-qkv.yaml"
};
static const uint8_t f199[] = {
#embed "../../Registry/architectures/bert.yaml"
};
static const uint8_t f200[] = {
#embed "../../Registry/architectures/bloom.yaml"
};
static const uint8_t f201[] = {
#embed "../../Registry/architectures/camembert.yaml"
};
static const uint8_t f202[] = {
#embed "../../Registry/architectures/chinesebert.yaml"
};
static const uint8_t f203[] = {
#embed "../../Registry/architectures/cogview.yaml"
};
static const uint8_t f204[] = {
#embed "../../Registry/architectures/cpm2.yaml"
};
static const uint8_t f205[] = {
#embed "../../Registry/architectures/cpt.yaml"
};
static const uint8_t f206[] = {
#embed "../../Registry/architectures/deberta-v2.yaml"
};
static const uint8_t f207[] = {
#embed "../../Registry/architectures/deberta.yaml"
};
static const uint8_t f208[] = {
#embed "../../Registry/architectures/distilbert.yaml"
};
static const uint8_t f209[] = {
#embed "../../Registry/architectures/electra.yaml"
};
static const uint8_t f210[] = {
#embed "../../Registry/architectures/elmo-many-langs.yaml"
};
static const uint8_t f211[] = {
#embed "../../Registry/architectures/elmo.yaml"
};
static const uint8_t f212[] = {
#embed "../../Registry/architectures/ernie-doc.yaml"
};
static const uint8_t f213[] = {
#embed "../../Registry/architectures/ernie-gen.yaml"
};
static const uint8_t f214[] = {
#embed "../../Registry/architectures/ernie-gram.yaml"
};
static const uint8_t f215[] = {
#embed "../../Registry/architectures/ernie-m.yaml"
};
static const uint8_t f216[] = {
#embed "../../Registry/architectures/ernie-thunlp.yaml"
};
static const uint8_t f217[] = {
#embed "../../Registry/architectures/ernie.yaml"
};
static const uint8_t f218[] = {
#embed "../../Registry/architectures/eva.yaml"
};
static const uint8_t f219[] = {
#embed "../../Registry/architectures/gau-alpha.yaml"
};
static const uint8_t f220[] = {
#embed "../../Registry/architectures/glm-infilling.yaml"
};
static const uint8_t f221[] = {
#embed "../../Registry/architectures/gpt-neo.yaml"
};
static const uint8_t f222[] = {
#embed "../../Registry/architectures/gpt-neox.yaml"
};
static const uint8_t f223[] = {
#embed "../../Registry/architectures/gpt2-ml.yaml"
};
static const uint8_t f224[] = {
#embed "../../Registry/architectures/gpt2.yaml"
};
static const uint8_t f225[] = {
#embed "../../Registry/architectures/gptj.yaml"
};
static const uint8_t f226[] = {
#embed "../../Registry/architectures/layoutlm.yaml"
};
static const uint8_t f227[] = {
#embed "../../Registry/architectures/layoutlmv2.yaml"
};
static const uint8_t f228[] = {
#embed "../../Registry/architectures/layoutlmv3.yaml"
};
static const uint8_t f229[] = {
#embed "../../Registry/architectures/led.yaml"
};
static const uint8_t f230[] = {
#embed "../../Registry/architectures/llama.yaml"
};
static const uint8_t f231[] = {
#embed "../../Registry/architectures/longformer.yaml"
};
static const uint8_t f232[] = {
#embed "../../Registry/architectures/longt5.yaml"
};
static const uint8_t f233[] = {
#embed "../../Registry/architectures/mass.yaml"
};
static const uint8_t f234[] = {
#embed "../../Registry/architectures/mbart.yaml"
};
static const uint8_t f235[] = {
#embed "../../Registry/architectures/megatron-bert-tape.yaml"
};
static const uint8_t f236[] = {
#embed "../../Registry/architectures/megatron-bert.yaml"
};
static const uint8_t f237[] = {
#embed "../../Registry/architectures/megatron-t5.yaml"
};
static const uint8_t f238[] = {
#embed "../../Registry/architectures/mobilebert.yaml"
};
static const uint8_t f239[] = {
#embed "../../Registry/architectures/mt5.yaml"
};
static const uint8_t f240[] = {
#embed "../../Registry/architectures/nezha.yaml"
};
static const uint8_t f241[] = {
#embed "../../Registry/architectures/openai-gpt.yaml"
};
static const uint8_t f242[] = {
#embed "../../Registry/architectures/opt.yaml"
};
static const uint8_t f243[] = {
#embed "../../Registry/architectures/oscar.yaml"
};
static const uint8_t f244[] = {
#embed "../../Registry/architectures/palm-alice.yaml"
};
static const uint8_t f245[] = {
#embed "../../Registry/architectures/pangu-alpha.yaml"
};
static const uint8_t f246[] = {
#embed "../../Registry/architectures/pegasus.yaml"
};
static const uint8_t f247[] = {
#embed "../../Registry/architectures/prophetnet.yaml"
};
static const uint8_t f248[] = {
#embed "../../Registry/architectures/reformer.yaml"
};
static const uint8_t f249[] = {
#embed "../../Registry/architectures/roberta.yaml"
};
static const uint8_t f250[] = {
#embed "../../Registry/architectures/roc-bert.yaml"
};
static const uint8_t f251[] = {
#embed "../../Registry/architectures/roformer-v2.yaml"
};
static const uint8_t f252[] = {
#embed "../../Registry/architectures/roformer.yaml"
};
static const uint8_t f253[] = {
#embed "../../Registry/architectures/rwkv.yaml"
};
static const uint8_t f254[] = {
#embed "../../Registry/architectures/structurallm.yaml"
};
static const uint8_t f255[] = {
#embed "../../Registry/architectures/switch-transformers.yaml"
};
static const uint8_t f256[] = {
#embed "../../Registry/architectures/t5.yaml"
};
static const uint8_t f257[] = {
#embed "../../Registry/architectures/transfo-xl-megatron.yaml"
};
static const uint8_t f258[] = {
#embed "../../Registry/architectures/transfo-xl.yaml"
};
static const uint8_t f259[] = {
#embed "../../Registry/architectures/transformer-seq2seq.yaml"
};
static const uint8_t f260[] = {
#embed "../../Registry/architectures/umt5.yaml"
};
static const uint8_t f261[] = {
#embed "../../Registry/architectures/unilm-v2.yaml"
};
static const uint8_t f262[] = {
#embed "../../Registry/architectures/unilm.yaml"
};
static const uint8_t f263[] = {
#embed "../../Registry/architectures/unimo.yaml"
};
static const uint8_t f264[] = {
#embed "../../Registry/architectures/xlm-roberta.yaml"
};
static const uint8_t f265[] = {
#embed "../../Registry/architectures/xlm-seq2seq.yaml"
};
static const uint8_t f266[] = {
#embed "../../Registry/architectures/xlm.yaml"
};
static const uint8_t f267[] = {
#embed "../../Registry/architectures/xlnet.yaml"
};
static const uint8_t f268[] = {
#embed "../../Registry/architectures/zen.yaml"
};
static const uint8_t f269[] = {
#embed "../../Registry/architectures/zen2.yaml"
};
static const uint8_t f270[] = {
#embed "../../Registry/embedded/tiny-bert-zh/LICENSE"
};
static const uint8_t f271[] = {
#embed "../../Registry/embedded/tiny-bert-zh/pytorch/config.json"
};
static const uint8_t f272[] = {
#embed "../../Registry/embedded/tiny-bert-zh/pytorch/pytorch_model.bin"
};
static const uint8_t f273[] = {
#embed "../../Registry/embedded/tiny-bert-zh/pytorch/vocab.txt"
};
static const uint8_t f274[] = {
#embed "../../Registry/models/albert-zh.yaml"
};
static const uint8_t f275[] = {
#embed "../../Registry/models/albert.yaml"
};
static const uint8_t f276[] = {
#embed "../../Registry/models/autotinybert.yaml"
};
static const uint8_t f277[] = {
#embed "../../Registry/models/awesome-chinese.yaml"
};
static const uint8_t f278[] = {
#embed "../../Registry/models/bart.yaml"
};
static const uint8_t f279[] = {
#embed "../../Registry/models/bbt.yaml"
};
static const uint8_t f280[] = {
#embed "../../Registry/models/bert-wwm.yaml"
};
static const uint8_t f281[] = {
#embed "../../Registry/models/bert.yaml"
};
static const uint8_t f282[] = {
#embed "../../Registry/models/bloom.yaml"
};
static const uint8_t f283[] = {
#embed "../../Registry/models/brivl.yaml"
};
static const uint8_t f284[] = {
#embed "../../Registry/models/byt5.yaml"
};
static const uint8_t f285[] = {
#embed "../../Registry/models/camembert.yaml"
};
static const uint8_t f286[] = {
#embed "../../Registry/models/cdial-gpt.yaml"
};
static const uint8_t f287[] = {
#embed "../../Registry/models/cemat.yaml"
};
static const uint8_t f288[] = {
#embed "../../Registry/models/chinese-electra.yaml"
};
static const uint8_t f289[] = {
#embed "../../Registry/models/chinese-mobilebert.yaml"
};
static const uint8_t f290[] = {
#embed "../../Registry/models/chinese-transformer-xl.yaml"
};
static const uint8_t f291[] = {
#embed "../../Registry/models/chinese-xlnet.yaml"
};
static const uint8_t f292[] = {
#embed "../../Registry/models/chinesebert.yaml"
};
static const uint8_t f293[] = {
#embed "../../Registry/models/cino.yaml"
};
static const uint8_t f294[] = {
#embed "../../Registry/models/ckbert.yaml"
};
static const uint8_t f295[] = {
#embed "../../Registry/models/clue.yaml"
};
static const uint8_t f296[] = {
#embed "../../Registry/models/clueai.yaml"
};
static const uint8_t f297[] = {
#embed "../../Registry/models/cogview.yaml"
};
static const uint8_t f298[] = {
#embed "../../Registry/models/cogview2.yaml"
};
static const uint8_t f299[] = {
#embed "../../Registry/models/colossalai.yaml"
};
static const uint8_t f300[] = {
#embed "../../Registry/models/connorjl-gpt2.yaml"
};
static const uint8_t f301[] = {
#embed "../../Registry/models/cpm-2.yaml"
};
static const uint8_t f302[] = {
#embed "../../Registry/models/cpm-kg.yaml"
};
static const uint8_t f303[] = {
#embed "../../Registry/models/cpm.yaml"
};
static const uint8_t f304[] = {
#embed "../../Registry/models/cpt.yaml"
};
static const uint8_t f305[] = {
#embed "../../Registry/models/deberta-v2.yaml"
};
static const uint8_t f306[] = {
#embed "../../Registry/models/deberta-v3.yaml"
};
static const uint8_t f307[] = {
#embed "../../Registry/models/deberta.yaml"
};
static const uint8_t f308[] = {
#embed "../../Registry/models/distilbert.yaml"
};
static const uint8_t f309[] = {
#embed "../../Registry/models/dynabert.yaml"
};
static const uint8_t f310[] = {
#embed "../../Registry/models/electra.yaml"
};
static const uint8_t f311[] = {
#embed "../../Registry/models/elmo-baike.yaml"
};
static const uint8_t f312[] = {
#embed "../../Registry/models/elmo-many-langs.yaml"
};
static const uint8_t f313[] = {
#embed "../../Registry/models/elmo.yaml"
};
static const uint8_t f314[] = {
#embed "../../Registry/models/ernie-3.0-10b.yaml"
};
static const uint8_t f315[] = {
#embed "../../Registry/models/ernie-3.0-titan.yaml"
};
static const uint8_t f316[] = {
#embed "../../Registry/models/ernie-3.0.yaml"
};
static const uint8_t f317[] = {
#embed "../../Registry/models/ernie-doc.yaml"
};
static const uint8_t f318[] = {
#embed "../../Registry/models/ernie-gen.yaml"
};
static const uint8_t f319[] = {
#embed "../../Registry/models/ernie-gram.yaml"
};
static const uint8_t f320[] = {
#embed "../../Registry/models/ernie-m.yaml"
};
static const uint8_t f321[] = {
#embed "../../Registry/models/ernie-sat.yaml"
};
static const uint8_t f322[] = {
#embed "../../Registry/models/ernie-thunlp.yaml"
};
static const uint8_t f323[] = {
#embed "../../Registry/models/ernie-vil.yaml"
};
static const uint8_t f324[] = {
#embed "../../Registry/models/ernie.yaml"
};
static const uint8_t f325[] = {
#embed "../../Registry/models/eva.yaml"
};
static const uint8_t f326[] = {
#embed "../../Registry/models/fasthan.yaml"
};
static const uint8_t f327[] = {
#embed "../../Registry/models/fastnlp.yaml"
};
static const uint8_t f328[] = {
#embed "../../Registry/models/fengshenbang.yaml"
};
static const uint8_t f329[] = {
#embed "../../Registry/models/flan-t5.yaml"
};
static const uint8_t f330[] = {
#embed "../../Registry/models/flowformer.yaml"
};
static const uint8_t f331[] = {
#embed "../../Registry/models/gau-alpha.yaml"
};
static const uint8_t f332[] = {
#embed "../../Registry/models/glm-130b.yaml"
};
static const uint8_t f333[] = {
#embed "../../Registry/models/glm.yaml"
};
static const uint8_t f334[] = {
#embed "../../Registry/models/gopher.yaml"
};
static const uint8_t f335[] = {
#embed "../../Registry/models/gpt-j.yaml"
};
static const uint8_t f336[] = {
#embed "../../Registry/models/gpt-jt.yaml"
};
static const uint8_t f337[] = {
#embed "../../Registry/models/gpt-neox.yaml"
};
static const uint8_t f338[] = {
#embed "../../Registry/models/gpt2-chinese.yaml"
};
static const uint8_t f339[] = {
#embed "../../Registry/models/gpt2-chitchat.yaml"
};
static const uint8_t f340[] = {
#embed "../../Registry/models/gpt2-ml.yaml"
};
static const uint8_t f341[] = {
#embed "../../Registry/models/gpt2.yaml"
};
static const uint8_t f342[] = {
#embed "../../Registry/models/gpt3.yaml"
};
static const uint8_t f343[] = {
#embed "../../Registry/models/guwenbert.yaml"
};
static const uint8_t f344[] = {
#embed "../../Registry/models/jaber.yaml"
};
static const uint8_t f345[] = {
#embed "../../Registry/models/labert.yaml"
};
static const uint8_t f346[] = {
#embed "../../Registry/models/lamda.yaml"
};
static const uint8_t f347[] = {
#embed "../../Registry/models/lark.yaml"
};
static const uint8_t f348[] = {
#embed "../../Registry/models/lawformer.yaml"
};
static const uint8_t f349[] = {
#embed "../../Registry/models/layoutlm.yaml"
};
static const uint8_t f350[] = {
#embed "../../Registry/models/layoutlmv2.yaml"
};
static const uint8_t f351[] = {
#embed "../../Registry/models/layoutlmv3.yaml"
};
static const uint8_t f352[] = {
#embed "../../Registry/models/lealla.yaml"
};
static const uint8_t f353[] = {
#embed "../../Registry/models/led.yaml"
};
static const uint8_t f354[] = {
#embed "../../Registry/models/lert.yaml"
};
static const uint8_t f355[] = {
#embed "../../Registry/models/llama.yaml"
};
static const uint8_t f356[] = {
#embed "../../Registry/models/longformer.yaml"
};
static const uint8_t f357[] = {
#embed "../../Registry/models/longt5.yaml"
};
static const uint8_t f358[] = {
#embed "../../Registry/models/m3e.yaml"
};
static const uint8_t f359[] = {
#embed "../../Registry/models/macbert.yaml"
};
static const uint8_t f360[] = {
#embed "../../Registry/models/mass.yaml"
};
static const uint8_t f361[] = {
#embed "../../Registry/models/mc-bert.yaml"
};
static const uint8_t f362[] = {
#embed "../../Registry/models/megatron-lm.yaml"
};
static const uint8_t f363[] = {
#embed "../../Registry/models/megatron-turing-nlg.yaml"
};
static const uint8_t f364[] = {
#embed "../../Registry/models/mengzi.yaml"
};
static const uint8_t f365[] = {
#embed "../../Registry/models/minilm.yaml"
};
static const uint8_t f366[] = {
#embed "../../Registry/models/mplug.yaml"
};
static const uint8_t f367[] = {
#embed "../../Registry/models/mt5.yaml"
};
static const uint8_t f368[] = {
#embed "../../Registry/models/nezha-gen.yaml"
};
static const uint8_t f369[] = {
#embed "../../Registry/models/nezha.yaml"
};
static const uint8_t f370[] = {
#embed "../../Registry/models/openai-gpt.yaml"
};
static const uint8_t f371[] = {
#embed "../../Registry/models/openclap.yaml"
};
static const uint8_t f372[] = {
#embed "../../Registry/models/opt.yaml"
};
static const uint8_t f373[] = {
#embed "../../Registry/models/palm-alice.yaml"
};
static const uint8_t f374[] = {
#embed "../../Registry/models/palm.yaml"
};
static const uint8_t f375[] = {
#embed "../../Registry/models/pangu-alpha.yaml"
};
static const uint8_t f376[] = {
#embed "../../Registry/models/pert.yaml"
};
static const uint8_t f377[] = {
#embed "../../Registry/models/plug.yaml"
};
static const uint8_t f378[] = {
#embed "../../Registry/models/pmlm.yaml"
};
static const uint8_t f379[] = {
#embed "../../Registry/models/prophetnet.yaml"
};
static const uint8_t f380[] = {
#embed "../../Registry/models/proteinlm.yaml"
};
static const uint8_t f381[] = {
#embed "../../Registry/models/pytorch-pretrained-bert.yaml"
};
static const uint8_t f382[] = {
#embed "../../Registry/models/reformer.yaml"
};
static const uint8_t f383[] = {
#embed "../../Registry/models/roberta-zh.yaml"
};
static const uint8_t f384[] = {
#embed "../../Registry/models/roberta.yaml"
};
static const uint8_t f385[] = {
#embed "../../Registry/models/rocketqa.yaml"
};
static const uint8_t f386[] = {
#embed "../../Registry/models/roformer-v2.yaml"
};
static const uint8_t f387[] = {
#embed "../../Registry/models/roformer.yaml"
};
static const uint8_t f388[] = {
#embed "../../Registry/models/rwkv.yaml"
};
static const uint8_t f389[] = {
#embed "../../Registry/models/sdcup.yaml"
};
static const uint8_t f390[] = {
#embed "../../Registry/models/shenzhou.yaml"
};
static const uint8_t f391[] = {
#embed "../../Registry/models/skep.yaml"
};
static const uint8_t f392[] = {
#embed "../../Registry/models/structbert.yaml"
};
static const uint8_t f393[] = {
#embed "../../Registry/models/structurallm.yaml"
};
static const uint8_t f394[] = {
#embed "../../Registry/models/structvbert.yaml"
};
static const uint8_t f395[] = {
#embed "../../Registry/models/switch-transformers.yaml"
};
static const uint8_t f396[] = {
#embed "../../Registry/models/t5-pegasus.yaml"
};
static const uint8_t f397[] = {
#embed "../../Registry/models/t5.yaml"
};
static const uint8_t f398[] = {
#embed "../../Registry/models/tiny-bert-zh.yaml"
};
static const uint8_t f399[] = {
#embed "../../Registry/models/tinybert.yaml"
};
static const uint8_t f400[] = {
#embed "../../Registry/models/tk-instruct.yaml"
};
static const uint8_t f401[] = {
#embed "../../Registry/models/toolkits.yaml"
};
static const uint8_t f402[] = {
#embed "../../Registry/models/transfo-xl.yaml"
};
static const uint8_t f403[] = {
#embed "../../Registry/models/transformer.yaml"
};
static const uint8_t f404[] = {
#embed "../../Registry/models/uer.yaml"
};
static const uint8_t f405[] = {
#embed "../../Registry/models/uie.yaml"
};
static const uint8_t f406[] = {
#embed "../../Registry/models/umt5.yaml"
};
static const uint8_t f407[] = {
#embed "../../Registry/models/unilm.yaml"
};
static const uint8_t f408[] = {
#embed "../../Registry/models/unimo.yaml"
};
static const uint8_t f409[] = {
#embed "../../Registry/models/utc.yaml"
};
static const uint8_t f410[] = {
#embed "../../Registry/models/veco.yaml"
};
static const uint8_t f411[] = {
#embed "../../Registry/models/wudao.yaml"
};
static const uint8_t f412[] = {
#embed "../../Registry/models/wukong.yaml"
};
static const uint8_t f413[] = {
#embed "../../Registry/models/xlm-roberta.yaml"
};
static const uint8_t f414[] = {
#embed "../../Registry/models/xlnet.yaml"
};
static const uint8_t f415[] = {
#embed "../../Registry/models/yuan.yaml"
};
static const uint8_t f416[] = {
#embed "../../Registry/models/zen.yaml"
};
static const uint8_t f417[] = {
#embed "../../Registry/models/zhuiyi.yaml"
};
static const uint8_t f418[] = {
#embed "../../Registry/organisations.yaml"
};
static const uint8_t f419[] = {
#embed "../../Registry/readings.yaml"
};
static const zoo_data_file files[] = {
    {"Converters/Mappings/albert-brightmart.authors.yaml", f0, sizeof f0},
    {"Converters/Mappings/albert-brightmart.brightmart.yaml", f1, sizeof f1},
    {"Converters/Mappings/albert.authors.yaml", f2, sizeof f2},
    {"Converters/Mappings/albert.flax.yaml", f3, sizeof f3},
    {"Converters/Mappings/albert.keras.yaml", f4, sizeof f4},
    {"Converters/Mappings/albert.tensorflow.yaml", f5, sizeof f5},
    {"Converters/Mappings/albert.transformers.yaml", f6, sizeof f6},
    {"Converters/Mappings/bart.fairseq.yaml", f7, sizeof f7},
    {"Converters/Mappings/bart.flax.yaml", f8, sizeof f8},
    {"Converters/Mappings/bart.keras.yaml", f9, sizeof f9},
    {"Converters/Mappings/bart.transformers.yaml", f10, sizeof f10},
    {"Converters/Mappings/bert-factorized.tensorflow.yaml", f11, sizeof f11},
    {"Converters/Mappings/bert-qkv.authors.yaml", f12, sizeof f12},
    {"Converters/Mappings/bert.flax.yaml", f13, sizeof f13},
    {"Converters/Mappings/bert.fluid.yaml", f14, sizeof f14},
    {"Converters/Mappings/bert.gguf.yaml", f15, sizeof f15},
    {"Converters/Mappings/bert.keras.yaml", f16, sizeof f16},
    {"Converters/Mappings/bert.libai.yaml", f17, sizeof f17},
    {"Converters/Mappings/bert.mindspore.yaml", f18, sizeof f18},
    {"Converters/Mappings/bert.paddlenlp.yaml", f19, sizeof f19},
    {"Converters/Mappings/bert.tensorflow.yaml", f20, sizeof f20},
    {"Converters/Mappings/bert.transformers.yaml", f21, sizeof f21},
    {"Converters/Mappings/bert.uer.yaml", f22, sizeof f22},
    {"Converters/Mappings/bloom.deepspeed.yaml", f23, sizeof f23},
    {"Converters/Mappings/bloom.flax.yaml", f24, sizeof f24},
    {"Converters/Mappings/bloom.gguf.yaml", f25, sizeof f25},
    {"Converters/Mappings/bloom.transformers.yaml", f26, sizeof f26},
    {"Converters/Mappings/camembert.fairseq.yaml", f27, sizeof f27},
    {"Converters/Mappings/camembert.keras.yaml", f28, sizeof f28},
    {"Converters/Mappings/camembert.transformers.yaml", f29, sizeof f29},
    {"Converters/Mappings/chinesebert.authors.yaml", f30, sizeof f30},
    {"Converters/Mappings/cogview.authors.yaml", f31, sizeof f31},
    {"Converters/Mappings/cpm2.authors.yaml", f32, sizeof f32},
    {"Converters/Mappings/cpt.authors.yaml", f33, sizeof f33},
    {"Converters/Mappings/deberta-v2.keras.yaml", f34, sizeof f34},
    {"Converters/Mappings/deberta-v2.transformers.yaml", f35, sizeof f35},
    {"Converters/Mappings/deberta.authors.yaml", f36, sizeof f36},
    {"Converters/Mappings/deberta.keras.yaml", f37, sizeof f37},
    {"Converters/Mappings/deberta.transformers.yaml", f38, sizeof f38},
    {"Converters/Mappings/distilbert.flax.yaml", f39, sizeof f39},
    {"Converters/Mappings/distilbert.keras.yaml", f40, sizeof f40},
    {"Converters/Mappings/distilbert.transformers.yaml", f41, sizeof f41},
    {"Converters/Mappings/electra.flax.yaml", f42, sizeof f42},
    {"Converters/Mappings/electra.keras.yaml", f43, sizeof f43},
    {"Converters/Mappings/electra.tensorflow-generator.yaml", f44, sizeof f44},
    {"Converters/Mappings/electra.tensorflow.yaml", f45, sizeof f45},
    {"Converters/Mappings/electra.transformers.yaml", f46, sizeof f46},
    {"Converters/Mappings/elmo-many-langs.authors.yaml", f47, sizeof f47},
    {"Converters/Mappings/elmo.bilm.yaml", f48, sizeof f48},
    {"Converters/Mappings/ernie-doc.fluid.yaml", f49, sizeof f49},
    {"Converters/Mappings/ernie-doc.paddlenlp.yaml", f50, sizeof f50},
    {"Converters/Mappings/ernie-gen.authors.yaml", f51, sizeof f51},
    {"Converters/Mappings/ernie-gen.fluid.yaml", f52, sizeof f52},
    {"Converters/Mappings/ernie-gram.authors.yaml", f53, sizeof f53},
    {"Converters/Mappings/ernie-gram.fluid.yaml", f54, sizeof f54},
    {"Converters/Mappings/ernie-gram.paddlenlp.yaml", f55, sizeof f55},
    {"Converters/Mappings/ernie-gram.transformers.yaml", f56, sizeof f56},
    {"Converters/Mappings/ernie-m.fluid.yaml", f57, sizeof f57},
    {"Converters/Mappings/ernie-m.paddlenlp.yaml", f58, sizeof f58},
    {"Converters/Mappings/ernie-m.transformers.yaml", f59, sizeof f59},
    {"Converters/Mappings/ernie-thunlp.authors.yaml", f60, sizeof f60},
    {"Converters/Mappings/ernie.authors.yaml", f61, sizeof f61},
    {"Converters/Mappings/ernie.fluid.yaml", f62, sizeof f62},
    {"Converters/Mappings/ernie.paddlenlp.yaml", f63, sizeof f63},
    {"Converters/Mappings/ernie.transformers.yaml", f64, sizeof f64},
    {"Converters/Mappings/eva.authors.yaml", f65, sizeof f65},
    {"Converters/Mappings/gau-alpha.paddlenlp.yaml", f66, sizeof f66},
    {"Converters/Mappings/gau-alpha.tensorflow.yaml", f67, sizeof f67},
    {"Converters/Mappings/gau-alpha.transformers.yaml", f68, sizeof f68},
    {"Converters/Mappings/glm-infilling.authors.yaml", f69, sizeof f69},
    {"Converters/Mappings/gpt-neo.flax.yaml", f70, sizeof f70},
    {"Converters/Mappings/gpt-neo.transformers.yaml", f71, sizeof f71},
    {"Converters/Mappings/gpt-neox.deepspeed.yaml", f72, sizeof f72},
    {"Converters/Mappings/gpt-neox.gguf.yaml", f73, sizeof f73},
    {"Converters/Mappings/gpt-neox.transformers.yaml", f74, sizeof f74},
    {"Converters/Mappings/gpt2-ml.tensorflow.yaml", f75, sizeof f75},
    {"Converters/Mappings/gpt2.flax.yaml", f76, sizeof f76},
    {"Converters/Mappings/gpt2.gguf.yaml", f77, sizeof f77},
    {"Converters/Mappings/gpt2.keras.yaml", f78, sizeof f78},
    {"Converters/Mappings/gpt2.libai.yaml", f79, sizeof f79},
    {"Converters/Mappings/gpt2.megatron-v0.yaml", f80, sizeof f80},
    {"Converters/Mappings/gpt2.megatron-v1.yaml", f81, sizeof f81},
    {"Converters/Mappings/gpt2.megatron-v2.yaml", f82, sizeof f82},
    {"Converters/Mappings/gpt2.mindspore.yaml", f83, sizeof f83},
    {"Converters/Mappings/gpt2.mingpt.yaml", f84, sizeof f84},
    {"Converters/Mappings/gpt2.openai.yaml", f85, sizeof f85},
    {"Converters/Mappings/gpt2.transformers.yaml", f86, sizeof f86},
    {"Converters/Mappings/gptj.flax.yaml", f87, sizeof f87},
    {"Converters/Mappings/gptj.keras.yaml", f88, sizeof f88},
    {"Converters/Mappings/gptj.mesh-transformer-jax.yaml", f89, sizeof f89},
    {"Converters/Mappings/gptj.transformers.yaml", f90, sizeof f90},
    {"Converters/Mappings/layoutlm.keras.yaml", f91, sizeof f91},
    {"Converters/Mappings/layoutlm.transformers.yaml", f92, sizeof f92},
    {"Converters/Mappings/layoutlmv2.transformers.yaml", f93, sizeof f93},
    {"Converters/Mappings/layoutlmv3.keras.yaml", f94, sizeof f94},
    {"Converters/Mappings/layoutlmv3.transformers.yaml", f95, sizeof f95},
    {"Converters/Mappings/led.authors.yaml", f96, sizeof f96},
    {"Converters/Mappings/led.keras.yaml", f97, sizeof f97},
    {"Converters/Mappings/led.transformers.yaml", f98, sizeof f98},
    {"Converters/Mappings/llama.authors.yaml", f99, sizeof f99},
    {"Converters/Mappings/llama.flax.yaml", f100, sizeof f100},
    {"Converters/Mappings/llama.gguf.yaml", f101, sizeof f101},
    {"Converters/Mappings/llama.transformers.yaml", f102, sizeof f102},
    {"Converters/Mappings/longformer.authors.yaml", f103, sizeof f103},
    {"Converters/Mappings/longformer.keras.yaml", f104, sizeof f104},
    {"Converters/Mappings/longformer.transformers.yaml", f105, sizeof f105},
    {"Converters/Mappings/longt5.flax.yaml", f106, sizeof f106},
    {"Converters/Mappings/longt5.t5x.yaml", f107, sizeof f107},
    {"Converters/Mappings/longt5.transformers.yaml", f108, sizeof f108},
    {"Converters/Mappings/mass.fairseq.yaml", f109, sizeof f109},
    {"Converters/Mappings/mbart.flax.yaml", f110, sizeof f110},
    {"Converters/Mappings/mbart.keras.yaml", f111, sizeof f111},
    {"Converters/Mappings/mbart.transformers.yaml", f112, sizeof f112},
    {"Converters/Mappings/megatron-bert-tape.megatron.yaml", f113, sizeof f113},
    {"Converters/Mappings/megatron-bert.megatron.yaml", f114, sizeof f114},
    {"Converters/Mappings/megatron-bert.transformers.yaml", f115, sizeof f115},
    {"Converters/Mappings/megatron-t5.authors.yaml", f116, sizeof f116},
    {"Converters/Mappings/mobilebert.keras.yaml", f117, sizeof f117},
    {"Converters/Mappings/mobilebert.transformers.yaml", f118, sizeof f118},
    {"Converters/Mappings/mt5.flax.yaml", f119, sizeof f119},
    {"Converters/Mappings/mt5.keras.yaml", f120, sizeof f120},
    {"Converters/Mappings/mt5.mesh-tensorflow.yaml", f121, sizeof f121},
    {"Converters/Mappings/mt5.t5x.yaml", f122, sizeof f122},
    {"Converters/Mappings/mt5.transformers.yaml", f123, sizeof f123},
    {"Converters/Mappings/nezha.authors.yaml", f124, sizeof f124},
    {"Converters/Mappings/nezha.tensorflow.yaml", f125, sizeof f125},
    {"Converters/Mappings/nezha.transformers.yaml", f126, sizeof f126},
    {"Converters/Mappings/openai-gpt.keras.yaml", f127, sizeof f127},
    {"Converters/Mappings/openai-gpt.openai.yaml", f128, sizeof f128},
    {"Converters/Mappings/openai-gpt.transformers.yaml", f129, sizeof f129},
    {"Converters/Mappings/opt.flax.yaml", f130, sizeof f130},
    {"Converters/Mappings/opt.keras.yaml", f131, sizeof f131},
    {"Converters/Mappings/opt.metaseq.yaml", f132, sizeof f132},
    {"Converters/Mappings/opt.transformers.yaml", f133, sizeof f133},
    {"Converters/Mappings/oscar.authors.yaml", f134, sizeof f134},
    {"Converters/Mappings/palm-alice.authors.yaml", f135, sizeof f135},
    {"Converters/Mappings/palm-alice.megatron.yaml", f136, sizeof f136},
    {"Converters/Mappings/pangu-alpha.megatron.yaml", f137, sizeof f137},
    {"Converters/Mappings/pangu-alpha.mindspore.yaml", f138, sizeof f138},
    {"Converters/Mappings/pegasus.flax.yaml", f139, sizeof f139},
    {"Converters/Mappings/pegasus.keras.yaml", f140, sizeof f140},
    {"Converters/Mappings/pegasus.transformers.yaml", f141, sizeof f141},
    {"Converters/Mappings/prophetnet.transformers.yaml", f142, sizeof f142},
    {"Converters/Mappings/reformer.paddlenlp.yaml", f143, sizeof f143},
    {"Converters/Mappings/reformer.transformers.yaml", f144, sizeof f144},
    {"Converters/Mappings/reformer.trax.yaml", f145, sizeof f145},
    {"Converters/Mappings/roberta.fairseq.yaml", f146, sizeof f146},
    {"Converters/Mappings/roberta.flax.yaml", f147, sizeof f147},
    {"Converters/Mappings/roberta.keras.yaml", f148, sizeof f148},
    {"Converters/Mappings/roberta.transformers.yaml", f149, sizeof f149},
    {"Converters/Mappings/roc-bert.transformers.yaml", f150, sizeof f150},
    {"Converters/Mappings/roformer-v2.paddlenlp.yaml", f151, sizeof f151},
    {"Converters/Mappings/roformer-v2.tensorflow.yaml", f152, sizeof f152},
    {"Converters/Mappings/roformer-v2.transformers.yaml", f153, sizeof f153},
    {"Converters/Mappings/roformer.flax.yaml", f154, sizeof f154},
    {"Converters/Mappings/roformer.keras.yaml", f155, sizeof f155},
    {"Converters/Mappings/roformer.paddlenlp.yaml", f156, sizeof f156},
    {"Converters/Mappings/roformer.tensorflow.yaml", f157, sizeof f157},
    {"Converters/Mappings/roformer.transformers.yaml", f158, sizeof f158},
    {"Converters/Mappings/rwkv.authors.yaml", f159, sizeof f159},
    {"Converters/Mappings/rwkv.transformers.yaml", f160, sizeof f160},
    {"Converters/Mappings/structurallm.tensorflow.yaml", f161, sizeof f161},
    {"Converters/Mappings/switch-transformers.t5x.yaml", f162, sizeof f162},
    {"Converters/Mappings/switch-transformers.transformers.yaml", f163, sizeof f163},
    {"Converters/Mappings/t5.flax.yaml", f164, sizeof f164},
    {"Converters/Mappings/t5.keras.yaml", f165, sizeof f165},
    {"Converters/Mappings/t5.mesh-tensorflow.yaml", f166, sizeof f166},
    {"Converters/Mappings/t5.paddlenlp.yaml", f167, sizeof f167},
    {"Converters/Mappings/t5.t5x.yaml", f168, sizeof f168},
    {"Converters/Mappings/t5.transformers.yaml", f169, sizeof f169},
    {"Converters/Mappings/transfo-xl-megatron.authors.yaml", f170, sizeof f170},
    {"Converters/Mappings/transfo-xl.authors.yaml", f171, sizeof f171},
    {"Converters/Mappings/transfo-xl.transformers.yaml", f172, sizeof f172},
    {"Converters/Mappings/transformer-seq2seq.authors.yaml", f173, sizeof f173},
    {"Converters/Mappings/umt5.t5x.yaml", f174, sizeof f174},
    {"Converters/Mappings/umt5.transformers.yaml", f175, sizeof f175},
    {"Converters/Mappings/unilm-v2.authors.yaml", f176, sizeof f176},
    {"Converters/Mappings/unilm.tensorflow.yaml", f177, sizeof f177},
    {"Converters/Mappings/unilm.transformers.yaml", f178, sizeof f178},
    {"Converters/Mappings/unimo.fluid.yaml", f179, sizeof f179},
    {"Converters/Mappings/unimo.paddlenlp.yaml", f180, sizeof f180},
    {"Converters/Mappings/xlm-roberta.fairseq.yaml", f181, sizeof f181},
    {"Converters/Mappings/xlm-roberta.flax.yaml", f182, sizeof f182},
    {"Converters/Mappings/xlm-roberta.keras.yaml", f183, sizeof f183},
    {"Converters/Mappings/xlm-roberta.transformers.yaml", f184, sizeof f184},
    {"Converters/Mappings/xlm-seq2seq.authors.yaml", f185, sizeof f185},
    {"Converters/Mappings/xlm.keras.yaml", f186, sizeof f186},
    {"Converters/Mappings/xlm.transformers.yaml", f187, sizeof f187},
    {"Converters/Mappings/xlnet.keras.yaml", f188, sizeof f188},
    {"Converters/Mappings/xlnet.paddlenlp.yaml", f189, sizeof f189},
    {"Converters/Mappings/xlnet.tensorflow.yaml", f190, sizeof f190},
    {"Converters/Mappings/xlnet.transformers.yaml", f191, sizeof f191},
    {"Converters/Mappings/zen.authors.yaml", f192, sizeof f192},
    {"Converters/Mappings/zen2.authors.yaml", f193, sizeof f193},
    {"Registry/architectures/albert-brightmart.yaml", f194, sizeof f194},
    {"Registry/architectures/albert.yaml", f195, sizeof f195},
    {"Registry/architectures/bart.yaml", f196, sizeof f196},
    {"Registry/architectures/bert-factorized.yaml", f197, sizeof f197},
    {"Registry/architectures/bert-qkv.yaml", f198, sizeof f198},
    {"Registry/architectures/bert.yaml", f199, sizeof f199},
    {"Registry/architectures/bloom.yaml", f200, sizeof f200},
    {"Registry/architectures/camembert.yaml", f201, sizeof f201},
    {"Registry/architectures/chinesebert.yaml", f202, sizeof f202},
    {"Registry/architectures/cogview.yaml", f203, sizeof f203},
    {"Registry/architectures/cpm2.yaml", f204, sizeof f204},
    {"Registry/architectures/cpt.yaml", f205, sizeof f205},
    {"Registry/architectures/deberta-v2.yaml", f206, sizeof f206},
    {"Registry/architectures/deberta.yaml", f207, sizeof f207},
    {"Registry/architectures/distilbert.yaml", f208, sizeof f208},
    {"Registry/architectures/electra.yaml", f209, sizeof f209},
    {"Registry/architectures/elmo-many-langs.yaml", f210, sizeof f210},
    {"Registry/architectures/elmo.yaml", f211, sizeof f211},
    {"Registry/architectures/ernie-doc.yaml", f212, sizeof f212},
    {"Registry/architectures/ernie-gen.yaml", f213, sizeof f213},
    {"Registry/architectures/ernie-gram.yaml", f214, sizeof f214},
    {"Registry/architectures/ernie-m.yaml", f215, sizeof f215},
    {"Registry/architectures/ernie-thunlp.yaml", f216, sizeof f216},
    {"Registry/architectures/ernie.yaml", f217, sizeof f217},
    {"Registry/architectures/eva.yaml", f218, sizeof f218},
    {"Registry/architectures/gau-alpha.yaml", f219, sizeof f219},
    {"Registry/architectures/glm-infilling.yaml", f220, sizeof f220},
    {"Registry/architectures/gpt-neo.yaml", f221, sizeof f221},
    {"Registry/architectures/gpt-neox.yaml", f222, sizeof f222},
    {"Registry/architectures/gpt2-ml.yaml", f223, sizeof f223},
    {"Registry/architectures/gpt2.yaml", f224, sizeof f224},
    {"Registry/architectures/gptj.yaml", f225, sizeof f225},
    {"Registry/architectures/layoutlm.yaml", f226, sizeof f226},
    {"Registry/architectures/layoutlmv2.yaml", f227, sizeof f227},
    {"Registry/architectures/layoutlmv3.yaml", f228, sizeof f228},
    {"Registry/architectures/led.yaml", f229, sizeof f229},
    {"Registry/architectures/llama.yaml", f230, sizeof f230},
    {"Registry/architectures/longformer.yaml", f231, sizeof f231},
    {"Registry/architectures/longt5.yaml", f232, sizeof f232},
    {"Registry/architectures/mass.yaml", f233, sizeof f233},
    {"Registry/architectures/mbart.yaml", f234, sizeof f234},
    {"Registry/architectures/megatron-bert-tape.yaml", f235, sizeof f235},
    {"Registry/architectures/megatron-bert.yaml", f236, sizeof f236},
    {"Registry/architectures/megatron-t5.yaml", f237, sizeof f237},
    {"Registry/architectures/mobilebert.yaml", f238, sizeof f238},
    {"Registry/architectures/mt5.yaml", f239, sizeof f239},
    {"Registry/architectures/nezha.yaml", f240, sizeof f240},
    {"Registry/architectures/openai-gpt.yaml", f241, sizeof f241},
    {"Registry/architectures/opt.yaml", f242, sizeof f242},
    {"Registry/architectures/oscar.yaml", f243, sizeof f243},
    {"Registry/architectures/palm-alice.yaml", f244, sizeof f244},
    {"Registry/architectures/pangu-alpha.yaml", f245, sizeof f245},
    {"Registry/architectures/pegasus.yaml", f246, sizeof f246},
    {"Registry/architectures/prophetnet.yaml", f247, sizeof f247},
    {"Registry/architectures/reformer.yaml", f248, sizeof f248},
    {"Registry/architectures/roberta.yaml", f249, sizeof f249},
    {"Registry/architectures/roc-bert.yaml", f250, sizeof f250},
    {"Registry/architectures/roformer-v2.yaml", f251, sizeof f251},
    {"Registry/architectures/roformer.yaml", f252, sizeof f252},
    {"Registry/architectures/rwkv.yaml", f253, sizeof f253},
    {"Registry/architectures/structurallm.yaml", f254, sizeof f254},
    {"Registry/architectures/switch-transformers.yaml", f255, sizeof f255},
    {"Registry/architectures/t5.yaml", f256, sizeof f256},
    {"Registry/architectures/transfo-xl-megatron.yaml", f257, sizeof f257},
    {"Registry/architectures/transfo-xl.yaml", f258, sizeof f258},
    {"Registry/architectures/transformer-seq2seq.yaml", f259, sizeof f259},
    {"Registry/architectures/umt5.yaml", f260, sizeof f260},
    {"Registry/architectures/unilm-v2.yaml", f261, sizeof f261},
    {"Registry/architectures/unilm.yaml", f262, sizeof f262},
    {"Registry/architectures/unimo.yaml", f263, sizeof f263},
    {"Registry/architectures/xlm-roberta.yaml", f264, sizeof f264},
    {"Registry/architectures/xlm-seq2seq.yaml", f265, sizeof f265},
    {"Registry/architectures/xlm.yaml", f266, sizeof f266},
    {"Registry/architectures/xlnet.yaml", f267, sizeof f267},
    {"Registry/architectures/zen.yaml", f268, sizeof f268},
    {"Registry/architectures/zen2.yaml", f269, sizeof f269},
    {"Registry/embedded/tiny-bert-zh/LICENSE", f270, sizeof f270},
    {"Registry/embedded/tiny-bert-zh/pytorch/config.json", f271, sizeof f271},
    {"Registry/embedded/tiny-bert-zh/pytorch/pytorch_model.bin", f272, sizeof f272},
    {"Registry/embedded/tiny-bert-zh/pytorch/vocab.txt", f273, sizeof f273},
    {"Registry/models/albert-zh.yaml", f274, sizeof f274},
    {"Registry/models/albert.yaml", f275, sizeof f275},
    {"Registry/models/autotinybert.yaml", f276, sizeof f276},
    {"Registry/models/awesome-chinese.yaml", f277, sizeof f277},
    {"Registry/models/bart.yaml", f278, sizeof f278},
    {"Registry/models/bbt.yaml", f279, sizeof f279},
    {"Registry/models/bert-wwm.yaml", f280, sizeof f280},
    {"Registry/models/bert.yaml", f281, sizeof f281},
    {"Registry/models/bloom.yaml", f282, sizeof f282},
    {"Registry/models/brivl.yaml", f283, sizeof f283},
    {"Registry/models/byt5.yaml", f284, sizeof f284},
    {"Registry/models/camembert.yaml", f285, sizeof f285},
    {"Registry/models/cdial-gpt.yaml", f286, sizeof f286},
    {"Registry/models/cemat.yaml", f287, sizeof f287},
    {"Registry/models/chinese-electra.yaml", f288, sizeof f288},
    {"Registry/models/chinese-mobilebert.yaml", f289, sizeof f289},
    {"Registry/models/chinese-transformer-xl.yaml", f290, sizeof f290},
    {"Registry/models/chinese-xlnet.yaml", f291, sizeof f291},
    {"Registry/models/chinesebert.yaml", f292, sizeof f292},
    {"Registry/models/cino.yaml", f293, sizeof f293},
    {"Registry/models/ckbert.yaml", f294, sizeof f294},
    {"Registry/models/clue.yaml", f295, sizeof f295},
    {"Registry/models/clueai.yaml", f296, sizeof f296},
    {"Registry/models/cogview.yaml", f297, sizeof f297},
    {"Registry/models/cogview2.yaml", f298, sizeof f298},
    {"Registry/models/colossalai.yaml", f299, sizeof f299},
    {"Registry/models/connorjl-gpt2.yaml", f300, sizeof f300},
    {"Registry/models/cpm-2.yaml", f301, sizeof f301},
    {"Registry/models/cpm-kg.yaml", f302, sizeof f302},
    {"Registry/models/cpm.yaml", f303, sizeof f303},
    {"Registry/models/cpt.yaml", f304, sizeof f304},
    {"Registry/models/deberta-v2.yaml", f305, sizeof f305},
    {"Registry/models/deberta-v3.yaml", f306, sizeof f306},
    {"Registry/models/deberta.yaml", f307, sizeof f307},
    {"Registry/models/distilbert.yaml", f308, sizeof f308},
    {"Registry/models/dynabert.yaml", f309, sizeof f309},
    {"Registry/models/electra.yaml", f310, sizeof f310},
    {"Registry/models/elmo-baike.yaml", f311, sizeof f311},
    {"Registry/models/elmo-many-langs.yaml", f312, sizeof f312},
    {"Registry/models/elmo.yaml", f313, sizeof f313},
    {"Registry/models/ernie-3.0-10b.yaml", f314, sizeof f314},
    {"Registry/models/ernie-3.0-titan.yaml", f315, sizeof f315},
    {"Registry/models/ernie-3.0.yaml", f316, sizeof f316},
    {"Registry/models/ernie-doc.yaml", f317, sizeof f317},
    {"Registry/models/ernie-gen.yaml", f318, sizeof f318},
    {"Registry/models/ernie-gram.yaml", f319, sizeof f319},
    {"Registry/models/ernie-m.yaml", f320, sizeof f320},
    {"Registry/models/ernie-sat.yaml", f321, sizeof f321},
    {"Registry/models/ernie-thunlp.yaml", f322, sizeof f322},
    {"Registry/models/ernie-vil.yaml", f323, sizeof f323},
    {"Registry/models/ernie.yaml", f324, sizeof f324},
    {"Registry/models/eva.yaml", f325, sizeof f325},
    {"Registry/models/fasthan.yaml", f326, sizeof f326},
    {"Registry/models/fastnlp.yaml", f327, sizeof f327},
    {"Registry/models/fengshenbang.yaml", f328, sizeof f328},
    {"Registry/models/flan-t5.yaml", f329, sizeof f329},
    {"Registry/models/flowformer.yaml", f330, sizeof f330},
    {"Registry/models/gau-alpha.yaml", f331, sizeof f331},
    {"Registry/models/glm-130b.yaml", f332, sizeof f332},
    {"Registry/models/glm.yaml", f333, sizeof f333},
    {"Registry/models/gopher.yaml", f334, sizeof f334},
    {"Registry/models/gpt-j.yaml", f335, sizeof f335},
    {"Registry/models/gpt-jt.yaml", f336, sizeof f336},
    {"Registry/models/gpt-neox.yaml", f337, sizeof f337},
    {"Registry/models/gpt2-chinese.yaml", f338, sizeof f338},
    {"Registry/models/gpt2-chitchat.yaml", f339, sizeof f339},
    {"Registry/models/gpt2-ml.yaml", f340, sizeof f340},
    {"Registry/models/gpt2.yaml", f341, sizeof f341},
    {"Registry/models/gpt3.yaml", f342, sizeof f342},
    {"Registry/models/guwenbert.yaml", f343, sizeof f343},
    {"Registry/models/jaber.yaml", f344, sizeof f344},
    {"Registry/models/labert.yaml", f345, sizeof f345},
    {"Registry/models/lamda.yaml", f346, sizeof f346},
    {"Registry/models/lark.yaml", f347, sizeof f347},
    {"Registry/models/lawformer.yaml", f348, sizeof f348},
    {"Registry/models/layoutlm.yaml", f349, sizeof f349},
    {"Registry/models/layoutlmv2.yaml", f350, sizeof f350},
    {"Registry/models/layoutlmv3.yaml", f351, sizeof f351},
    {"Registry/models/lealla.yaml", f352, sizeof f352},
    {"Registry/models/led.yaml", f353, sizeof f353},
    {"Registry/models/lert.yaml", f354, sizeof f354},
    {"Registry/models/llama.yaml", f355, sizeof f355},
    {"Registry/models/longformer.yaml", f356, sizeof f356},
    {"Registry/models/longt5.yaml", f357, sizeof f357},
    {"Registry/models/m3e.yaml", f358, sizeof f358},
    {"Registry/models/macbert.yaml", f359, sizeof f359},
    {"Registry/models/mass.yaml", f360, sizeof f360},
    {"Registry/models/mc-bert.yaml", f361, sizeof f361},
    {"Registry/models/megatron-lm.yaml", f362, sizeof f362},
    {"Registry/models/megatron-turing-nlg.yaml", f363, sizeof f363},
    {"Registry/models/mengzi.yaml", f364, sizeof f364},
    {"Registry/models/minilm.yaml", f365, sizeof f365},
    {"Registry/models/mplug.yaml", f366, sizeof f366},
    {"Registry/models/mt5.yaml", f367, sizeof f367},
    {"Registry/models/nezha-gen.yaml", f368, sizeof f368},
    {"Registry/models/nezha.yaml", f369, sizeof f369},
    {"Registry/models/openai-gpt.yaml", f370, sizeof f370},
    {"Registry/models/openclap.yaml", f371, sizeof f371},
    {"Registry/models/opt.yaml", f372, sizeof f372},
    {"Registry/models/palm-alice.yaml", f373, sizeof f373},
    {"Registry/models/palm.yaml", f374, sizeof f374},
    {"Registry/models/pangu-alpha.yaml", f375, sizeof f375},
    {"Registry/models/pert.yaml", f376, sizeof f376},
    {"Registry/models/plug.yaml", f377, sizeof f377},
    {"Registry/models/pmlm.yaml", f378, sizeof f378},
    {"Registry/models/prophetnet.yaml", f379, sizeof f379},
    {"Registry/models/proteinlm.yaml", f380, sizeof f380},
    {"Registry/models/pytorch-pretrained-bert.yaml", f381, sizeof f381},
    {"Registry/models/reformer.yaml", f382, sizeof f382},
    {"Registry/models/roberta-zh.yaml", f383, sizeof f383},
    {"Registry/models/roberta.yaml", f384, sizeof f384},
    {"Registry/models/rocketqa.yaml", f385, sizeof f385},
    {"Registry/models/roformer-v2.yaml", f386, sizeof f386},
    {"Registry/models/roformer.yaml", f387, sizeof f387},
    {"Registry/models/rwkv.yaml", f388, sizeof f388},
    {"Registry/models/sdcup.yaml", f389, sizeof f389},
    {"Registry/models/shenzhou.yaml", f390, sizeof f390},
    {"Registry/models/skep.yaml", f391, sizeof f391},
    {"Registry/models/structbert.yaml", f392, sizeof f392},
    {"Registry/models/structurallm.yaml", f393, sizeof f393},
    {"Registry/models/structvbert.yaml", f394, sizeof f394},
    {"Registry/models/switch-transformers.yaml", f395, sizeof f395},
    {"Registry/models/t5-pegasus.yaml", f396, sizeof f396},
    {"Registry/models/t5.yaml", f397, sizeof f397},
    {"Registry/models/tiny-bert-zh.yaml", f398, sizeof f398},
    {"Registry/models/tinybert.yaml", f399, sizeof f399},
    {"Registry/models/tk-instruct.yaml", f400, sizeof f400},
    {"Registry/models/toolkits.yaml", f401, sizeof f401},
    {"Registry/models/transfo-xl.yaml", f402, sizeof f402},
    {"Registry/models/transformer.yaml", f403, sizeof f403},
    {"Registry/models/uer.yaml", f404, sizeof f404},
    {"Registry/models/uie.yaml", f405, sizeof f405},
    {"Registry/models/umt5.yaml", f406, sizeof f406},
    {"Registry/models/unilm.yaml", f407, sizeof f407},
    {"Registry/models/unimo.yaml", f408, sizeof f408},
    {"Registry/models/utc.yaml", f409, sizeof f409},
    {"Registry/models/veco.yaml", f410, sizeof f410},
    {"Registry/models/wudao.yaml", f411, sizeof f411},
    {"Registry/models/wukong.yaml", f412, sizeof f412},
    {"Registry/models/xlm-roberta.yaml", f413, sizeof f413},
    {"Registry/models/xlnet.yaml", f414, sizeof f414},
    {"Registry/models/yuan.yaml", f415, sizeof f415},
    {"Registry/models/zen.yaml", f416, sizeof f416},
    {"Registry/models/zhuiyi.yaml", f417, sizeof f417},
    {"Registry/organisations.yaml", f418, sizeof f418},
    {"Registry/readings.yaml", f419, sizeof f419},
};
