import GRDB
import ZooPackage
import ZooTensors

/// The SQLite catalogue of the store: what is installed, and every tensor of it.
///
/// It is a copy of facts for listing and searching. The directories are the truth; a lost or damaged
/// catalogue is rebuilt from them, and loading a model never opens it.
final class Catalogue: Sendable {
  private let database: DatabaseQueue

  init(path: String) throws(ZooError) {
    do {
      var configuration = Configuration()
      configuration.busyMode = .timeout(10)
      configuration.foreignKeysEnabled = true
      database = try DatabaseQueue(path: path, configuration: configuration)
      try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try Self.migrator.migrate(database)
    } catch {
      throw Self.failure(error, path)
    }
  }

  /// Schema changes in order; a released one is never edited.
  private static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("packages, names, tensors and sources") { database in
      try database.execute(
        sql: """
          CREATE TABLE package (
            path TEXT PRIMARY KEY NOT NULL,
            name TEXT NOT NULL,
            architecture TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            license TEXT,
            parameterCount INTEGER NOT NULL,
            byteCount INTEGER NOT NULL,
            converterVersion TEXT NOT NULL
          ) STRICT;
          CREATE TABLE name (
            name TEXT PRIMARY KEY NOT NULL,
            path TEXT NOT NULL REFERENCES package(path) ON DELETE CASCADE,
            isAlias INTEGER NOT NULL
          ) STRICT;
          CREATE TABLE tensor (
            path TEXT NOT NULL REFERENCES package(path) ON DELETE CASCADE,
            name TEXT NOT NULL,
            dtype TEXT NOT NULL,
            shape TEXT NOT NULL,
            byteCount INTEGER NOT NULL,
            sha256 TEXT NOT NULL,
            PRIMARY KEY (path, name)
          ) STRICT, WITHOUT ROWID;
          CREATE INDEX tensorBySha256 ON tensor(sha256);
          CREATE TABLE source (
            path TEXT NOT NULL REFERENCES package(path) ON DELETE CASCADE,
            origin TEXT NOT NULL,
            revision TEXT,
            format TEXT NOT NULL,
            layout TEXT NOT NULL
          ) STRICT;
          """
      )
    }
    return migrator
  }

  /// Records a package and its names in one transaction, replacing what was known of them.
  ///
  /// - Parameters:
  ///   - package: The package.
  ///   - manifest: Its manifest.
  ///   - names: The names that lead to the package; by default its own and its aliases.
  /// - Throws: ``ZooError`` where the catalogue cannot be written.
  func insert(
    _ package: InstalledPackage,
    _ manifest: Manifest,
    names: [String]? = nil
  ) throws(ZooError) {
    do {
      try database.write { database in
        try database.execute(
          sql: "DELETE FROM package WHERE path = ?",
          arguments: [package.relativePath]
        )
        try database.execute(
          sql: "INSERT INTO package VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            package.relativePath, package.name, package.architecture, package.fingerprint.hex,
            package.license, package.parameterCount, package.byteCount, manifest.converterVersion,
          ]
        )
        for name in names ?? [package.name] + package.aliases {
          try database.execute(
            sql: "INSERT OR REPLACE INTO name VALUES (?, ?, ?)",
            arguments: [name, package.relativePath, name != package.name]
          )
        }
        let insertTensor = try database.makeStatement(
          sql: "INSERT INTO tensor VALUES (?, ?, ?, ?, ?, ?)"
        )
        for tensor in manifest.tensors {
          try insertTensor.execute(arguments: [
            package.relativePath, tensor.spec.name, tensor.spec.dtype.rawValue,
            tensor.spec.shape.description, tensor.spec.byteCount, tensor.sha256.hex,
          ])
        }
        for source in manifest.sources {
          try database.execute(
            sql: "INSERT INTO source VALUES (?, ?, ?, ?, ?)",
            arguments: [
              package.relativePath, source.origin, source.revision, source.format, source.layout,
            ]
          )
        }
      }
    } catch {
      throw Self.failure(error, database.path)
    }
  }

  /// Forgets a package.
  func delete(path: String) throws(ZooError) {
    do {
      try database.write {
        try $0.execute(sql: "DELETE FROM package WHERE path = ?", arguments: [path])
      }
    } catch {
      throw Self.failure(error, database.path)
    }
  }

  /// Every package with its names, sorted by name.
  func packages() throws(ZooError) -> [InstalledPackage] {
    do {
      return try database.read { database in
        var aliases: [String: [String]] = [:]
        for row in try Row.fetchAll(
          database,
          sql: "SELECT path, name FROM name WHERE isAlias ORDER BY name"
        ) {
          aliases[row["path"], default: []].append(row["name"])
        }
        return try Row.fetchAll(
          database,
          sql: """
            SELECT package.*, format, layout, name.path IS NOT NULL AS isCurrent
            FROM package LEFT JOIN source USING (path)
            LEFT JOIN name ON name.path = package.path AND NOT isAlias
            GROUP BY package.path ORDER BY package.name, package.path
            """
        ).compactMap { row in InstalledPackage(row, aliases: aliases[row["path"]] ?? []) }
      }
    } catch {
      throw Self.failure(error, database.path)
    }
  }

  private static func failure(_ error: any Error, _ path: String) -> ZooError {
    let text = (error as? DatabaseError)?.message ?? "\(error)"
    let code = (error as? DatabaseError)?.resultCode
    let kind: ZooError.Code =
      switch code {
      case .SQLITE_CANTOPEN?, .SQLITE_READONLY?, .SQLITE_PERM?: .cannotCreate
      case .SQLITE_BUSY?, .SQLITE_LOCKED?: .temporary
      default: .ioError
      }
    return ZooError(
      kind,
      "the catalogue cannot be used: \(text); it may be deleted, `zoo doctor --repair` makes it anew",
      path: path,
      underlying: error
    )
  }
}

extension InstalledPackage {
  fileprivate init?(_ row: Row, aliases: [String]) {
    guard let fingerprint = SHA256Digest(hex: row["fingerprint"]) else { return nil }
    self.init(
      name: row["name"],
      aliases: aliases,
      relativePath: row["path"],
      architecture: row["architecture"],
      fingerprint: fingerprint,
      license: row["license"],
      parameterCount: row["parameterCount"],
      byteCount: row["byteCount"],
      format: row["format"],
      layout: row["layout"],
      isCurrent: row["isCurrent"]
    )
  }
}
