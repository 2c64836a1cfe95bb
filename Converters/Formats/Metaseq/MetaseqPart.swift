import ZooTensors

/// The tensors of one tensor-parallel rank, put together from its shards.
///
/// Each flat parameter is cut into equal shards, the last ones padded; inside of it parameters lie end
/// to end. Source: fairscale, `FullyShardedDataParallel.consolidate_shard_weights`; metaseq,
/// `metaseq/scripts/reshard_fsdp.py`.
struct MetaseqPart {
  private(set) var tensors: [StoredTensor] = []

  /// - Throws: ``FormatError`` where shards do not belong together, or their sizes do not add up.
  init(_ shards: [MetaseqShard]) throws(FormatError) {
    let first = shards[0]
    for shard in shards.dropFirst() {
      guard shard.flat == first.flat, Set(shard.tensors.keys) == Set(first.tensors.keys) else {
        throw FormatError(
          .inconsistent,
          "this shard and '\(first.path)' hold other parameters; the files are not of one model",
          in: shard.path
        )
      }
    }
    guard shards.count == 1 || !first.flat.isEmpty else {
      throw FormatError(
        .inconsistent,
        "there are \(shards.count) shards, but 'shard_metadata' says of no parameter how it is cut",
        in: first.path
      )
    }
    var known: Set<String> = []
    for (index, flat) in first.flat.enumerated() {
      known.insert(flat.name)
      var vector = FlatVector()
      for shard in shards { try Self.append(index, of: shard, to: &vector) }
      var offset = 0
      for (name, shape) in zip(flat.names, flat.shapes) {
        offset = try offset.adding(shape.elementCount, "the size of '\(printable(name))'")
      }
      guard offset == vector.count else {
        throw FormatError(
          .inconsistent,
          "the parameters of '\(printable(flat.name))' have \(offset) elements, its shards "
            + "together \(vector.count)",
          in: first.path
        )
      }
      offset = 0
      for (name, shape) in zip(flat.names, flat.shapes) {
        tensors.append(try vector.tensor(name, shape, from: offset))
        offset += shape.elementCount
      }
    }
    try addWhole(shards, except: known)
    try addShared(first)
  }

  private static func append(
    _ index: Int,
    of shard: MetaseqShard,
    to vector: inout FlatVector
  ) throws(FormatError) {
    let name = shard.flat[index].name
    do throws(FormatError) {
      guard let tensor = shard.tensors[name] else {
        throw FormatError(.inconsistent, "the flat parameter '\(printable(name))' is not here")
      }
      let length = tensor.shape.elementCount - shard.paddings[index]
      guard length >= 0 else {
        throw FormatError(
          .inconsistent,
          "'\(printable(name))' has \(tensor.shape.elementCount) elements, of which "
            + "\(shard.paddings[index]) are said to be padding"
        )
      }
      try vector.append(tensor, length: length)
    } catch {
      throw error.inFile(shard.path)
    }
  }

  /// What every shard holds whole: buffers, of which the first counts, and anything else, which must
  /// be the same.
  private mutating func addWhole(
    _ shards: [MetaseqShard],
    except flat: Set<String>
  ) throws(FormatError) {
    let first = shards[0]
    for (name, tensor) in first.tensors where !flat.contains(name) {
      guard shards.count > 1, !first.buffers.contains(name) else {
        tensors.append(tensor)
        continue
      }
      let copies = shards.compactMap { $0.tensors[name] }
      guard
        copies.allSatisfy({
          $0.dtype == tensor.dtype && $0.shape == tensor.shape && $0.strides == tensor.strides
        })
      else {
        throw FormatError(
          .inconsistent,
          "'\(printable(name))' has different types or shapes in the shards, and 'shard_metadata' "
            + "does not say how it is cut",
          in: first.path
        )
      }
      tensors.append(
        StoredTensor(
          name: name,
          dtype: tensor.dtype,
          shape: tensor.shape,
          strides: tensor.strides,
          content: RepeatedContent(copies.map(\.content), name: name)
        )
      )
    }
  }

  private mutating func addShared(_ shard: MetaseqShard) throws(FormatError) {
    var known = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for (name, alias) in shard.shared where known[alias] == nil {
      guard let tensor = known[name] else {
        throw FormatError(
          .inconsistent,
          "'\(printable(alias))' is said to be '\(printable(name))', which is not here",
          in: shard.path
        )
      }
      known[alias] = tensor
      tensors.append(tensor.renamed(alias))
    }
  }
}
