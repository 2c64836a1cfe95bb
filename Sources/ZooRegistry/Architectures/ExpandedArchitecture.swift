public import ZooTensors

/// The explicit tensors of an architecture under one configuration.
public struct ExpandedArchitecture: Sendable {
  /// A tensor that a checkpoint must or may have.
  public struct ExpectedTensor: Sendable, Hashable {
    /// The canonical name.
    public let name: String
    /// The shape.
    public let shape: Shape
    /// The element type, where the architecture demands one.
    public let dtype: DType?
  }

  /// A second name of a tensor.
  public struct Tie: Sendable, Hashable {
    /// The second name.
    public let alias: String
    /// The canonical name.
    public let target: String
  }

  /// Tensors that are there all together or not at all.
  public struct Part: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// Whether a checkpoint may lack it.
    public let isOptional: Bool
    /// Its tensors, in the order of the architecture file.
    public let tensors: [ExpectedTensor]
    /// Second names; their targets may belong to another part.
    public let ties: [Tie]
    /// The total number of elements.
    public let elementCount: Int
  }

  /// Where a tensor is found.
  private struct Place: Sendable {
    let part: Int
    let tensor: Int
  }

  /// The name of the architecture.
  public let architecture: String
  /// The configuration.
  public let configuration: ModelConfiguration
  /// The parts, in order.
  public let parts: [Part]
  /// Names of things in checkpoints that are not weights.
  package let buffers: [NameTemplate]
  private let places: [String: Place]
  /// Canonical names by second name.
  public let ties: [String: String]

  package init(
    architecture: String,
    configuration: ModelConfiguration,
    parts: [Part],
    buffers: [NameTemplate]
  ) {
    self.architecture = architecture
    self.configuration = configuration
    self.parts = parts
    self.buffers = buffers
    var places: [String: Place] = [:]
    var ties: [String: String] = [:]
    for (index, part) in parts.enumerated() {
      for (position, tensor) in part.tensors.enumerated() {
        places[tensor.name] = Place(part: index, tensor: position)
      }
      for tie in part.ties { ties[tie.alias] = tie.target }
    }
    self.places = places
    self.ties = ties
  }

  /// All tensors, part by part.
  public var tensors: [ExpectedTensor] { parts.flatMap(\.tensors) }

  /// The tensor of a canonical name, and the part that it belongs to.
  public func tensor(named name: String) -> (tensor: ExpectedTensor, part: Part)? {
    guard let place = places[name] else { return nil }
    return (parts[place.part].tensors[place.tensor], parts[place.part])
  }

  /// The part of a name.
  public func part(named name: String) -> Part? { parts.first { $0.name == name } }

  /// Whether a name of a checkpoint means something that is not a weight.
  public func isBuffer(_ name: String) -> Bool {
    buffers.contains { $0.match(name, in: configuration.scope) != nil }
  }

  /// The number of elements of some parts; tied tensors count once.
  ///
  /// - Throws: ``ZooError`` with code `configuration` for a part that the architecture does not
  ///   have, and for a number above 64 bits.
  public func elementCount(parts names: some Sequence<String>) throws(ZooError) -> Int {
    var total = 0
    for name in names {
      guard let part = part(named: name) else {
        throw ZooError(
          .configuration,
          "architecture '\(architecture)' has no part '\(name)'; it has "
            + parts.map(\.name).joined(separator: ", ")
        )
      }
      let (sum, overflow) = total.addingReportingOverflow(part.elementCount)
      guard !overflow else {
        throw ZooError(.configuration, "the number of elements overflows 64 bits")
      }
      total = sum
    }
    return total
  }
}
