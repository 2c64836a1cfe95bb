import ZooTensors

/// Reads the parameters of a program that Paddle 3 writes as JSON.
///
/// A parameter is an operation `p` whose attributes `A` end with its name; the type of its result
/// `O` is `{"TT": {"#": …, "D": [element type, dimensions, …]}}`.
///
/// Source: Paddle, `pir/serialize_deserialize`; files of Paddle 3.3.1.
enum PaddleProgramText {
  /// The dimensions of each parameter by name.
  static func variables(
    _ file: ByteRegion,
    limits: ParsingLimits
  ) throws(FormatError) -> [String: [Int]?] {
    let root = try StrictJSON.parse(file, limits: limits).objectValue
    guard let base = root?["base_code"]?.objectValue, base["magic"]?.stringValue == "pir",
      let regions = root?["program"]?.objectValue?["regions"]?.arrayValue
    else {
      throw FormatError(
        .invalidValue,
        "expected a program with 'base_code' and 'regions', as Paddle 3 writes it"
      )
    }
    var result: [String: [Int]?] = [:]
    for region in regions {
      for block in region.objectValue?["blocks"]?.arrayValue ?? [] {
        for operation in block.objectValue?["ops"]?.arrayValue ?? [] {
          guard let operation = operation.objectValue, operation["#"]?.stringValue == "p"
          else { continue }
          guard let name = operation["A"]?.arrayValue?.last?.stringValue else {
            throw FormatError(.invalidValue, "a parameter of the program has no name")
          }
          guard result.updateValue(try dimensions(operation["O"]), forKey: name) == nil else {
            throw FormatError(
              .inconsistent,
              "two parameters of the program are called '\(printable(name))'"
            )
          }
        }
      }
    }
    return result
  }

  private static func dimensions(_ output: JSONValue?) throws(FormatError) -> [Int]? {
    let type = output?.objectValue?["TT"]?.objectValue?["D"]?.arrayValue
    guard let type, type.count >= 2, let dimensions = type[1].arrayValue else { return nil }
    var result: [Int] = []
    for dimension in dimensions {
      guard let value = dimension.intValue else {
        throw FormatError(.invalidValue, "a dimension of a parameter is no integer")
      }
      result.append(value)
    }
    return result
  }
}
