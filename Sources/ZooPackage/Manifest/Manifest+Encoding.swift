import ZooTensors

extension Manifest {
  /// The canonical bytes of `manifest.json`: sorted keys, one line for each element, a newline.
  public func encoded() -> [UInt8] {
    let root: JSONValue = [
      "profileVersion": .integer(Int64(Self.profileVersion)),
      "name": .string(name),
      "architecture": .string(architecture),
      "config": .object(config),
      "vocabulary": .object(vocabulary.object),
      "license": .object(license.object),
      "parts": .array(parts.map { .string($0) }),
      "tensors": .array(tensors.map(\.json)),
      "files": .array(files.map(\.json)),
      "sources": .array(sources.map(\.json)),
      "converterVersion": .string(converterVersion),
      "fingerprint": .string(fingerprint.hex),
    ]
    return JSONWriter(expandedLevels: 2).bytes(of: root) + [0x0a]
  }
}

extension Manifest.Tensor {
  var json: JSONValue {
    [
      "name": .string(spec.name),
      "dtype": .string(spec.dtype.rawValue),
      "shape": .array(spec.shape.dimensions.map { .integer(Int64($0)) }),
      "file": .string(file),
      "offset": .integer(Int64(offset)),
      "byteCount": .integer(Int64(spec.byteCount)),
      "sha256": .string(sha256.hex),
      "aliases": .array(aliases.map { .string($0) }),
      "provenance": .string(provenance),
    ]
  }
}

extension Manifest.File {
  var json: JSONValue {
    [
      "name": .string(name),
      "role": .string(role.rawValue),
      "size": .integer(Int64(byteCount)),
      "sha256": .string(sha256.hex),
    ]
  }
}

extension Manifest.Source {
  var json: JSONValue {
    var object = JSONObject()
    object["origin"] = .string(origin)
    object["revision"] = revision.map { .string($0) }
    object["format"] = .string(format)
    object["layout"] = .string(layout)
    object["files"] = .array(files.map(\.json))
    return .object(object)
  }
}

extension Manifest.Source.File {
  var json: JSONValue {
    var object = JSONObject()
    object["name"] = .string(name)
    object["size"] = .integer(Int64(byteCount))
    object["sha256"] = sha256.map { .string($0.hex) }
    return .object(object)
  }
}
