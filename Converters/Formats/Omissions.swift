/// What a reader leaves out of a checkpoint, gathered by the reason, so that a thousand tensors of
/// one kind make one note.
struct Omissions {
  private var order: [String] = []
  private var byReason: [String: (first: String, count: Int)] = [:]

  /// Records a name and why it is left out.
  mutating func add(_ name: String, because reason: String) {
    if let known = byReason[reason] {
      byReason[reason] = (known.first, known.count + 1)
    } else {
      byReason[reason] = (name, 1)
      order.append(reason)
    }
  }

  /// One sentence for each reason, in the order in which they occurred.
  var notes: [String] {
    order.map { reason in
      guard let (first, count) = byReason[reason] else { return reason }
      let others = count == 1 ? "" : " and \(count - 1) more"
      return "left out '\(printable(first))'\(others): \(reason)"
    }
  }
}
