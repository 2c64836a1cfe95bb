/// The readers that are tried on a file, in order.
public struct ReaderCatalog: Sendable {
  /// The readers.
  public let readers: [any CheckpointReader.Type]

  /// Creates a catalogue, for example the built-in readers and one of your own.
  public init(_ readers: [any CheckpointReader.Type]) { self.readers = readers }

  /// The reader that recognises a file, or `nil`.
  public func reader(for probe: FileProbe) -> (any CheckpointReader.Type)? {
    readers.first { $0.recognizes(probe) }
  }

  /// The container with this id.
  public func format(id: String) -> CheckpointFormat? {
    readers.first { $0.format.id == id }?.format
  }

  /// This catalogue with more readers, which are tried first.
  public func adding(_ more: [any CheckpointReader.Type]) -> ReaderCatalog {
    ReaderCatalog(more + readers)
  }
}
