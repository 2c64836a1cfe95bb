import ZooConvert
import ZooTensors

/// What the mappings of a model are compared with, for people and for programs.
struct ConversionProof {
  private let mappings: [Mapping]

  /// The proof of a conversion by any of these mappings.
  init(_ mappings: [Mapping]) { self.mappings = mappings }

  /// Whether a program outside of this project proves one of the mappings; `nil` where there are
  /// none.
  var hasOracle: Bool? {
    mappings.isEmpty ? nil : mappings.contains { $0.independentOracle != nil }
  }

  /// A line for each mapping.
  var lines: [String] {
    mappings.map { mapping in
      let oracle = mapping.independentOracle ?? "our own generator only"
      let remark = mapping.remarkWithoutOracle.map { " (\($0))" } ?? ""
      return "conversion by \(mapping.name), compared with \(oracle)\(remark)"
    }
  }

  /// A list of `name` and `oracle`, which is null where there is none.
  var json: JSONValue {
    .array(
      mappings.map { mapping in
        .object([
          "name": .string(mapping.name),
          "oracle": mapping.independentOracle.map { .string($0) } ?? .null,
        ])
      }
    )
  }
}
