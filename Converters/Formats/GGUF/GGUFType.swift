import ZooTensors

/// The element type of a tensor in GGUF.
///
/// Source: `enum ggml_type` in llama.cpp's `ggml/include/ggml.h`, and the sizes of the blocks in
/// `ggml/src/ggml-common.h`.
enum GGUFType: Equatable {
  /// Numbers one by one.
  case elements(DType)
  /// Numbers in blocks: the name, the elements and the bytes of one.
  case blocks(name: String, elements: Int, bytes: Int)

  /// The elements that are stored together.
  var elementsPerBlock: Int {
    switch self {
    case .elements: 1
    case .blocks(_, let elements, _): elements
    }
  }

  /// The bytes that these elements take.
  var bytesPerBlock: Int {
    switch self {
    case .elements(let dtype): dtype.bitWidth / 8
    case .blocks(_, _, let bytes): bytes
    }
  }

  /// Looks a number up.
  ///
  /// - Throws: ``FormatError`` with code `unsupported` for a type that ggml removed, and with code
  ///   `invalidValue` for one that it never had.
  init(number: UInt32, at position: Int) throws(FormatError) {
    if let name = Self.removed[number] {
      throw FormatError(
        .unsupported,
        "the tensor type \(number) (\(name)) was removed from ggml and has no layout any more; "
          + "fetch a newer file of the model",
        at: position
      )
    }
    guard let type = Self.known[number] else {
      throw FormatError(
        .invalidValue,
        "expected a tensor type of ggml, 0 to 42, found \(number)",
        at: position
      )
    }
    self = type
  }

  private static let removed: [UInt32: String] = [
    4: "Q4_2", 5: "Q4_3", 31: "Q4_0_4_4", 32: "Q4_0_4_8", 33: "Q4_0_8_8", 36: "IQ4_NL_4_4",
    37: "IQ4_NL_4_8", 38: "IQ4_NL_8_8",
  ]

  private static let known: [UInt32: GGUFType] = [
    0: .elements(.f32), 1: .elements(.f16), 24: .elements(.i8), 25: .elements(.i16),
    26: .elements(.i32), 27: .elements(.i64), 28: .elements(.f64), 30: .elements(.bf16),
    2: .blocks(name: "Q4_0", elements: 32, bytes: 18),
    3: .blocks(name: "Q4_1", elements: 32, bytes: 20),
    6: .blocks(name: "Q5_0", elements: 32, bytes: 22),
    7: .blocks(name: "Q5_1", elements: 32, bytes: 24),
    8: .blocks(name: "Q8_0", elements: 32, bytes: 34),
    9: .blocks(name: "Q8_1", elements: 32, bytes: 36),
    10: .blocks(name: "Q2_K", elements: 256, bytes: 84),
    11: .blocks(name: "Q3_K", elements: 256, bytes: 110),
    12: .blocks(name: "Q4_K", elements: 256, bytes: 144),
    13: .blocks(name: "Q5_K", elements: 256, bytes: 176),
    14: .blocks(name: "Q6_K", elements: 256, bytes: 210),
    15: .blocks(name: "Q8_K", elements: 256, bytes: 292),
    16: .blocks(name: "IQ2_XXS", elements: 256, bytes: 66),
    17: .blocks(name: "IQ2_XS", elements: 256, bytes: 74),
    18: .blocks(name: "IQ3_XXS", elements: 256, bytes: 98),
    19: .blocks(name: "IQ1_S", elements: 256, bytes: 50),
    20: .blocks(name: "IQ4_NL", elements: 32, bytes: 18),
    21: .blocks(name: "IQ3_S", elements: 256, bytes: 110),
    22: .blocks(name: "IQ2_S", elements: 256, bytes: 82),
    23: .blocks(name: "IQ4_XS", elements: 256, bytes: 136),
    29: .blocks(name: "IQ1_M", elements: 256, bytes: 56),
    34: .blocks(name: "TQ1_0", elements: 256, bytes: 54),
    35: .blocks(name: "TQ2_0", elements: 256, bytes: 66),
    39: .blocks(name: "MXFP4", elements: 32, bytes: 17),
    40: .blocks(name: "NVFP4", elements: 64, bytes: 36),
    41: .blocks(name: "Q1_0", elements: 128, bytes: 18),
    42: .blocks(name: "Q2_0", elements: 64, bytes: 18),
  ]
}
