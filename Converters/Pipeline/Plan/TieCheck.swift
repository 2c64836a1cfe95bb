import ZooFormats
import ZooTensors

/// Compares what is stored twice: copies of tied tensors, and what all ranks must hold alike.
struct TieCheck {
  let plan: ConversionPlan

  /// The problems: one for each tensor whose copies differ.
  ///
  /// Copies that share their storage are equal without being read.
  func problems() throws(ZooError) -> [PlanProblem] {
    var problems: [PlanProblem] = []
    for tie in plan.storedTies {
      guard let tensor = plan.tensors.first(where: { $0.name == tie.name }) else { continue }
      let isEqual =
        tie.storedType == tensor.storedType
        ? try areEqual(tie.alias, tie.value, tensor.value, tie.storedType) : false
      if !isEqual { problems.append(.tieDiffers(alias: tie.alias, name: tie.name)) }
    }
    for replica in plan.replicas {
      var different: Int?
      for (rank, value) in replica.values.enumerated().dropFirst() where different == nil {
        if try !areEqual(replica.name, replica.values[0], value, replica.storedType) {
          different = rank
        }
      }
      guard let different else { continue }
      problems.append(
        .ranks(
          name: replica.name,
          count: replica.values.count,
          detail: "the bytes of ranks 0 and \(different) differ and must be the same; the files "
            + "are of different models or moments, or one is damaged"
        )
      )
    }
    return problems
  }

  private func areEqual(
    _ name: String,
    _ first: TensorValue,
    _ second: TensorValue,
    _ dtype: DType
  ) throws(ZooError) -> Bool {
    do throws(FormatError) {
      return try ContentComparison(inventory: plan.inventory).areEqual(first, second, dtype)
    } catch {
      throw ZooError(error).about(tensor: name)
    }
  }
}
