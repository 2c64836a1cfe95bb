public import ZooFormats
public import ZooTensors

/// What a conversion will do, complete and checked before one byte is written.
public struct ConversionPlan: Sendable {
  /// A tensor of the package and how it comes about.
  public struct PlannedTensor: Sendable {
    /// The canonical name.
    public let name: String
    /// The architecture's part that it belongs to; `extra` for kept extras.
    public let part: String
    /// The element type in the package.
    public let dtype: DType
    /// The shape in the package.
    public let shape: Shape
    /// The stored tensors that it is made of.
    public let sources: [String]
    /// The rule that applies, as written in the mapping.
    public let rule: String
    /// The rules that merged tensors of several ranks before, as written in the mapping.
    public internal(set) var merges: [String] = []
    /// Other names of the same weights, sorted.
    public internal(set) var aliases: [String] = []

    package let value: TensorValue
    package let storedType: DType
    package let cast: ElementCast?
  }

  /// A stored tensor that does not enter the package, and why.
  public struct DroppedTensor: Sendable, Hashable {
    /// The stored name.
    public let name: String
    /// Why it is not needed.
    public let reason: String
  }

  /// The architecture's name.
  public let architecture: String
  /// The dialect that the names follow.
  public let layout: String
  /// The container.
  public let format: CheckpointFormat
  /// The tensors of the package, in the architecture's order.
  public internal(set) var tensors: [PlannedTensor]
  /// The parts that are present.
  public let parts: [String]
  /// The optional parts that the checkpoint does not have.
  public let absentParts: [String]
  /// What is left out, with reasons.
  public let dropped: [DroppedTensor]
  /// Tied names and the tensors they stand for, as the architecture states them.
  public let ties: [String: String]
  /// What a user should know.
  public internal(set) var notes: [String]

  package let inventory: [StoredTensor]
  /// Stored copies of tied tensors, whose bytes must equal those of the tensor they are tied to.
  package let storedTies: [StoredTie]

  /// Tensors that several ranks hold, whose bytes must be equal in all of them.
  package let replicas: [Replica]

  package struct Replica: Sendable {
    package let name: String
    /// One for each rank.
    package let values: [TensorValue]
    package let storedType: DType
  }

  package struct StoredTie: Sendable {
    package let alias: String
    package let name: String
    package let rule: String
    /// The rules for the ranks that put it together.
    package let merges: [String]
    package let value: TensorValue
    package let storedType: DType
  }

  /// The total bytes of the tensors.
  public var byteCount: Int {
    tensors.reduce(0) { $0 + $1.shape.elementCount * $1.dtype.bitWidth / 8 }
  }
}
