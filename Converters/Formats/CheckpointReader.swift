public import ZooTensors

/// A container that checkpoints are published in.
public struct CheckpointFormat: Sendable, Hashable {
  /// The id used in cards and on the command line, for example `tensorflow-bundle`.
  public let id: String
  /// The name for people, for example `TensorFlow V2 checkpoint`.
  public let title: String

  /// Creates a format.
  public init(id: String, title: String) {
    self.id = id
    self.title = title
  }
}

/// What a reader may look at to decide whether a file is its own.
public struct FileProbe: Sendable {
  /// The path in the tree.
  public let path: String
  /// The bytes of the file.
  public let region: ByteRegion
  /// The first 4,096 bytes, or all of a shorter file.
  public let head: [UInt8]
  /// The tree that the file is in, for formats of several files.
  public let tree: any SourceTree

  /// Opens a file of a tree for probing.
  public init(_ path: String, in tree: any SourceTree) throws(FormatError) {
    self.path = path
    self.tree = tree
    region = try tree.open(path)
    head = region.prefix(4096)
  }

  /// Whether the file begins with these bytes.
  public func starts(with magic: [UInt8]) -> Bool { head.starts(with: magic) }
}

/// Reads one checkpoint container as data: names, types, shapes, and lazily the bytes.
///
/// Opening validates everything that can be known without reading weight bytes. Implementations
/// trust nothing, trap never, and execute nothing.
public protocol CheckpointReader: Sendable {
  /// The container that this type reads.
  static var format: CheckpointFormat { get }

  /// What of the container is not read, in a few words for people; empty where everything is.
  static var unread: String { get }

  /// Whether the file's content (never its extension alone) says that it is this container.
  ///
  /// Cheap and total: looks at a few bytes and does not throw.
  static func recognizes(_ probe: FileProbe) -> Bool

  /// The other files that belong to the checkpoint whose entry file this is, so that none of them
  /// is taken for a checkpoint of its own: the shards of an index, the ranks of a parallel save, the
  /// files of a directory with one file for each tensor.
  ///
  /// Asked only of files that ``recognizes(_:)`` accepts, in the order of their paths; a file that
  /// was claimed before is not asked. Cheap and total, like ``recognizes(_:)``: names of files that
  /// are not there do no harm.
  static func parts(of probe: FileProbe) -> [String]

  /// Opens the checkpoint whose entry file is `path`.
  init(opening path: String, in tree: any SourceTree, limits: ParsingLimits) throws(FormatError)

  /// Every tensor, sorted by name (by UTF-8 bytes).
  var tensors: [StoredTensor] { get }

  /// The files of the tree that this checkpoint consists of, the entry file first.
  var files: [String] { get }

  /// What a user should know: opaque objects passed over, optimizer states, unusual choices.
  var notes: [String] { get }

  /// What the files say about all tensors that no name or shape shows, by the keys of
  /// ``CheckpointFact``; a mapping may require values.
  var facts: [String: String] { get }
}

extension CheckpointReader {
  /// None: the checkpoint is one file, or its other files are no checkpoints by themselves.
  public static func parts(of probe: FileProbe) -> [String] { [] }

  /// None.
  public var facts: [String: String] { [:] }
}
