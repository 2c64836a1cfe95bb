public import ZooTensors

/// Reads HDF5 files: weights of Keras (`.h5`, `.weights.h5`), `tf_model.h5` of transformers, and
/// plain files such as the weights of ELMo.
///
/// A tensor's name is the path of its dataset, components joined by `/`. Where Keras stored a whole
/// model the path begins below `model_weights`, and the optimizer's state is left out. transformers
/// stores a weight that several layers share once for each of them; all of them are listed.
///
/// Superblocks 0 to 3, groups and attributes of the older and newer kinds, and contiguous, compact
/// and chunked datasets with the filters deflate, shuffle and fletcher32 are read. Chunks that were
/// never written stand for the fill value only where the file states one. Links to other files,
/// virtual datasets and shared message tables are refused.
///
/// Source: the HDF5 File Format Specification 3.0.
public struct HDF5Reader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "hdf5", title: "HDF5 (Keras) weights")

  /// What of it is not read.
  public static let unread =
    "external and virtual datasets, compound and reference types, filters other than "
    + "deflate, shuffle and fletcher32"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the shards.
  public let files: [String]
  /// What was passed over, and what Keras says of the file.
  public let notes: [String]

  /// Whether the file has the signature of HDF5, or is an index of files that have it.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    isHDF5(probe) || KerasIndex.recognizes(probe)
  }

  /// The shards that an index names.
  public static func parts(of probe: FileProbe) -> [String] {
    isHDF5(probe) ? [] : KerasIndex.parts(of: probe)
  }

  /// Opens a file or an index; only headers are read.
  ///
  /// Complexity: O(size of the headers); no element and no index of chunks is read.
  /// - Throws: ``FormatError`` that names the file, the place and the violation.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    guard !Self.isHDF5(probe), KerasIndex.mayBe(probe) else {
      let file = try HDF5Tensors(probe.region, path, limits: limits)
      tensors = file.tensors.sorted { $0.name.precedesInUTF8($1.name) }
      notes = file.notes
      files = [path]
      return
    }
    let index = try KerasIndex(probe, limits: limits)
    (tensors, notes) = try index.read(limits: limits)
    files = [path] + index.shards
  }

  static func isHDF5(_ probe: FileProbe) -> Bool {
    HDF5Superblock.position(in: probe.region) != nil
  }
}
