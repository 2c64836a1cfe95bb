import Testing
import ZooRegistry
import ZooStore
import ZooTensors
import ZooTestSupport

/// What people type, with what they find in the program's registry.
@Suite
struct SearchTableTests {
  /// The index, made once, and the registry that is searched without one.
  private struct Places: Sendable {
    let directory: TemporaryDirectory
    let index: SearchIndex
    let registry: Registry

    init() throws {
      directory = try TemporaryDirectory()
      registry = try Registry()
      index = try SearchIndex(directory: directory.path("cache"), registry: registry)
    }
  }

  private static let places = Result { try Places() }

  let index: SearchIndex
  let registry: Registry

  init() throws {
    let places = try Self.places.get()
    (index, registry) = (places.index, places.registry)
  }

  /// Queries in English with the answers that stood first before organisations and pinyin were
  /// searched.
  @Test(arguments: [
    ("bert", ["bert", "bert-base-cased", "bert-large-cased", "bert-base-uncased"]),
    ("gpt", ["gpt2", "gpt2-xl", "gpt2-medium"]), ("gpt2", ["gpt2", "gpt2", "gpt2-mmi"]),
    ("t5", ["t5", "t5-pegasus", "t5-3b"]), ("roberta", ["roberta", "roberta-base"]),
    ("ernie", ["ernie", "ernie-3.0-base-zh"]), ("albert", ["albert", "albert-tiny-zh-google"]),
    ("electra", ["electra", "electra-base-discriminator"]), ("glm", ["glm", "glm-130b"]),
    ("xlnet", ["xlnet", "xlnet-base-cased"]), ("cpm", ["cpm", "cpm-lm"]),
    ("google", ["albert-tiny-zh-google", "albert-small-zh-google"]),
    ("huawei", ["huawei-pretrained-language-model", "dynabert"]),
    ("openai", ["openai-gpt", "openai-gpt", "roberta-base-openai-detector"]),
    ("pangu", ["pangu-bot", "pangu-alpha-13b"]), ("nezha", ["nezha", "nezha-base-zh"]),
    ("bart", ["bart", "bart-base"]), ("zh", ["zhuiyi"]), ("wu", ["wudao", "wukong"]),
    ("hit", ["gpt2-chitchat"]), ("yuan", ["yuan", "yuan-1.0"]),
    ("whole word", ["bert-base-japanese-whole-word-masking"]),
    ("tokenizer", ["easytokenizer", "pinyin-tokenizer"]), ("robreta", ["roberta"]),
  ])
  func `English queries rank as ever`(_ query: String, _ first: [String]) throws {
    #expect(try index.answer(to: query).matches.prefix(first.count).map(\.name) == first)
  }

  /// Chinese names of organisations, traditional characters, and pinyin.
  @Test(arguments: [
    ("腾讯", "shenzhou"), ("騰訊", "shenzhou"), ("百度", "ernie"), ("华为", "nezha"),
    ("華為", "pangu-alpha"), ("诺亚方舟", "nezha"), ("哈工大", "macbert"), ("讯飞", "macbert"),
    ("哈工大讯飞", "macbert"), ("哈工大", "elmo-many-langs"), ("阿里巴巴", "structbert"),
    ("阿里", "ckbert"), ("达摩院", "structbert"), ("智源", "cpm"), ("追一", "roformer"),
    ("清华", "ernie-thunlp"), ("清华", "glm"), ("清华", "openclap"), ("浪潮", "yuan"),
    ("澜舟", "mengzi"), ("复旦", "cpt"), ("人大", "uer"), ("人大", "brivl"), ("京东", "baai-jdai-bert"),
    ("微软", "unilm"), ("谷歌", "albert"), ("清華大學", "glm"), ("北京智源", "glm"),
    ("脸书", "xlm-roberta"), ("Facebook", "opt"), ("Beijing Academy", "glm"),
    ("百度文心", "ernie"), ("百度文心", "ernie-3.0"), ("华为盘古", "pangu-alpha"),
    ("全詞掩碼", "bert-wwm"), ("預訓練模型", "cino"), ("拼音分詞器", "pinyin-tokenizer"),
    ("hgd", "macbert"), ("hagongda", "macbert"), ("ha gong da", "macbert"), ("hgdxf", "macbert"),
    ("bdwx", "ernie"), ("baiduwenxin", "ernie"), ("wenxin", "ernie"), ("tengxun", "uer"),
    ("zhuiyi", "zhuiyi"), ("yuefu", "yuefu"), ("nezha", "nezha"), ("quanciyanma", "bert-wwm"),
    ("langchao", "yuan"), ("fengshenbang", "fengshenbang"), ("ali", "ckbert"),
  ])
  func `Chinese finds`(_ query: String, _ name: String) throws {
    let answer = try index.answer(to: query, limit: 300)
    #expect(answer.fit == .words)
    #expect(answer.matches.contains { $0.name == name })
  }

  /// Without a place for an index the registry itself is searched, which takes longer.
  @Test
  func `without an index the same is found`() throws {
    for (query, name) in [
      ("腾讯", "shenzhou"), ("騰訊", "shenzhou"), ("哈工大", "macbert"), ("百度文心", "ernie-3.0"),
      ("hgd", "macbert"), ("ha gong da", "macbert"), ("bdwx", "ernie"), ("yuefu", "yuefu"),
      ("預訓練模型", "cino"),
    ] {
      let names = try registry.matches(query, limit: 1000).map(\.document.name)
      #expect(names.contains(name), "\(query)")
      #expect(try Set(index.answer(to: query, limit: 1000).matches.map(\.name)) == Set(names))
    }
    for query in ["bert", "gpt2", "roberta"] {
      let first = try registry.matches(query, limit: 3).map(\.document.name)
      #expect(first.allSatisfy { $0.hasPrefix(query) }, "\(first)")
    }
  }

  @Test(arguments: [
    ("百度", "Baidu"), ("腾讯", "Tencent"), ("哈工大", "Harbin Institute of Technology"),
    ("阿里巴巴", "Alibaba"), ("华为", "Huawei"), ("复旦", "Fudan University"),
  ])
  func `every model of an organisation stands above texts that mention it`(
    _ query: String,
    _ name: String
  ) throws {
    let documents = try registry.searchDocuments()
    let own = Set(documents.filter { $0.organisationNames.contains(name) }.map(\.name))
    #expect(own.count > 3)
    let found = try index.answer(to: query, limit: 1000).matches
    #expect(Set(found.map(\.name)).isSuperset(of: own))
    // Names and titles with the word stand first.
    let last = try #require(found.lastIndex { own.contains($0.name) })
    let others = found.prefix(last).filter { !own.contains($0.name) }.map(\.name)
    let named = documents.filter { document in
      (document.titles + document.aliases + [document.name]).contains { $0.contains(query) }
    }
    #expect(Set(others).isSubset(of: named.map(\.name)), "\(others)")
  }

  @Test
  func `what is shown is as written`() throws {
    let match = try #require(index.answer(to: "乾元").matches.first { $0.name == "bbt" })
    #expect(match.summary.contains("SuperSymmetry"))
    #expect(try index.answer(to: "干元").matches.contains(match), "one form of both characters")
  }
}
