import ZooRegistry

extension Architecture {
  /// The configuration key that alone decides an axis of a tensor, if there is one.
  func configurationKey(of tensor: String, axis: Int) -> String? {
    for part in parts {
      for template in part.tensors where template.name.match(tensor) != nil {
        guard template.shape.indices.contains(axis) else { continue }
        let identifiers = template.shape[axis].identifiers
        if identifiers.count == 1 { return identifiers.first }
      }
    }
    return nil
  }
}
