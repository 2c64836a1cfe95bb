public import ZooPackage
public import ZooTensors

/// An opened model: its configuration, its tensors by name, and the files published with it.
///
/// A value to copy and send freely; everything it gives keeps the mapped files alive.
public struct Model: Sendable {
  private let storage: Storage

  /// What all copies of a model share.
  private final class Storage: Sendable {
    let reader: PackageReader
    /// Positions in the manifest's tensors by canonical name and by alias.
    let positions: [String: Int]

    init(_ reader: PackageReader) {
      self.reader = reader
      let tensors = reader.manifest.tensors
      var positions: [String: Int] = [:]
      positions.reserveCapacity(tensors.count)
      for (position, tensor) in tensors.enumerated() {
        positions[tensor.spec.name] = position
        for alias in tensor.aliases { positions[alias] = position }
      }
      self.positions = positions
    }
  }

  init(_ reader: PackageReader) { storage = Storage(reader) }

  /// Everything the package says about itself.
  public var manifest: Manifest { storage.reader.manifest }

  /// The package's directory.
  public var path: String { storage.reader.path }

  /// The model's name, whatever alias it was loaded by.
  public var name: String { manifest.name }

  /// The architecture, for example `bert`.
  public var architecture: String { manifest.architecture }

  /// The hyperparameters by their canonical names.
  public var config: ModelConfiguration { ModelConfiguration(manifest.config) }

  /// The vocabulary and the names of the files that hold it.
  public var vocabulary: Vocabulary { manifest.vocabulary }

  /// The licence as the model's card states it.
  public var license: License { manifest.license }

  /// The elements of all tensors; tied tensors count once.
  public var parameterCount: Int { manifest.parameterCount }

  /// The identity of the weights, whatever format they were published in.
  public var fingerprint: SHA256Digest { manifest.fingerprint }

  // MARK: - Tensors

  /// The canonical names of the stored tensors, in the order of their UTF-8 bytes.
  public var tensorNames: [String] { manifest.tensors.map(\.spec.name) }

  /// Whether a tensor of this canonical name or alias exists.
  public func contains(_ name: String) -> Bool { storage.positions[name] != nil }

  /// The tensor of a canonical name, or the one that an alias is tied to.
  ///
  /// Complexity: O(1); no byte is read.
  /// - Throws: ``ZooError`` with code `notFound` that suggests the nearest names.
  public func tensor(_ name: String) throws(ZooError) -> Tensor {
    guard let position = storage.positions[name] else {
      throw ZooError(
        .notFound,
        "there is no tensor '\(name)' among \(manifest.tensors.count)"
          + Suggestions.question(for: name, among: storage.positions.keys),
        model: self.name,
        tensor: name
      )
    }
    let entry = storage.reader.manifest.tensors[position]
    do throws(FormatError) {
      return Tensor(entry.spec, try storage.reader.region(of: entry))
    } catch {
      throw ZooError(error, model: self.name)
    }
  }

  // MARK: - Files

  /// A file that was published with the model, mapped.
  ///
  /// - Throws: ``ZooError`` with code `notFound` where the package has none, `badData` where its
  ///   size is not what the manifest says.
  public func file(_ kind: ModelFile.Kind) throws(ZooError) -> ModelFile {
    let name: String?
    switch kind {
    case .vocabulary: name = vocabulary.files.first
    case .license: name = manifest.files.first { $0.role == .license }?.name
    case .config: name = manifest.files.first { $0.role == .config }?.name
    case .named(let given): name = manifest.files.first { $0.name == given }?.name
    }
    guard let name else {
      throw ZooError(
        .notFound,
        "the package has no \(kind); it has "
          + manifest.files.map(\.name).joined(separator: ", "),
        model: self.name,
        path: path
      )
    }
    do throws(FormatError) {
      return ModelFile(name: name, region: try storage.reader.file(name))
    } catch {
      throw ZooError(error, model: self.name)
    }
  }
}

extension Model: CustomStringConvertible {
  /// The name, the architecture and the size.
  public var description: String {
    "\(name) (\(architecture), \(manifest.tensors.count) tensors, \(parameterCount) parameters)"
  }
}
