public import ZooTensors

extension ModelCard {
  /// The card as JSON, with its computed number of elements if there is one.
  ///
  /// What the card does not say is null, an empty list or an empty object, never left out.
  public func json(_ total: ParameterTotal?) -> JSONValue {
    .object([
      "name": .string(name), "kind": .string("model"), "family": .string(family.name),
      "title": .string(title), "titleZh": .text(chineseTitle), "aliases": .texts(aliases),
      "summary": .text(summary ?? family.summary),
      "summaryZh": .text(chineseSummary ?? family.chineseSummary),
      "organisation": .text(organisation), "year": .number(year), "languages": .texts(languages),
      "architecture": .text(architecture), "config": .object(configuration),
      "parameterCount": .number(parameters.count), "parametersStated": .text(parameters.stated),
      "parametersNote": .text(parameters.note),
      "parts": parameters.hasAllParts ? .string("all") : .texts(parameters.parts),
      "parametersComputed": total.map {
        .object(["count": .number($0.count), "parts": .texts($0.parts)])
      } ?? .null,
      "vocabulary": vocabulary?.json ?? .null,
      "license": .text(license?.summary), "licenseUrl": .text(license?.url),
      "licenseFlags": .texts(license?.flags.map(\.rawValue) ?? []),
      "state": .string(state.rawValue), "reason": .text(reason), "nextStep": .text(nextStep),
      "baseModel": .text(baseModel), "convertible": .bool(isConvertible),
      "paper": .text(paper?.address), "links": .texts(links),
      "sources": .array(sources.map(\.json)), "quirks": .texts(quirks),
      "unconfirmed": .texts(unconfirmed),
    ])
  }

  private var configuration: JSONObject {
    var object = JSONObject()
    for (key, value) in config.sorted(by: { $0.key < $1.key }) {
      if let json = value.jsonValue { object[key] = json }
    }
    return object
  }
}

extension Vocabulary {
  fileprivate var json: JSONValue {
    var tokens = JSONObject()
    for (role, token) in special.sorted(by: { $0.key < $1.key }) { tokens[role] = .string(token) }
    return .object([
      "kind": .text(kind), "size": .number(size), "files": .texts(files),
      "lowercase": lowercase.map { .bool($0) } ?? .null, "special": .object(tokens),
    ])
  }
}

extension ModelSource {
  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "format": .string(format), "layout": .string(layout), "address": .text(address),
      "files": .array(files.map(\.json)), "member": .text(member), "note": .text(note),
      "sha256": .text(sha256), "byteCount": .number(byteCount),
    ]
    let place: [(String, String)] =
      switch location {
      case .hub(let repository, let revision):
        [("kind", "hub"), ("repository", repository), ("revision", revision)]
      case .url: [("kind", "url")]
      case .pypi(let package): [("kind", "pypi"), ("package", package)]
      case .embedded(let model): [("kind", "embedded"), ("model", model)]
      case .manual: [("kind", "manual")]
      }
    for (key, value) in place { object[key] = .string(value) }
    return .object(object)
  }
}

extension ModelSource.File {
  fileprivate var json: JSONValue {
    .object(["name": .string(name), "sha256": .text(sha256), "byteCount": .number(byteCount)])
  }
}
