import ZooTensors

/// One value of a Flax state dict: a subtree, an array, or something that is no weight.
indirect enum FlaxNode: Sendable {
  /// Named members, in the order of the file, each name once.
  case map([(key: String, node: FlaxNode)])
  /// Numbered members.
  case list([FlaxNode])
  case array(FlaxArray)
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  /// A text; its range in the file.
  case text(Range<Int>)
  /// Anything else, with its name for messages.
  case other(String)

  /// The member of a map with this name.
  subscript(key: String) -> FlaxNode? {
    guard case .map(let members) = self else { return nil }
    return members.first { $0.key == key }?.node
  }

  /// The members of a map, or of a list by their numbers; `nil` for everything else.
  var members: [(key: String, node: FlaxNode)]? {
    switch self {
    case .map(let members): members
    case .list(let nodes): nodes.enumerated().map { (String($0.offset), $0.element) }
    default: nil
    }
  }

  /// The nodes named "0" to "n-1" in the order of their numbers, where these are all; else `nil`.
  ///
  /// Flax writes lists and tuples as such maps.
  var numbered: [FlaxNode]? {
    guard let members else { return nil }
    var nodes = [FlaxNode?](repeating: nil, count: members.count)
    for (key, node) in members {
      guard let number = Int(key), String(number) == key, nodes.indices.contains(number) else {
        return nil
      }
      nodes[number] = node
    }
    // Keys are unique, so that as many valid numbers as members are all numbers.
    return nodes.compactMap { $0 }
  }

  /// The number, if it is an integer.
  var integer: Int? {
    guard case .integer(let value) = self else { return nil }
    return Int(exactly: value)
  }

  /// What the node is, for messages.
  var kind: String {
    switch self {
    case .map: "a map"
    case .list: "a list"
    case .array: "an array"
    case .null: "nothing"
    case .bool: "a boolean"
    case .integer: "an integer"
    case .number: "a number"
    case .text: "a text"
    case .other(let name): name
    }
  }
}
