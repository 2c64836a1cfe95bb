import ZooConvert
import ZooFormats
import ZooPackage
import ZooTensors

/// Shows plans and reports of conversions.
struct ConversionText {
  let options: OutputOptions

  /// The plan of a dry run, or how one tensor is made.
  func showPlan(_ prepared: PreparedConversion, explain: String?) throws(ZooError) {
    let report = prepared.report()
    if let explain { return try self.explain(explain, report.plan) }
    if options.json { return options.print(report.json) }
    Console.print("\(prepared.name): \(report.summary)")
    var table = Table(["tensor", "type", "shape", "from"])
    for tensor in report.plan.tensors {
      table.add([
        tensor.name, tensor.dtype.rawValue, tensor.shape.description,
        tensor.sources == [tensor.name] ? "=" : tensor.sources.joined(separator: " + "),
      ])
    }
    table.lines().forEach(Console.print)
    for (alias, name) in report.plan.ties.sorted(by: { $0.key < $1.key }) {
      Console.print("tied     \(alias) = \(name)")
    }
    for (reason, count) in report.dropReasons { Console.print("dropped  \(count): \(reason)") }
    for part in report.plan.absentParts { Console.print("absent   part '\(part)'") }
    for note in report.plan.notes { Console.print("note     \(note)") }
    Console.print("\(Units.bytes(report.plan.byteCount)) would be written")
  }

  /// What was done; the last line is the package's path.
  func showResult(_ report: ConversionReport, path: String) {
    if options.json {
      var object = report.json.objectValue ?? JSONObject()
      object["path"] = .string(path)
      options.print(.object(object))
      return
    }
    options.note(report.summary)
    for (reason, count) in report.dropReasons {
      options.note("dropped \(count) tensor\(count == 1 ? "" : "s"): \(reason)")
    }
    for note in report.plan.notes { options.note("note: \(note)") }
    for (name, count) in report.overflows.sorted(by: { $0.key < $1.key }) {
      Console.warning(
        "\(count) finite values of '\(name)' are too large for the chosen type and became infinite"
      )
    }
    for (name, count) in report.notFinite.sorted(by: { $0.key < $1.key }) {
      Console.warning(
        "tensor '\(name)' has \(count) values that are NaN or infinite in the checkpoint"
      )
    }
    if let manifest = report.manifest { options.note("fingerprint \(manifest.fingerprint)") }
    Console.print(path)
  }

  private func explain(_ name: String, _ plan: ConversionPlan) throws(ZooError) {
    let target = plan.ties[name] ?? name
    guard let tensor = plan.tensors.first(where: { $0.name == target }) else {
      throw ZooError(
        .notFound,
        "the plan has no tensor '\(name)'"
          + Suggestions.question(for: name, among: plan.tensors.map(\.name))
      )
    }
    if options.json { return options.print(json(tensor, plan)) }
    if target != name { Console.print("\(name) is tied to \(target)") }
    Console.print("\(tensor.name)  \(tensor.dtype) \(tensor.shape)  part '\(tensor.part)'")
    for merge in tensor.merges { Console.print("  ranks  \(merge)") }
    Console.print("  rule  \(tensor.rule)")
    for source in plan.sourceDescriptions(of: tensor) { Console.print("  from  \(source)") }
    for step in plan.copyDescriptions(of: tensor) { Console.print("  copy  \(step)") }
  }

  private func json(_ tensor: ConversionPlan.PlannedTensor, _ plan: ConversionPlan) -> JSONValue {
    func list(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
    return .object([
      "name": .string(tensor.name), "part": .string(tensor.part),
      "dtype": .string(tensor.dtype.rawValue),
      "shape": .array(tensor.shape.dimensions.map { .integer(Int64($0)) }),
      "ranks": list(tensor.merges), "rule": .string(tensor.rule),
      "sources": list(plan.sourceDescriptions(of: tensor)),
      "copies": list(plan.copyDescriptions(of: tensor)), "aliases": list(tensor.aliases),
    ])
  }
}
