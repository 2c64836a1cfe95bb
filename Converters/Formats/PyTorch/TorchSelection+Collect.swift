import ZooTensors

extension TorchSelection {
  /// Takes everything under one entry of the chosen dictionary.
  mutating func collect(_ entry: TorchEntry, prefix: String) throws(FormatError) {
    switch entry.role {
    case .tensor:
      let name = prefix + (try entry.component())
      tensors.append((name, try objects.tensor(entry.value, named: name)))
    case .module(let module):
      let name = prefix + (try entry.component()) + "."
      // Counted first, which proves that this ends. What has no tensors is looked at once.
      guard try count(entry) > 0 || searched.insert(entry.value).inserted else { return }
      try collect(module, entry.role, prefix: name)
    case .mapping, .sequence, .plain, .opaque:
      guard try count(entry) > 0 else { return try passOver(entry, prefix: prefix) }
      let name = prefix + (try entry.component()) + "."
      for inner in try objects.entries(entry.role) { try collect(inner, prefix: name) }
    }
  }

  /// Takes the parameters and buffers of a module and of those below it.
  mutating func collect(
    _ module: TorchModule,
    _ role: TorchObjects.Role,
    prefix: String
  ) throws(FormatError) {
    if !hasModule { notes.append(module.note) }
    hasModule = true
    temporaries += module.temporaries
    for attribute in try objects.attributes(of: module) {
      try describe(attribute, as: prefix + attribute.title)
    }
    for entry in try objects.entries(role) { try collect(entry, prefix: prefix) }
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
    case .mapping, .sequence, .module:
      guard searched.insert(ref).inserted else { return nil }
      for child in try objects.children(role) {
        if let what = try firstOpaque(child, try objects.role(child)) { return what }
      }
      return nil
    }
  }

  /// A note about something outside the chosen dictionary.
  mutating func describe(_ entry: TorchEntry, below path: [String]) throws(FormatError) {
    try describe(entry, as: (path + [entry.title]).joined(separator: "."))
  }

  private mutating func describe(_ entry: TorchEntry, as title: String) throws(FormatError) {
    let shown = printable(title)
    let count = try count(entry)
    switch entry.role {
    case .tensor: notes.append("left out the tensor '\(shown)'")
    case .opaque(let what): notes.append("left out '\(shown)': \(what)")
    case _ where count > 0 && notes.count < 64:
      let what = try isTrainingState(entry) ? "training state" : "a part"
      notes.append("left out '\(shown)': \(what) with \(count) tensors")
    default: leaveOut(title)
    }
  }

  private mutating func leaveOut(_ title: String) {
    leftoverCount += 1
    if leftovers.count < 8 { leftovers.append("'\(printable(title))'") }
  }
}
