import CZooKernels

/// The blocks of 32 numbers that are decoded here.
///
/// Source: llama.cpp, `ggml/src/ggml-common.h` and `dequantize_row_q4_0` and its neighbours in
/// `ggml-quants.c`; `gguf-py/gguf/quants.py`.
enum BlockDecoder: String, Sendable, Hashable, CaseIterable {
  case q4_0 = "Q4_0"
  case q4_1 = "Q4_1"
  case q5_0 = "Q5_0"
  case q5_1 = "Q5_1"
  case q8_0 = "Q8_0"

  /// Numbers in a block.
  static let elementsPerBlock = 32

  /// Bytes of a block.
  var bytesPerBlock: Int {
    switch self {
    case .q4_0: 18
    case .q4_1: 20
    case .q5_0: 22
    case .q5_1: 24
    case .q8_0: 34
    }
  }

  private var kernel: zoo_block {
    switch self {
    case .q4_0: ZOO_Q4_0
    case .q4_1: ZOO_Q4_1
    case .q5_0: ZOO_Q5_0
    case .q5_1: ZOO_Q5_1
    case .q8_0: ZOO_Q8_0
    }
  }

  /// Decodes as many whole blocks as both buffers hold.
  func decode(_ blocks: UnsafeRawBufferPointer, into numbers: UnsafeMutableBufferPointer<Float>) {
    let count = min(blocks.count / bytesPerBlock, numbers.count / Self.elementsPerBlock)
    guard count > 0, let source = blocks.baseAddress, let target = numbers.baseAddress else {
      return
    }
    // Safe: both buffers hold `count` whole blocks.
    unsafe zoo_dequantize(target, source, kernel, count)
  }
}
