package import ZooRegistry
package import ZooTensors

/// One word of the mapping language: what happens to tensors between a source and its target.
///
/// Operations only rearrange elements; sizes are expressions over the configuration and the rule's
/// indices. Every operation takes and gives a list of tensors; most treat each on its own.
package enum MappingOperation: Sendable {
  /// Exchanges the axes of a matrix: `[in, out]` kernels become `[out, in]` weights.
  case transpose
  /// Reorders the axes.
  case permute([Int])
  /// Splits and merges neighbouring axes.
  case reshape([Expression])
  /// Cuts each tensor into parts on an axis: equal ones, or of the given sizes.
  case split(axis: Int, sizes: [Expression])
  /// Joins all tensors on an axis.
  case concat(axis: Int)
  /// Joins all tensors on a new axis.
  case stack(axis: Int)
  /// Takes a tensor apart along an axis, which disappears.
  case unstack(axis: Int)
  /// Keeps a range of an axis.
  case slice(axis: Int, start: Expression, count: Expression)
  /// Leaves out a range of an axis.
  case omit(axis: Int, start: Expression, count: Expression)
  /// Appends zeros to an axis.
  case pad(axis: Int, count: Expression)
  /// Removes an axis of extent 1.
  case squeeze(axis: Int)
  /// Adds an axis of extent 1.
  case unsqueeze(axis: Int)

  /// Reads `name` or `name(argument, …)`.
  package init(parsing text: String) throws(ZooError) {
    let (name, arguments) = try Self.parts(of: text)
    func axis(_ index: Int) throws(ZooError) -> Int {
      guard index < arguments.count, let axis = Int(arguments[index]), axis >= 0 else {
        throw ZooError(.configuration, "'\(text)': argument \(index + 1) must be an axis number")
      }
      return axis
    }
    func expect(_ count: Int) throws(ZooError) {
      guard arguments.count == count else {
        throw ZooError(
          .configuration,
          "'\(text)': expected \(count) arguments, found \(arguments.count)"
        )
      }
    }
    switch name {
    case "transpose":
      try expect(0)
      self = .transpose
    case "permute":
      var axes: [Int] = []
      for index in arguments.indices { axes.append(try axis(index)) }
      self = .permute(axes)
    case "reshape":
      self = .reshape(try Self.expressions(arguments))
    case "split":
      self = .split(axis: try axis(0), sizes: try Self.expressions(Array(arguments.dropFirst())))
    case "concat":
      try expect(1)
      self = .concat(axis: try axis(0))
    case "stack":
      try expect(1)
      self = .stack(axis: try axis(0))
    case "unstack":
      try expect(1)
      self = .unstack(axis: try axis(0))
    case "slice":
      try expect(3)
      let sizes = try Self.expressions(Array(arguments.dropFirst()))
      self = .slice(axis: try axis(0), start: sizes[0], count: sizes[1])
    case "omit":
      try expect(3)
      let sizes = try Self.expressions(Array(arguments.dropFirst()))
      self = .omit(axis: try axis(0), start: sizes[0], count: sizes[1])
    case "pad":
      try expect(2)
      self = .pad(axis: try axis(0), count: try Expression(parsing: arguments[1]))
    case "squeeze":
      try expect(1)
      self = .squeeze(axis: try axis(0))
    case "unsqueeze":
      try expect(1)
      self = .unsqueeze(axis: try axis(0))
    default:
      throw ZooError(
        .configuration,
        "'\(name)' is not an operation; there are transpose, permute, reshape, split, concat, stack, unstack, slice, omit, pad, squeeze and unsqueeze"
      )
    }
  }

  /// Applies the operation; `evaluate` gives the value of a size.
  package func apply(
    to values: [TensorValue],
    targetCount: Int,
    evaluate: (Expression) throws(ZooError) -> Int
  ) throws(ZooError) -> [TensorValue] {
    switch self {
    case .concat(let axis): return [try .concatenated(values, axis: axis)]
    case .stack(let axis): return [try .stacked(values, axis: axis)]
    default: break
    }
    var result: [TensorValue] = []
    for value in values {
      switch self {
      case .concat, .stack: break
      case .transpose: result.append(try value.transposed())
      case .permute(let order): result.append(try value.permuted(order))
      case .reshape(let extents):
        var target: [Int] = []
        for extent in extents { target.append(try evaluate(extent)) }
        result.append(try value.reshaped(target))
      case .split(let axis, let sizes):
        result += try Self.split(
          value,
          axis,
          try Self.sizes(sizes, value, axis, targetCount, evaluate)
        )
      case .unstack(let axis):
        for part in try Self.split(value, axis, Array(repeating: 1, count: value.extent(axis))) {
          result.append(try part.squeezed(axis: axis))
        }
      case .slice(let axis, let start, let count):
        result.append(
          try value.sliced(axis: axis, start: try evaluate(start), count: try evaluate(count))
        )
      case .omit(let axis, let start, let count):
        result.append(
          try value.omitting(axis: axis, start: try evaluate(start), count: try evaluate(count))
        )
      case .pad(let axis, let count):
        result.append(try value.padded(axis: axis, by: try evaluate(count)))
      case .squeeze(let axis): result.append(try value.squeezed(axis: axis))
      case .unsqueeze(let axis): result.append(try value.unsqueezed(axis: axis))
      }
    }
    return result
  }

  private static func sizes(
    _ expressions: [Expression],
    _ value: TensorValue,
    _ axis: Int,
    _ targetCount: Int,
    _ evaluate: (Expression) throws(ZooError) -> Int
  ) throws(ZooError) -> [Int] {
    if !expressions.isEmpty {
      var sizes: [Int] = []
      for expression in expressions { sizes.append(try evaluate(expression)) }
      return sizes
    }
    let extent = value.extent(axis)
    guard targetCount > 0, extent % targetCount == 0 else {
      throw ZooError(
        .configuration,
        "split of axis \(axis) of \(value.shape) into \(targetCount) equal parts"
      )
    }
    return Array(repeating: extent / targetCount, count: targetCount)
  }

  private static func split(
    _ value: TensorValue,
    _ axis: Int,
    _ sizes: [Int]
  ) throws(ZooError) -> [TensorValue] {
    guard sizes.reduce(0, +) == value.extent(axis) else {
      throw ZooError(
        .configuration,
        "split into \(sizes) does not cover axis \(axis) of \(value.shape)"
      )
    }
    var start = 0
    var parts: [TensorValue] = []
    for size in sizes {
      parts.append(try value.sliced(axis: axis, start: start, count: size))
      start += size
    }
    return parts
  }

  static func expressions(_ texts: [String]) throws(ZooError) -> [Expression] {
    var result: [Expression] = []
    for text in texts { result.append(try Expression(parsing: text)) }
    return result
  }

  static func parts(of text: String) throws(ZooError) -> (String, [String]) {
    let trimmed = text.trimmingSpaces()
    guard let open = trimmed.firstIndex(of: "(") else { return (trimmed, []) }
    guard trimmed.hasSuffix(")") else {
      throw ZooError(.configuration, "'\(text)': expected ')' at the end")
    }
    let inside = trimmed[trimmed.index(after: open)...].dropLast()
    let arguments = String(inside).splitOutsideBrackets(",").map { $0.trimmingSpaces() }
    return (String(trimmed[..<open]).trimmingSpaces(), arguments == [""] ? [] : arguments)
  }
}

extension TensorValue {
  /// The extent of an axis, 0 where there is no such axis (the operation then says so).
  fileprivate func extent(_ axis: Int) -> Int { shape.indices.contains(axis) ? shape[axis] : 0 }
}
