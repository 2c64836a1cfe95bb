import ZooTensors

/// A reading of a pickle that can say how many tensors are below a node.
///
/// What a tensor is, and what a container, the reading decides; the counting is here.
protocol PickleTensorCounting {
  /// The counts of containers that were looked at.
  var tensorCounts: [PickleRef: Int] { get set }

  /// What a node is to the count; O(1).
  mutating func counted(_ ref: PickleRef) throws(FormatError) -> PickleCountedNode
}

extension PickleTensorCounting {
  /// The tensors below a node.
  ///
  /// Each container is looked at once; what is shared counts wherever it occurs, so that the sum
  /// may be greater than an integer holds, and then is the greatest.
  mutating func count(_ ref: PickleRef) throws(FormatError) -> Int {
    let children: ArraySlice<PickleRef>
    switch try counted(ref) {
    case .tensor: return 1
    case .other: return 0
    case .container(let parts): children = parts
    }
    if let known = tensorCounts[ref] { return known }
    var total = 0
    for child in children {
      let (sum, overflow) = total.addingReportingOverflow(try count(child))
      total = overflow ? .max : sum
    }
    tensorCounts[ref] = total
    return total
  }
}
