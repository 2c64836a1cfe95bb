import ZooTensors

/// Puts the full-precision parameters of one tensor-parallel rank together from the partitions of the
/// optimizer.
///
/// Source: DeepSpeed, `deepspeed/utils/zero_to_fp32.py`.
struct ZeroPartitions {
  private let partitions: [OptimizerStates]
  var stage: Int { partitions[0].stage }

  /// Opens the files of all partitions.
  ///
  /// - Throws: ``FormatError`` where one is missing or of another run.
  init(
    _ files: [Int: String],
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    var partitions: [OptimizerStates] = []
    for path in try DeepSpeedSave.ranks(files, "the file of optimizer partition") {
      partitions.append(try OptimizerStates(path, in: tree, limits: limits))
    }
    guard let first = partitions.first else {
      throw FormatError(.inconsistent, "there are no files '…_optim_states.pt'; fetch them too")
    }
    guard first.partitionCount == partitions.count else {
      throw FormatError(
        .inconsistent,
        "the parameters are cut into \(first.partitionCount) partitions, found "
          + "\(partitions.count) files; fetch all of them",
        in: first.path
      )
    }
    for other in partitions.dropFirst() {
      // Up to stage 2 the last partition is saved without its padding.
      guard other.stage == first.stage, other.partitionCount == first.partitionCount,
        other.groups.count == first.groups.count,
        other.stage < 3 || other.groups.map(\.shape) == first.groups.map(\.shape)
      else {
        throw FormatError(
          .inconsistent,
          "this partition and '\(first.path)' are not of one save: they state ZeRO stage, number "
            + "and sizes differently",
          in: other.path
        )
      }
    }
    self.partitions = partitions
  }

  /// The parameters that the optimizer holds.
  ///
  /// - Throws: ``FormatError`` where the sizes do not add up.
  func parameters(
    _ groups: [[(name: String, shape: Shape)]]
  ) throws(FormatError) -> [StoredTensor] {
    do throws(FormatError) {
      return try stage == 3 ? cutOneByOne(groups.flatMap { $0 }) : laidEndToEnd(groups)
    } catch {
      throw error.inFile(partitions[0].path)
    }
  }

  /// Stages 1 and 2: each group is one vector of parameters, cut into partitions.
  private func laidEndToEnd(
    _ groups: [[(name: String, shape: Shape)]]
  ) throws(FormatError) -> [StoredTensor] {
    guard groups.count == partitions[0].groups.count else {
      throw FormatError(
        .inconsistent,
        "there are \(groups.count) groups of parameters and \(partitions[0].groups.count) vectors"
      )
    }
    var tensors: [StoredTensor] = []
    for (number, group) in groups.enumerated() {
      var vector = FlatVector()
      for partition in partitions { try vector.append(partition.groups[number]) }
      let paddings = partitions[0].paddings.map { $0.indices.contains(number) ? $0[number] : [] }
      guard paddings == nil || paddings?.count == group.count else {
        throw FormatError(.inconsistent, "'param_alignment_paddings' is of other parameters")
      }
      var offset = 0
      for (index, parameter) in group.enumerated() {
        tensors.append(try vector.tensor(parameter.name, parameter.shape, from: offset))
        offset = try offset.adding(parameter.shape.elementCount, "the parameters")
        if let paddings { offset = try offset.adding(paddings[index], "the parameters") }
      }
      // The vector is padded so that it can be cut, by less than twice the partitions.
      let unit = 2 * partitions.count
      guard offset.roundedUp(to: unit) == vector.count.roundedUp(to: unit) else {
        throw FormatError(
          .inconsistent,
          "the parameters of group \(number) have \(offset) elements, the partitions together "
            + "\(vector.count)"
        )
      }
    }
    return tensors
  }

  /// Stage 3: every parameter is cut into equal partitions, which lie at the same place of each
  /// partition's vector.
  private func cutOneByOne(
    _ parameters: [(name: String, shape: Shape)]
  ) throws(FormatError) -> [StoredTensor] {
    var vectors: [FlatVector] = []
    for partition in partitions {
      var vector = FlatVector()
      for group in partition.groups { try vector.append(group) }
      vectors.append(vector)
    }
    var tensors: [StoredTensor] = []
    var offset = 0
    for (name, shape) in parameters {
      let share = shape.elementCount.roundedUp(to: vectors.count) / vectors.count
      var parts: [any TensorContent] = []
      for (number, vector) in vectors.enumerated() {
        let rest = shape.elementCount - min(number * share, shape.elementCount)
        parts += try vector.contents(from: offset, count: min(share, rest))
      }
      tensors.append(try .joined(name, vectors[0].dtype ?? .f32, shape, of: parts))
      offset = try offset.adding(share, "the parameters")
    }
    guard offset == vectors[0].count else {
      throw FormatError(
        .inconsistent,
        "the parameters have \(offset) elements in each partition, found \(vectors[0].count)"
      )
    }
    return tensors
  }
}

extension Int {
  /// The next multiple of a positive number; sums of sizes that were proven are far from overflow.
  fileprivate func roundedUp(to unit: Int) -> Int { (self + unit - 1) / unit * unit }
}
