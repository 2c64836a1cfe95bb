package import ZooTensors

/// A tensor that is still an arrangement of source bytes: which elements go where, with no bytes
/// touched.
///
/// Every operation of the mapping language only rearranges ``Piece``s, so a chain of transposes,
/// splits and concatenations compiles to plain strided copies, and any part of the result can be
/// produced on its own in bounded memory.
package struct TensorValue: Sendable, Hashable {
  /// The extents, outermost first.
  package private(set) var shape: [Int]
  /// What fills them; disjoint, and together covering every element.
  package private(set) var pieces: [Piece]

  package init(shape: [Int], pieces: [Piece]) {
    self.shape = shape
    self.pieces = shape.contains(0) ? [] : pieces
  }

  /// The whole of source number `source`, stored with the given strides (`nil`: row-major).
  package init(source: Int, shape: Shape, strides: [Int]? = nil) {
    let steps = strides ?? shape.rowMajorStrides
    self.init(
      shape: shape.dimensions,
      pieces: [
        Piece(
          source: source,
          offset: 0,
          dimensions: zip(shape.dimensions, steps).map {
            PieceDimension(origin: 0, axes: [PieceAxis(extent: $0, stride: $1, step: 1)])
          }
        )
      ]
    )
  }

  /// A tensor of zeros.
  package init(zeros shape: [Int]) {
    self.init(
      shape: shape,
      pieces: [
        Piece(
          source: nil,
          offset: 0,
          dimensions: shape.map {
            PieceDimension(origin: 0, axes: [PieceAxis(extent: $0, stride: 0, step: 1)])
          }
        )
      ]
    )
  }

  /// The number of elements.
  package var elementCount: Int { shape.reduce(1, *) }

  /// The numbers of the sources that elements come from.
  package var sources: Set<Int> { Set(pieces.compactMap(\.source)) }

  /// Reorders the axes: axis `k` of the result is axis `order[k]` of this.
  package func permuted(_ order: [Int]) throws(ZooError) -> TensorValue {
    guard order.sorted() == Array(shape.indices) else {
      throw ZooError(
        .configuration,
        "permute\(order) does not fit the \(shape.count) axes of \(shape)"
      )
    }
    return TensorValue(
      shape: order.map { shape[$0] },
      pieces: pieces.map { piece in
        Piece(
          source: piece.source,
          offset: piece.offset,
          dimensions: order.map { piece.dimensions[$0] }
        )
      }
    )
  }

  /// Exchanges the two axes of a matrix.
  package func transposed() throws(ZooError) -> TensorValue {
    guard shape.count == 2 else {
      throw ZooError(.configuration, "transpose needs a matrix, found shape \(shape)")
    }
    return try permuted([1, 0])
  }

  /// The elements `start..<(start + count)` of one axis.
  package func sliced(axis: Int, start: Int, count: Int) throws(ZooError) -> TensorValue {
    try check(axis)
    guard start >= 0, count >= 0, start <= shape[axis], count <= shape[axis] - start else {
      throw ZooError(
        .configuration,
        "slice \(start)..<\(start &+ count) is outside axis \(axis) of \(shape)"
      )
    }
    var result = shape
    result[axis] = count
    return TensorValue(
      shape: result,
      pieces: pieces.flatMap { $0.clipped(dimension: axis, to: start..<(start + count)) }
    )
  }

  /// All but the elements `start..<(start + count)` of one axis.
  package func omitting(axis: Int, start: Int, count: Int) throws(ZooError) -> TensorValue {
    try check(axis)
    guard start >= 0, count >= 0, start <= shape[axis], count <= shape[axis] - start else {
      throw ZooError(
        .configuration,
        "omit \(start)..<\(start &+ count) is outside axis \(axis) of \(shape)"
      )
    }
    let end = start + count
    return try .concatenated(
      [
        try sliced(axis: axis, start: 0, count: start),
        try sliced(axis: axis, start: end, count: shape[axis] - end),
      ],
      axis: axis
    )
  }

  /// Joins tensors that agree on all other axes.
  package static func concatenated(
    _ values: [TensorValue],
    axis: Int
  ) throws(ZooError) -> TensorValue {
    guard let first = values.first else {
      throw ZooError(.configuration, "concat needs at least one tensor")
    }
    try first.check(axis)
    var shape = first.shape
    var pieces: [Piece] = []
    shape[axis] = 0
    for value in values {
      var expected = shape
      guard value.shape.count == shape.count else {
        throw ZooError(.configuration, "concat of shapes \(values.map(\.shape)) of different rank")
      }
      expected[axis] = value.shape[axis]
      guard value.shape == expected else {
        throw ZooError(
          .configuration,
          "concat on axis \(axis) of \(values.map(\.shape)): other axes differ"
        )
      }
      pieces += value.pieces.map { $0.moved(dimension: axis, by: shape[axis]) }
      shape[axis] += value.shape[axis]
    }
    return TensorValue(shape: shape, pieces: pieces)
  }

  /// Joins tensors of one shape on a new axis.
  package static func stacked(_ values: [TensorValue], axis: Int) throws(ZooError) -> TensorValue {
    var expanded: [TensorValue] = []
    for value in values { expanded.append(try value.unsqueezed(axis: axis)) }
    return try concatenated(expanded, axis: axis)
  }

  /// Adds an axis of extent 1.
  package func unsqueezed(axis: Int) throws(ZooError) -> TensorValue {
    guard axis >= 0, axis <= shape.count else {
      throw ZooError(.configuration, "axis \(axis) does not fit shape \(shape)")
    }
    var result = shape
    result.insert(1, at: axis)
    return TensorValue(
      shape: result,
      pieces: pieces.map {
        var piece = $0
        piece.dimensions.insert(PieceDimension(origin: 0, axes: []), at: axis)
        return piece
      }
    )
  }

  /// Removes an axis of extent 1.
  package func squeezed(axis: Int) throws(ZooError) -> TensorValue {
    try check(axis)
    guard shape[axis] == 1 else {
      throw ZooError(
        .configuration,
        "squeeze needs an axis of extent 1, found \(shape) axis \(axis)"
      )
    }
    var result = shape
    result.remove(at: axis)
    return TensorValue(
      shape: result,
      pieces: pieces.map {
        var piece = $0
        piece.dimensions.remove(at: axis)
        return piece
      }
    )
  }

  /// Appends zeros to one axis.
  package func padded(axis: Int, by count: Int) throws(ZooError) -> TensorValue {
    try check(axis)
    guard count >= 0 else { throw ZooError(.configuration, "cannot pad by \(count)") }
    guard count > 0 else { return self }
    var zeros = shape
    zeros[axis] = count
    return try .concatenated([self, TensorValue(zeros: zeros)], axis: axis)
  }

  /// Splits and merges neighbouring axes so that the result has the given extents.
  ///
  /// Element order is that of a row-major reshape.
  package func reshaped(_ target: [Int]) throws(ZooError) -> TensorValue {
    guard target.allSatisfy({ $0 >= 0 }), target.reduce(1, *) == elementCount else {
      throw ZooError(.configuration, "cannot reshape \(shape) to \(target): element counts differ")
    }
    guard elementCount > 0 else { return TensorValue(shape: target, pieces: []) }
    var result: [Piece] = []
    for piece in pieces {
      guard let reshaped = piece.reshaped(from: shape, to: target) else {
        throw ZooError(
          .configuration,
          "cannot reshape \(shape) to \(target): a part of the tensor straddles the new axes"
        )
      }
      result.append(reshaped)
    }
    return TensorValue(shape: target, pieces: result)
  }

  private func check(_ axis: Int) throws(ZooError) {
    guard shape.indices.contains(axis) else {
      throw ZooError(.configuration, "axis \(axis) does not exist in shape \(shape)")
    }
  }
}
