import ZooTensors

/// Which of the dictionaries in a saved object are the weights, and what else there is.
///
/// The rule, from the root of the object:
/// 1. A tensor saved alone is the only tensor, and has the empty name.
/// 2. Where a dictionary has one of ``weightKeys`` and below it a dictionary with tensors, the first
///    such key in the order of that list is taken; this may repeat.
/// 3. Else a dictionary (or list) that holds tensors directly is the one.
/// 4. Else, where exactly one entry has tensors below it, training state left aside, that entry is
///    looked at in the same way.
/// 5. Else the dictionary itself, with nested names joined by dots.
///
/// A module that was saved whole is taken like a dictionary of its `state_dict()`, as it is.
///
/// Names are relative to the chosen dictionary. What is outside becomes a note; so does training
/// state inside of it, unless it was found by rule 2.
struct TorchSelection {
  /// Where training programs put the weights, the most specific first.
  static let weightKeys = [
    "state_dict", "model_state_dict", "model_state", "model", "module", "net", "network", "weights",
    "params",
  ]
  /// Where they put what they need to continue, which also holds tensors.
  static let trainingKeys: Set<String> = [
    "optimizer", "optimizers", "optim", "optimizer_state", "optimizer_states",
    "optimizer_state_dict", "optimizer_history", "last_optimizer_state", "lr_scheduler",
    "lr_schedulers", "scheduler", "scaler", "grad_scaler", "amp", "rng_state", "cuda_rng_state",
    "random_states", "random_state", "np_rng_state", "numpy_rng_state", "numpy_random_state",
    "callbacks", "loops", "extra_state",
  ]

  var objects: TorchObjects
  let limits: ParsingLimits
  /// The tensors found, in the order of the file.
  var tensors: [(name: String, value: TorchValue)] = []
  /// Whether the whole object is one tensor, which then has no name.
  private(set) var isTensor = false
  /// What was left out, for people.
  var notes: [String] = []
  var leftovers: [String] = []
  var leftoverCount = 0
  var searched: Set<PickleRef> = []
  var temporaries = 0
  /// Whether the note about modules was made.
  var hasModule = false
  private var counts: [PickleRef: Count] = [:]
  private var path: [String] = []

  /// What was found below a container: `nil` while it is being looked at.
  private struct Count {
    var tensors: Int?
    /// The containers above one another, itself included.
    var height = 0
  }

  init(_ objects: TorchObjects, limits: ParsingLimits) throws(FormatError) {
    self.objects = objects
    self.limits = limits
    let root = self.objects.graph.root
    try select(root, try self.objects.role(root), isBelowWeightKey: false)
    if temporaries > 0 {
      notes.append("left out \(temporaries) buffers that are not persistent")
    }
    if leftoverCount > 0 {
      let more = leftoverCount - leftovers.count
      notes.append(
        "left out what is not a tensor: \(leftovers.joined(separator: ", "))"
          + (more > 0 ? " and \(more) more" : "")
      )
    }
  }

  private mutating func select(
    _ ref: PickleRef,
    _ role: TorchObjects.Role,
    isBelowWeightKey: Bool
  ) throws(FormatError) {
    switch role {
    case .tensor:
      isTensor = path.isEmpty
      tensors.append((path.last ?? "", try objects.tensor(ref, named: "")))
    case .mapping, .sequence:
      let entries = try objects.entries(role)
      try requireUniqueKeys(entries)
      if let weights = try weights(among: entries) {
        return try descend(to: weights, among: entries, isBelowWeightKey: true)
      }
      let hasTensor = entries.contains { if case .tensor = $0.role { true } else { false } }
      var holders: [TorchEntry] = []
      for entry in entries where try count(entry) > 0 {
        if try !isTrainingState(entry) { holders.append(entry) }
      }
      if !isBelowWeightKey, !hasTensor, holders.count == 1 {
        return try descend(to: holders[0], among: entries, isBelowWeightKey: false)
      }
      if !isBelowWeightKey, !hasTensor, holders.isEmpty, try count(ref, role) > 0 {
        throw FormatError(
          .unsupported,
          "the file holds what a training program needs to continue ("
            + entries.map { "'\(printable($0.title))'" }.prefix(8).joined(separator: ", ")
            + "), but no weights"
        )
      }
      let skipsTraining = !isBelowWeightKey
      try take(entries, total: try count(ref, role), skipsTraining: skipsTraining)
    case .module(let module):
      try checkTotal(try count(ref, role))
      try collect(module, role, prefix: "")
    case .plain(let what):
      throw FormatError(.unsupported, "expected a dictionary of tensors, found \(what)")
    case .opaque(let what):
      throw FormatError(
        .unsupported,
        "the file holds \(what), which cannot be read without running its code; "
          + "save its state_dict() instead"
      )
    }
  }

  /// The entry of rule 2.
  private mutating func weights(among entries: [TorchEntry]) throws(FormatError) -> TorchEntry? {
    var best: (rank: Int, entry: TorchEntry)?
    for entry in entries {
      guard entry.isDictionary, let text = entry.text,
        let rank = Self.weightKeys.firstIndex(of: text), rank < best?.rank ?? .max,
        try count(entry) > 0
      else { continue }
      best = (rank, entry)
    }
    return best?.entry
  }

  private mutating func descend(
    to chosen: TorchEntry,
    among entries: [TorchEntry],
    isBelowWeightKey: Bool
  ) throws(FormatError) {
    let outer = path
    path.append(chosen.title)
    notes.append("the tensors are those of '\(printable(path.joined(separator: ".")))'")
    for entry in entries where entry.title != chosen.title {
      try describe(entry, below: outer)
    }
    try select(chosen.value, chosen.role, isBelowWeightKey: isBelowWeightKey)
  }

  private mutating func take(
    _ entries: [TorchEntry],
    total: Int,
    skipsTraining: Bool
  ) throws(FormatError) {
    try checkTotal(total)
    if total == 0 { try refuseOpaque(entries) }
    tensors.reserveCapacity(total)
    for entry in entries {
      if skipsTraining, try isTrainingState(entry), try count(entry) > 0 {
        try describe(entry, below: path)
      } else {
        try collect(entry, prefix: "")
      }
    }
  }

  private func checkTotal(_ total: Int) throws(FormatError) {
    try limits.checkTensorCount(total)
  }

  private func requireUniqueKeys(_ entries: [TorchEntry]) throws(FormatError) {
    var seen: Set<String> = []
    seen.reserveCapacity(entries.count)
    for case let text? in entries.lazy.map(\.text) where !seen.insert(text).inserted {
      throw FormatError(
        .invalidValue,
        "the key '\(printable(text))' occurs twice in one dictionary"
      )
    }
  }

  // MARK: - Training state

  mutating func isTrainingState(_ entry: TorchEntry) throws(FormatError) -> Bool {
    guard case .mapping = entry.role else {
      return entry.text.map(Self.trainingKeys.contains) == true
    }
    if let text = entry.text, Self.trainingKeys.contains(text) { return true }
    let keys = Set(try objects.entries(entry.role).compactMap(\.text))
    return keys.contains("param_groups") && keys.contains("state")
  }

  // MARK: - Counting

  /// The tensors below an entry.
  mutating func count(_ entry: TorchEntry) throws(FormatError) -> Int {
    try count(entry.value, entry.role)
  }

  /// Each container is looked at once; what is shared counts wherever it occurs.
  ///
  /// Everything that is walked into is counted before, so this is also the proof that walks end:
  /// modules may refer to one another in circles, and their depth is not that of the pickle.
  private mutating func count(
    _ ref: PickleRef,
    _ role: TorchObjects.Role,
    depth: Int = 1
  ) throws(FormatError) -> Int {
    switch role {
    case .tensor: return 1
    case .plain, .opaque: return 0
    case .mapping, .sequence, .module: break
    }
    if let known = counts[ref] {
      guard let tensors = known.tensors else {
        throw FormatError(
          .invalidValue,
          "a module of the pickle contains itself; such data is not read"
        )
      }
      try checkDepth(depth + known.height - 1)
      return tensors
    }
    try checkDepth(depth)
    counts[ref] = Count()
    var total = 0
    var height = 1
    for child in try objects.children(role) {
      let (sum, overflow) = total.addingReportingOverflow(
        try count(child, try objects.role(child), depth: depth + 1)
      )
      total = overflow ? .max : sum
      height = max(height, (counts[child]?.height ?? 0) + 1)
    }
    counts[ref] = Count(tensors: total, height: height)
    return total
  }

  private func checkDepth(_ depth: Int) throws(FormatError) {
    let cap = min(limits.nestingDepth, 256)
    guard depth <= cap else {
      throw .limit("nesting of modules", depth, cap, "ParsingLimits.nestingDepth")
    }
  }
}
