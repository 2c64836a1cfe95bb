import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// `zoo convert` on good checkpoints.
@Suite
struct ConvertTests {
  static let good = [
    "transformers", "tied_copy", "sharded", "pytorch", "pytorch_legacy", "tensorflow",
  ]
  /// SHA-256 over the sorted names, types, shapes and digests of the tensors of `bert/golden.json`.
  static let fingerprint = "d1ceab07b3fa73e475217c5a7c088415648af7c90e3d2e03b588c9b6d73613cf"

  @Test(arguments: good)
  func `every container installs the same weights`(_ fixture: String) throws {
    let stage = try Stage()
    let outcome = try stage.convert(fixture)
    #expect(outcome.status == 0, "\(outcome)")
    let path = "\(stage.home)/models/tiny/\(Self.fingerprint.prefix(16))"
    #expect(outcome.output == path + "\n", "standard output has the path alone")
    #expect(outcome.errors.contains("fingerprint \(Self.fingerprint)"))
    #expect(stage.names("names") == ["tiny"])
    #expect(stage.names("staging") == [])
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(names == ["config.json", "manifest.json", "model.safetensors", "vocab.txt"])
    for name in names {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      #expect(attributes[.posixPermissions] as? Int == 0o444)
    }
    #expect(try stage.zoo("verify", "tiny").status == 0)
  }

  @Test
  func `every spelling of a source gives the same package`() throws {
    let stage = try Stage()
    let source = try stage.copy("bert/transformers", as: "checkpoint")
    for script in [
      "tar -czf plain.tar.gz -C checkpoint .", "tar -cf plain.tar checkpoint",
      "tar -czf nested.tgz checkpoint", "gzip -k -c checkpoint/model.safetensors > alone.gz",
    ] {
      let made = try stage.shell(script, [])
      #expect(made.status == 0, "\(made)")
    }
    _ = try stage.copy("bzip2/bert.tar.bz2", as: "plain.tar.bz2")
    try zip("checkpoint", as: "plain.zip", in: stage)
    try zip("checkpoint", as: "tiny-1.0-py3-none-any.whl", in: stage)
    var paths: Set<String> = []
    for name in [
      "checkpoint", "checkpoint/", "checkpoint/model.safetensors", "plain.tar.gz", "plain.tar",
      "plain.tar.bz2", "nested.tgz", "plain.zip", "tiny-1.0-py3-none-any.whl",
    ] {
      let outcome = try stage.zoo(
        "convert",
        name,
        "--architecture",
        "bert",
        "--name",
        "tiny",
        "--json"
      )
      #expect(outcome.status == 0, "\(outcome)")
      paths.insert(try #require(try outcome.object()["path"]?.stringValue))
    }
    let alone = try stage.zoo(
      "convert",
      "alone.gz",
      "--name",
      "tiny",
      "--config",
      "\(source)/config.json"
    )
    #expect(alone.status == 0, "\(alone)")
    paths.insert(alone.lines.last ?? "")
    #expect(paths == ["\(stage.home)/models/tiny/\(Self.fingerprint.prefix(16))"])
    #expect(stage.names("staging") == [])
  }

  @Test
  func `a model of several files is the same from a directory and from each archive`() throws {
    let stage = try Stage()
    _ = try stage.copy("models/elmo-many-langs.authors", as: "checkpoint")
    _ = try stage.copy("bzip2/elmo.tar.bz2", as: "elmo.tar.bz2")
    let made = try stage.shell("tar -czf elmo.tar.gz checkpoint", [])
    #expect(made.status == 0, "\(made)")
    var paths: Set<String> = []
    for name in ["checkpoint", "elmo.tar.gz", "elmo.tar.bz2"] {
      let outcome = try stage.zoo(
        "convert",
        name,
        "--architecture",
        "elmo-many-langs",
        "--name",
        "elmo",
        "--json"
      )
      #expect(outcome.status == 0, "\(outcome)")
      paths.insert(try #require(try outcome.object()["path"]?.stringValue))
    }
    #expect(paths.count == 1, "the path has the fingerprint: \(paths)")
  }

  @Test
  func `quantized blocks are converted only where the option says how`() throws {
    let stage = try Stage()
    let command = [
      "convert", Fixtures.path("quantized_gpt2"), "--architecture", "gpt2", "--name", "tiny",
    ]
    let refused = try stage.run(command)()
    #expect(refused.status != 0)
    #expect(refused.errors.contains("--dequantize f32, f16 or bf16"), "\(refused)")
    try stage.expectNothingInstalled()
    let wrong = try stage.run(command + ["--dequantize", "u8"])()
    #expect(wrong.errors.contains("--dequantize must be f32, f16 or bf16"), "\(wrong)")
    let report = try stage.run(command + ["--dequantize", "bf16", "--json"])().object()
    let types = report["mapped"]?.arrayValue?.compactMap { $0.objectValue?["dtype"]?.stringValue }
    #expect(Set(types ?? []) == ["BF16", "F32"])
  }

  /// Makes a stored zip archive with the builder of the tests, as not every system has `zip`.
  private func zip(_ directory: String, as name: String, in stage: Stage) throws {
    var builder = ZipBuilder()
    for file in ["config.json", "model.safetensors", "vocab.txt"] {
      builder.add("\(directory)/\(file)", try stage.directory.read("work/\(directory)/\(file)"))
    }
    try stage.directory.write(builder.build(), to: "work/\(name)")
  }

  @Test
  func `json says where the package is and how every tensor came about`() throws {
    let stage = try Stage()
    let report = try stage.convert("tensorflow", name: "tiny", "--json").object()
    #expect(report["architecture"] == "bert")
    #expect(report["layout"] == "tensorflow")
    #expect(report["container"] == "tensorflow-bundle")
    #expect(report["fingerprint"]?.stringValue == Self.fingerprint)
    #expect(report["path"]?.stringValue?.hasPrefix(stage.home) == true)
    #expect(report["mapped"]?.arrayValue?.count == 46)
    #expect(report["dropped"]?.arrayValue?.count == 63)
    #expect(report["tied"]?.objectValue?.count == 2)
    for key in ["parts", "absentParts", "notes", "byteCount", "overflows"] {
      #expect(report[key] != nil, "\(key)")
    }
    let first = try #require(report["mapped"]?.arrayValue?.first?.objectValue)
    for key in ["name", "part", "dtype", "shape", "sources", "rule"] {
      #expect(first[key] != nil, "\(key)")
    }
  }

  @Test
  func `a dry run shows the plan and writes nothing`() throws {
    let stage = try Stage()
    let text = try stage.convert("tensorflow", name: "tiny", "--dry-run")
    #expect(text.status == 0)
    for words in [
      "bert.embeddings.word_embeddings.weight", "bert/embeddings/word_embeddings",
      "tied     cls.predictions.decoder.weight", "dropped  62: optimizer state", "would be written",
    ] {
      #expect(text.output.contains(words), "\(words)")
    }
    let json = try stage.convert("tensorflow", name: "tiny", "--dry-run", "--json").object()
    #expect(json["mapped"]?.arrayValue?.count == 46)
    #expect(json["path"] == nil)
    #expect(!FileManager.default.fileExists(atPath: stage.home))
    try stage.expectNothingInstalled()
  }

  @Test
  func `a tensor explains itself, also by a tied name`() throws {
    let stage = try Stage()
    let name = "bert.encoder.layer.1.attention.self.key.weight"
    let text = try stage.convert("tensorflow", name: "tiny", "--explain", name)
    #expect(text.status == 0)
    #expect(text.output.contains("bert/encoder/layer_1/attention/self/key/kernel  F32 [52, 52]"))
    #expect(text.output.contains("| transpose"))
    let json = try stage.convert("tensorflow", name: "tiny", "--explain", name, "--json").object()
    #expect(json["name"]?.stringValue == name)
    #expect(json["copies"]?.arrayValue?.count == 1)
    let tied = try stage.convert(
      "tensorflow",
      name: "tiny",
      "--explain",
      "cls.predictions.decoder.weight"
    )
    #expect(tied.output.contains("is tied to bert.embeddings.word_embeddings.weight"))
    let wrong = try stage.convert(
      "tensorflow",
      name: "tiny",
      "--explain",
      "bert.pooler.dens.weight"
    )
    #expect(wrong.status == 66)
    #expect(wrong.errors.contains("did you mean 'bert.pooler.dense.weight'"))
    try stage.expectNothingInstalled()
  }

  @Test
  func `a package goes into a directory of one's own`() throws {
    let stage = try Stage()
    let first = try stage.convert("base", name: "tiny", "-o", "out")
    #expect(first.status == 0, "\(first)")
    let out = "\(stage.work)/out"
    #expect(first.lines.last == out)
    #expect(try stage.zoo("verify", "out").status == 0)
    try stage.expectNothingInstalled()
    let again = try stage.convert("base", name: "tiny", "-o", "out")
    #expect(again.status == 73)
    #expect(again.errors.contains("exists already"))
    #expect(again.output == "")
    let deep = try stage.convert("base", name: "tiny", "-o", "no/such/place")
    #expect(deep.status == 73)
    let bad = try stage.convert("bad_tie", name: "tiny", "-o", "bad")
    #expect(bad.status == 65)
    #expect(try FileManager.default.contentsOfDirectory(atPath: stage.work) == ["out"])
  }

  @Test
  func `types, file sizes and extra tensors follow the options`() throws {
    let stage = try Stage()
    let half = try stage.convert("transformers", name: "half", "--dtype", "f16", "--json").object()
    #expect(half["mapped"]?.arrayValue?.first?.objectValue?["dtype"] == "F16")
    let small = try stage.convert("transformers", name: "tiny", "--max-file-bytes", "50000")
    #expect(small.errors.contains("fingerprint \(Self.fingerprint)"))
    #expect(stage.names("models/tiny/\(Self.fingerprint.prefix(16))").count > 5)
    let extra = try stage.convert("extra_tensor", name: "extra", "--keep-extra")
    #expect(extra.status == 0, "\(extra)")
    #expect(try stage.zoo("verify").output == "extra: sound\nhalf: sound\ntiny: sound\n")
  }

  @Test
  func `the configuration may lie elsewhere`() throws {
    let stage = try Stage()
    let source = try stage.copy("bert/transformers", as: "c")
    try FileManager.default.moveItem(
      atPath: "\(source)/config.json",
      toPath: "\(stage.work)/my.json"
    )
    let without = try stage.zoo("convert", "c", "--architecture", "bert", "--name", "tiny")
    #expect(without.status == 64)
    #expect(without.errors.contains("--config"))
    let with = try stage.zoo("convert", "c", "--name", "tiny", "--config", "my.json")
    #expect(with.status == 0, "\(with)")
  }
}
