import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// `zoo list`, `path`, `info`, `verify`, `diff`, `rm`, `gc` and `doctor`.
@Suite
struct StoreCommandTests {
  @Test
  func `an empty store is no error`() throws {
    let stage = try Stage()
    let list = try stage.zoo("list")
    #expect(list.status == 0)
    #expect(list.output == "")
    #expect(list.errors.contains("nothing is installed"))
    #expect(try stage.zoo("list", "--json").json() == [])
    #expect(try stage.zoo("verify").status == 0)
    #expect(try stage.zoo("doctor").status == 0)
    #expect(try stage.zoo("gc").status == 0)
    #expect(!FileManager.default.fileExists(atPath: "\(stage.home)/models"))
  }

  @Test
  func `list, path and info show what is installed`() throws {
    let stage = try Stage()
    let path = try stage.install()
    let entry = try #require(
      try stage.zoo("list", "--json").json().arrayValue?.first?.objectValue
    )
    #expect(entry["name"] == "tiny")
    #expect(entry["architecture"] == "bert")
    #expect(entry["parameterCount"] == 52649)
    #expect(entry["fingerprint"]?.stringValue == ConvertTests.fingerprint)
    for key in ["aliases", "byteCount", "license", "path"] { #expect(entry[key] != nil, "\(key)") }
    let text = try stage.zoo("ls")
    #expect(text.lines.count == 2)
    #expect(text.lines.last?.hasPrefix("tiny  bert") == true)
    #expect(try stage.zoo("path", "tiny").output == path + "\n")
    #expect(try stage.zoo("path", "tiny", "--json").object()["path"]?.stringValue == path)
    let info = try stage.zoo("info", "tiny")
    #expect(info.status == 0)
    #expect(info.output.contains("a package of your own"))
    #expect(info.output.contains(path))
    let json = try stage.zoo("show", "tiny", "--json").object()
    #expect(json["installed"]?.stringValue == path)
  }

  @Test(arguments: ["path", "rm", "verify"])
  func `what is not installed can be fetched`(_ command: String) throws {
    let stage = try Stage()
    let outcome = try stage.zoo(command, "bert-base-chinese")
    #expect(outcome.status == 66, "\(outcome)")
    #expect(outcome.output == "")
    #expect(outcome.errors.contains("run `zoo fetch bert-base-chinese`"))
    try stage.install()
    let near = try stage.zoo(command, "tinny")
    #expect(near.status == 66 && near.errors.contains("did you mean 'tiny'?"), "\(near)")
  }

  @Test
  func `a flipped byte is found and the tensor named`() throws {
    let stage = try Stage()
    let path = try stage.install()
    let whole = try stage.zoo("verify")
    #expect(whole.status == 0)
    #expect(whole.output == "tiny: sound\n")
    let weights = "\(path)/model.safetensors"
    var bytes = try Data(contentsOf: URL(filePath: weights))
    bytes[bytes.count - 5] ^= 0x10
    try FileManager.default.removeItem(atPath: weights)
    try bytes.write(to: URL(filePath: weights))
    #expect(try stage.zoo("verify", "--headers").status == 0)
    let outcome = try stage.zoo("verify", "tiny")
    #expect(outcome.status == 65)
    #expect(outcome.output.contains("model.safetensors: tensor '"), "\(outcome)")
    let json = try stage.zoo("verify", "--json")
    #expect(json.status == 65)
    let report = try json.json().arrayValue?.first?.objectValue
    #expect(report?["problems"]?.arrayValue?.isEmpty == false)

    try bytes.dropLast().write(to: URL(filePath: weights))
    #expect(try stage.zoo("verify", "tiny", "--headers").status == 65)
    try FileManager.default.removeItem(atPath: weights)
    #expect(try stage.zoo("verify", "tiny").status == 65)
    let mended = try stage.convert("sharded")
    #expect(mended.status == 0, "\(mended)")
    #expect(try stage.zoo("verify", "tiny").status == 0)
  }

  @Test
  func `packages are compared tensor by tensor`() throws {
    let stage = try Stage()
    try stage.install("transformers", name: "a")
    try stage.install("tensorflow", name: "b")
    try stage.install("base", name: "c")
    let half = try stage.convert("transformers", name: "d", "--dtype", "bf16")
    #expect(half.status == 0)
    let equal = try stage.zoo("diff", "a", "b")
    #expect(equal.status == 0, "\(equal)")
    #expect(equal.output == "")
    let fewer = try stage.zoo("diff", "a", "c", "--json")
    #expect(fewer.status == 1)
    #expect(try fewer.object()["onlyInFirst"]?.arrayValue?.count == 7)
    #expect(try fewer.object()["equal"] == 39)
    let other = try stage.zoo("diff", "a", "d")
    #expect(other.status == 1)
    #expect(other.output.contains("bert.embeddings.LayerNorm.bias: "))
    #expect(try stage.zoo("diff", "a", "nothing").status == 66)
  }

  @Test
  func `rm removes a model with all its names`() throws {
    let stage = try Stage()
    try stage.install("transformers", name: "a")
    try stage.install("base", name: "org/b")
    #expect(try stage.zoo("rm", "a", "nothing").status == 66)
    #expect(try stage.zoo("path", "a").status == 0, "a wrong name removes nothing")
    let dry = try stage.zoo("rm", "a", "--dry-run")
    #expect(dry.lines.count == 1)
    let json = try stage.zoo("rm", "a", "--json").json().arrayValue?.first?.objectValue
    #expect(json?["freedByteCount"]?.intValue ?? 0 > 200_000)
    #expect(stage.names("models") == ["org%2Fb"])
    #expect(stage.names("names") == ["org%2Fb"])
    #expect(try stage.zoo("list").lines.count == 2)
    #expect(try stage.zoo("rm", "org/b").status == 0)
    try stage.expectNothingInstalled()
    #expect(try stage.zoo("doctor").status == 0)
  }

  @Test
  func `an earlier version stays until gc`() throws {
    let stage = try Stage()
    let old = try stage.install("transformers")
    let new = try stage.install("base")
    #expect(old != new)
    #expect(try stage.zoo("path", "tiny").output == new + "\n")
    #expect(try stage.zoo("list", "--json").json().arrayValue?.count == 1)
    #expect(try stage.zoo("doctor").status == 65)
    let dry = try stage.zoo("gc", "--dry-run")
    #expect(dry.output.hasPrefix(old))
    #expect(FileManager.default.fileExists(atPath: old))
    let json = try stage.zoo("gc", "--json").json().arrayValue?.first?.objectValue
    #expect(json?["path"]?.stringValue == old)
    #expect(!FileManager.default.fileExists(atPath: old))
    #expect(try stage.zoo("doctor").status == 0)
    #expect(try stage.zoo("verify", "tiny").status == 0)
  }

  @Test
  func `doctor rebuilds everything from the packages`() throws {
    let stage = try Stage()
    let first = try stage.install("transformers", name: "a")
    let second = try stage.install("base", name: "org/b")
    for path in ["zoo.sqlite3", "zoo.sqlite3-wal", "zoo.sqlite3-shm", "names"] {
      // The journals are only there while SQLite wants them.
      try? FileManager.default.removeItem(atPath: "\(stage.home)/\(path)")
    }
    let sick = try stage.zoo("doctor", "--json")
    #expect(sick.status == 65)
    let kinds = try sick.object()["findings"]?.arrayValue?.compactMap {
      $0.objectValue?["kind"]?.stringValue
    }
    #expect(kinds == ["unreachable-package", "unreachable-package", "catalogue"])
    #expect(try stage.zoo("path", "a").status == 66)
    let mended = try stage.zoo("doctor", "--repair")
    #expect(mended.status == 0, "\(mended)")
    #expect(try stage.zoo("path", "a").output == first + "\n")
    #expect(try stage.zoo("path", "org/b").output == second + "\n")
    #expect(try stage.zoo("list").lines.count == 3)
    #expect(try stage.zoo("verify").output == "a: sound\norg/b: sound\n")
  }

  @Test
  func `a damaged catalogue stops no one from loading and is mended`() throws {
    let stage = try Stage()
    let path = try stage.install()
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: "\(stage.home)/zoo.sqlite3\(suffix)")
    }
    try Data(repeating: 0x5a, count: 5000).write(to: URL(filePath: "\(stage.home)/zoo.sqlite3"))
    #expect(try stage.zoo("path", "tiny").output == path + "\n")
    let list = try stage.zoo("list")
    #expect(list.status == 74, "\(list)")
    #expect(list.errors.contains("doctor --repair"))
    let refused = try stage.convert("base", name: "other")
    #expect(refused.status == 74)
    #expect(stage.names("models") == ["tiny"], "an install that cannot be recorded places nothing")
    #expect(stage.names("staging") == [])
    #expect(try stage.zoo("doctor").status == 65)
    #expect(try stage.zoo("doctor", "--repair").status == 0)
    #expect(try stage.zoo("list").lines.count == 2)
  }
}
