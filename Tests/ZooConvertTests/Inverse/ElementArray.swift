import ZooTestSupport

/// A plain row-major array, computed element by element: what the algebra is compared with.
struct ElementArray: Equatable {
  var shape: [Int]
  var elements: [Int32]

  init(shape: [Int], elements: [Int32]) {
    self.shape = shape
    self.elements = elements
  }

  init(counting shape: [Int], from start: Int32) {
    self.init(shape: shape, elements: (0..<Int32(shape.reduce(1, *))).map { start + $0 })
  }

  func permuted(_ order: [Int]) -> ElementArray {
    let target = order.map { shape[$0] }
    return build(target) { index in
      var source = [Int](repeating: 0, count: shape.count)
      for (position, axis) in order.enumerated() { source[axis] = index[position] }
      return self[source]
    }
  }

  func sliced(axis: Int, start: Int, count: Int) -> ElementArray {
    var target = shape
    target[axis] = count
    return build(target) { index in
      var source = index
      source[axis] += start
      return self[source]
    }
  }

  static func concatenated(_ parts: [ElementArray], axis: Int) -> ElementArray {
    var target = parts[0].shape
    target[axis] = parts.reduce(0) { $0 + $1.shape[axis] }
    return parts[0].build(target) { index in
      var source = index
      for part in parts {
        if source[axis] < part.shape[axis] { return part[source] }
        source[axis] -= part.shape[axis]
      }
      return -1
    }
  }

  subscript(index: [Int]) -> Int32 {
    elements[zip(index, shape).reduce(0) { $0 * $1.1 + $1.0 }]
  }

  func build(_ target: [Int], _ element: ([Int]) -> Int32) -> ElementArray {
    let count = target.reduce(1, *)
    var result: [Int32] = []
    for flat in 0..<count {
      var rest = flat
      var index = [Int](repeating: 0, count: target.count)
      for axis in target.indices.reversed() {
        index[axis] = rest % target[axis]
        rest /= target[axis]
      }
      result.append(element(index))
    }
    return ElementArray(shape: target, elements: result)
  }
}

/// What undoing operations needs.
extension ElementArray {
  /// Stands where nothing is known of an element.
  static let unknown: Int32 = -1

  static func unknown(_ shape: [Int]) -> ElementArray {
    ElementArray(
      shape: shape,
      elements: [Int32](repeating: unknown, count: shape.reduce(1, *))
    )
  }

  func reshaped(_ target: [Int]) throws -> ElementArray {
    guard target.reduce(1, *) == elements.count else {
      throw SuiteFailure("\(shape) cannot be reshaped to \(target)")
    }
    return ElementArray(shape: target, elements: elements)
  }

  /// This array from `start` on one axis of a longer one of which nothing else is known.
  func placed(axis: Int, start: Int, extent: Int) -> ElementArray {
    var parts = [self]
    var rest = shape
    rest[axis] = start
    if start > 0 { parts.insert(.unknown(rest), at: 0) }
    rest[axis] = extent - start - shape[axis]
    if rest[axis] > 0 { parts.append(.unknown(rest)) }
    return .concatenated(parts, axis: axis)
  }

  /// The parts of one axis, of the given extents.
  func cut(axis: Int, _ extents: [Int]) -> [ElementArray] {
    var start = 0
    return extents.map { extent in
      defer { start += extent }
      return sliced(axis: axis, start: start, count: extent)
    }
  }

  /// Both arrays in one; `nil` where they contradict each other.
  func united(with other: ElementArray) -> ElementArray? {
    guard shape == other.shape else { return nil }
    var result = self
    for (index, element) in other.elements.enumerated() where element != Self.unknown {
      guard elements[index] == Self.unknown || elements[index] == element else { return nil }
      result.elements[index] = element
    }
    return result
  }
}
