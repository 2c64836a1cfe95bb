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
}
