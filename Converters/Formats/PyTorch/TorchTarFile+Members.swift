import ZooTensors

extension TorchTarFile {
  // MARK: - storages

  /// A count, then each storage, then the list of storages that are parts of others.
  mutating func readStorages(_ region: ByteRegion) throws(FormatError) {
    let (count, start) = try readCount(region)
    var offset = start
    for _ in 0..<count {
      let header = try readTriple(region, at: offset)
      var names = TorchNames(header.graph)
      guard case .storage(let type) = try names[header.parts[2]] else {
        throw FormatError(
          .invalidValue,
          "storage '\(header.key)' has no class of storages",
          at: offset
        )
      }
      var cursor = ByteCursor(region.bytes)
      try cursor.seek(to: header.end)
      let elements = try cursor.readLength("element count")
      guard table.numbers[header.key] == nil else {
        throw FormatError(.inconsistent, "storage '\(header.key)' occurs twice", at: offset)
      }
      let number = try table.add(key: header.key, type: type, count: elements)
      let byteCount = table.records[number].byteCount
      storages.append(TorchStorage(try region.part(offset: cursor.offset, count: byteCount)))
      try cursor.skip(byteCount)
      views[header.key] = TorchStorageView(storage: number, start: 0, count: elements)
      offset = cursor.offset
    }
    try readViews(region, at: offset)
  }

  private mutating func readViews(_ region: ByteRegion, at place: Int) throws(FormatError) {
    let list = try Pickle.parse(region, at: place, limits: limits)
    guard case .list(let entries) = list.graph[list.graph.root], list.end == region.byteCount else {
      throw FormatError(.invalidValue, "expected a list of views at the end", at: place)
    }
    for entry in entries {
      guard let tuple = list.graph.tuple(entry), tuple.count == 4 else {
        throw FormatError(.invalidValue, "a view does not have four parts", at: place)
      }
      let parts = Array(tuple)
      guard let target = try key(parts[0], list.graph), let root = try key(parts[1], list.graph),
        let start = list.graph.int(parts[2]), let count = list.graph.int(parts[3]),
        let whole = views[root], start >= 0, count >= 0, start <= whole.count,
        count <= whole.count - start, views[target] == nil
      else {
        throw FormatError(.inconsistent, "a view lies outside its storage", at: place)
      }
      views[target] = TorchStorageView(
        storage: whole.storage,
        start: whole.start + start,
        count: count
      )
    }
  }

  // MARK: - tensors

  /// A count, then each tensor: which storage, and size, stride and offset as raw numbers.
  mutating func readTensors(_ region: ByteRegion) throws(FormatError) {
    let (count, start) = try readCount(region)
    var offset = start
    for _ in 0..<count {
      let header = try readTriple(region, at: offset)
      guard let storage = try key(header.parts[1], header.graph), let view = views[storage] else {
        throw FormatError(
          .inconsistent,
          "tensor '\(header.key)' has no storage in the archive",
          at: offset
        )
      }
      var names = TorchNames(header.graph)
      guard case .typedTensor(let type) = try names[header.parts[2]],
        type == table.records[view.storage].type
      else {
        throw FormatError(
          .inconsistent,
          "the class of tensor '\(header.key)' does not fit its storage",
          at: offset
        )
      }
      var cursor = ByteCursor(region.bytes)
      try cursor.seek(to: header.end)
      let rank = Int(try cursor.read(Int32.self))
      try cursor.skip(4)
      guard rank >= 0 else {
        throw FormatError(.invalidValue, "rank \(rank) is negative", at: header.end)
      }
      try limits.checkRank(rank, at: header.end)
      let shape = try integers(rank, &cursor)
      let strides = try integers(rank, &cursor)
      let first = try Int(checking: try cursor.read(Int64.self), "offset")
      let tensor: TorchTensor
      do throws(FormatError) {
        tensor = try table.tensor(
          over: view,
          offset: first,
          shape: shape,
          strides: strides,
          dtype: nil,
          limits: limits
        )
      } catch {
        throw FormatError(error.code, "tensor '\(header.key)': \(error.message)", at: offset)
      }
      guard tensors.updateValue(tensor, forKey: header.key) == nil else {
        throw FormatError(.inconsistent, "tensor '\(header.key)' occurs twice", at: offset)
      }
      offset = cursor.offset
    }
    guard offset == region.byteCount else {
      throw FormatError(
        .inconsistent,
        "\(region.byteCount - offset) bytes follow the last tensor",
        at: offset
      )
    }
  }

  private func integers(
    _ count: Int,
    _ cursor: inout ByteCursor
  ) throws(FormatError) -> [Int] {
    var result: [Int] = []
    for _ in 0..<count {
      result.append(try Int(checking: try cursor.read(Int64.self), "a size or stride"))
    }
    return result
  }

  // MARK: - pickle

  /// The object, whose persistent ids are numbers of tensors and storages.
  mutating func readObject() throws(FormatError) -> TorchFile {
    guard let region = members["pickle"] else {
      throw FormatError(.invalidValue, "expected a member 'pickle'")
    }
    let parsed: Pickle.Parsed
    do throws(FormatError) {
      parsed = try Pickle.parse(region, limits: limits, allowsTextPersistentIDs: true)
      guard parsed.end == region.byteCount else {
        throw FormatError(.inconsistent, "bytes follow the end of the pickle", at: parsed.end)
      }
    } catch {
      throw error.inFile("pickle")
    }
    let graph = parsed.graph
    var found: [PickleRef: TorchTensor] = [:]
    for reference in graph.persistentReferences {
      guard case .persistent(let id) = graph[reference] else { continue }
      if let tuple = graph.tuple(id), tuple.count == 3 { continue }  // A class with its source.
      guard let key = try key(id, graph) else {
        throw FormatError(.invalidValue, "a persistent id is not a number", in: "pickle")
      }
      if let tensor = tensors[key] {
        found[reference] = tensor
      } else if let view = views[key] {
        table.setView(view, of: reference)
      } else {
        throw FormatError(
          .inconsistent,
          "the object refers to '\(key)', which is not in the archive",
          in: "pickle"
        )
      }
    }
    let objects = TorchObjects(
      names: TorchNames(graph),
      storages: table,
      tensors: found,
      limits: limits
    )
    return TorchFile(objects: objects, storages: storages)
  }

  // MARK: - Parts

  private func readCount(_ region: ByteRegion) throws(FormatError) -> (count: Int, end: Int) {
    let parsed = try Pickle.parse(region, limits: limits)
    guard let count = parsed.graph.int(parsed.graph.root), count >= 0 else {
      throw FormatError(.invalidValue, "expected a count", at: 0)
    }
    try limits.checkTensorCount(count, of: "count", at: 0)
    return (count, parsed.end)
  }

  /// A pickled tuple of a number and two more things.
  private func readTriple(
    _ region: ByteRegion,
    at offset: Int
  ) throws(FormatError) -> (key: String, parts: [PickleRef], graph: PickleGraph, end: Int) {
    let parsed = try Pickle.parse(region, at: offset, limits: limits)
    guard let tuple = parsed.graph.tuple(parsed.graph.root), tuple.count == 3,
      let first = tuple.first,
      let key = try key(first, parsed.graph)
    else {
      throw FormatError(
        .invalidValue,
        "expected a tuple of a number and two more values",
        at: offset
      )
    }
    return (key, Array(tuple), parsed.graph, parsed.end)
  }

  /// The number of a tensor or storage, given as an integer or as decimal text.
  private func key(_ ref: PickleRef, _ graph: PickleGraph) throws(FormatError) -> String? {
    if let number = graph.int(ref) { return String(number) }
    guard let text = try graph.string(ref), let number = Int(text) else { return nil }
    return String(number)
  }
}
