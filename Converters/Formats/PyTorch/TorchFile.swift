import ZooTensors

/// A file that `torch.save` wrote: its object as data, and its storages.
///
/// For containers that know where in the object their tensors are; nothing is chosen or passed over.
struct TorchFile: Sendable {
  var objects: TorchObjects
  let storages: [TorchStorage]
  var notes: [String] = []

  /// The object that was saved.
  var root: PickleRef { objects.graph.root }

  init(objects: TorchObjects, storages: [TorchStorage], notes: [String] = []) {
    self.objects = objects
    self.storages = storages
    self.notes = notes
  }

  /// Opens a file of a tree.
  ///
  /// Complexity: O(size of the pickles); no weights are read.
  /// - Throws: ``FormatError`` where it is damaged or none that `torch.save` wrote.
  init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    guard let container = TorchContainer(probe) else {
      throw FormatError(.invalidValue, "expected a file that torch.save wrote", in: path)
    }
    self = try container.open(probe.region, named: path, limits: limits)
  }

  /// Whether a node is a tensor.
  mutating func isTensor(_ ref: PickleRef) throws(FormatError) -> Bool {
    if case .tensor = try objects.role(ref) { true } else { false }
  }

  /// The tensor that a node stands for.
  ///
  /// - Throws: ``FormatError`` naming `name` where it is none, or reaches outside its storage.
  mutating func tensor(_ ref: PickleRef, named name: String) throws(FormatError) -> StoredTensor {
    try TensorName.check(name, limits: objects.limits)
    return StoredTensor(name, try objects.tensor(ref, named: name), storages)
  }

  /// Every tensor below a dictionary, names joined by dots, and what else was found there.
  ///
  /// What a module keeps beside its weights under `_extra_state` is left out.
  /// - Throws: ``FormatError`` where something below it cannot be read.
  mutating func tensors(
    below ref: PickleRef
  ) throws(FormatError) -> (tensors: [StoredTensor], notes: [String]) {
    let selection = try TorchSelection(objects, below: ref, limits: objects.limits)
    var tensors: [StoredTensor] = []
    tensors.reserveCapacity(selection.tensors.count)
    var seen: Set<String> = []
    for (name, value) in selection.tensors {
      try TensorName.check(name, limits: objects.limits)
      guard seen.insert(name).inserted else {
        throw FormatError(.invalidValue, "the name '\(printable(name))' belongs to two tensors")
      }
      tensors.append(StoredTensor(name, value, storages))
    }
    return (tensors, selection.notes)
  }
}

extension TorchSelection {
  /// Takes everything below one dictionary, which is known to hold the weights.
  fileprivate init(
    _ objects: TorchObjects,
    below ref: PickleRef,
    limits: ParsingLimits
  ) throws(FormatError) {
    self.objects = objects
    self.limits = limits
    var extraCount = 0
    for entry in try self.objects.entries(try self.objects.role(ref)) {
      if entry.text?.hasSuffix("_extra_state") == true {
        extraCount += 1
      } else {
        try collect(entry, prefix: "")
      }
    }
    if extraCount > 0 {
      notes.append("left out \(extraCount) entries '_extra_state', which are no weights")
    }
    try limits.checkTensorCount(tensors.count)
  }
}
