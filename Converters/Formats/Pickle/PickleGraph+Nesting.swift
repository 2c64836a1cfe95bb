import ZooTensors

extension PickleGraph {
  /// Refuses containers that contain themselves, and nesting deeper than `limit`.
  ///
  /// Tuples, lists, sets, dictionaries and the arguments and items of calls count as nesting. The
  /// state of an opaque object starts afresh: such objects may refer back to their owners, and
  /// nothing ever walks into them. Every node is visited once, however often it is shared. Readers
  /// walk recursively, so a limit above 256 counts as 256.
  func checkNesting(limit: Int) throws(FormatError) {
    let unseen = UInt16.max
    let open = UInt16.max - 1
    let cap = UInt16(clamping: min(limit, 256))
    var heights = [UInt16](repeating: unseen, count: nodes.count)
    var roots = [root]
    var path: [Frame] = []
    while let start = roots.popLast() {
      guard heights[Int(start.index)] == unseen else { continue }
      heights[Int(start.index)] = open
      path.append(Frame(node: start, children: children(start, &roots)))
      while let top = path.indices.last {
        if let child = path[top].children.popFirst() {
          let index = Int(child.index)
          if isLeaf(nodes[index].kind) {
            path[top].height = max(path[top].height, 1)
          } else if heights[index] == unseen {
            heights[index] = open
            path.append(Frame(node: child, children: children(child, &roots)))
          } else if heights[index] == open {
            throw FormatError(
              .invalidValue,
              "a container of the pickle contains itself; such data is not read"
            )
          } else {
            path[top].height = max(path[top].height, heights[index] + 1)
          }
        } else {
          let done = path.removeLast()
          heights[Int(done.node.index)] = done.height
          if top > 0 { path[top - 1].height = max(path[top - 1].height, done.height + 1) }
        }
        if path.count > cap || path.last.map({ $0.height > cap }) == true {
          throw .limit(
            "nesting of the pickle",
            Int(cap) + 1,
            Int(cap),
            "ParsingLimits.nestingDepth"
          )
        }
      }
    }
  }

  /// A container whose children are being visited.
  private struct Frame {
    let node: PickleRef
    var children: ArraySlice<PickleRef>
    /// One more than the highest child so far.
    var height: UInt16 = 0
  }

  private func isLeaf(_ kind: Kind) -> Bool {
    switch kind {
    case .tuple, .list, .set, .dict, .call, .persistent: false
    default: true
    }
  }

  private func children(_ ref: PickleRef, _ roots: inout [PickleRef]) -> ArraySlice<PickleRef> {
    switch self[ref] {
    case .tuple(let elements), .list(let elements), .set(let elements), .dict(let elements):
      return elements
    case .persistent(let id): return [id]
    case .call(let call):
      if let state = call.state { roots.append(state) }
      if call.keywords == nil, call.items.isEmpty, call.entries.isEmpty {
        return [call.function, call.arguments]
      }
      var all = [call.function, call.arguments]
      if let keywords = call.keywords { all.append(keywords) }
      return (all + call.items + call.entries)[...]
    default: return []
    }
  }
}
