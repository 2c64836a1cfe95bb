import ZooConvert
import ZooFormats
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// The tiny BERT of `Tests/Fixtures/bert`.
enum BertFixture {
  /// A tensor as transformers holds it.
  struct GoldenTensor {
    let name: String
    let dtype: String
    let shape: [Int]
    let sha256: String
  }

  /// The tensors of the good fixtures, by canonical name, sorted.
  static func golden() throws -> [GoldenTensor] {
    let bytes = try ByteRegion(mapping: Fixtures.path("bert/golden.json")).array(limit: 1 << 20)
    return try (StrictJSON.parse(bytes).arrayValue ?? []).map { value in
      let object = value.objectValue ?? JSONObject()
      return GoldenTensor(
        name: object["name"]?.stringValue ?? "",
        dtype: object["dtype"]?.stringValue ?? "",
        shape: (object["shape"]?.arrayValue ?? []).compactMap(\.intValue),
        sha256: object["sha256"]?.stringValue ?? ""
      )
    }.sorted { $0.name.precedesInUTF8($1.name) }
  }

  /// Plans the conversion of one of the directories.
  static func prepare(
    _ name: String,
    _ change: (inout ConversionRequest) -> Void = { _ in }
  ) throws -> PreparedConversion {
    var request = ConversionRequest(tree: try DirectoryTree(Fixtures.path("bert/\(name)")))
    request.architecture = "bert"
    request.name = "tiny"
    change(&request)
    return try Converter(registry: try Registry()).plan(request)
  }

  /// Converts one of the directories.
  static func convert(
    _ name: String,
    into directory: borrowing TemporaryDirectory,
    _ change: (inout ConversionRequest) -> Void = { _ in }
  ) throws -> ConversionReport {
    try prepare(name, change).write(to: directory.path)
  }
}
