public import ZooTensors

/// Reads checkpoints of TensorFlow 1.0 and later: `<prefix>.index` and its data files.
///
/// The entry file is the index; the data files `<prefix>.data-00000-of-00001` and so on lie beside
/// it. A `SavedModel` and a module of TensorFlow Hub have one as `variables/variables.index`.
/// Names are lent as they are stored, those of object-based checkpoints with their ending
/// `/.ATTRIBUTES/VARIABLE_VALUE`.
///
/// The checksum of a tensor is verified when its bytes are first asked for. Partitioned variables
/// are put together then. Text is listed, and refused when its bytes are asked for.
public struct TensorFlowBundleReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(
    id: "tensorflow-bundle",
    title: "TensorFlow V2 checkpoint"
  )

  /// What of it is not read.
  public static let unread = "text (listed only), resources and variants"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The index, then the data files by number.
  public let files: [String]
  /// Variables of types that are not read, and files that are passed over.
  public let notes: [String]

  /// Whether the file is a sorted table that begins with a bundle's header.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    guard let header = SSTable.valueOfEmptyKey(probe.region) else { return false }
    // The header of the format before bundles begins with a message in field 1.
    return header.first != 0x0a
  }

  /// Opens the checkpoint whose index is `path`.
  ///
  /// Complexity: O(size of the index); no data file is read.
  /// - Throws: ``FormatError`` where the index is damaged or contradicts itself, or where a data
  ///   file is missing or too short.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    do throws(FormatError) {
      let table = try SSTable(try tree.open(path), limits: limits)
      let index = try BundleIndex(table, limits: limits)
      let shards = try BundleShards(of: path, count: index.header.shardCount, in: tree)
      try index.checkPlaces(shards.files)
      var tensors: [StoredTensor] = []
      var coverage = SliceCoverage(limits: limits)
      var notes = shards.others.map { "'\($0)' belongs to another save and is not read" }
      for tensor in index.tensors {
        do throws(FormatError) {
          switch try TensorFlowType(number: tensor.entry.type) {
          case .elements(let dtype):
            tensors.append(try Self.tensor(tensor, dtype, in: index, shards.files, &coverage))
          case .unreadable(let type):
            notes.append("left out '\(tensor.name)': elements of type \(type) are not read")
          }
        } catch {
          throw FormatError(
            error.code,
            "tensor '\(tensor.name)': \(error.message)",
            at: error.offset ?? tensor.entry.position
          )
        }
      }
      if let graph = Self.graph(of: path, in: tree) {
        notes.append("'\(graph)' beside it is not read: its variables are all here")
      }
      self.tensors = tensors
      self.notes = notes
      files = [path] + shards.files.map(\.path)
    } catch {
      throw error.inFile(path)
    }
  }

  /// The graph of the `SavedModel` that the index is part of.
  private static func graph(of path: String, in tree: any SourceTree) -> String? {
    let ending = "variables/variables.index"
    guard path == ending || path.hasSuffix("/" + ending) else { return nil }
    let graph = path.dropLast(ending.count) + "saved_model.pb"
    return tree.contains(String(graph)) ? String(graph) : nil
  }

  private static func tensor(
    _ tensor: BundleIndex.Named,
    _ dtype: DType,
    in index: BundleIndex,
    _ shards: [BundleShard],
    _ coverage: inout SliceCoverage
  ) throws(FormatError) -> StoredTensor {
    let entry = tensor.entry
    let content: any TensorContent
    if entry.slices.isEmpty {
      content = try Self.content(entry, dtype, shards)
    } else {
      var pieces: [SlicedContent.Piece] = []
      for (box, part) in try index.slices(of: tensor, &coverage) {
        pieces.append(
          SlicedContent.Piece(box: box, content: try Self.content(part, dtype, shards))
        )
      }
      // The parts have been proven to cover the whole, so that its size is a sum of theirs.
      content =
        if let width = dtype.byteWidth {
          pieces.count == 1
            ? pieces[0].content
            : SlicedContent(pieces, shape: entry.shape, width: width, name: tensor.name)
        } else {
          SlicedTextContent(parts: pieces.map(\.content))
        }
    }
    return StoredTensor(name: tensor.name, dtype: dtype, shape: entry.shape, content: content)
  }

  /// The bytes of an entry, whose size must be that of its elements.
  private static func content(
    _ entry: BundleEntry,
    _ dtype: DType,
    _ shards: [BundleShard]
  ) throws(FormatError) -> any TensorContent {
    guard dtype != .string else {
      // At least one byte of length for each element, and the checksum of the lengths.
      guard entry.shape.elementCount <= entry.byteCount - 4 else {
        throw FormatError(
          .inconsistent,
          "\(entry.byteCount) bytes cannot hold \(entry.shape.elementCount) texts",
          at: entry.position
        )
      }
      return BundleTextContent(entry, in: shards[entry.shard])
    }
    let expected = try dtype.byteCount(ofElements: entry.shape.elementCount)
    guard entry.byteCount == expected else {
      throw FormatError(
        .inconsistent,
        "\(dtype) of shape \(entry.shape) has \(expected) bytes, the index states "
          + "\(entry.byteCount)",
        at: entry.position
      )
    }
    return BundleContent(entry, in: shards[entry.shard])
  }
}
