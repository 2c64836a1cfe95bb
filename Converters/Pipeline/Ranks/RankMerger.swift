import ZooFormats
import ZooRegistry
import ZooTensors

/// Makes one tensor of `NAME@0`, `NAME@1`, … where a checkpoint is of several tensor-parallel ranks.
///
/// How is data: the mapping's `ranks`. Whatever cannot be merged keeps its name and says why, so
/// that only a tensor which is needed becomes a problem.
struct RankMerger {
  let mapping: Mapping
  let scope: ExpressionScope
  /// The number of ranks; 1 changes nothing.
  let count: Int

  /// What the rules see, and the stored tensors that their arrangements refer to.
  struct Result {
    var tensors: [RuleTensor] = []
    var inventory: [StoredTensor]
  }

  /// Merges the tensors of an inventory, in its order.
  ///
  /// Complexity: O(tensors × rules); no bytes are read.
  func merged(_ inventory: [StoredTensor]) -> Result {
    var result = Result(inventory: inventory)
    guard count > 1 else {
      result.tensors = inventory.enumerated().map { RuleTensor($1, source: $0) }
      return result
    }
    var groups: [String: [Int: Int]] = [:]
    var order: [String] = []
    for (number, tensor) in inventory.enumerated() {
      guard let (name, rank) = RankedName.parts(of: tensor.name) else {
        result.tensors.append(RuleTensor(tensor, source: number))
        continue
      }
      if groups[name] == nil { order.append(name) }
      groups[name, default: [:]][rank] = number
    }
    for name in order { result.tensors.append(merge(name, groups[name] ?? [:], &result.inventory)) }
    return result
  }

  private func merge(
    _ name: String,
    _ numbers: [Int: Int],
    _ inventory: inout [StoredTensor]
  ) -> RuleTensor {
    let found = numbers.sorted { $0.key < $1.key }.map { inventory[$0.value] }
    var tensor = RuleTensor(
      name,
      dtype: found[0].dtype,
      shape: found[0].shape,
      value: TensorValue(zeros: found[0].shape.dimensions),
      parts: found.map(\.name)
    )
    do throws(ZooError) {
      let missing = (0..<count).filter { numbers[$0] == nil }
      guard missing.isEmpty, numbers.count == count else {
        throw Self.failure("it is not in rank \(missing.first ?? count)")
      }
      guard found.allSatisfy({ $0.dtype == found[0].dtype }) else {
        throw Self.failure("the ranks hold different types, \(found.map(\.dtype.rawValue))")
      }
      guard !mapping.ranks.isEmpty else {
        throw Self.failure("mapping '\(mapping.name)' has no 'ranks', which say how")
      }
      guard let rule = mapping.ranks.first(where: { $0.template.match(name, in: scope) != nil })
      else { throw Self.failure("no rule in 'ranks' of mapping '\(mapping.name)' says how") }
      tensor = try apply(
        rule,
        to: tensor,
        (0..<count).compactMap { numbers[$0] },
        &inventory
      )
      tensor.merge = rule.text
    } catch {
      tensor.problem = .ranks(name: name, count: count, detail: error.message)
    }
    return tensor
  }

  private func apply(
    _ rule: RankRule,
    to tensor: RuleTensor,
    _ numbers: [Int],
    _ inventory: inout [StoredTensor]
  ) throws(ZooError) -> RuleTensor {
    let parts = numbers.map { inventory[$0] }
    let values = numbers.map { number in
      TensorValue(
        source: number,
        shape: inventory[number].shape,
        strides: inventory[number].strides
      )
    }
    if case .concat(let axis, let blocks) = rule.merge {
      let value = try joined(values, axis, blocks)
      do throws(FormatError) {
        return RuleTensor(
          tensor.name,
          dtype: tensor.dtype,
          shape: try Shape(value.shape),
          value: value,
          parts: tensor.parts
        )
      } catch {
        throw ZooError(error)
      }
    }
    guard parts.allSatisfy({ $0.shape == tensor.shape }) else {
      throw Self.failure(
        "'\(rule.text)' needs equal shapes, found \(parts.map(\.shape.dimensions))"
      )
    }
    var result = tensor
    switch rule.merge {
    case .concat: break
    case .same:
      result.value = values[0]
      result.replicas = Array(values.dropFirst())
    case .sum, .mean:
      guard let content = SummedContent(tensor.name, parts, isMean: rule.merge.isMean) else {
        throw Self.failure("'\(rule.text)' needs floating-point numbers, found \(tensor.dtype)")
      }
      // It joins the inventory like a tensor that was stored.
      result.value = TensorValue(source: inventory.count, shape: tensor.shape)
      inventory.append(
        StoredTensor(
          name: tensor.name,
          dtype: tensor.dtype,
          shape: tensor.shape,
          content: content
        )
      )
    }
    return result
  }

  /// The ranks' tensors joined, block to block where the axis of each has several.
  private func joined(
    _ values: [TensorValue],
    _ axis: Int,
    _ blocks: [Expression]
  ) throws(ZooError) -> TensorValue {
    guard !blocks.isEmpty else { return try .concatenated(values, axis: axis) }
    var shares: [Int] = []
    for block in blocks { shares.append(try block.integer(in: scope)) }
    let total = shares.reduce(0) { $0.addingReportingOverflow($1).partialValue }
    guard shares.allSatisfy({ (1..<(1 << 32)).contains($0) }), total > 0 else {
      throw Self.failure("its blocks have the proportions \(shares)")
    }
    var cuts: [[TensorValue]] = shares.map { _ in [] }
    for value in values {
      guard value.shape.indices.contains(axis), value.shape[axis] % total == 0 else {
        throw Self.failure("axis \(axis) of \(value.shape) has no blocks in proportions \(shares)")
      }
      let unit = value.shape[axis] / total
      var start = 0
      for (index, share) in shares.enumerated() {
        cuts[index].append(try value.sliced(axis: axis, start: start, count: share * unit))
        start += share * unit
      }
    }
    return try .concatenated(cuts.flatMap { $0 }, axis: axis)
  }

  private static func failure(_ message: String) -> ZooError { ZooError(.badData, message) }
}

extension RankMerge {
  fileprivate var isMean: Bool { if case .mean = self { true } else { false } }
}
