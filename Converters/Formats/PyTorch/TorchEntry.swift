import ZooTensors

/// One entry of a dictionary or list in a saved object.
struct TorchEntry {
  /// A dictionary's key or a list's index.
  enum Key {
    case text(String)
    case index(Int)
    /// A key that cannot be a part of a name; the words say what it is.
    case other(String)
  }

  let key: Key
  let value: PickleRef
  let role: TorchObjects.Role

  /// The key, where it is text.
  var text: String? { if case .text(let text) = key { text } else { nil } }

  /// The key for messages.
  var title: String {
    switch key {
    case .text(let text), .other(let text): text
    case .index(let index): String(index)
    }
  }

  /// The key as a part of a tensor's name.
  func component() throws(FormatError) -> String {
    guard case .other = key else { return title }
    throw FormatError(
      .invalidValue,
      "a key above a tensor is not text but \(title); parts of tensor names are text"
    )
  }
}

extension TorchObjects {
  /// The entries of a dictionary or list; empty for anything else.
  mutating func entries(_ role: Role) throws(FormatError) -> [TorchEntry] {
    var result: [TorchEntry] = []
    switch role {
    case .mapping(let pairs):
      result.reserveCapacity(pairs.count / 2)
      var rest = pairs
      while let key = rest.popFirst(), let value = rest.popFirst() {
        result.append(TorchEntry(key: try self.key(key), value: value, role: try self.role(value)))
      }
    case .sequence(let elements):
      result.reserveCapacity(elements.count)
      for (index, value) in elements.enumerated() {
        result.append(TorchEntry(key: .index(index), value: value, role: try self.role(value)))
      }
    default: break
    }
    return result
  }

  private func key(_ ref: PickleRef) throws(FormatError) -> TorchEntry.Key {
    switch graph[ref] {
    case .text(let text): .text(try graph.string(text))
    case .int(let number): .other("the number \(number)")
    default: .other("something else")
    }
  }
}
