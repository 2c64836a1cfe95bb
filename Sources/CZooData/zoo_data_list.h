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
#embed "../../Registry/models/awesome-chinese.yaml"
};
static const uint8_t f11[] = {
#embed "../../Registry/models/bart.yaml"
};
static const uint8_t f12[] = {
#embed "../../Registry/models/bbt.yaml"
};
static const uint8_t f13[] = {
#embed "../../Registry/models/bert-wwm.yaml"
};
static const uint8_t f14[] = {
#embed "../../Registry/models/bert.yaml"
};
static const uint8_t f15[] = {
#embed "../../Registry/models/bloom.yaml"
};
static const uint8_t f16[] = {
#embed "../../Registry/models/brivl.yaml"
};
static const uint8_t f17[] = {
#embed "../../Registry/models/byt5.yaml"
};
static const uint8_t f18[] = {
#embed "../../Registry/models/camembert.yaml"
};
static const uint8_t f19[] = {
#embed "../../Registry/models/cdial-gpt.yaml"
};
static const uint8_t f20[] = {
#embed "../../Registry/models/cemat.yaml"
};
static const uint8_t f21[] = {
#embed "../../Registry/models/chinese-electra.yaml"
};
static const uint8_t f22[] = {
#embed "../../Registry/models/chinese-mobilebert.yaml"
};
static const uint8_t f23[] = {
#embed "../../Registry/models/chinese-transformer-xl.yaml"
};
static const uint8_t f24[] = {
#embed "../../Registry/models/chinese-xlnet.yaml"
};
static const uint8_t f25[] = {
#embed "../../Registry/models/chinesebert.yaml"
};
static const uint8_t f26[] = {
#embed "../../Registry/models/cino.yaml"
};
static const uint8_t f27[] = {
#embed "../../Registry/models/ckbert.yaml"
};
static const uint8_t f28[] = {
#embed "../../Registry/models/clue.yaml"
};
static const uint8_t f29[] = {
#embed "../../Registry/models/clueai.yaml"
};
static const uint8_t f30[] = {
#embed "../../Registry/models/cogview.yaml"
};
static const uint8_t f31[] = {
#embed "../../Registry/models/cogview2.yaml"
};
static const uint8_t f32[] = {
#embed "../../Registry/models/colossalai.yaml"
};
static const uint8_t f33[] = {
#embed "../../Registry/models/connorjl-gpt2.yaml"
};
static const uint8_t f34[] = {
#embed "../../Registry/models/cpm-2.yaml"
};
static const uint8_t f35[] = {
#embed "../../Registry/models/cpm-kg.yaml"
};
static const uint8_t f36[] = {
#embed "../../Registry/models/cpm.yaml"
};
static const uint8_t f37[] = {
#embed "../../Registry/models/cpt.yaml"
};
static const uint8_t f38[] = {
#embed "../../Registry/models/deberta-v2.yaml"
};
static const uint8_t f39[] = {
#embed "../../Registry/models/deberta-v3.yaml"
};
static const uint8_t f40[] = {
#embed "../../Registry/models/deberta.yaml"
};
static const uint8_t f41[] = {
#embed "../../Registry/models/distilbert.yaml"
};
static const uint8_t f42[] = {
#embed "../../Registry/models/dynabert.yaml"
};
static const uint8_t f43[] = {
#embed "../../Registry/models/electra.yaml"
};
static const uint8_t f44[] = {
#embed "../../Registry/models/elmo-baike.yaml"
};
static const uint8_t f45[] = {
#embed "../../Registry/models/elmo-many-langs.yaml"
};
static const uint8_t f46[] = {
#embed "../../Registry/models/elmo.yaml"
};
static const uint8_t f47[] = {
#embed "../../Registry/models/ernie-3.0-10b.yaml"
};
static const uint8_t f48[] = {
#embed "../../Registry/models/ernie-3.0-titan.yaml"
};
static const uint8_t f49[] = {
#embed "../../Registry/models/ernie-3.0.yaml"
};
static const uint8_t f50[] = {
#embed "../../Registry/models/ernie-doc.yaml"
};
static const uint8_t f51[] = {
#embed "../../Registry/models/ernie-gen.yaml"
};
static const uint8_t f52[] = {
#embed "../../Registry/models/ernie-gram.yaml"
};
static const uint8_t f53[] = {
#embed "../../Registry/models/ernie-m.yaml"
};
static const uint8_t f54[] = {
#embed "../../Registry/models/ernie-sat.yaml"
};
static const uint8_t f55[] = {
#embed "../../Registry/models/ernie-thunlp.yaml"
};
static const uint8_t f56[] = {
#embed "../../Registry/models/ernie-vil.yaml"
};
static const uint8_t f57[] = {
#embed "../../Registry/models/ernie.yaml"
};
static const uint8_t f58[] = {
#embed "../../Registry/models/eva.yaml"
};
static const uint8_t f59[] = {
#embed "../../Registry/models/fasthan.yaml"
};
static const uint8_t f60[] = {
#embed "../../Registry/models/fastnlp.yaml"
};
static const uint8_t f61[] = {
#embed "../../Registry/models/fengshenbang.yaml"
};
static const uint8_t f62[] = {
#embed "../../Registry/models/flan-t5.yaml"
};
static const uint8_t f63[] = {
#embed "../../Registry/models/flowformer.yaml"
};
static const uint8_t f64[] = {
#embed "../../Registry/models/gau-alpha.yaml"
};
static const uint8_t f65[] = {
#embed "../../Registry/models/glm-130b.yaml"
};
static const uint8_t f66[] = {
#embed "../../Registry/models/glm.yaml"
};
static const uint8_t f67[] = {
#embed "../../Registry/models/gopher.yaml"
};
static const uint8_t f68[] = {
#embed "../../Registry/models/gpt-j.yaml"
};
static const uint8_t f69[] = {
#embed "../../Registry/models/gpt-jt.yaml"
};
static const uint8_t f70[] = {
#embed "../../Registry/models/gpt-neox.yaml"
};
static const uint8_t f71[] = {
#embed "../../Registry/models/gpt2-chinese.yaml"
};
static const uint8_t f72[] = {
#embed "../../Registry/models/gpt2-chitchat.yaml"
};
static const uint8_t f73[] = {
#embed "../../Registry/models/gpt2-ml.yaml"
};
static const uint8_t f74[] = {
#embed "../../Registry/models/gpt2.yaml"
};
static const uint8_t f75[] = {
#embed "../../Registry/models/gpt3.yaml"
};
static const uint8_t f76[] = {
#embed "../../Registry/models/guwenbert.yaml"
};
static const uint8_t f77[] = {
#embed "../../Registry/models/jaber.yaml"
};
static const uint8_t f78[] = {
#embed "../../Registry/models/labert.yaml"
};
static const uint8_t f79[] = {
#embed "../../Registry/models/lamda.yaml"
};
static const uint8_t f80[] = {
#embed "../../Registry/models/lark.yaml"
};
static const uint8_t f81[] = {
#embed "../../Registry/models/lawformer.yaml"
};
static const uint8_t f82[] = {
#embed "../../Registry/models/layoutlm.yaml"
};
static const uint8_t f83[] = {
#embed "../../Registry/models/layoutlmv2.yaml"
};
static const uint8_t f84[] = {
#embed "../../Registry/models/layoutlmv3.yaml"
};
static const uint8_t f85[] = {
#embed "../../Registry/models/lealla.yaml"
};
static const uint8_t f86[] = {
#embed "../../Registry/models/led.yaml"
};
static const uint8_t f87[] = {
#embed "../../Registry/models/lert.yaml"
};
static const uint8_t f88[] = {
#embed "../../Registry/models/llama.yaml"
};
static const uint8_t f89[] = {
#embed "../../Registry/models/longformer.yaml"
};
static const uint8_t f90[] = {
#embed "../../Registry/models/longt5.yaml"
};
static const uint8_t f91[] = {
#embed "../../Registry/models/m3e.yaml"
};
static const uint8_t f92[] = {
#embed "../../Registry/models/macbert.yaml"
};
static const uint8_t f93[] = {
#embed "../../Registry/models/mass.yaml"
};
static const uint8_t f94[] = {
#embed "../../Registry/models/mc-bert.yaml"
};
static const uint8_t f95[] = {
#embed "../../Registry/models/megatron-lm.yaml"
};
static const uint8_t f96[] = {
#embed "../../Registry/models/megatron-turing-nlg.yaml"
};
static const uint8_t f97[] = {
#embed "../../Registry/models/mengzi.yaml"
};
static const uint8_t f98[] = {
#embed "../../Registry/models/minilm.yaml"
};
static const uint8_t f99[] = {
#embed "../../Registry/models/mplug.yaml"
};
static const uint8_t f100[] = {
#embed "../../Registry/models/mt5.yaml"
};
static const uint8_t f101[] = {
#embed "../../Registry/models/nezha-gen.yaml"
};
static const uint8_t f102[] = {
#embed "../../Registry/models/nezha.yaml"
};
static const uint8_t f103[] = {
#embed "../../Registry/models/openai-gpt.yaml"
};
static const uint8_t f104[] = {
#embed "../../Registry/models/openclap.yaml"
};
static const uint8_t f105[] = {
#embed "../../Registry/models/opt.yaml"
};
static const uint8_t f106[] = {
#embed "../../Registry/models/palm-alice.yaml"
};
static const uint8_t f107[] = {
#embed "../../Registry/models/palm.yaml"
};
static const uint8_t f108[] = {
#embed "../../Registry/models/pangu-alpha.yaml"
};
static const uint8_t f109[] = {
#embed "../../Registry/models/pert.yaml"
};
static const uint8_t f110[] = {
#embed "../../Registry/models/plug.yaml"
};
static const uint8_t f111[] = {
#embed "../../Registry/models/pmlm.yaml"
};
static const uint8_t f112[] = {
#embed "../../Registry/models/prophetnet.yaml"
};
static const uint8_t f113[] = {
#embed "../../Registry/models/proteinlm.yaml"
};
static const uint8_t f114[] = {
#embed "../../Registry/models/pytorch-pretrained-bert.yaml"
};
static const uint8_t f115[] = {
#embed "../../Registry/models/reformer.yaml"
};
static const uint8_t f116[] = {
#embed "../../Registry/models/roberta-zh.yaml"
};
static const uint8_t f117[] = {
#embed "../../Registry/models/roberta.yaml"
};
static const uint8_t f118[] = {
#embed "../../Registry/models/rocketqa.yaml"
};
static const uint8_t f119[] = {
#embed "../../Registry/models/roformer-v2.yaml"
};
static const uint8_t f120[] = {
#embed "../../Registry/models/roformer.yaml"
};
static const uint8_t f121[] = {
#embed "../../Registry/models/rwkv.yaml"
};
static const uint8_t f122[] = {
#embed "../../Registry/models/sdcup.yaml"
};
static const uint8_t f123[] = {
#embed "../../Registry/models/shenzhou.yaml"
};
static const uint8_t f124[] = {
#embed "../../Registry/models/skep.yaml"
};
static const uint8_t f125[] = {
#embed "../../Registry/models/structbert.yaml"
};
static const uint8_t f126[] = {
#embed "../../Registry/models/structurallm.yaml"
};
static const uint8_t f127[] = {
#embed "../../Registry/models/structvbert.yaml"
};
static const uint8_t f128[] = {
#embed "../../Registry/models/switch-transformers.yaml"
};
static const uint8_t f129[] = {
#embed "../../Registry/models/t5-pegasus.yaml"
};
static const uint8_t f130[] = {
#embed "../../Registry/models/t5.yaml"
};
static const uint8_t f131[] = {
#embed "../../Registry/models/tiny-bert-zh.yaml"
};
static const uint8_t f132[] = {
#embed "../../Registry/models/tinybert.yaml"
};
static const uint8_t f133[] = {
#embed "../../Registry/models/tk-instruct.yaml"
};
static const uint8_t f134[] = {
#embed "../../Registry/models/toolkits.yaml"
};
static const uint8_t f135[] = {
#embed "../../Registry/models/transfo-xl.yaml"
};
static const uint8_t f136[] = {
#embed "../../Registry/models/transformer.yaml"
};
static const uint8_t f137[] = {
#embed "../../Registry/models/uer.yaml"
};
static const uint8_t f138[] = {
#embed "../../Registry/models/uie.yaml"
};
static const uint8_t f139[] = {
#embed "../../Registry/models/umt5.yaml"
};
static const uint8_t f140[] = {
#embed "../../Registry/models/unilm.yaml"
};
static const uint8_t f141[] = {
#embed "../../Registry/models/unimo.yaml"
};
static const uint8_t f142[] = {
#embed "../../Registry/models/utc.yaml"
};
static const uint8_t f143[] = {
#embed "../../Registry/models/veco.yaml"
};
static const uint8_t f144[] = {
#embed "../../Registry/models/wudao.yaml"
};
static const uint8_t f145[] = {
#embed "../../Registry/models/wukong.yaml"
};
static const uint8_t f146[] = {
#embed "../../Registry/models/xlm-roberta.yaml"
};
static const uint8_t f147[] = {
#embed "../../Registry/models/xlnet.yaml"
};
static const uint8_t f148[] = {
#embed "../../Registry/models/yuan.yaml"
};
static const uint8_t f149[] = {
#embed "../../Registry/models/zen.yaml"
};
static const uint8_t f150[] = {
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
    {"Registry/models/awesome-chinese.yaml", f10, sizeof f10},
    {"Registry/models/bart.yaml", f11, sizeof f11},
    {"Registry/models/bbt.yaml", f12, sizeof f12},
    {"Registry/models/bert-wwm.yaml", f13, sizeof f13},
    {"Registry/models/bert.yaml", f14, sizeof f14},
    {"Registry/models/bloom.yaml", f15, sizeof f15},
    {"Registry/models/brivl.yaml", f16, sizeof f16},
    {"Registry/models/byt5.yaml", f17, sizeof f17},
    {"Registry/models/camembert.yaml", f18, sizeof f18},
    {"Registry/models/cdial-gpt.yaml", f19, sizeof f19},
    {"Registry/models/cemat.yaml", f20, sizeof f20},
    {"Registry/models/chinese-electra.yaml", f21, sizeof f21},
    {"Registry/models/chinese-mobilebert.yaml", f22, sizeof f22},
    {"Registry/models/chinese-transformer-xl.yaml", f23, sizeof f23},
    {"Registry/models/chinese-xlnet.yaml", f24, sizeof f24},
    {"Registry/models/chinesebert.yaml", f25, sizeof f25},
    {"Registry/models/cino.yaml", f26, sizeof f26},
    {"Registry/models/ckbert.yaml", f27, sizeof f27},
    {"Registry/models/clue.yaml", f28, sizeof f28},
    {"Registry/models/clueai.yaml", f29, sizeof f29},
    {"Registry/models/cogview.yaml", f30, sizeof f30},
    {"Registry/models/cogview2.yaml", f31, sizeof f31},
    {"Registry/models/colossalai.yaml", f32, sizeof f32},
    {"Registry/models/connorjl-gpt2.yaml", f33, sizeof f33},
    {"Registry/models/cpm-2.yaml", f34, sizeof f34},
    {"Registry/models/cpm-kg.yaml", f35, sizeof f35},
    {"Registry/models/cpm.yaml", f36, sizeof f36},
    {"Registry/models/cpt.yaml", f37, sizeof f37},
    {"Registry/models/deberta-v2.yaml", f38, sizeof f38},
    {"Registry/models/deberta-v3.yaml", f39, sizeof f39},
    {"Registry/models/deberta.yaml", f40, sizeof f40},
    {"Registry/models/distilbert.yaml", f41, sizeof f41},
    {"Registry/models/dynabert.yaml", f42, sizeof f42},
    {"Registry/models/electra.yaml", f43, sizeof f43},
    {"Registry/models/elmo-baike.yaml", f44, sizeof f44},
    {"Registry/models/elmo-many-langs.yaml", f45, sizeof f45},
    {"Registry/models/elmo.yaml", f46, sizeof f46},
    {"Registry/models/ernie-3.0-10b.yaml", f47, sizeof f47},
    {"Registry/models/ernie-3.0-titan.yaml", f48, sizeof f48},
    {"Registry/models/ernie-3.0.yaml", f49, sizeof f49},
    {"Registry/models/ernie-doc.yaml", f50, sizeof f50},
    {"Registry/models/ernie-gen.yaml", f51, sizeof f51},
    {"Registry/models/ernie-gram.yaml", f52, sizeof f52},
    {"Registry/models/ernie-m.yaml", f53, sizeof f53},
    {"Registry/models/ernie-sat.yaml", f54, sizeof f54},
    {"Registry/models/ernie-thunlp.yaml", f55, sizeof f55},
    {"Registry/models/ernie-vil.yaml", f56, sizeof f56},
    {"Registry/models/ernie.yaml", f57, sizeof f57},
    {"Registry/models/eva.yaml", f58, sizeof f58},
    {"Registry/models/fasthan.yaml", f59, sizeof f59},
    {"Registry/models/fastnlp.yaml", f60, sizeof f60},
    {"Registry/models/fengshenbang.yaml", f61, sizeof f61},
    {"Registry/models/flan-t5.yaml", f62, sizeof f62},
    {"Registry/models/flowformer.yaml", f63, sizeof f63},
    {"Registry/models/gau-alpha.yaml", f64, sizeof f64},
    {"Registry/models/glm-130b.yaml", f65, sizeof f65},
    {"Registry/models/glm.yaml", f66, sizeof f66},
    {"Registry/models/gopher.yaml", f67, sizeof f67},
    {"Registry/models/gpt-j.yaml", f68, sizeof f68},
    {"Registry/models/gpt-jt.yaml", f69, sizeof f69},
    {"Registry/models/gpt-neox.yaml", f70, sizeof f70},
    {"Registry/models/gpt2-chinese.yaml", f71, sizeof f71},
    {"Registry/models/gpt2-chitchat.yaml", f72, sizeof f72},
    {"Registry/models/gpt2-ml.yaml", f73, sizeof f73},
    {"Registry/models/gpt2.yaml", f74, sizeof f74},
    {"Registry/models/gpt3.yaml", f75, sizeof f75},
    {"Registry/models/guwenbert.yaml", f76, sizeof f76},
    {"Registry/models/jaber.yaml", f77, sizeof f77},
    {"Registry/models/labert.yaml", f78, sizeof f78},
    {"Registry/models/lamda.yaml", f79, sizeof f79},
    {"Registry/models/lark.yaml", f80, sizeof f80},
    {"Registry/models/lawformer.yaml", f81, sizeof f81},
    {"Registry/models/layoutlm.yaml", f82, sizeof f82},
    {"Registry/models/layoutlmv2.yaml", f83, sizeof f83},
    {"Registry/models/layoutlmv3.yaml", f84, sizeof f84},
    {"Registry/models/lealla.yaml", f85, sizeof f85},
    {"Registry/models/led.yaml", f86, sizeof f86},
    {"Registry/models/lert.yaml", f87, sizeof f87},
    {"Registry/models/llama.yaml", f88, sizeof f88},
    {"Registry/models/longformer.yaml", f89, sizeof f89},
    {"Registry/models/longt5.yaml", f90, sizeof f90},
    {"Registry/models/m3e.yaml", f91, sizeof f91},
    {"Registry/models/macbert.yaml", f92, sizeof f92},
    {"Registry/models/mass.yaml", f93, sizeof f93},
    {"Registry/models/mc-bert.yaml", f94, sizeof f94},
    {"Registry/models/megatron-lm.yaml", f95, sizeof f95},
    {"Registry/models/megatron-turing-nlg.yaml", f96, sizeof f96},
    {"Registry/models/mengzi.yaml", f97, sizeof f97},
    {"Registry/models/minilm.yaml", f98, sizeof f98},
    {"Registry/models/mplug.yaml", f99, sizeof f99},
    {"Registry/models/mt5.yaml", f100, sizeof f100},
    {"Registry/models/nezha-gen.yaml", f101, sizeof f101},
    {"Registry/models/nezha.yaml", f102, sizeof f102},
    {"Registry/models/openai-gpt.yaml", f103, sizeof f103},
    {"Registry/models/openclap.yaml", f104, sizeof f104},
    {"Registry/models/opt.yaml", f105, sizeof f105},
    {"Registry/models/palm-alice.yaml", f106, sizeof f106},
    {"Registry/models/palm.yaml", f107, sizeof f107},
    {"Registry/models/pangu-alpha.yaml", f108, sizeof f108},
    {"Registry/models/pert.yaml", f109, sizeof f109},
    {"Registry/models/plug.yaml", f110, sizeof f110},
    {"Registry/models/pmlm.yaml", f111, sizeof f111},
    {"Registry/models/prophetnet.yaml", f112, sizeof f112},
    {"Registry/models/proteinlm.yaml", f113, sizeof f113},
    {"Registry/models/pytorch-pretrained-bert.yaml", f114, sizeof f114},
    {"Registry/models/reformer.yaml", f115, sizeof f115},
    {"Registry/models/roberta-zh.yaml", f116, sizeof f116},
    {"Registry/models/roberta.yaml", f117, sizeof f117},
    {"Registry/models/rocketqa.yaml", f118, sizeof f118},
    {"Registry/models/roformer-v2.yaml", f119, sizeof f119},
    {"Registry/models/roformer.yaml", f120, sizeof f120},
    {"Registry/models/rwkv.yaml", f121, sizeof f121},
    {"Registry/models/sdcup.yaml", f122, sizeof f122},
    {"Registry/models/shenzhou.yaml", f123, sizeof f123},
    {"Registry/models/skep.yaml", f124, sizeof f124},
    {"Registry/models/structbert.yaml", f125, sizeof f125},
    {"Registry/models/structurallm.yaml", f126, sizeof f126},
    {"Registry/models/structvbert.yaml", f127, sizeof f127},
    {"Registry/models/switch-transformers.yaml", f128, sizeof f128},
    {"Registry/models/t5-pegasus.yaml", f129, sizeof f129},
    {"Registry/models/t5.yaml", f130, sizeof f130},
    {"Registry/models/tiny-bert-zh.yaml", f131, sizeof f131},
    {"Registry/models/tinybert.yaml", f132, sizeof f132},
    {"Registry/models/tk-instruct.yaml", f133, sizeof f133},
    {"Registry/models/toolkits.yaml", f134, sizeof f134},
    {"Registry/models/transfo-xl.yaml", f135, sizeof f135},
    {"Registry/models/transformer.yaml", f136, sizeof f136},
    {"Registry/models/uer.yaml", f137, sizeof f137},
    {"Registry/models/uie.yaml", f138, sizeof f138},
    {"Registry/models/umt5.yaml", f139, sizeof f139},
    {"Registry/models/unilm.yaml", f140, sizeof f140},
    {"Registry/models/unimo.yaml", f141, sizeof f141},
    {"Registry/models/utc.yaml", f142, sizeof f142},
    {"Registry/models/veco.yaml", f143, sizeof f143},
    {"Registry/models/wudao.yaml", f144, sizeof f144},
    {"Registry/models/wukong.yaml", f145, sizeof f145},
    {"Registry/models/xlm-roberta.yaml", f146, sizeof f146},
    {"Registry/models/xlnet.yaml", f147, sizeof f147},
    {"Registry/models/yuan.yaml", f148, sizeof f148},
    {"Registry/models/zen.yaml", f149, sizeof f149},
    {"Registry/models/zhuiyi.yaml", f150, sizeof f150},
};
