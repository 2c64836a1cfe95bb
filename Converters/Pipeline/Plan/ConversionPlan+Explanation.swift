import ZooFormats
import ZooTensors

extension ConversionPlan {
  /// The stored tensors that a tensor is made of, with types and shapes.
  public func sourceDescriptions(of tensor: PlannedTensor) -> [String] {
    tensor.sources.compactMap { name in
      inventory.first { $0.name == name }.map { "\($0.name)  \($0.dtype) \($0.shape)" }
    }
  }

  /// The strided copies that produce a tensor, in words: which elements go where.
  public func copyDescriptions(of tensor: PlannedTensor) -> [String] {
    tensor.value.copies(in: 0..<tensor.value.elementCount).map { copy in
      let source = copy.source.map { "'\(inventory[$0].name)' from element \(copy.sourceOffset)" }
      let loops = copy.loops.map {
        "\($0.extent) × (source +\($0.sourceStride), result +\($0.targetStride))"
      }
      return
        "\(source ?? "zeros") to element \(copy.targetOffset): \(loops.isEmpty ? "one element" : loops.joined(separator: ", "))"
    }
  }
}
