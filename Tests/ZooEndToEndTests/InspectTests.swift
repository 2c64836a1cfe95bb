import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// `zoo inspect` against what the frameworks say of the fixtures that they wrote.
@Suite
struct InspectTests {
  /// Every fixture with a golden, except plain archives without tensors.
  static func fixtures() throws -> [String] {
    var found: [String] = []
    for directory in [
      "safetensors", "pytorch", "tensorflow", "archives", "gguf", "openvino", "oneflow",
    ] {
      let root = Fixtures.path(directory)
      for path in try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
      where path.hasSuffix(".golden.json") {
        found.append("\(directory)/\(path.dropLast(".golden.json".count))")
      }
    }
    return found
  }

  @Test
  func `no fixture is missing`() throws {
    let count = try Self.fixtures().count
    #expect(count >= 45, "goldens were found: \(count)")
  }

  @Test(arguments: try fixtures())
  func `digests are those that the framework computed`(_ fixture: String) throws {
    let stage = try Stage()
    let outcome = try stage.zoo("inspect", Self.path(of: fixture), "--digests", "--json")
    #expect(outcome.status == 0, "\(outcome)")
    let report = try outcome.object()
    #expect(report["container"]?.stringValue?.isEmpty == false)
    let found = Dictionary(
      try #require(report["tensors"]?.arrayValue).compactMap(\.objectValue).map {
        ($0["name"]?.stringValue ?? "", $0)
      },
      uniquingKeysWith: { first, _ in first }
    )
    // PyTorch's own way to nest a model in a larger object is taken away from the names.
    let all = try Golden(fixture: fixture).tensors
    let wrappers = ["", "model.", "state_dict."]
    let wrapper = wrappers.first { prefix in
      Set(all.filter { $0.name.hasPrefix(prefix) }.map { $0.name.dropFirst(prefix.count) })
        == Set(found.keys.map { $0[...] })
    }
    let prefix = try #require(wrapper, "\(found.keys.sorted()) of \(all.map(\.name))")
    for tensor in all where tensor.name.hasPrefix(prefix) {
      let entry = try #require(found[String(tensor.name.dropFirst(prefix.count))])
      #expect(entry["dtype"]?.stringValue == tensor.dtype, "\(tensor.name)")
      #expect(entry["shape"]?.arrayValue?.compactMap(\.intValue) == tensor.shape, "\(tensor.name)")
      #expect(entry["sha256"]?.stringValue == tensor.sha256, "\(tensor.name)")
      #expect(entry["byteCount"]?.intValue != nil)
    }
  }

  /// What a user names: the file, or the first shard of a checkpoint without an index.
  private static func path(of fixture: String) -> String {
    let path = Fixtures.path(fixture)
    let entries = [".ckpt-00000-of-00002", ".xml"].map { path + $0 }
    return entries.first { FileManager.default.fileExists(atPath: $0) } ?? path
  }

  @Test
  func `quantized tensors show their layout and the shape of their elements`() throws {
    let stage = try Stage()
    let path = Fixtures.path("quantized_gpt2/model.gguf")
    let text = try stage.zoo("inspect", path)
    #expect(text.status == 0, "\(text)")
    let line = text.lines.first { $0.contains("token_embd.weight") } ?? ""
    #expect(line.contains("Q8_0") && line.contains("[37, 32]") && line.contains("1258"))
    let json = try stage.zoo("inspect", path, "--json").object()
    let entry = json["tensors"]?.arrayValue?.compactMap(\.objectValue).first {
      $0["name"] == "token_embd.weight"
    }
    #expect(entry?["dtype"] == "U8")
    #expect(entry?["shape"] == [37, 34])
    #expect(entry?["quantization"]?.objectValue?["type"] == "Q8_0")
    #expect(entry?["quantization"]?.objectValue?["shape"] == [37, 32])
    #expect(entry?["quantization"]?.objectValue?["elementsPerBlock"] == 32)
    #expect(entry?["quantization"]?.objectValue?["bytesPerBlock"] == 34)
  }

  @Test
  func `of relatives with the same names the plain one is named`() throws {
    let stage = try Stage()
    let json = try stage.zoo("inspect", Fixtures.path("bert/transformers"), "--json").object()
    #expect(json["architecture"] == "bert" && json["layout"] == "transformers")
  }

  @Test
  func `text says what a person wants to know`() throws {
    let stage = try Stage()
    let outcome = try stage.zoo("inspect", Fixtures.path("bert/tensorflow"))
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("TensorFlow V2 checkpoint, looks like bert.tensorflow"))
    #expect(outcome.output.contains("bert/encoder/layer_0/attention/self/query/kernel"))
    #expect(outcome.output.contains("109 tensors"))
    let json = try stage.zoo("inspect", Fixtures.path("bert/tensorflow"), "--json").object()
    #expect(json["layout"] == "tensorflow")
    #expect(json["architecture"] == "bert")
  }

  @Test
  func `what is no checkpoint is told in plain words`() throws {
    let stage = try Stage()
    let good = [UInt8](
      try Data(contentsOf: Fixtures.url("bert/transformers/model.safetensors"))
    )
    let pointer = """
      version https://git-lfs.github.com/spec/v1
      oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
      size 411577189

      """
    let page = "<!DOCTYPE html><html><head><title>Sign in</title></head></html>"
    for (name, bytes, words) in [
      ("lfs.bin", Array(pointer.utf8), "Git LFS pointer to a file of 411577189 bytes"),
      ("page.bin", Array(page.utf8), "is a web page (\"Sign in\")"),
      ("empty.bin", [], "is empty"),
      ("header.safetensors", Array(good.prefix(1000)), "ends inside its safetensors header"),
      ("tiny.safetensors", Array(good.prefix(5)), "ends inside its safetensors header"),
      ("data.safetensors", Array(good.prefix(100_000)), "the file is truncated"),
      ("zero.bin", [UInt8](repeating: 0, count: 9000), "all zero"),
      ("notes.txt", Array("just some text that nobody can load".utf8), "no checkpoint"),
      ("error.bin", Array("{\"error\": \"Repository not found\"}".utf8), "Repository not found"),
    ] {
      try stage.directory.write(bytes, to: "work/\(name)")
      for command in [
        ["inspect", name], ["inspect", name, "--json"],
        ["convert", name, "--architecture", "bert", "--name", "x"],
      ] {
        let outcome = try stage.run(command)()
        #expect(outcome.status == 65, "\(outcome)")
        #expect(outcome.errors.contains(words), "\(outcome)")
        #expect(outcome.output == "")
      }
    }
    try stage.expectNothingInstalled()
  }

  @Test
  func `what is not there is not found`() throws {
    let stage = try Stage()
    for command in [
      ["inspect", "nothing"], ["convert", "nothing", "--name", "x"],
      ["convert", Fixtures.path("bert/base"), "--name", "x", "--config", "nothing.json"],
    ] {
      let outcome = try stage.run(command)()
      #expect(outcome.status == 66, "\(outcome)")
      #expect(outcome.errors.contains("'nothing"), "\(outcome)")
      #expect(outcome.errors.contains("No such file or directory"))
    }
  }

  @Test
  func `an empty directory and one without checkpoints`() throws {
    let stage = try Stage()
    let empty = try stage.zoo("inspect", ".")
    #expect(empty.status == 65)
    #expect(empty.errors.contains("has no files"))
    try stage.write("hello", to: "readme.txt")
    let other = try stage.zoo("inspect", ".")
    #expect(other.status == 65)
    #expect(other.errors.contains("none of the 1 files"))
  }

  @Test(arguments: try Fixtures.list("archives/refused") + Fixtures.list("pytorch/refused"))
  func `dangerous and foreign files are refused`(_ fixture: String) throws {
    let stage = try Stage()
    let outcome = try stage.zoo("inspect", Fixtures.path(fixture), "--digests")
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.errors.hasPrefix("error: "))
    #expect(try FileManager.default.contentsOfDirectory(atPath: stage.work) == [])
    let scratch = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path("tmp"))
    #expect(scratch == [])
  }
}
