import Crypto
import ZooPackage

/// A repository that a ``LoopbackServer`` serves as a model hub does.
///
/// Large files are redirected to the same server under another host name, as hubs redirect to a
/// delivery network; the listing has their SHA-256, and the Git object name of the others.
public struct LoopbackHub {
  /// One file.
  public struct File {
    /// The path in the repository.
    public let path: String
    /// The bytes.
    public let content: [UInt8]
    /// Whether it is kept in large-file storage.
    public let isLarge: Bool

    /// Creates a file.
    public init(_ path: String, _ content: [UInt8], isLarge: Bool = false) {
      self.path = path
      self.content = content
      self.isLarge = isLarge
    }
  }

  /// Who may read the files.
  public struct Gate {
    /// The token that opens it.
    public let token: String
    /// What others get.
    public let refusal: LoopbackResource.Refusal

    /// Creates a gate.
    public init(token: String, refusal: LoopbackResource.Refusal) {
      self.token = token
      self.refusal = refusal
    }
  }

  /// `OWNER/NAME`.
  public let repository: String
  /// The commit of the branch `main`.
  public let commit: String
  /// The files.
  public var files: [File]
  /// The gate, if there is one.
  public var gate: Gate?

  /// Creates a repository.
  public init(
    _ repository: String,
    commit: String = String(repeating: "5a", count: 20),
    files: [File]
  ) {
    self.repository = repository
    self.commit = commit
    self.files = files
  }

  /// The path of a file of a revision on the server.
  public func path(_ file: String, revision: String? = nil) -> String {
    "/\(repository)/resolve/\(revision ?? commit)/\(file)"
  }

  /// The path on the server to which a large file is redirected.
  public static func deliveryPath(_ content: [UInt8]) -> String {
    "/delivery/\(SHA256Digest(of: content))"
  }

  /// Makes a server answer for the repository.
  public func publish(on server: LoopbackServer) {
    let revisions = ["main", commit]
    for revision in revisions {
      server.serve(
        "/api/models/\(repository)/revision/\(revision)",
        LoopbackResource(Array("{\"id\":\"\(repository)\",\"sha\":\"\(commit)\"}".utf8))
      )
      server.serve(
        "/api/models/\(repository)/tree/\(revision)",
        LoopbackResource(Array(listing.utf8))
      )
    }
    for file in files {
      for revision in revisions {
        server.serve(path(file.path, revision: revision), resource(file, server))
      }
      if file.isLarge {
        let digest = SHA256Digest(of: file.content)
        server.serve(Self.deliveryPath(file.content), file.content, etag: "\"\(digest)\"")
      }
    }
  }

  private func resource(_ file: File, _ server: LoopbackServer) -> LoopbackResource {
    var resource: LoopbackResource
    if file.isLarge {
      resource = LoopbackResource(
        redirect: server.otherAddress + Self.deliveryPath(file.content),
        headers: [
          "X-Repo-Commit": commit,
          "X-Linked-Etag": "\"\(SHA256Digest(of: file.content))\"",
          "X-Linked-Size": "\(file.content.count)",
        ]
      )
    } else {
      resource = LoopbackResource(
        file.content,
        etag: "\"\(Self.objectName(file.content))\"",
        headers: ["X-Repo-Commit": commit]
      )
    }
    resource.token = gate?.token
    resource.refusal = gate?.refusal
    return resource
  }

  private var listing: String {
    let entries = files.map { file in
      let pointer = Array(
        """
        version https://git-lfs.github.com/spec/v1
        oid sha256:\(SHA256Digest(of: file.content))
        size \(file.content.count)

        """.utf8
      )
      let stored = file.isLarge ? pointer : file.content
      let large =
        file.isLarge
        ? """
        ,"lfs":{"oid":"\(SHA256Digest(of: file.content))","size":\(file.content.count),\
        "pointerSize":\(pointer.count)}
        """ : ""
      return """
        {"type":"file","oid":"\(Self.objectName(stored))","size":\(file.content.count)\(large),\
        "path":"\(file.path)"}
        """
    }
    return "[" + entries.joined(separator: ",") + "]"
  }

  /// The name that Git gives some bytes.
  public static func objectName(_ content: [UInt8]) -> String {
    var hasher = Insecure.SHA1()
    hasher.update(data: Array("blob \(content.count)\0".utf8))
    hasher.update(data: content)
    return hasher.finalize().map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }
}
