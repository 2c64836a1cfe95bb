import ZooTensors

/// The entries of a bundle's index, checked against each other and against the data files.
struct BundleIndex: Sendable {
  /// A tensor with its entry.
  struct Named: Sendable {
    let name: String
    let entry: BundleEntry
  }

  /// The number of data files.
  let header: BundleHeader
  /// The tensors, sorted by name.
  let tensors: [Named]
  /// The slices of partitioned variables by their keys.
  private let slices: [[UInt8]: BundleEntry]

  /// Reads all entries of a table.
  init(_ table: SSTable, limits: ParsingLimits) throws(FormatError) {
    guard let first = table.entries.first, first.key.isEmpty else {
      throw FormatError(
        .invalidValue,
        "the table has no entry with the key \"\", which begins every TensorFlow checkpoint"
      )
    }
    header = try BundleHeader(try first.value, at: first.position, limits: limits)
    var tensors: [Named] = []
    var slices: [[UInt8]: BundleEntry] = [:]
    for entry in table.entries.dropFirst() {
      let value = try BundleEntry(try entry.value, at: entry.position, limits: limits)
      // Keys of slices begin with a zero, which no name does.
      guard entry.key.first != 0 else {
        slices[entry.key] = value
        continue
      }
      guard let name = String(validating: entry.key, as: UTF8.self) else {
        throw FormatError(
          .invalidValue,
          "a tensor name is not valid UTF-8",
          at: entry.position
        )
      }
      try TensorName.check(name, limits: limits, at: entry.position)
      tensors.append(Named(name: name, entry: value))
    }
    self.tensors = tensors
    self.slices = slices
    try checkSlices()
  }

  /// The slices of a partitioned variable, each with its place; they cover it, every element once.
  func slices(
    of tensor: Named,
    _ coverage: inout SliceCoverage
  ) throws(FormatError) -> [(box: SliceBox, entry: BundleEntry)] {
    let whole = tensor.entry
    guard whole.byteCount == 0 else {
      throw FormatError(
        .inconsistent,
        "the entry of a partitioned variable states bytes of its own"
      )
    }
    var parts: [(box: SliceBox, entry: BundleEntry)] = []
    for slice in whole.slices {
      let box = try SliceBox(slice, in: whole.shape)
      guard let entry = slices[slice.key(of: tensor.name)] else {
        throw FormatError(
          .inconsistent,
          "the entry of the slice of shape \(box.shape) at \(box.starts) is missing"
        )
      }
      guard entry.type == whole.type, entry.shape == box.shape, entry.slices.isEmpty else {
        throw FormatError(
          .inconsistent,
          "the slice at \(box.starts): expected the type \(whole.type) and shape \(box.shape), found "
            + "\(entry.type) and \(entry.shape)",
          at: entry.position
        )
      }
      parts.append((box, entry))
    }
    try coverage.check(parts.map(\.box), of: whole.shape)
    return parts
  }

  /// Requires that every slice belongs to a variable.
  private func checkSlices() throws(FormatError) {
    var known: Set<[UInt8]> = []
    for tensor in tensors {
      for slice in tensor.entry.slices { known.insert(slice.key(of: tensor.name)) }
    }
    for (key, entry) in slices where !known.contains(key) {
      throw FormatError(
        .inconsistent,
        "the index has a slice that belongs to no variable",
        at: entry.position
      )
    }
  }

  /// Requires that no entries share bytes and that all lie inside their files.
  func checkPlaces(_ shards: [BundleShard]) throws(FormatError) {
    let entries =
      tensors.map(\.entry).filter { $0.slices.isEmpty } + slices.values
    for entry in entries {
      guard entry.shard < shards.count else {
        throw FormatError(
          .invalidValue,
          "an entry is in data file \(entry.shard), there are \(shards.count) counted from 0",
          at: entry.position
        )
      }
      let shard = shards[entry.shard]
      let end = try entry.offset.adding(entry.byteCount, "the end of a tensor")
      guard end <= shard.byteCount else {
        throw FormatError(
          .truncated,
          "\(entry.byteCount) bytes at \(entry.offset) end outside '\(shard.path)', which has "
            + "\(shard.byteCount) bytes; fetch it again",
          at: entry.position
        )
      }
    }
    let placed = entries.filter { $0.byteCount > 0 }
      .sorted { ($0.shard, $0.offset) < ($1.shard, $1.offset) }
    for (one, next) in zip(placed, placed.dropFirst())
    where one.shard == next.shard && next.offset < one.offset + one.byteCount {
      throw FormatError(
        .inconsistent,
        "two entries share bytes of data file \(one.shard): \(one.byteCount) at \(one.offset) and "
          + "\(next.byteCount) at \(next.offset)",
        at: next.position
      )
    }
  }
}
