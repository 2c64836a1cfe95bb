public import ZooTensors

/// Reads arrays that NumPy saved: `.npy` files, `.npz` archives, and directories of them.
///
/// - An archive of `numpy.savez` holds arrays by name. Stored arrays are lent as they lie, and their
///   checksum is verified when they are first asked for; compressed ones are inflated then.
/// - The `.npy` files of one directory are one checkpoint: an array has the name of its file without
///   `.npy`. The entry file is the first by path. Several arrays in one file are numbered:
///   `name/0`, `name/1`. A file that is compressed with gzip or bzip2 is inflated when opened.
/// - `params_0.npy`, `params_1.npy` … beside `params_shapes.json` are one row of numbers that is cut
///   into `params[0]`, `params[1]` … (OpenAI's first GPT).
/// - `shard_0/0.npz` … `shard_7/15.npz` are the shards of mesh-transformer-jax, whose arrays have no
///   names. Those of its transformer are known from their order, so the tensors of a shard are listed
///   as `params/…/linear/w@0`; else `shard_0/leaves/0` … is the list of a shard.
///
/// Arrays in Fortran order have strides. Elements of two raw bytes, which is how NumPy stores
/// bfloat16, are read as such. Text and dates are left out with a note; Python objects and records
/// are errors.
///
/// Source: `numpy/lib/_format_impl.py` and `numpy/lib/_npyio_impl.py`, versions 1.0 to 3.0 of the
/// format.
public struct NumPyReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "numpy", title: "NumPy arrays")

  /// What of it is not read.
  public static let unread = "text, dates (noted), Python objects and records"

  /// Every array of numbers, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the others.
  public let files: [String]
  /// What was left out, and how raw bytes were read.
  public let notes: [String]
  /// The number of shards, where their tensors are ranks of one model.
  public let facts: [String: String]

  /// Whether the file begins with an array, plain or compressed, or is a zip archive of arrays.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    NumPyFile.recognizes(probe) || NumPyArchive.recognizes(probe)
  }

  /// The other files of the directory, or the other shards.
  public static func parts(of probe: FileProbe) -> [String] {
    NumPyLayout(probe).paths.filter { $0 != probe.path }
  }

  /// Whether no recognised file of a layout comes before this one.
  private static func isEntry(
    _ path: String,
    of layout: NumPyLayout,
    in tree: any SourceTree
  ) -> Bool {
    for other in layout.paths {
      if other == path { return true }
      // A file that cannot be opened is nobody's entry file.
      if let probe = try? FileProbe(other, in: tree), recognizes(probe) { return false }
    }
    return true
  }

  /// Opens the checkpoint whose entry file is `path`, or that file alone where it is none.
  ///
  /// Complexity: O(number of arrays); no elements are read, except of compressed files.
  /// - Throws: ``FormatError`` where a header or archive is malformed, where bytes are missing or left
  ///   over, where elements are Python objects or records, or where a part of the checkpoint is
  ///   missing.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    let all = NumPyLayout(probe)
    let layout = Self.isEntry(path, of: all, in: tree) ? all : NumPyLayout(alone: probe)
    var contents = NumPyContents(limits)
    var rankCount: Int?
    do throws(FormatError) {
      switch layout {
      case .archive(let path):
        try NumPyArchive.read(path, in: tree, into: &contents, limits: limits) {
          (contents, name, header, content) throws(FormatError) in
          try contents.add(header, named: name, content: content)
        }
      case .files(let paths):
        for path in paths {
          try NumPyFile.read(path, in: tree, into: &contents, limits: limits)
        }
      case .cut(let row): try row.read(from: tree, into: &contents, limits: limits)
      case .shards(let shards):
        rankCount = try shards.read(from: tree, into: &contents, limits: limits)
      }
      try contents.finish()
    } catch {
      throw error.inFile(path)
    }
    tensors = contents.tensors
    notes = contents.notes
    facts = rankCount.map { [CheckpointFact.tensorParallelSize: String($0)] } ?? [:]
    files = [path] + layout.paths.filter { $0 != path }
  }
}
