#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the framework that wrote a fixture says is in it: `<file>.golden.json` beside the file.
public struct Golden: Sendable, Decodable {
  /// One tensor.
  public struct Tensor: Sendable, Hashable, Decodable {
    /// The name.
    public let name: String
    /// The element type in safetensors' spelling.
    public let dtype: String
    /// The shape.
    public let shape: [Int]
    /// SHA-256 of the row-major little-endian bytes in lower-case hexadecimal; text has none.
    public let sha256: String?

    func named(_ name: String) -> Tensor {
      Tensor(name: name, dtype: dtype, shape: shape, sha256: sha256)
    }
  }

  /// One file of an archive.
  public struct Member: Sendable, Hashable, Decodable {
    /// The path.
    public let path: String
    /// The size in bytes.
    public let size: Int
    /// SHA-256 of the bytes in lower-case hexadecimal.
    public let sha256: String
  }

  /// The container.
  public let container: String
  /// The tensors that a reader must find.
  public private(set) var tensors: [Tensor]
  /// The path of the weights in what was saved, with its dot; what is elsewhere is not read.
  public let weights: String?
  /// The files, where the fixture is an archive.
  public let members: [Member]?

  /// Reads the golden of a fixture: `<fixture>.golden.json`, or with the extension replaced.
  public init(fixture: String) throws {
    let beside = "\(fixture).golden.json"
    let exists = FileManager.default.fileExists(atPath: Fixtures.path(beside))
    let stem = fixture.split(separator: ".").dropLast().joined(separator: ".")
    try self.init(file: exists ? beside : "\(stem).golden.json")
  }

  /// Reads a golden file; a plain list of tensors is one without a container.
  public init(file: String) throws {
    let bytes = try Data(contentsOf: Fixtures.url(file))
    let decoder = JSONDecoder()
    if bytes.first == UInt8(ascii: "[") {
      tensors = try decoder.decode([Tensor].self, from: bytes)
      container = ""
      weights = nil
      members = nil
    } else {
      self = try decoder.decode(Golden.self, from: bytes)
      if let weights {
        tensors = tensors.filter { $0.name.hasPrefix(weights) }
          .map { $0.named(String($0.name.dropFirst(weights.count))) }
      }
    }
  }
}
