import ZooFormats
import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Compares stored copies of tied tensors with the tensors that they are tied to.
struct TieCheck {
  let plan: ConversionPlan
  private static let bufferByteCount = 1 << 20

  /// The problems: one for each pair whose bytes differ.
  ///
  /// Pairs that share their storage are equal without being read.
  func problems() throws(ZooError) -> [PlanProblem] {
    var problems: [PlanProblem] = []
    for tie in plan.storedTies {
      guard let tensor = plan.tensors.first(where: { $0.name == tie.name }) else { continue }
      do throws(FormatError) {
        if try !areEqual(tie, tensor) {
          problems.append(.tieDiffers(alias: tie.alias, name: tie.name))
        }
      } catch {
        throw ZooError(error).about(tensor: tie.alias)
      }
    }
    return problems
  }

  private func areEqual(
    _ tie: ConversionPlan.StoredTie,
    _ tensor: ConversionPlan.PlannedTensor
  ) throws(FormatError) -> Bool {
    guard tie.storedType == tensor.storedType, tie.value.shape == tensor.value.shape else {
      return false
    }
    if tie.value == tensor.value { return true }
    if try shareStorage(tie.value, tensor.value) { return true }
    let width = tie.storedType.bitWidth / 8
    let producer = TensorProducer(sources: plan.inventory, values: [tie.value, tensor.value])
    defer {
      producer.release(tie.value)
      producer.release(tensor.value)
    }
    let left = ChunkBuffer(byteCount: Self.bufferByteCount)
    let right = ChunkBuffer(byteCount: Self.bufferByteCount)
    let total = tie.value.elementCount
    let step = Self.bufferByteCount / width
    var start = 0
    while start < total {
      let end = min(total, start + step)
      let count = (end - start) * width
      let first = unsafe UnsafeMutableRawBufferPointer(rebasing: left.memory[0..<count])
      let second = unsafe UnsafeMutableRawBufferPointer(rebasing: right.memory[0..<count])
      unsafe try producer.produce(tie.value, range: start..<end, width: width, into: first)
      unsafe try producer.produce(tensor.value, range: start..<end, width: width, into: second)
      guard let one = first.baseAddress, let two = second.baseAddress,
        unsafe memcmp(one, two, count) == 0
      else { return false }
      start = end
    }
    return true
  }

  /// Whether both are the same arrangement of the same bytes of one store.
  private func shareStorage(_ left: TensorValue, _ right: TensorValue) throws(FormatError) -> Bool {
    guard left.pieces.count == 1, right.pieces.count == 1, var first = left.pieces.first,
      var second = right.pieces.first, let a = first.source, let b = second.source
    else { return false }
    let regions = (
      try plan.inventory[a].content.region(), try plan.inventory[b].content.region()
    )
    first.source = nil
    second.source = nil
    return regions.0.store === regions.1.store && regions.0.range == regions.1.range
      && first == second
  }
}
