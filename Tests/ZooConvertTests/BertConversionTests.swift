import Testing
import ZooConvert
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// The tiny BERT of the fixtures, published in several containers and dialects and with defects,
/// against the tensors that transformers holds.
@Suite
struct BertConversionTests {
  static let good = [
    "transformers", "tied_copy", "sharded", "pytorch", "pytorch_legacy", "tensorflow",
  ]

  @Test(arguments: good)
  func `every container gives the bytes that transformers holds`(_ name: String) throws {
    let directory = try TemporaryDirectory()
    let report = try BertFixture.convert(name, into: directory)
    let manifest = try #require(report.manifest)
    let golden = try BertFixture.golden()
    #expect(manifest.tensors.map(\.spec.name) == golden.map(\.name))
    for (tensor, expected) in zip(manifest.tensors, golden) {
      #expect(tensor.spec.shape.dimensions == expected.shape, Comment(rawValue: expected.name))
      #expect(tensor.spec.dtype.rawValue == expected.dtype)
      #expect(tensor.sha256.hex == expected.sha256, Comment(rawValue: expected.name))
    }
    #expect(PackageVerifier(directory.path).problems(.full).isEmpty)
  }

  @Test
  func `all containers have one fingerprint`() throws {
    var fingerprints: Set<String> = []
    for name in Self.good {
      let directory = try TemporaryDirectory()
      let report = try BertFixture.convert(name, into: directory)
      fingerprints.insert(try #require(report.manifest).fingerprint.hex)
    }
    #expect(fingerprints.count == 1)
  }

  @Test
  func `the same input gives the same bytes on every run`() throws {
    let first = try TemporaryDirectory()
    let second = try TemporaryDirectory()
    _ = try BertFixture.convert("tensorflow", into: first)
    _ = try BertFixture.convert("tensorflow", into: second)
    let names = try first.names()
    #expect(names == (try second.names()))
    #expect(names.contains("manifest.json") && names.contains("model.safetensors"))
    for name in names {
      #expect(try first.read(name) == (try second.read(name)), Comment(rawValue: name))
    }
  }

  @Test
  func `a base model without heads has no heads`() throws {
    let directory = try TemporaryDirectory()
    let report = try BertFixture.convert("base", into: directory)
    #expect(report.plan.parts == ["encoder", "pooler"])
    #expect(report.plan.absentParts == ["mlm", "nsp", "fit_dense"])
  }

  @Test
  func `optimizer slots and counters are dropped with reasons`() throws {
    let plan = try BertFixture.prepare("tensorflow").plan
    #expect(plan.layout == "tensorflow")
    #expect(plan.dropped.contains { $0.name == "global_step" && $0.reason == "training counter" })
    #expect(
      plan.dropped.contains { $0.name.hasSuffix("adam_m") && $0.reason.contains("optimizer") }
    )
  }

  @Test
  func `a stored copy of a tied tensor becomes an alias`() throws {
    let directory = try TemporaryDirectory()
    let report = try BertFixture.convert("tied_copy", into: directory)
    let words = report.manifest?.tensors.first {
      $0.spec.name == "bert.embeddings.word_embeddings.weight"
    }
    #expect(words?.aliases == ["cls.predictions.decoder.weight"])
  }

  @Test(arguments: [
    ("bad_tie", "tied to"), ("missing_tensor", "missing tensor"),
    ("extra_tensor", "unexpected tensor 'classifier.weight'"),
    ("wrong_vocabulary", "vocab_size"), ("half_pooler", "only by half"),
    ("transposed_tensor", "must have shape"),
  ])
  func `a defect is named and nothing is written`(_ name: String, _ words: String) throws {
    let error = #expect(throws: ConversionFailure.self) { try BertFixture.prepare(name) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
  }

  @Test
  func `an extra tensor is kept when that is asked for`() throws {
    let plan = try BertFixture.prepare("extra_tensor") { $0.keepsExtras = true }.plan
    #expect(plan.tensors.contains { $0.name == "classifier.weight" && $0.part == "extra" })
  }

  @Test
  func `a forced dialect that does not fit is an error`() throws {
    #expect(throws: ConversionFailure.self) {
      try BertFixture.prepare("transformers") { $0.layout = "tensorflow" }
    }
    #expect(throws: ZooError.self) {
      try BertFixture.prepare("transformers") { $0.layout = "klingon" }
    }
  }

  @Test(arguments: [DType.f16, .bf16])
  func `a narrower type halves the bytes and keeps the names`(_ dtype: DType) throws {
    let directory = try TemporaryDirectory()
    let report = try BertFixture.convert("tensorflow", into: directory) { $0.dtype = dtype }
    let manifest = try #require(report.manifest)
    #expect(manifest.tensors.allSatisfy { $0.spec.dtype == dtype })
    #expect(manifest.tensors.map(\.spec.name) == (try BertFixture.golden()).map(\.name))
    #expect(PackageVerifier(directory.path).problems(.full).isEmpty)
  }

  @Test
  func `small weight files split between tensors`() throws {
    let directory = try TemporaryDirectory()
    let report = try BertFixture.convert("transformers", into: directory) {
      $0.maximumFileBytes = 100_000
    }
    #expect((report.manifest?.weightFiles.count ?? 0) > 1)
    #expect(try directory.names().contains("model.safetensors.index.json"))
    #expect(PackageVerifier(directory.path).problems(.full).isEmpty)
    let whole = try TemporaryDirectory()
    let other = try BertFixture.convert("transformers", into: whole)
    #expect(report.manifest?.fingerprint == other.manifest?.fingerprint)
  }
}
