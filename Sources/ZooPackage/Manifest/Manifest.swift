public import ZooTensors

/// What `manifest.json` says: the authoritative description of a native package.
///
/// It is encoded canonically (sorted keys, no timestamps), so that the same input gives the same
/// bytes, and decoded strictly: an unknown or missing field is an error.
public struct Manifest: Sendable {
  /// The version of the package format written here.
  public static let profileVersion = 1
  /// The name of the file in the package.
  public static let fileName = "manifest.json"

  /// The model's name, for example `bert-base-chinese`.
  public var name: String
  /// The architecture, for example `bert`.
  public var architecture: String
  /// The hyperparameters by their canonical names.
  public var config: JSONObject
  /// The vocabulary and the files that hold it.
  public var vocabulary: Vocabulary
  /// The licence as the card states it.
  public var license: License
  /// The parts of the architecture that are present, in the architecture's order.
  public var parts: [String]
  /// Every stored tensor, in the order of the names' UTF-8 bytes.
  public var tensors: [Tensor]
  /// Every file except the manifest itself, in the order of the names' UTF-8 bytes.
  public var files: [File]
  /// What the package was made from.
  public var sources: [Source]
  /// The version of the converter that wrote the package.
  public var converterVersion: String
  /// The identity of the weights; see ``Fingerprint``.
  public var fingerprint: SHA256Digest

  /// Creates a manifest; sorts tensors and files and computes the fingerprint.
  public init(
    name: String,
    architecture: String,
    config: JSONObject,
    vocabulary: Vocabulary,
    license: License,
    parts: [String],
    tensors: [Tensor],
    files: [File],
    sources: [Source],
    converterVersion: String
  ) {
    self.name = name
    self.architecture = architecture
    self.config = config
    self.vocabulary = vocabulary
    self.license = license
    self.parts = parts
    self.tensors = tensors.sorted { $0.spec.name.precedesInUTF8($1.spec.name) }
    self.files = files.sorted { $0.name.precedesInUTF8($1.name) }
    self.sources = sources
    self.converterVersion = converterVersion
    fingerprint = Self.fingerprint(of: tensors)
  }

  /// The fingerprint of some tensors.
  public static func fingerprint(of tensors: [Tensor]) -> SHA256Digest {
    var fingerprint = Fingerprint()
    for tensor in tensors { fingerprint.add(tensor.spec, sha256: tensor.sha256) }
    return fingerprint.digest
  }

  /// The elements of all stored tensors; tied tensors count once.
  public var parameterCount: Int { tensors.reduce(0) { $0 + $1.spec.shape.elementCount } }

  /// The names of the weight files, sorted.
  public var weightFiles: [String] { files.filter { $0.role == .weights }.map(\.name) }
}

extension Manifest {
  /// One stored tensor.
  public struct Tensor: Sendable, Hashable {
    /// Its canonical name, element type and shape.
    public let spec: TensorSpec
    /// The name of the weight file.
    public let file: String
    /// The first byte, counted from the start of the file.
    public let offset: Int
    /// The digest of its bytes.
    public let sha256: SHA256Digest
    /// Other canonical names of the same weights (tied tensors), sorted.
    public let aliases: [String]
    /// How it was made from the source's tensors, for people; empty where nothing is known.
    public let provenance: String

    /// Creates an entry at a place of a ``WeightsLayout``.
    public init(
      _ placement: WeightsLayout.Placement,
      sha256: SHA256Digest,
      aliases: [String] = [],
      provenance: String = ""
    ) {
      self.init(
        spec: placement.spec,
        file: placement.file,
        offset: placement.offset,
        sha256: sha256,
        aliases: aliases,
        provenance: provenance
      )
    }

    /// Creates an entry.
    public init(
      spec: TensorSpec,
      file: String,
      offset: Int,
      sha256: SHA256Digest,
      aliases: [String] = [],
      provenance: String = ""
    ) {
      self.spec = spec
      self.file = file
      self.offset = offset
      self.sha256 = sha256
      self.aliases = aliases.sorted { $0.precedesInUTF8($1) }
      self.provenance = provenance
    }
  }

  /// One file of the package.
  public struct File: Sendable, Hashable {
    /// What a file is for.
    public enum Role: String, Sendable, Hashable, CaseIterable {
      /// A weight file.
      case weights
      /// `model.safetensors.index.json`.
      case index
      /// `config.json`.
      case config
      /// A file of the vocabulary, as published.
      case vocabulary
      /// The text of the licence.
      case license
      /// Anything else that was published with the model.
      case other
    }

    /// The plain name; packages have no subdirectories.
    public let name: String
    /// What it is for.
    public let role: Role
    /// The number of bytes.
    public let byteCount: Int
    /// The digest of all its bytes.
    public let sha256: SHA256Digest

    /// Creates an entry.
    public init(name: String, role: Role, byteCount: Int, sha256: SHA256Digest) {
      self.name = name
      self.role = role
      self.byteCount = byteCount
      self.sha256 = sha256
    }

    /// Creates an entry for a small file that is in memory.
    public init(name: String, role: Role, content: [UInt8]) {
      self.init(
        name: name,
        role: role,
        byteCount: content.count,
        sha256: SHA256Digest(of: content)
      )
    }
  }

  /// Something that the package was made from.
  public struct Source: Sendable, Hashable {
    /// A file that was read.
    public struct File: Sendable, Hashable {
      /// Its path inside the source.
      public let name: String
      /// The number of bytes.
      public let byteCount: Int
      /// The digest of its bytes, where it was computed.
      public let sha256: SHA256Digest?

      /// Creates an entry.
      public init(name: String, byteCount: Int, sha256: SHA256Digest?) {
        self.name = name
        self.byteCount = byteCount
        self.sha256 = sha256
      }
    }

    /// Where it came from: a URL, a hub id, or the last component of a local path.
    public let origin: String
    /// The revision, where the origin has revisions.
    public let revision: String?
    /// The container, for example `tensorflow-bundle`.
    public let format: String
    /// The dialect of tensor names, for example `tensorflow`.
    public let layout: String
    /// The files that were read.
    public let files: [File]

    /// Creates an entry.
    public init(
      origin: String,
      revision: String? = nil,
      format: String,
      layout: String,
      files: [File] = []
    ) {
      self.origin = origin
      self.revision = revision
      self.format = format
      self.layout = layout
      self.files = files
    }
  }
}
