import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// Help, versions, wrong commands and names.
@Suite
struct UsageTests {
  @Test
  func `version and help go to standard output`() throws {
    let stage = try Stage()
    let version = try stage.zoo("--version")
    #expect(version.status == 0)
    #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    let help = try stage.zoo("--help")
    #expect(help.status == 0)
    #expect(help.errors == "")
    for words in [
      "convert", "list", "search", "info", "path", "verify", "inspect", "diff", "rm", "gc",
      "doctor",
      "formats", "registry", "completions", "65 bad data", "130 interrupted",
    ] {
      #expect(help.output.contains(words), "\(words)")
    }
  }

  @Test(arguments: [
    (
      "convert",
      ["--model", "--architecture", "--config", "--dry-run", "--explain", "--keep-extra"]
    ),
    ("inspect", ["--digests", "--json"]), ("list", ["--all", "--language", "--max-params"]),
    ("verify", ["--headers", "65"]), ("diff", ["status 1"]), ("doctor", ["--repair"]),
    ("gc", ["--dry-run"]), ("search", ["全词掩码", "--limit"]), ("info", ["--bibtex", "--links"]),
    ("rm", ["--dry-run"]), ("path", ["alias"]), ("formats", ["--json"]),
  ])
  func `every command explains itself`(_ command: String, _ words: [String]) throws {
    let stage = try Stage()
    let help = try stage.zoo(command, "--help")
    #expect(help.status == 0)
    for word in words + ["--home", "--registry", "--json", "--quiet"] {
      #expect(help.output.contains(word), "\(command): \(word)")
    }
  }

  @Test
  func `a command that makes no sense is a usage error`() throws {
    let stage = try Stage()
    let base = Fixtures.path("bert/base")
    for (command, words) in [
      (["frobnicate"], "frobnicate"), (["convert"], "<path>"), (["convert", base], "--name"),
      (["convert", base, "--nonsense"], "--nonsense"), (["path"], "<name>"),
      (["diff", "a"], "second"),
      (["convert", base, "--name", ""], "cannot be the name"),
      (["convert", base, "--name", String(repeating: "n", count: 300)], "1 to 200 bytes"),
      (["convert", base, "--name", "two\nlines"], "control characters"),
      (["convert", base, "--name", "x", "--dtype", "f8"], "f32, f16 or bf16"),
      (["convert", base, "--name", "x", "--max-file-bytes", "0"], "at least 1"),
      (["convert", base, "--name", "x", "--max-file-bytes", "many"], "--max-file-bytes"),
      (["list", "--max-params", "abc"], "abc"), (["completions", "tcsh"], "bash, zsh or fish"),
      (["list", "--max-params", "30MB"], "30MB"), (["list", "--format", "torch"], "pytorch"),
      (["list", "--state", "gone"], "never-released"),
      (["convert", base, "--name", "x", "--format", "torch"], "pytorch"),
      (["fetch", "bert-wwm", "--format", "torch"], "pytorch"),
      (["convert", "hf://a/b", "--name", "x"], "`zoo search hf://a/b`"),
      (["inspect", "https://example.org/a"], "not a file of this machine"),
      (["search", String(repeating: "word ", count: 40)], "at most 32 words"),
      (["search", "bert", "--limit", "0"], "above 0"),
      (["info", "bert-wwm", "--links", "--bibtex"], "exclude each other"),
    ] {
      let outcome = try stage.run(command)()
      #expect(outcome.status == 64, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
      #expect(outcome.output == "", "\(outcome)")
    }
    try stage.expectNothingInstalled()
  }

  @Test
  func `odd names are kept apart`() throws {
    let stage = try Stage()
    for name in ["..", "org/name", "A", "a", "百度 模型", "%41", "-dash"] {
      let outcome = try stage.run(
        ["convert", Fixtures.path("bert/base"), "--name=\(name)"])()
      #expect(outcome.status == 0, "\(outcome)")
      #expect(try stage.run(["path", "--", name])().output == outcome.output, "\(name)")
    }
    #expect(stage.names("models").count == 7)
    #expect(try stage.zoo("list", "--json").json().arrayValue?.count == 7)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: stage.directory.path).sorted()
        == ["runs", "store", "tmp", "user", "work"]
    )
  }

  @Test(arguments: ["info", "convert"])
  func `an unknown model comes with the nearest names`(_ command: String) throws {
    let stage = try Stage()
    let outcome = try stage.run(
      command == "info"
        ? ["info", "bert-base-chines"]
        : ["convert", Fixtures.path("bert/base"), "--model", "bert-base-chines"]
    )()
    #expect(outcome.status == 66, "\(outcome)")
    #expect(outcome.errors.contains("did you mean 'bert-base-chinese'"))
  }

  @Test(arguments: [
    (["--architecture", "bertt"], "did you mean 'bert'?"),
    (["--license", "apache"], "did you mean 'Apache-2.0'?"),
    (["--language", "English"], "; there are ar, "), (["--family", "bertt"], "'bert'?"),
  ])
  func `a filter that no model can pass is an error`(_ filter: [String], _ words: String) throws {
    let stage = try Stage()
    for more in [[], ["--json"]] {
      let outcome = try stage.run(["list"] + filter + more)()
      #expect(outcome.status == 66, "\(outcome)")
      #expect(outcome.errors.contains(words) && outcome.output == "", "\(outcome)")
    }
  }

  @Test
  func `filters are understood in any case and may leave nothing`() throws {
    let stage = try Stage()
    let outcome = try stage.zoo("list", "--architecture", "BERT", "--license", "apache-2.0")
    #expect(outcome.status == 0 && outcome.output.contains("\nbert-base-chinese "), "\(outcome)")
    // A language includes its varieties.
    for language in ["zh", "ZH-Hant"] {
      let list = try stage.zoo("list", "--language", language)
      #expect(list.output.contains("\nbert-base-chinese "), "\(list)")
    }
    let none = try stage.zoo("list", "--family", "gpt2", "--max-params", "1k")
    #expect(none.status == 0 && none.output == "" && none.errors == "0 models\n", "\(none)")
  }

  @Test
  func `a search says what it left off and what an address lacks`() throws {
    let stage = try Stage()
    let few = try stage.zoo("search", "--limit", "3", "ＢＥＲＴ")
    #expect(few.lines.count == 3 && few.lines[0].hasPrefix("bert "), "\(few)")
    #expect(few.errors == "these are the first 3; --limit shows more\n")
    let all = try stage.zoo("search", "hfl/chinese-macbert-base")
    #expect(all.status == 0 && all.errors == "", "\(all)")
    let json = try stage.zoo("search", "--limit", "3", "bert", "--json")
    #expect(try json.json().arrayValue?.count == 3)
    let address = try stage.zoo("search", "https://example.org/nothing")
    #expect(address.status == 66 && address.errors.contains("links to 'https://example.org"))
  }

  @Test
  func `a fetch without a network ends with what a person can do`() throws {
    let stage = try Stage()
    let outcome = try stage.zoo("fetch", "layoutlmv3-base", "--offline")
    #expect(outcome.status == 69, "\(outcome)")
    let lines = outcome.errors.split(separator: "\n")
    #expect(lines.first == "license of layoutlmv3-base: CC-BY-NC-SA-4.0 (non-commercial)")
    #expect(lines.last?.contains("switched off by --offline") == true)
    #expect(lines.last?.contains("`zoo convert PATH --model layoutlmv3-base`") == true)
    let plan = try stage.zoo("fetch", "layoutlmv3-base", "--dry-run")
    #expect(plan.status == 0 && plan.output.hasPrefix("hub microsoft/layoutlmv3-base "))
    #expect(plan.errors.contains("(non-commercial)"))
    let unknown = try stage.zoo("fetch", "nosuchmodel")
    #expect(unknown.errors.hasPrefix("error: unknown model 'nosuchmodel'; "))
    #expect(!unknown.errors.contains("[model"), "the message has the name already")
    try stage.expectNothingInstalled()
  }

  @Test
  func `an unknown dialect comes with those of the architecture`() throws {
    let stage = try Stage()
    let outcome = try stage.convert("transformers", name: "x", "--layout", "nope")
    #expect(outcome.status == 78, "\(outcome)")
    #expect(
      outcome.errors.contains("the dialects of 'bert' are ") && outcome.errors.contains(" uer")
    )
    let config = try stage.convert("transformers", name: "x", "--config", "gone.json")
    #expect(config.errors == "error: cannot open 'gone.json': No such file or directory\n")
  }

  @Test
  func `a reference and its links have JSON too`() throws {
    let stage = try Stage()
    let reference = try stage.zoo("info", "keras-bert", "--json").object()
    #expect(reference["kind"] == "toolkit")
    let links = try #require(
      try stage.zoo("info", "bert-base-chinese", "--links", "--json").json().arrayValue
    )
    #expect(!links.isEmpty)
    #expect(Set(links).count == links.count)
    let card = try stage.zoo("info", "bert-base-chinese", "--json").object()
    #expect(card["config"]?.objectValue?["vocab_size"] == 21128)
    let flags = try stage.zoo("info", "layoutlmv3-base", "--json").object()["licenseFlags"]
    #expect(flags == ["non-commercial"])
    for (name, count) in [("bert-wwm", 1), ("keras-bert", 1)] {
      let citations = try stage.zoo("info", name, "--bibtex", "--json").json().arrayValue
      #expect(citations?.count == count)
      #expect(citations?.first?.objectValue?["bibtex"]?.stringValue?.hasPrefix("@") == true)
    }
  }

  @Test
  func `info says what a conversion is compared with`() throws {
    let stage = try Stage()
    let proven = try stage.zoo("info", "bert-base-chinese")
    #expect(
      proven.output.contains("conversion by bert.transformers, compared with transformers 4.57.6 "),
      "\(proven)"
    )
    #expect(!proven.output.contains("our own generator"), "\(proven)")
    let json = try stage.zoo("info", "bert-base-chinese", "--json").object()
    #expect(json["independentOracle"] == true)
    let mapping = json["mappings"]?.arrayValue?.compactMap(\.objectValue).first {
      $0["name"] == "bert.transformers"
    }
    #expect(mapping?["oracle"]?.stringValue?.hasPrefix("transformers 4.57.6 ") == true)

    let unproven = try stage.zoo("info", "structurallm-en-large")
    #expect(
      unproven.output.contains(
        "conversion by structurallm.tensorflow, compared with our own generator only (the "
          + "variables are made by the authors' modeling.py)"
      ),
      "\(unproven)"
    )
    let object = try stage.zoo("info", "structurallm-en-large", "--json").object()
    #expect(object["independentOracle"] == false)
    #expect(
      object["mappings"] == [["name": "structurallm.tensorflow", "oracle": .null]],
      "\(object["mappings"] as Any)"
    )

    // Nothing converts what cannot be converted.
    let none = try stage.zoo("info", "transformer-iwslt16-de-en-pt")
    #expect(!none.output.contains("compared with"), "\(none)")
    let empty = try stage.zoo("info", "transformer-iwslt16-de-en-pt", "--json").object()
    #expect(empty["mappings"] == [] && empty["independentOracle"] == .null)
  }

  @Test
  func `a registry that is none is a configuration error`() throws {
    let stage = try Stage()
    let outcome = try stage.zoo("info", "bert-base-chinese", "--registry", "nothing")
    #expect(outcome.status == 78, "\(outcome)")
    try stage.write("family: [", to: "registry/models/broken.yaml")
    let broken = try stage.zoo("info", "bert-base-chinese", "--registry", "registry")
    #expect(broken.status == 78, "\(broken)")
    #expect(broken.errors.contains("broken.yaml"))
  }

  @Test
  func `without any home directory the configuration is wrong`() throws {
    let stage = try Stage()
    var run = try stage.run(["list"])
    run.environment["ZOO_HOME"] = nil
    run.environment["HOME"] = nil
    run.environment["XDG_DATA_HOME"] = nil
    let outcome = try run()
    #expect(outcome.status == 78, "\(outcome)")
    #expect(outcome.errors.contains("ZOO_HOME"))
  }

  @Test(arguments: [
    ["list", "--all", "--json"], ["list", "--all"], ["list", "--language", "zh", "--json"],
    ["families"], ["families", "--json"], ["citations"], ["citations", "--json"],
  ])
  func `a place without a cache changes nothing but the time`(_ command: [String]) throws {
    let stage = try Stage()
    let withCache = try stage.run(command)()
    #expect(withCache.status == 0, "\(withCache)")
    // A file stands where the cache should be.
    try stage.directory.write([], to: "file")
    var run = try stage.run(command)
    run.environment["ZOO_CACHE"] = stage.directory.path("file/cache")
    let without = try run()
    #expect(without.status == 0, "\(without)")
    #expect(!without.output.isEmpty)
    #expect(without.output == withCache.output)
    let cache = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path("cache"))
    #expect(cache == ["search.sqlite3"])
  }
}
