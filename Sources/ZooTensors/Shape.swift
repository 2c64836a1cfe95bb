/// The dimensions of a tensor, outermost first, proven not to overflow.
///
/// A scalar has no dimensions and one element. A dimension may be zero.
public struct Shape: Sendable, Hashable {
  /// The extent of each axis, outermost first.
  public let dimensions: [Int]

  /// The product of the dimensions.
  public let elementCount: Int

  /// Checks dimensions that came from a file or a configuration.
  ///
  /// - Throws: ``FormatError`` where a dimension is negative or above 2^48, where there are more
  ///   axes than `limits` allow, or where the product of the non-zero dimensions overflows.
  public init(_ dimensions: [Int], limits: ParsingLimits = .default) throws(FormatError) {
    try limits.checkRank(dimensions.count)
    var product = 1
    var isEmpty = false
    for dimension in dimensions {
      guard dimension >= 0 else {
        throw FormatError(.invalidValue, "dimension \(dimension) of \(dimensions) is negative")
      }
      guard dimension <= 1 << 48 else {
        throw FormatError(.limitExceeded, "dimension \(dimension) of \(dimensions) is above 2^48")
      }
      guard dimension > 0 else {
        isEmpty = true
        continue
      }
      let (next, overflow) = product.multipliedReportingOverflow(by: dimension)
      guard !overflow else {
        throw FormatError(.invalidValue, "the product of \(dimensions) overflows 64 bits")
      }
      product = next
    }
    self.dimensions = dimensions
    elementCount = isEmpty ? 0 : product
  }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The strides, in elements, of a contiguous row-major tensor of this shape.
  public var rowMajorStrides: [Int] {
    var strides = [Int](repeating: 1, count: rank)
    var step = 1
    for axis in dimensions.indices.reversed() {
      strides[axis] = step
      step &*= max(dimensions[axis], 1)
    }
    return strides
  }
}

extension Shape: CustomStringConvertible {
  /// The dimensions in brackets, for example `[2, 3]`.
  public var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }
}
