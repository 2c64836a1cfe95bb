package import ZooRegistry
package import ZooTensors

/// What makes one tensor of those that the ranks of a tensor-parallel model hold.
package enum RankMerge: Sendable {
  /// The ranks' tensors are joined on an axis.
  ///
  /// With `blocks`, the axis of each rank consists of that many blocks in these proportions, and
  /// block is joined to block: a fused `[query, key, value]` stays three blocks.
  case concat(axis: Int, blocks: [Expression])
  /// Every rank holds the same bytes, which is verified.
  case same
  /// The ranks' numbers are added.
  case sum
  /// The ranks' numbers are averaged.
  case mean

  /// Reads `concat(AXIS)`, `concat(AXIS, BLOCK, …)`, `same`, `sum` or `mean`.
  package init(parsing text: String) throws(ZooError) {
    let (name, arguments) = try MappingOperation.parts(of: text)
    switch name {
    case "concat":
      guard let first = arguments.first, let axis = Int(first), axis >= 0 else {
        throw ZooError(.configuration, "'\(text)': argument 1 must be an axis number")
      }
      guard arguments.count != 2 else {
        throw ZooError(.configuration, "'\(text)': expected no block or at least two")
      }
      self = .concat(
        axis: axis,
        blocks: try MappingOperation.expressions(Array(arguments.dropFirst()))
      )
    case "same" where arguments.isEmpty: self = .same
    case "sum" where arguments.isEmpty: self = .sum
    case "mean" where arguments.isEmpty: self = .mean
    default:
      throw ZooError(
        .configuration,
        "'\(text)' does not merge ranks; there are concat(axis), concat(axis, block, …), same, sum and mean"
      )
    }
  }
}
