import ZooFormats
public import ZooPackage
public import ZooTensors

/// What a conversion did, or would do: every tensor mapped, tied or dropped, with reasons.
public struct ConversionReport: Sendable {
  /// The plan that was followed.
  public let plan: ConversionPlan
  /// The manifest of the package; `nil` for a dry run.
  public let manifest: Manifest?
  /// Finite values that became infinite through a narrower element type, by tensor.
  public let overflows: [String: Int]
  /// Stored values that are NaN or infinite, by tensor; empty for a dry run.
  public let notFinite: [String: Int]

  /// One line that says it all.
  public var summary: String {
    var text =
      "\(plan.tensors.count) tensors mapped from \(plan.format.title), dialect \(plan.architecture).\(plan.layout)"
    if !plan.ties.isEmpty { text += ", \(plan.ties.count) tied" }
    if !plan.dropped.isEmpty { text += ", \(plan.dropped.count) dropped" }
    if !plan.absentParts.isEmpty { text += ", without \(plan.absentParts.joined(separator: ", "))" }
    return text
  }

  /// Why tensors were dropped, with counts, the most frequent reason first.
  public var dropReasons: [(reason: String, count: Int)] {
    Dictionary(grouping: plan.dropped, by: \.reason)
      .map { ($0.key, $0.value.count) }
      .sorted { $0.count == $1.count ? $0.reason < $1.reason : $0.count > $1.count }
  }

  /// The report as JSON.
  public var json: JSONValue {
    var object: JSONObject = [
      "architecture": .string(plan.architecture), "layout": .string(plan.layout),
      "container": .string(plan.format.id), "parts": .array(plan.parts.map { .string($0) }),
      "absentParts": .array(plan.absentParts.map { .string($0) }),
      "notes": .array(plan.notes.map { .string($0) }),
      "byteCount": .integer(Int64(plan.byteCount)),
    ]
    object["mapped"] = .array(
      plan.tensors.map { tensor in
        .object([
          "name": .string(tensor.name), "part": .string(tensor.part),
          "dtype": .string(tensor.dtype.rawValue),
          "shape": .array(tensor.shape.dimensions.map { .integer(Int64($0)) }),
          "sources": .array(tensor.sources.map { .string($0) }), "rule": .string(tensor.rule),
        ])
      }
    )
    var ties = JSONObject()
    for (alias, name) in plan.ties.sorted(by: { $0.key < $1.key }) { ties[alias] = .string(name) }
    object["tied"] = .object(ties)
    object["dropped"] = .array(
      plan.dropped.map { .object(["name": .string($0.name), "reason": .string($0.reason)]) }
    )
    object["overflows"] = Self.counts(overflows)
    object["notFinite"] = Self.counts(notFinite)
    object["fingerprint"] = manifest.map { .string($0.fingerprint.hex) }
    return .object(object)
  }

  private static func counts(_ byTensor: [String: Int]) -> JSONValue {
    var object = JSONObject()
    for (name, count) in byTensor.sorted(by: { $0.key < $1.key }) {
      object[name] = .integer(Int64(count))
    }
    return .object(object)
  }
}
