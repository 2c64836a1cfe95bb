/// The caps that stand between a hostile file and this machine's memory and time.
///
/// Each is a policy with a default that no published checkpoint comes near; an error names the
/// limit, and a caller may raise it.
public struct ParsingLimits: Sendable, Hashable {
  /// The limits used unless a caller states others.
  public static let `default` = ParsingLimits()

  /// Bytes of a safetensors header.
  ///
  /// The format's reference implementation caps at 100,000,000.
  public var safetensorsHeaderBytes = 100_000_000
  /// Bytes of a GGUF header.
  ///
  /// Vocabularies are in it; the largest published ones take about 20 MB.
  public var ggufHeaderBytes = 256 << 20
  /// Key-value pairs of one GGUF header.
  ///
  /// Published files have fewer than a hundred.
  public var metadataPairs = 100_000
  /// Bytes of a JSON or YAML side file (configurations, shard indexes): the largest index published
  /// is below 10 MB.
  public var sideFileBytes = 64 << 20
  /// Axes of a tensor.
  ///
  /// Published checkpoints use at most five.
  public var rank = 8
  /// Bytes of a tensor name in UTF-8.
  public var nameBytes = 512
  /// Tensors in one checkpoint.
  ///
  /// Mixture-of-experts models of the largest kind have about 200,000.
  public var tensorCount = 2_000_000
  /// Entries of one archive.
  public var archiveEntries = 1_000_000
  /// Uncompressed bytes of everything inflated from one archive or compressed file.
  public var inflatedBytes = 1 << 40
  /// Largest ratio of uncompressed to compressed bytes, above 1 MiB of output.
  ///
  /// Deflate itself cannot exceed 1032; bzip2 can, where nothing but one byte is repeated.
  public var inflationRatio = 1040
  /// Nodes of one pickle.
  ///
  /// A state dict needs about thirty for each tensor.
  public var pickleNodes = 20_000_000
  /// Values of one MessagePack file.
  ///
  /// A Flax state dict needs one for each tensor and one for each level of its name.
  public var messagePackValues = 20_000_000
  /// Nesting of containers in JSON, pickles and msgpack.
  public var nestingDepth = 64
  /// Bytes of a single string inside a pickle or a message.
  public var stringBytes = 1 << 30
  /// Shards of one checkpoint.
  public var shardCount = 100_000
  /// Cells that the slices of all partitioned variables of one file cut them into, where the edges
  /// of a variable's slices are drawn through the whole of it.
  ///
  /// Slices that form a grid are one cell each, and no published checkpoint has a million slices;
  /// slices in any other arrangement could have cells without end.
  public var sliceCells = 1 << 24
  /// Bytes of the header of a NumPy array.
  ///
  /// It holds a type and a shape; NumPy itself reads at most 10,000 characters.
  public var numPyHeaderBytes = 1 << 16
  /// Bytes of a table block that has to be held in memory.
  public var blockBytes = 1 << 30
  /// Bytes of one tensor that were never written and stand for a fill value that the file states.
  ///
  /// Published checkpoints have none; a few hundred bytes of a file could otherwise stand for any
  /// number of elements.
  public var filledBytes = 1 << 30

  /// Creates the default limits.
  public init() {}
}
