public import ZooTensors

/// Reads checkpoints of T5X and Orbax whose arrays are zarr directories, and zarr directories as
/// such.
///
/// The entry file is the MessagePack file `checkpoint` of `checkpoint_1000/`; small arrays are in it,
/// and each of the others is a directory beside it, cut into chunk files. Names are the paths in it,
/// joined by `/` and without `optimizer`, for example `target/encoder/layers_0/mlp/wi/kernel`.
/// Newer releases of Orbax write `_METADATA` instead, which then is the entry file. Where neither is,
/// it is the first `.zarray`, and a name is the path of a directory.
///
/// Chunks are read uncompressed or compressed with gzip, zlib or zstd. A chunk that is missing is an
/// error, although zarr has a default for it. Databases of Orbax (OCDBT) are recognised and refused.
///
/// Source: `google-research/t5x`, `t5x/checkpoints.py`; `google/orbax`; zarr, version 2.
public struct T5XReader: CheckpointReader {
  /// The container.
  public static let format = CheckpointFormat(id: "t5x", title: "T5X / Orbax checkpoint")

  /// What of it is not read.
  public static let unread = "databases of Orbax (OCDBT), zarr 3, blosc compression"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the files of all arrays.
  public let files: [String]
  /// Values that are no arrays, and unusual choices.
  public let notes: [String]

  /// Whether the file is a state dict that refers to arrays elsewhere, Orbax's metadata, the
  /// description of a zarr array, or the manifest of a database.
  public static func recognizes(_ probe: FileProbe) -> Bool { T5XEntry(probe) != nil }

  /// The files of the arrays, found by the names of their directories.
  ///
  /// Complexity: O(files); none of them is opened.
  public static func parts(of probe: FileProbe) -> [String] {
    T5XEntry(probe)?.parts(of: probe) ?? []
  }

  /// Opens a checkpoint.
  ///
  /// Complexity: O(values + chunk files); no chunk is opened.
  /// - Throws: ``FormatError`` where the entry file is damaged, where an array's directory is missing
  ///   or contradicts it, or where something is not read here.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    do throws(FormatError) {
      let probe = try FileProbe(path, in: tree)
      let checkpoint =
        switch T5XEntry(probe) {
        case .orbaxMetadata: try ZarrCheckpoint(orbaxMetadata: probe, limits: limits)
        case .array: try ZarrCheckpoint(arraysWith: probe, limits: limits)
        case .database: throw T5XEntry.refusal
        // Anything else is read as a state dict, which says what is wrong with it.
        case .stateDict, nil: try ZarrCheckpoint(stateDict: probe, limits: limits)
        }
      tensors = checkpoint.tensors
      files = [path] + checkpoint.files.filter { $0 != path }
      notes = checkpoint.notes
    } catch {
      throw error.inFile(path)
    }
  }
}
