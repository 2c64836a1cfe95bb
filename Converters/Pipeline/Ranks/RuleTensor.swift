import ZooFormats
import ZooTensors

/// A tensor that the rules of a mapping may take: one that is stored, or one that is merged from
/// those of several ranks.
struct RuleTensor {
  /// The name that rules see.
  let name: String
  let dtype: DType
  let shape: Shape
  /// The arrangement of stored bytes.
  var value: TensorValue
  /// The stored tensors that it is made of.
  var parts: [String]
  /// The rule of `ranks` that made it.
  var merge: String?
  /// What the other ranks hold, where all must hold the same.
  var replicas: [TensorValue] = []
  /// Why it cannot be used.
  var problem: PlanProblem?

  /// A stored tensor as it is, number `source` of the inventory.
  init(_ tensor: StoredTensor, source: Int) {
    name = tensor.name
    dtype = tensor.dtype
    shape = tensor.shape
    value = TensorValue(source: source, shape: tensor.shape, strides: tensor.strides)
    parts = [tensor.name]
  }

  /// A tensor merged from those of all ranks.
  init(_ name: String, dtype: DType, shape: Shape, value: TensorValue, parts: [String]) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
    self.value = value
    self.parts = parts
  }
}
