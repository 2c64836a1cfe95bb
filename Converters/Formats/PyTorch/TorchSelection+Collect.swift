import ZooTensors

extension TorchSelection {
  /// Takes everything under one entry of the chosen dictionary.
  mutating func collect(_ entry: TorchEntry, prefix: String) throws(FormatError) {
    if case .tensor = entry.role {
      let name = prefix + (try entry.component())
      return tensors.append((name, try objects.tensor(entry.value, named: name)))
    }
    guard try count(entry) > 0 else { return try passOver(entry, prefix: prefix) }
    let name = prefix + (try entry.component()) + "."
    for inner in try objects.entries(entry.role) { try collect(inner, prefix: name) }
  }

  /// Something without tensors: plain data is left out with a note, anything opaque is an error.
  private mutating func passOver(_ entry: TorchEntry, prefix: String) throws(FormatError) {
    let title = prefix + entry.title
    if let what = try firstOpaque(entry.value, entry.role) {
      throw FormatError(
        .unsupported,
        "'\(printable(title))' among the tensors is \(what), which cannot be read without running "
          + "its code; remove it or save it elsewhere"
      )
    }
    // The versions of modules, which some writers keep as an entry.
    if title != "_metadata" { leaveOut(title) }
  }

  /// Says why a file without tensors cannot be read, where an opaque object is to blame.
  mutating func refuseOpaque(_ entries: [TorchEntry]) throws(FormatError) {
    for entry in entries {
      guard let what = try firstOpaque(entry.value, entry.role) else { continue }
      throw FormatError(
        .unsupported,
        "the file holds no tensors that can be read; '\(printable(entry.title))' is \(what). "
          + "Save a state_dict() instead"
      )
    }
  }

  /// What the first opaque object below a node is; every container is searched once.
  private mutating func firstOpaque(
    _ ref: PickleRef,
    _ role: TorchObjects.Role
  ) throws(FormatError) -> String? {
    switch role {
    case .opaque(let what): return what
    case .tensor, .plain: return nil
    case .mapping(let values), .sequence(let values):
      guard searched.insert(ref).inserted else { return nil }
      for value in values {
        if let what = try firstOpaque(value, try objects.role(value)) { return what }
      }
      return nil
    }
  }

  /// A note about something outside the chosen dictionary.
  mutating func describe(_ entry: TorchEntry, below path: [String]) throws(FormatError) {
    let title = printable((path + [entry.title]).joined(separator: "."))
    let count = try count(entry)
    switch entry.role {
    case .tensor: notes.append("left out the tensor '\(title)'")
    case .opaque(let what): notes.append("left out '\(title)': \(what)")
    case _ where count > 0:
      let what = try isTrainingState(entry) ? "training state" : "a part"
      notes.append("left out '\(title)': \(what) with \(count) tensors")
    default: leaveOut(title)
    }
  }

  private mutating func leaveOut(_ title: String) {
    leftoverCount += 1
    if leftovers.count < 8 { leftovers.append("'\(printable(title))'") }
  }
}
