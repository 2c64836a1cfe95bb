public import ZooTensors

/// How a stored tensor's numbers are packed into blocks that share a scale.
///
/// No ``DType`` describes such bytes. A quantized ``StoredTensor`` is therefore a tensor of bytes,
/// `U8` with the bytes of a row as its last axis, and this descriptor says what the bytes stand for.
/// ``StoredTensor/dequantized(to:)`` reads them as numbers.
public struct BlockQuantization: Sendable, Hashable {
  /// The name of the block's layout, for example `Q4_0`.
  public let type: String
  /// Consecutive elements of the last axis in one block.
  public let elementsPerBlock: Int
  /// The stored bytes of one block.
  public let bytesPerBlock: Int
  /// The shape in elements, outermost axis first; its last axis is a whole number of blocks.
  public let shape: Shape
  /// Why the blocks cannot be read as numbers; `nil` where they can.
  public let obstacle: String?
  let decoder: BlockDecoder?

  /// Describes blocks; `decoder` is `nil` where there is an obstacle.
  init(
    type: String,
    elementsPerBlock: Int,
    bytesPerBlock: Int,
    shape: Shape,
    decoding: Result<BlockDecoder, Obstacle>
  ) {
    self.type = type
    self.elementsPerBlock = elementsPerBlock
    self.bytesPerBlock = bytesPerBlock
    self.shape = shape
    switch decoding {
    case .success(let decoder):
      self.decoder = decoder
      obstacle = nil
    case .failure(let reason):
      decoder = nil
      obstacle = reason.text
    }
  }

  /// A reason not to decode.
  struct Obstacle: Error {
    let text: String
  }
}

extension StoredTensor {
  /// The tensor with its blocks read as numbers; the tensor itself where it is not quantized.
  ///
  /// The numbers are those that llama.cpp and the Python package `gguf` compute in single precision,
  /// bit for bit; the other element types are rounded from them, to nearest even.
  ///
  /// Complexity: O(1); the blocks are read when the bytes are asked for, in memory of bounded size.
  /// - Parameter dtype: `F32`, `F16` or `BF16`.
  /// - Returns: A tensor of the same name, of `dtype` and of the shape in elements.
  /// - Throws: ``FormatError`` with code `unsupported` where the blocks are not decoded here, and
  ///   with code `invalidValue` for another element type.
  public func dequantized(to dtype: DType) throws(FormatError) -> StoredTensor {
    guard let quantization else { return self }
    guard [.f32, .f16, .bf16].contains(dtype) else {
      throw FormatError(.invalidValue, "blocks are read as F32, F16 or BF16, not as \(dtype)")
    }
    guard let decoder = quantization.decoder else {
      throw FormatError(
        .unsupported,
        "tensor '\(printable(name))' of \(quantization.type) blocks cannot be read as numbers: "
          + (quantization.obstacle ?? "they are not decoded here")
      )
    }
    _ = try dtype.byteCount(ofElements: quantization.shape.elementCount)
    return StoredTensor(
      name: name,
      dtype: dtype,
      shape: quantization.shape,
      content: DequantizedContent(content, decoder, dtype, quantization.shape, name: name)
    )
  }
}
