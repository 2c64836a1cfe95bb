import ZooTensors

extension PickleGraph {
  /// The elements of a tuple or `torch.Size`, or `nil` for anything else.
  func sizes(_ ref: PickleRef) throws(FormatError) -> ArraySlice<PickleRef>? {
    guard case .call(let call) = self[ref] else { return tuple(ref) }
    guard let global = try global(call.function), global == ("torch", "Size"),
      let arguments = tuple(call.arguments), arguments.count == 1, let only = arguments.first
    else { return nil }
    return tuple(only)
  }
}
