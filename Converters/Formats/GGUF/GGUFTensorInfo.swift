import ZooTensors

/// What the header of a GGUF file says about one tensor.
struct GGUFTensorInfo {
  let name: String
  let type: GGUFType
  /// The shape in elements, outermost axis first; the file has it the other way round.
  let shape: Shape
  /// The place of the bytes after the start of the data.
  let offset: Int
  /// The bytes of all blocks.
  let byteCount: Int
  /// The place of the record in the file.
  let position: Int

  /// Reads one record.
  init(reading cursor: inout GGUFCursor, limits: ParsingLimits) throws(FormatError) {
    position = cursor.position
    name = try cursor.readText("a name", limit: limits.nameBytes, "ParsingLimits.nameBytes")
    guard !name.isEmpty, !TensorName.hasControlCharacter(name) else {
      throw FormatError(
        .invalidValue,
        "expected the name of a tensor, found '\(printable(name))'",
        at: position
      )
    }
    do throws(FormatError) {
      let rank = try cursor.read(UInt32.self)
      try limits.checkRank(rank)
      var dimensions: [Int] = []
      for _ in 0..<rank {
        dimensions.append(try Int(checking: try cursor.read(UInt64.self), "a dimension"))
      }
      shape = try Shape(dimensions.reversed(), limits: limits)
      type = try GGUFType(number: try cursor.read(UInt32.self), at: position)
      offset = try Int(checking: try cursor.read(UInt64.self), "an offset")
      let row = shape.dimensions.last ?? 1
      guard row % type.elementsPerBlock == 0 else {
        throw FormatError(
          .inconsistent,
          "a row of \(row) elements is no whole number of blocks of \(type.elementsPerBlock)"
        )
      }
      byteCount = try (shape.elementCount / type.elementsPerBlock)
        .multiplied(by: type.bytesPerBlock, "the bytes of shape \(shape)")
    } catch {
      throw FormatError(
        error.code,
        "tensor '\(printable(name))': \(error.message)",
        at: error.offset ?? position
      )
    }
  }

  /// Requires the place that the writer would choose: right after the tensor before, aligned.
  func requireOffset(_ expected: Int, alignment: Int) throws(FormatError) {
    guard offset % alignment == 0 else {
      throw FormatError(
        .invalidValue,
        "the offset \(offset) of tensor '\(printable(name))' is no multiple of \(alignment)",
        at: position
      )
    }
    guard offset == expected else {
      throw FormatError(
        .inconsistent,
        "tensor '\(printable(name))' lies at \(offset) of the data, expected \(expected): the tensors "
          + "follow each other without gap or overlap",
        at: position
      )
    }
  }

  /// The tensor; `bytes` are its own.
  func tensor(_ bytes: ByteRegion, isBigEndian: Bool) throws(FormatError) -> StoredTensor {
    switch type {
    case .elements(let dtype):
      let width = dtype.bitWidth / 8
      let content: any TensorContent =
        isBigEndian && width > 1 ? SwappedContent(bytes, width: width) : bytes
      return StoredTensor(name: name, dtype: dtype, shape: shape, content: content)
    case .blocks(let layout, let elements, let width):
      // The last axis is a whole number of blocks, so that the tensor has one.
      let rowByteCount = try ((shape.dimensions.last ?? 0) / elements)
        .multiplied(by: width, "the bytes of a row")
      var limits = ParsingLimits.default
      limits.rank = max(shape.rank, 1)
      return StoredTensor(
        name: name,
        dtype: .u8,
        shape: try Shape(shape.dimensions.dropLast() + [rowByteCount], limits: limits),
        content: bytes,
        quantization: BlockQuantization(
          type: layout,
          elementsPerBlock: elements,
          bytesPerBlock: width,
          shape: shape,
          decoding: Self.decoding(layout, isBigEndian: isBigEndian)
        )
      )
    }
  }

  private static func decoding(
    _ layout: String,
    isBigEndian: Bool
  ) -> Result<BlockDecoder, BlockQuantization.Obstacle> {
    guard let decoder = BlockDecoder(rawValue: layout) else {
      let known = BlockDecoder.allCases.map(\.rawValue).joined(separator: ", ")
      return .failure(
        BlockQuantization.Obstacle(
          text:
            "\(layout) is not decoded here (\(known) are); convert an F16, BF16 or Q8_0 file of "
            + "the model"
        )
      )
    }
    guard !isBigEndian else {
      return .failure(
        BlockQuantization.Obstacle(
          text: "writers disagree about the order of bytes inside blocks of big-endian files; "
            + "convert a little-endian file of the model"
        )
      )
    }
    return .success(decoder)
  }
}
