import Foundation
import Testing

@testable import ZooRegistry

/// What pypinyin and OpenCC know, written by `Scripts/fixtures/chinese_names.py`.
struct ChineseFixture: Decodable {
  /// Runs of Chinese characters with their syllables.
  let readings: [String: String]
  /// Traditional characters with the simplified ones in whose places they stand.
  let traditional: [String: String]

  static let shared = Result {
    try JSONDecoder().decode(
      ChineseFixture.self,
      from: Data(Repository.bytes("Tests/Fixtures/registry/chinese.json"))
    )
  }
}

@Suite
struct ChineseNameTests {
  let fixture: ChineseFixture
  let registry: Registry

  init() throws {
    fixture = try ChineseFixture.shared.get()
    registry = try Registry(directory: Repository.url("Registry").path)
  }

  @Test
  func `every Chinese name of the registry is read as pypinyin reads it`() throws {
    let rules = try registry.readingRules()
    var runs: Set<String> = []
    for family in try registry.families() {
      for document in family.searchDocuments(OrganisationCatalog([])) {
        runs.formUnion((document.titles + document.aliases).flatMap(\.runsOfHan))
      }
    }
    for organisation in try registry.organisations().organisations {
      runs.formUnion(organisation.names.flatMap(\.runsOfHan))
    }
    #expect(runs.count > 80)
    for run in runs {
      let expected = try #require(
        fixture.readings[run],
        "'\(run)' is not in the fixture; run Scripts/fixtures/chinese_names.py"
      )
      let found = rules.syllables(of: run).map { $0.joined(separator: " ") }
      #expect(found == [expected], "\(run): if pypinyin is right, add it to Registry/readings.yaml")
      // The tables of Foundation take longer to load than all else that a search needs.
      for character in run.unicodeScalars {
        #expect(rules.sounds[character] != nil, "add \(character) to Registry/readings.yaml")
      }
    }
    #expect(fixture.readings.keys.filter { !runs.contains($0) } == [], "of names that are gone")
  }

  @Test
  func `every word and sound of the file stands in a name and is needed`() throws {
    let rules = try registry.readingRules()
    let plain = ReadingRules(words: [], sounds: rules.sounds)
    let names = fixture.readings.keys.sorted()
    #expect(!rules.words.isEmpty)
    for (word, syllables) in rules.words {
      #expect(names.contains { $0.contains(word) }, "no name has '\(word)'")
      #expect(plain.syllables(of: word) != [syllables], "'\(word)' is read so anyway")
    }
    let characters = Set(names.joined().unicodeScalars)
    #expect(rules.sounds.keys.filter { !characters.contains($0) } == [], "no name has them")
  }

  @Test
  func `the sounds of the file are those of Foundation but for a few`() throws {
    let foundation = ReadingRules(words: [], sounds: [:])
    let others = try registry.readingRules().sounds.filter { character, sound in
      foundation.syllables(of: String(character)) != [[sound]]
    }
    // Foundation reads 地 as the particle.
    #expect(others.keys.map { String($0) } == ["地"])
  }

  @Test
  func `every traditional character that OpenCC writes is found as the simplified one`() {
    #expect(fixture.traditional.count > 150)
    for (form, characters) in fixture.traditional {
      let forms = SimplifiedForms(of: [form, characters])
      for character in characters {
        #expect(forms.apply(to: form) == forms.apply(to: String(character)), "\(form)")
      }
    }
  }

  @Test
  func `characters have one form wherever they stand`() {
    let forms = SimplifiedForms(of: ["預訓練模型", "乾元", "abc"])
    #expect(forms.apply(to: "預訓練模型 BERT") == "预训练模型 BERT")
    #expect(forms.apply(to: "乾") == SimplifiedForms(of: ["乾坤"]).apply(to: "乾"))
    #expect(forms.apply(to: "預測") == "预測", "only characters of the texts are known")
    #expect(SimplifiedForms(of: ["plain"]).apply(to: "plain") == "plain")
  }

  @Test
  func `readings keep runs apart and write ü as v`() {
    let rules = ReadingRules(
      words: [("行", ["hang"]), ("银行", ["yin", "hang"])],
      sounds: ["长": "zhang"]
    )
    #expect(
      rules.syllables(of: "鹏城-百度·文心 3.0") == [
        ["peng", "cheng"], ["bai", "du"], ["wen", "xin"],
      ]
    )
    #expect(rules.syllables(of: "女绿") == [["nv", "lv"]])
    #expect(rules.syllables(of: "银行行长") == [["yin", "hang", "hang", "zhang"]])
    #expect(rules.syllables(of: "长城") == [["zhang", "cheng"]])
    #expect(rules.syllables(of: "plain").isEmpty)
    #expect(rules.syllables(of: "").isEmpty)
  }

  @Test(arguments: [
    // Whole names: syllables or first letters.
    ("bai du wen xin", "baiduwenxin", Reading.Fit.whole), ("bai du wen xin", "bdwx", .whole),
    ("jing dong", "jd", .whole), ("yuan", "yuan", .whole),
    ("peng cheng|bai du|wen xin", "pengchengbaiduwenxin", .whole),
    // From the start of a run.
    ("peng cheng|bai du|wen xin", "bdwx", .part), ("peng cheng|bai du|wen xin", "baidu", .part),
    ("ha gong da xun fei", "hgd", .part), ("peng cheng|yuan|wen xin", "yuan", .part),
    // From any syllable, the last unfinished.
    ("zhong wen quan ci yan ma", "quanciyanma", .part), ("zhong wen quan ci", "quanc", .part),
    ("ha gong da xun fei", "xunfei", .part), ("ha gong da xun fei", "hagon", .part),
  ])
  func `a word fits a reading`(_ text: String, _ word: String, _ fit: Reading.Fit) {
    let reading = Reading(text)
    #expect(reading.text == text)
    #expect(reading.fit(word) == fit)
  }

  @Test(arguments: [
    // Too short, or not from a start.
    ("ha gong da", "hg"), ("ha gong da", "h"), ("ha gong da", "gda"), ("yi er san si", "ess"),
    // One syllable of several, or part of one.
    ("zhong wen", "zhon"), ("zhong wen", "zhong"), ("zhong wen", "hong"), ("wen xin", "xin"),
    // No letters.
    ("wen xin", "文心"), ("wen xin", "WX"), ("wen xin", "w2"), ("wen xin", ""), ("", "wx"),
    ("bai du", "bert"), ("bai du", "baidua"),
  ])
  func `a word does not fit a reading`(_ text: String, _ word: String) {
    #expect(Reading(text).fit(word) == nil)
  }

  @Test(arguments: [
    (
      "words: {乐府: yue}", "expected Chinese characters and one syllable of a-z for each"
    ),
    ("words: {乐府: yuè fǔ}", "found '乐府' and 'yuè fǔ'"), ("words: {le fu: le fu}", "'le fu'"),
    ("words: {乐府: [yue, fu]}", "the reading of '乐府' must be a text"),
    ("sounds: {wén: 文}", "expected a syllable of a-z and Chinese characters"),
    ("sounds: {wen: wen}", "found 'wen' and 'wen'"),
    ("sounds: {wen: 文文}", "'文' stands at 'wen' and at 'wen'"),
    ("sounds: {le: 乐, yue: 乐}", "'乐' stands at 'le' and at 'yue'; remove one"),
    ("sounds: {wen: [文]}", "the characters of 'wen' must be a text"),
    ("readings: {}", "unknown key 'readings' in readings"),
  ])
  func `a wrong reading is told`(_ line: String, _ expected: String) throws {
    var files = ExampleRegistry.files
    files["readings.yaml"] = "\(line)\n"
    let directory = try TemporaryRegistry(files)
    let registry = try Registry(directory: directory.path)
    #expect(message { _ = try registry.readingRules() }.contains(expected))
    #expect(registry.validate(mappings: nil).contains { $0.message.contains(expected) })
  }
}
