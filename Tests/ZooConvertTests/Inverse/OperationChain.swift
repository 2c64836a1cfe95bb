import ZooConvert
import ZooRegistry
import ZooTensors

/// The operations of a rule's instance, backwards: which shapes they begin with, and which elements.
///
/// It shares no arithmetic with the algebra that conversions use.
struct OperationChain {
  let operations: [MappingOperation]
  let sourceCount: Int
  let scope: ExpressionScope

  // MARK: - Shapes

  /// Shapes of sources that give these targets.
  ///
  /// Where several do, they are the smallest that hold what the targets say: the extent of a sliced
  /// axis is the end of the slice.
  func sourceShapes(_ targets: [[Int]]) throws -> [[Int]] {
    var shapes = targets
    for index in operations.indices.reversed() {
      shapes = try before(index, shapes, targets)
    }
    return shapes
  }

  private func before(_ index: Int, _ after: [[Int]], _ targets: [[Int]]) throws -> [[Int]] {
    switch operations[index] {
    case .transpose: return after.map { $0.reversed() }
    case .permute(let order): return after.map { Self.unpermuted($0, order) }
    case .squeeze(let axis): return after.map { Self.inserting(1, $0, at: axis) }
    case .unsqueeze(let axis): return after.map { Self.removing(axis, $0) }
    case .slice(let axis, let start, let count):
      let end = try start.integer(in: scope) + count.integer(in: scope)
      return after.map { Self.setting(axis, of: $0, to: end) }
    case .omit(let axis, _, let count):
      let omitted = try count.integer(in: scope)
      return after.map { Self.setting(axis, of: $0, to: $0[axis] + omitted) }
    case .pad(let axis, let count):
      let zeros = try count.integer(in: scope)
      return after.map { Self.setting(axis, of: $0, to: $0[axis] - zeros) }
    case .split(let axis, _):
      return [Self.setting(axis, of: after[0], to: after.reduce(0) { $0 + $1[axis] })]
    case .unstack(let axis):
      return [Self.inserting(after.count, after[0], at: axis)]
    case .stack(let axis):
      return Array(repeating: Self.removing(axis, after[0]), count: after[0][axis])
    case .concat(let axis):
      let count = try known(before: index).count ?? Self.smallestFactor(of: after[0][axis])
      return Array(
        repeating: Self.setting(axis, of: after[0], to: after[0][axis] / count),
        count: count
      )
    case .reshape:
      return try after.map { try shape(reshapedAt: index, $0, of: targets[0].count) }
    }
  }

  /// A shape that a reshape can begin with: what an earlier reshape gives, or one of our choice.
  private func shape(reshapedAt index: Int, _ after: [Int], of rank: Int) throws -> [Int] {
    if let known = try known(before: index).shape { return known }
    let total = after.reduce(1, *)
    if index == 0 {
      // What a framework stores in one piece: a matrix, or a vector.
      return rank > 1 ? [total / max(after.last ?? 1, 1), after.last ?? 1] : [total]
    }
    if case .slice(0, _, let count) = operations[index - 1] {
      let extent = try count.integer(in: scope)
      return after[0] == extent ? after : [extent, total / extent]
    }
    guard case .permute(let order) = operations[index - 1], order.count > after.count else {
      return after
    }
    var shape = after
    while shape.count < order.count {
      let factor = Self.smallestFactor(of: shape[0])
      shape.replaceSubrange(0..<1, with: [factor, shape[0] / factor])
    }
    return shape
  }

  /// What is known of the tensors before an operation from the operations before that.
  private func known(before index: Int) throws -> (shape: [Int]?, count: Int?) {
    var shape: [Int]?
    var count: Int? = sourceCount
    for operation in operations[..<index] {
      switch operation {
      case .reshape(let extents): shape = try extents.map { try $0.integer(in: scope) }
      case .transpose: shape = shape.map { $0.reversed() }
      case .permute(let order): shape = shape.map { known in order.map { known[$0] } }
      case .squeeze(let axis): shape = shape.map { Self.removing(axis, $0) }
      case .unsqueeze(let axis): shape = shape.map { Self.inserting(1, $0, at: axis) }
      case .unstack(let axis):
        count = count == 1 ? shape?[axis] : nil
        shape = shape.map { Self.removing(axis, $0) }
      case .concat(let axis):
        shape = shape.flatMap { known in
          count.map { Self.setting(axis, of: known, to: known[axis] * $0) }
        }
        count = 1
      case .stack(let axis):
        shape = shape.flatMap { known in count.map { Self.inserting($0, known, at: axis) } }
        count = 1
      case .split(_, let sizes):
        shape = nil
        count = sizes.isEmpty ? nil : sizes.count
      case .slice, .omit, .pad: shape = nil
      }
    }
    return (shape, count)
  }

  // MARK: - Elements

  /// The elements of the sources, of the given shapes, that give these targets.
  func undo(_ targets: [ElementArray], from sources: [[Int]]) throws -> [ElementArray] {
    var steps = [sources]
    for operation in operations {
      steps.append(try after(operation, steps[steps.count - 1], targets.count))
    }
    var values = targets
    for index in operations.indices.reversed() {
      values = try undo(operations[index], values, before: steps[index])
    }
    return values
  }

  private func after(
    _ operation: MappingOperation,
    _ before: [[Int]],
    _ targetCount: Int
  ) throws -> [[Int]] {
    switch operation {
    case .transpose: return before.map { $0.reversed() }
    case .permute(let order): return before.map { shape in order.map { shape[$0] } }
    case .squeeze(let axis): return before.map { Self.removing(axis, $0) }
    case .unsqueeze(let axis): return before.map { Self.inserting(1, $0, at: axis) }
    case .slice(let axis, _, let count):
      let extent = try count.integer(in: scope)
      return before.map { Self.setting(axis, of: $0, to: extent) }
    case .omit(let axis, _, let count):
      let omitted = try count.integer(in: scope)
      return before.map { Self.setting(axis, of: $0, to: $0[axis] - omitted) }
    case .pad(let axis, let count):
      let zeros = try count.integer(in: scope)
      return before.map { Self.setting(axis, of: $0, to: $0[axis] + zeros) }
    case .split(let axis, let sizes):
      return try before.flatMap { shape in
        let extents =
          sizes.isEmpty
          ? Array(repeating: shape[axis] / targetCount, count: targetCount)
          : try sizes.map { try $0.integer(in: scope) }
        return extents.map { Self.setting(axis, of: shape, to: $0) }
      }
    case .unstack(let axis):
      return before.flatMap { Array(repeating: Self.removing(axis, $0), count: $0[axis]) }
    case .stack(let axis): return [Self.inserting(before.count, before[0], at: axis)]
    case .concat(let axis):
      return [Self.setting(axis, of: before[0], to: before.reduce(0) { $0 + $1[axis] })]
    case .reshape(let extents):
      let shape = try extents.map { try $0.integer(in: scope) }
      return before.map { _ in shape }
    }
  }

  private func undo(
    _ operation: MappingOperation,
    _ values: [ElementArray],
    before: [[Int]]
  ) throws -> [ElementArray] {
    switch operation {
    case .transpose: return values.map { $0.permuted([1, 0]) }
    case .permute(let order):
      let inverse = order.indices.map { axis in order.firstIndex(of: axis) ?? 0 }
      return values.map { $0.permuted(inverse) }
    case .squeeze, .unsqueeze, .reshape:
      return try zip(values, before).map { try $0.reshaped($1) }
    case .slice(let axis, let start, _):
      let first = try start.integer(in: scope)
      return zip(values, before).map { $0.placed(axis: axis, start: first, extent: $1[axis]) }
    case .omit(let axis, let start, _):
      let first = try start.integer(in: scope)
      return zip(values, before).map { value, shape in
        let parts = value.cut(axis: axis, [first, value.shape[axis] - first])
        let omitted = Self.setting(axis, of: shape, to: shape[axis] - value.shape[axis])
        return .concatenated([parts[0], .unknown(omitted), parts[1]], axis: axis)
      }
    case .pad(let axis, _):
      return zip(values, before).map { $0.sliced(axis: axis, start: 0, count: $1[axis]) }
    case .split(let axis, _):
      let each = values.count / before.count
      return before.indices.map { index in
        .concatenated(Array(values[(index * each)..<((index + 1) * each)]), axis: axis)
      }
    case .unstack(let axis):
      let each = values.count / before.count
      return try before.indices.map { index in
        let group = values[(index * each)..<((index + 1) * each)]
        return .concatenated(
          try group.map { try $0.reshaped(Self.inserting(1, $0.shape, at: axis)) },
          axis: axis
        )
      }
    case .stack(let axis):
      return try values[0].cut(axis: axis, before.map { _ in 1 })
        .map { try $0.reshaped(Self.removing(axis, $0.shape)) }
    case .concat(let axis):
      return values[0].cut(axis: axis, before.map { $0[axis] })
    }
  }

  // MARK: - Lists of extents

  private static func unpermuted(_ shape: [Int], _ order: [Int]) -> [Int] {
    var result = shape
    for (position, axis) in order.enumerated() { result[axis] = shape[position] }
    return result
  }

  private static func inserting(_ extent: Int, _ shape: [Int], at axis: Int) -> [Int] {
    Array(shape[..<axis]) + [extent] + shape[axis...]
  }

  private static func removing(_ axis: Int, _ shape: [Int]) -> [Int] {
    Array(shape[..<axis]) + shape[(axis + 1)...]
  }

  private static func setting(_ axis: Int, of shape: [Int], to extent: Int) -> [Int] {
    var result = shape
    result[axis] = extent
    return result
  }

  private static func smallestFactor(of number: Int) -> Int {
    guard number > 3 else { return max(number, 1) }
    return (2...number).first { number % $0 == 0 } ?? number
  }
}
