import ZooTensors

/// Collects the arrays of a pickled object: nested dictionaries, lists and tuples.
///
/// A name is the path to an array, keys and places joined by `/`.
struct PickledArrays {
  private var tree: PickledTree
  private let limits: ParsingLimits
  private(set) var tensors: [StoredTensor] = []
  private(set) var notes: [String] = []
  private var leftovers: [String] = []
  private var leftoverCount = 0

  /// Collects the arrays of one pickle.
  ///
  /// - Parameters:
  ///   - graph: The pickle.
  ///   - prefix: What the names in a dictionary or list begin with, with its slash.
  ///   - name: The name of an array that is the whole object.
  ///   - limits: The caps.
  /// - Throws: ``FormatError`` where an array is malformed, or is of a class that is not read.
  init(
    _ graph: PickleGraph,
    prefix: String,
    alone name: String,
    limits: ParsingLimits
  ) throws(FormatError) {
    tree = PickledTree(graph, limits: limits)
    self.limits = limits
    let total = try tree.count(graph.root)
    try limits.checkTensorCount(total)
    tensors.reserveCapacity(total)
    switch try tree.role(graph.root) {
    case .mapping, .sequence: try collect(graph.root, prefix)
    default: try take(graph.root, name)
    }
    if leftoverCount > 0 {
      let more = leftoverCount - leftovers.count
      notes.append(
        "left out what is no array: \(leftovers.joined(separator: ", "))"
          + (more > 0 ? " and \(more) more" : "")
      )
    }
  }

  private mutating func collect(_ ref: PickleRef, _ prefix: String) throws(FormatError) {
    for (key, value) in try tree.parts(of: ref) { try take(value, prefix + key) }
  }

  private mutating func take(_ ref: PickleRef, _ name: String) throws(FormatError) {
    switch try tree.role(ref) {
    case .array:
      guard let array = try tree.arrays.array(ref, named: name) else { return }
      tensors.append(array.stored(as: name))
    case .text(let words):
      notes.append("left out '\(printable(name))': its elements are \(words)")
    case .plain: leaveOut(name)
    case .opaque(let what):
      let count = try tree.arrayCount(inside: ref)
      notes.append(
        "left out '\(printable(name))': \(what)"
          + (count > 0 ? ", which holds \(count) arrays" : "")
      )
    case .mapping(let parts), .sequence(let parts):
      if try tree.count(ref) > 0 {
        try collect(ref, name + "/")
      } else if let what = try tree.firstOpaque(ref) {
        notes.append("left out '\(printable(name))', in which there is \(what)")
      } else if !parts.isEmpty {
        // Empty ones stand for layers without weights, and leave nothing out.
        leaveOut(name)
      }
    }
  }

  private mutating func leaveOut(_ name: String) {
    leftoverCount += 1
    if leftovers.count < 8 { leftovers.append("'\(printable(name))'") }
  }
}
