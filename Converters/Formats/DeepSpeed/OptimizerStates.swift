import ZooTensors

/// A file `…_optim_states.pt`: one partition of the full-precision parameters.
struct OptimizerStates {
  let path: String
  /// 1 or 2: parameters laid end to end, then cut; 3: each parameter cut by itself.
  let stage: Int
  /// How many partitions there are.
  let partitionCount: Int
  /// This partition of each group of parameters.
  let groups: [StoredTensor]
  /// The elements that follow each parameter of each group, where parameters are aligned.
  let paddings: [[Int]]?

  /// Opens a file.
  ///
  /// - Throws: ``FormatError`` where it is damaged, or of an optimizer that is not partitioned.
  init(
    _ path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    self.path = path
    do throws(FormatError) {
      var file = try TorchFile(opening: path, in: tree, limits: limits)
      guard let state = try file.objects.value("optimizer_state_dict", of: file.root),
        let stage = file.objects.integer(try file.objects.value("zero_stage", of: state)),
        (1...3).contains(stage)
      else {
        throw FormatError(
          .unsupported,
          "expected 'optimizer_state_dict' of ZeRO stage 1, 2 or 3"
        )
      }
      self.stage = stage
      partitionCount = try Self.count(
        &file,
        try file.objects.value("partition_count", of: state)
      )
      let key = stage == 3 ? "fp32_flat_groups" : "single_partition_of_fp32_groups"
      guard let list = try file.objects.value(key, of: state),
        let nodes = file.objects.elements(list)
      else {
        throw FormatError(
          .unsupported,
          "expected the full-precision parameters as the list '\(key)'"
        )
      }
      var groups: [StoredTensor] = []
      for (number, node) in nodes.enumerated() {
        groups.append(try file.tensor(node, named: "\(key)[\(number)]"))
      }
      self.groups = groups
      paddings = try Self.paddings(
        &file,
        try file.objects.value("param_alignment_paddings", of: state)
      )
    } catch {
      throw error.inFile(path)
    }
  }

  private static func count(
    _ file: inout TorchFile,
    _ node: PickleRef?
  ) throws(FormatError) -> Int {
    var counts: Set<Int> = []
    if let one = file.objects.integer(node) {
      counts = [one]
    } else if let node, let several = file.objects.integers(node) {
      counts = Set(several)
    }
    guard let count = counts.first, count > 0 else {
      throw FormatError(.invalidValue, "expected a 'partition_count'")
    }
    guard counts.count == 1 else {
      throw FormatError(
        .unsupported,
        "groups have different numbers of partitions, \(counts.sorted()): experts are not read"
      )
    }
    return count
  }

  private static func paddings(
    _ file: inout TorchFile,
    _ node: PickleRef?
  ) throws(FormatError) -> [[Int]]? {
    guard let node, let lists = file.objects.elements(node) else { return nil }
    var result: [[Int]] = []
    for list in lists {
      guard let numbers = file.objects.integers(list), numbers.allSatisfy({ $0 >= 0 }) else {
        throw FormatError(.invalidValue, "'param_alignment_paddings' holds something else")
      }
      result.append(numbers)
    }
    return result
  }
}
