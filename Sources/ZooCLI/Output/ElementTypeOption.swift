import ZooTensors

/// The value of `--dtype` and `--dequantize`.
enum ElementTypeOption {
  /// Reads `f32`, `f16` or `bf16`.
  static func parse(_ text: String) throws(ZooError) -> DType {
    try parse(text, of: "--dtype")
  }

  /// Reads the same for another option, which messages name.
  static func parse(_ text: String, of option: String) throws(ZooError) -> DType {
    guard let dtype = DType(rawValue: text.uppercased()), [.f32, .f16, .bf16].contains(dtype) else {
      throw ZooError(.usage, "\(option) must be f32, f16 or bf16, found '\(text)'")
    }
    return dtype
  }
}
