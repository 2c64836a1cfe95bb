public import ZooTensors

/// Reads what `torch.distributed.checkpoint.save` writes: `.metadata`, and files `__R_N.distcp` with
/// the parts of tensors that each rank saved.
///
/// The description states every tensor, its parts, and where each part is; the parts are proven to
/// cover their tensor, every element once, and to lie in their files apart from one another. Each
/// part is an archive of `torch.save`, which is opened when its bytes are first asked for. A tensor
/// of several parts is put together in a scratch file.
///
/// Which of the saved dictionaries are the weights is decided as ``PyTorchReader`` does. What is
/// stored as a pickled object (numbers, settings) is left out and noted.
///
/// Source: `torch/distributed/checkpoint/metadata.py`, `filesystem.py` and `default_planner.py`,
/// releases 1.13 to 2.13.
public struct TorchDistributedReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(
    id: "torch-distributed",
    title: "PyTorch distributed checkpoint"
  )

  /// What of it is not read.
  public static let unread =
    "quantized tensors, complex32, elements below 8 bits, compressed parts; other objects (noted)"

  /// Every tensor of the chosen dictionary, sorted by name.
  public let tensors: [StoredTensor]
  /// The description, and the files with the parts.
  public let files: [String]
  /// Where the tensors were found, and what was left out.
  public let notes: [String]

  /// Whether the file is a pickle that begins as the description of a distributed checkpoint.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    DistributedMetadata.recognizes(probe.head)
  }

  /// The files beside the description that hold parts, and what Megatron writes beside them.
  public static func parts(of probe: FileProbe) -> [String] {
    let directory = probe.path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
    return probe.tree.entries.map(\.path).filter { path in
      guard path.hasPrefix(directory) else { return false }
      let name = path.dropFirst(directory.count)
      return !name.contains("/") && (name.hasSuffix(".distcp") || name == "common.pt")
    }
  }

  /// Opens the checkpoint whose description is `path`.
  ///
  /// Complexity: O(size of the description); no part is opened.
  /// - Throws: ``FormatError`` where the description is malformed, where a file is missing or a part
  ///   lies outside of it, or where the parts of a tensor do not cover it.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    do throws(FormatError) {
      let metadata = try DistributedMetadata(probe.region, limits: limits)
      let stored = try DistributedFiles(metadata, beside: probe, limits: limits)
      let selection = DistributedSelection(metadata)
      try Self.requireKnownParts(metadata)
      var tensors: [StoredTensor] = []
      var names: Set<String> = []
      var coverage = SliceCoverage(limits: limits)
      for (index, name) in selection.chosen {
        try TensorName.check(name, limits: limits)
        guard names.insert(name).inserted else {
          throw FormatError(.invalidValue, "the name '\(printable(name))' belongs to two tensors")
        }
        do throws(FormatError) {
          tensors.append(
            try Self.tensor(name, metadata.tensors[index], metadata, stored, &coverage, limits)
          )
        } catch {
          throw error.aboutTensor(name)
        }
      }
      self.tensors = tensors.sorted { $0.name.precedesInUTF8($1.name) }
      files = [path] + stored.paths
      notes = selection.notes + Self.note(metadata.objects) + stored.notes
    } catch {
      throw error.inFile(path)
    }
  }

  // MARK: - Parts

  /// Requires that everything that is stored is a part of something that is described.
  private static func requireKnownParts(_ metadata: DistributedMetadata) throws(FormatError) {
    var expected = Set(metadata.objects.map { DistributedMetadata.Key(name: $0, offsets: nil) })
    for tensor in metadata.tensors {
      for chunk in tensor.chunks {
        expected.insert(DistributedMetadata.Key(name: tensor.name, offsets: chunk.offsets))
      }
    }
    let unknown = metadata.places.keys.filter { !expected.contains($0) }
    if let key = unknown.min(by: { $0.name.precedesInUTF8($1.name) }) {
      throw FormatError(
        .inconsistent,
        "a part of '\(printable(key.name))' at \(key.offsets ?? []) is stored, but not described"
      )
    }
  }

  private static func tensor(
    _ name: String,
    _ tensor: DistributedMetadata.Tensor,
    _ metadata: DistributedMetadata,
    _ stored: DistributedFiles,
    _ coverage: inout SliceCoverage,
    _ limits: ParsingLimits
  ) throws(FormatError) -> StoredTensor {
    guard let dtype = DType(torchName: tensor.typeName), let width = dtype.byteWidth else {
      throw FormatError(
        .unsupported,
        "elements of type torch.\(printable(tensor.typeName)) are not read"
      )
    }
    let shape = try Shape(tensor.size, limits: limits)
    _ = try dtype.byteCount(ofElements: shape.elementCount)
    var pieces: [SlicedContent.Piece] = []
    for chunk in tensor.chunks {
      let box = try SliceBox(starts: chunk.offsets, lengths: chunk.sizes, in: shape)
      let part = DistributedPart(try stored.region(chunk.place), dtype, box.shape, limits: limits)
      pieces.append(SlicedContent.Piece(box: box, content: part))
    }
    try coverage.check(pieces.map(\.box), of: shape)
    let isWhole = pieces.count == 1 && pieces[0].box.shape == shape
    return StoredTensor(
      name: name,
      dtype: dtype,
      shape: shape,
      content: isWhole
        ? pieces[0].content : SlicedContent(pieces, shape: shape, width: width, name: name)
    )
  }

  private static func note(_ objects: [String]) -> [String] {
    guard !objects.isEmpty else { return [] }
    let shown = objects.sorted { $0.precedesInUTF8($1) }.prefix(8).map { "'\(printable($0))'" }
    return [
      "left out \(objects.count) objects that are not tensors: "
        + shown.joined(separator: ", ") + (objects.count > 8 ? ", …" : "")
    ]
  }
}
