// Written by Scripts/embed-data; do not edit.
static const uint8_t f0[] = {
#embed "../../Converters/Mappings/bert.tensorflow.yaml"
};
static const uint8_t f1[] = {
#embed "../../Converters/Mappings/bert.transformers.yaml"
};
static const uint8_t f2[] = {
#embed "../../Registry/architectures/bert.yaml"
};
static const uint8_t f3[] = {
#embed "../../Registry/embedded/tiny-bert-zh/LICENSE"
};
static const uint8_t f4[] = {
#embed "../../Registry/embedded/tiny-bert-zh/pytorch/config.json"
};
static const uint8_t f5[] = {
#embed "../../Registry/embedded/tiny-bert-zh/pytorch/pytorch_model.bin"
};
static const uint8_t f6[] = {
#embed "../../Registry/embedded/tiny-bert-zh/pytorch/vocab.txt"
};
static const uint8_t f7[] = {
#embed "../../Registry/models/albert-zh.yaml"
};
static const uint8_t f8[] = {
#embed "../../Registry/models/albert.yaml"
};
static const uint8_t f9[] = {
#embed "../../Registry/models/autotinybert.yaml"
};
static const uint8_t f10[] = {
#embed "../../Registry/models/bart.yaml"
};
static const uint8_t f11[] = {
#embed "../../Registry/models/bert-wwm.yaml"
};
static const uint8_t f12[] = {
#embed "../../Registry/models/bert.yaml"
};
static const uint8_t f13[] = {
#embed "../../Registry/models/byt5.yaml"
};
static const uint8_t f14[] = {
#embed "../../Registry/models/camembert.yaml"
};
static const uint8_t f15[] = {
#embed "../../Registry/models/cemat.yaml"
};
static const uint8_t f16[] = {
#embed "../../Registry/models/chinese-electra.yaml"
};
static const uint8_t f17[] = {
#embed "../../Registry/models/chinese-xlnet.yaml"
};
static const uint8_t f18[] = {
#embed "../../Registry/models/cino.yaml"
};
static const uint8_t f19[] = {
#embed "../../Registry/models/deberta-v2.yaml"
};
static const uint8_t f20[] = {
#embed "../../Registry/models/deberta-v3.yaml"
};
static const uint8_t f21[] = {
#embed "../../Registry/models/deberta.yaml"
};
static const uint8_t f22[] = {
#embed "../../Registry/models/distilbert.yaml"
};
static const uint8_t f23[] = {
#embed "../../Registry/models/dynabert.yaml"
};
static const uint8_t f24[] = {
#embed "../../Registry/models/electra.yaml"
};
static const uint8_t f25[] = {
#embed "../../Registry/models/elmo-baike.yaml"
};
static const uint8_t f26[] = {
#embed "../../Registry/models/elmo-many-langs.yaml"
};
static const uint8_t f27[] = {
#embed "../../Registry/models/elmo.yaml"
};
static const uint8_t f28[] = {
#embed "../../Registry/models/ernie-3.0-titan.yaml"
};
static const uint8_t f29[] = {
#embed "../../Registry/models/ernie-3.0.yaml"
};
static const uint8_t f30[] = {
#embed "../../Registry/models/ernie-doc.yaml"
};
static const uint8_t f31[] = {
#embed "../../Registry/models/ernie-gen.yaml"
};
static const uint8_t f32[] = {
#embed "../../Registry/models/ernie-gram.yaml"
};
static const uint8_t f33[] = {
#embed "../../Registry/models/ernie-m.yaml"
};
static const uint8_t f34[] = {
#embed "../../Registry/models/ernie-sat.yaml"
};
static const uint8_t f35[] = {
#embed "../../Registry/models/ernie-thunlp.yaml"
};
static const uint8_t f36[] = {
#embed "../../Registry/models/ernie-vil.yaml"
};
static const uint8_t f37[] = {
#embed "../../Registry/models/ernie.yaml"
};
static const uint8_t f38[] = {
#embed "../../Registry/models/flan-t5.yaml"
};
static const uint8_t f39[] = {
#embed "../../Registry/models/flowformer.yaml"
};
static const uint8_t f40[] = {
#embed "../../Registry/models/gau-alpha.yaml"
};
static const uint8_t f41[] = {
#embed "../../Registry/models/guwenbert.yaml"
};
static const uint8_t f42[] = {
#embed "../../Registry/models/jaber.yaml"
};
static const uint8_t f43[] = {
#embed "../../Registry/models/lark.yaml"
};
static const uint8_t f44[] = {
#embed "../../Registry/models/layoutlm.yaml"
};
static const uint8_t f45[] = {
#embed "../../Registry/models/layoutlmv2.yaml"
};
static const uint8_t f46[] = {
#embed "../../Registry/models/layoutlmv3.yaml"
};
static const uint8_t f47[] = {
#embed "../../Registry/models/led.yaml"
};
static const uint8_t f48[] = {
#embed "../../Registry/models/longformer.yaml"
};
static const uint8_t f49[] = {
#embed "../../Registry/models/longt5.yaml"
};
static const uint8_t f50[] = {
#embed "../../Registry/models/mass.yaml"
};
static const uint8_t f51[] = {
#embed "../../Registry/models/mengzi.yaml"
};
static const uint8_t f52[] = {
#embed "../../Registry/models/minilm.yaml"
};
static const uint8_t f53[] = {
#embed "../../Registry/models/mt5.yaml"
};
static const uint8_t f54[] = {
#embed "../../Registry/models/nezha-gen.yaml"
};
static const uint8_t f55[] = {
#embed "../../Registry/models/nezha.yaml"
};
static const uint8_t f56[] = {
#embed "../../Registry/models/openclap.yaml"
};
static const uint8_t f57[] = {
#embed "../../Registry/models/pert.yaml"
};
static const uint8_t f58[] = {
#embed "../../Registry/models/pmlm.yaml"
};
static const uint8_t f59[] = {
#embed "../../Registry/models/pytorch-pretrained-bert.yaml"
};
static const uint8_t f60[] = {
#embed "../../Registry/models/reformer.yaml"
};
static const uint8_t f61[] = {
#embed "../../Registry/models/roberta-zh.yaml"
};
static const uint8_t f62[] = {
#embed "../../Registry/models/roberta.yaml"
};
static const uint8_t f63[] = {
#embed "../../Registry/models/rocketqa.yaml"
};
static const uint8_t f64[] = {
#embed "../../Registry/models/roformer-v2.yaml"
};
static const uint8_t f65[] = {
#embed "../../Registry/models/roformer.yaml"
};
static const uint8_t f66[] = {
#embed "../../Registry/models/switch-transformers.yaml"
};
static const uint8_t f67[] = {
#embed "../../Registry/models/t5-pegasus.yaml"
};
static const uint8_t f68[] = {
#embed "../../Registry/models/t5.yaml"
};
static const uint8_t f69[] = {
#embed "../../Registry/models/tiny-bert-zh.yaml"
};
static const uint8_t f70[] = {
#embed "../../Registry/models/tinybert.yaml"
};
static const uint8_t f71[] = {
#embed "../../Registry/models/transfo-xl.yaml"
};
static const uint8_t f72[] = {
#embed "../../Registry/models/transformer.yaml"
};
static const uint8_t f73[] = {
#embed "../../Registry/models/uie.yaml"
};
static const uint8_t f74[] = {
#embed "../../Registry/models/umt5.yaml"
};
static const uint8_t f75[] = {
#embed "../../Registry/models/unilm.yaml"
};
static const uint8_t f76[] = {
#embed "../../Registry/models/unimo.yaml"
};
static const uint8_t f77[] = {
#embed "../../Registry/models/utc.yaml"
};
static const uint8_t f78[] = {
#embed "../../Registry/models/wukong.yaml"
};
static const uint8_t f79[] = {
#embed "../../Registry/models/xlm-roberta.yaml"
};
static const uint8_t f80[] = {
#embed "../../Registry/models/xlnet.yaml"
};
static const uint8_t f81[] = {
#embed "../../Registry/models/zen.yaml"
};
static const uint8_t f82[] = {
#embed "../../Registry/models/zhuiyi.yaml"
};
static const zoo_data_file files[] = {
    {"Converters/Mappings/bert.tensorflow.yaml", f0, sizeof f0},
    {"Converters/Mappings/bert.transformers.yaml", f1, sizeof f1},
    {"Registry/architectures/bert.yaml", f2, sizeof f2},
    {"Registry/embedded/tiny-bert-zh/LICENSE", f3, sizeof f3},
    {"Registry/embedded/tiny-bert-zh/pytorch/config.json", f4, sizeof f4},
    {"Registry/embedded/tiny-bert-zh/pytorch/pytorch_model.bin", f5, sizeof f5},
    {"Registry/embedded/tiny-bert-zh/pytorch/vocab.txt", f6, sizeof f6},
    {"Registry/models/albert-zh.yaml", f7, sizeof f7},
    {"Registry/models/albert.yaml", f8, sizeof f8},
    {"Registry/models/autotinybert.yaml", f9, sizeof f9},
    {"Registry/models/bart.yaml", f10, sizeof f10},
    {"Registry/models/bert-wwm.yaml", f11, sizeof f11},
    {"Registry/models/bert.yaml", f12, sizeof f12},
    {"Registry/models/byt5.yaml", f13, sizeof f13},
    {"Registry/models/camembert.yaml", f14, sizeof f14},
    {"Registry/models/cemat.yaml", f15, sizeof f15},
    {"Registry/models/chinese-electra.yaml", f16, sizeof f16},
    {"Registry/models/chinese-xlnet.yaml", f17, sizeof f17},
    {"Registry/models/cino.yaml", f18, sizeof f18},
    {"Registry/models/deberta-v2.yaml", f19, sizeof f19},
    {"Registry/models/deberta-v3.yaml", f20, sizeof f20},
    {"Registry/models/deberta.yaml", f21, sizeof f21},
    {"Registry/models/distilbert.yaml", f22, sizeof f22},
    {"Registry/models/dynabert.yaml", f23, sizeof f23},
    {"Registry/models/electra.yaml", f24, sizeof f24},
    {"Registry/models/elmo-baike.yaml", f25, sizeof f25},
    {"Registry/models/elmo-many-langs.yaml", f26, sizeof f26},
    {"Registry/models/elmo.yaml", f27, sizeof f27},
    {"Registry/models/ernie-3.0-titan.yaml", f28, sizeof f28},
    {"Registry/models/ernie-3.0.yaml", f29, sizeof f29},
    {"Registry/models/ernie-doc.yaml", f30, sizeof f30},
    {"Registry/models/ernie-gen.yaml", f31, sizeof f31},
    {"Registry/models/ernie-gram.yaml", f32, sizeof f32},
    {"Registry/models/ernie-m.yaml", f33, sizeof f33},
    {"Registry/models/ernie-sat.yaml", f34, sizeof f34},
    {"Registry/models/ernie-thunlp.yaml", f35, sizeof f35},
    {"Registry/models/ernie-vil.yaml", f36, sizeof f36},
    {"Registry/models/ernie.yaml", f37, sizeof f37},
    {"Registry/models/flan-t5.yaml", f38, sizeof f38},
    {"Registry/models/flowformer.yaml", f39, sizeof f39},
    {"Registry/models/gau-alpha.yaml", f40, sizeof f40},
    {"Registry/models/guwenbert.yaml", f41, sizeof f41},
    {"Registry/models/jaber.yaml", f42, sizeof f42},
    {"Registry/models/lark.yaml", f43, sizeof f43},
    {"Registry/models/layoutlm.yaml", f44, sizeof f44},
    {"Registry/models/layoutlmv2.yaml", f45, sizeof f45},
    {"Registry/models/layoutlmv3.yaml", f46, sizeof f46},
    {"Registry/models/led.yaml", f47, sizeof f47},
    {"Registry/models/longformer.yaml", f48, sizeof f48},
    {"Registry/models/longt5.yaml", f49, sizeof f49},
    {"Registry/models/mass.yaml", f50, sizeof f50},
    {"Registry/models/mengzi.yaml", f51, sizeof f51},
    {"Registry/models/minilm.yaml", f52, sizeof f52},
    {"Registry/models/mt5.yaml", f53, sizeof f53},
    {"Registry/models/nezha-gen.yaml", f54, sizeof f54},
    {"Registry/models/nezha.yaml", f55, sizeof f55},
    {"Registry/models/openclap.yaml", f56, sizeof f56},
    {"Registry/models/pert.yaml", f57, sizeof f57},
    {"Registry/models/pmlm.yaml", f58, sizeof f58},
    {"Registry/models/pytorch-pretrained-bert.yaml", f59, sizeof f59},
    {"Registry/models/reformer.yaml", f60, sizeof f60},
    {"Registry/models/roberta-zh.yaml", f61, sizeof f61},
    {"Registry/models/roberta.yaml", f62, sizeof f62},
    {"Registry/models/rocketqa.yaml", f63, sizeof f63},
    {"Registry/models/roformer-v2.yaml", f64, sizeof f64},
    {"Registry/models/roformer.yaml", f65, sizeof f65},
    {"Registry/models/switch-transformers.yaml", f66, sizeof f66},
    {"Registry/models/t5-pegasus.yaml", f67, sizeof f67},
    {"Registry/models/t5.yaml", f68, sizeof f68},
    {"Registry/models/tiny-bert-zh.yaml", f69, sizeof f69},
    {"Registry/models/tinybert.yaml", f70, sizeof f70},
    {"Registry/models/transfo-xl.yaml", f71, sizeof f71},
    {"Registry/models/transformer.yaml", f72, sizeof f72},
    {"Registry/models/uie.yaml", f73, sizeof f73},
    {"Registry/models/umt5.yaml", f74, sizeof f74},
    {"Registry/models/unilm.yaml", f75, sizeof f75},
    {"Registry/models/unimo.yaml", f76, sizeof f76},
    {"Registry/models/utc.yaml", f77, sizeof f77},
    {"Registry/models/wukong.yaml", f78, sizeof f78},
    {"Registry/models/xlm-roberta.yaml", f79, sizeof f79},
    {"Registry/models/xlnet.yaml", f80, sizeof f80},
    {"Registry/models/zen.yaml", f81, sizeof f81},
    {"Registry/models/zhuiyi.yaml", f82, sizeof f82},
};
