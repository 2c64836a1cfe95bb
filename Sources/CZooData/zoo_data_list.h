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
#embed "../../Registry/models/bert-wwm.yaml"
};
static const uint8_t f10[] = {
#embed "../../Registry/models/bert.yaml"
};
static const uint8_t f11[] = {
#embed "../../Registry/models/camembert.yaml"
};
static const uint8_t f12[] = {
#embed "../../Registry/models/chinese-electra.yaml"
};
static const uint8_t f13[] = {
#embed "../../Registry/models/cino.yaml"
};
static const uint8_t f14[] = {
#embed "../../Registry/models/deberta-v2.yaml"
};
static const uint8_t f15[] = {
#embed "../../Registry/models/deberta-v3.yaml"
};
static const uint8_t f16[] = {
#embed "../../Registry/models/deberta.yaml"
};
static const uint8_t f17[] = {
#embed "../../Registry/models/distilbert.yaml"
};
static const uint8_t f18[] = {
#embed "../../Registry/models/electra.yaml"
};
static const uint8_t f19[] = {
#embed "../../Registry/models/guwenbert.yaml"
};
static const uint8_t f20[] = {
#embed "../../Registry/models/mengzi.yaml"
};
static const uint8_t f21[] = {
#embed "../../Registry/models/minilm.yaml"
};
static const uint8_t f22[] = {
#embed "../../Registry/models/openclap.yaml"
};
static const uint8_t f23[] = {
#embed "../../Registry/models/pert.yaml"
};
static const uint8_t f24[] = {
#embed "../../Registry/models/pytorch-pretrained-bert.yaml"
};
static const uint8_t f25[] = {
#embed "../../Registry/models/roberta-zh.yaml"
};
static const uint8_t f26[] = {
#embed "../../Registry/models/roberta.yaml"
};
static const uint8_t f27[] = {
#embed "../../Registry/models/t5-pegasus.yaml"
};
static const uint8_t f28[] = {
#embed "../../Registry/models/tiny-bert-zh.yaml"
};
static const uint8_t f29[] = {
#embed "../../Registry/models/xlm-roberta.yaml"
};
static const uint8_t f30[] = {
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
    {"Registry/models/bert-wwm.yaml", f9, sizeof f9},
    {"Registry/models/bert.yaml", f10, sizeof f10},
    {"Registry/models/camembert.yaml", f11, sizeof f11},
    {"Registry/models/chinese-electra.yaml", f12, sizeof f12},
    {"Registry/models/cino.yaml", f13, sizeof f13},
    {"Registry/models/deberta-v2.yaml", f14, sizeof f14},
    {"Registry/models/deberta-v3.yaml", f15, sizeof f15},
    {"Registry/models/deberta.yaml", f16, sizeof f16},
    {"Registry/models/distilbert.yaml", f17, sizeof f17},
    {"Registry/models/electra.yaml", f18, sizeof f18},
    {"Registry/models/guwenbert.yaml", f19, sizeof f19},
    {"Registry/models/mengzi.yaml", f20, sizeof f20},
    {"Registry/models/minilm.yaml", f21, sizeof f21},
    {"Registry/models/openclap.yaml", f22, sizeof f22},
    {"Registry/models/pert.yaml", f23, sizeof f23},
    {"Registry/models/pytorch-pretrained-bert.yaml", f24, sizeof f24},
    {"Registry/models/roberta-zh.yaml", f25, sizeof f25},
    {"Registry/models/roberta.yaml", f26, sizeof f26},
    {"Registry/models/t5-pegasus.yaml", f27, sizeof f27},
    {"Registry/models/tiny-bert-zh.yaml", f28, sizeof f28},
    {"Registry/models/xlm-roberta.yaml", f29, sizeof f29},
    {"Registry/models/zhuiyi.yaml", f30, sizeof f30},
};
