internal import ZooTensors

extension Architecture {
  /// Reads an architecture file; `nil` where something is wrong, which `context` then tells.
  init?(_ node: YAMLNode, _ context: SchemaContext) {
    guard let reader = MapReader(node, "an architecture", context) else { return nil }
    let before = context.problems.count
    let name = reader.requiredText("architecture")
    let title = reader.requiredText("title")
    let names = reader.requiredText("names")
    paper = reader.value("paper").flatMap { Paper($0, context) }
    modelTypes = reader.texts("model_type")
    var keys: [Key] = []
    if reader.required("config") != nil {
      keys = reader.entries("config").compactMap { Key($0, context) }
    }
    let scope = SchemaScope(context, keys: keys.map(\.name))
    for key in keys {
      if case .formula(let formula)? = key.fallback, let member = node["config"]?[key.name] {
        scope.check(formula.identifiers, at: member.position)
      }
    }
    checks = reader.list("checks").compactMap { Check($0, scope) }
    keyAliases = Self.aliases(reader, keys.map(\.name))
    tokenNumbers = Self.tokenNumbers(reader, keys)
    buffers = reader.list("buffers").compactMap { node in
      guard let text = reader.text(node, "a buffer") else { return nil }
      return scope.template(text, at: node.position, allowsOpenIndices: true)
    }
    parts =
      reader.required("parts") == nil
      ? [] : reader.entries("parts").compactMap { PartTemplate($0, scope) }
    reader.finish()
    self.keys = keys
    self.file = context.file
    guard let name, let title, let names, context.problems.count == before else { return nil }
    self.name = name
    self.title = title
    self.names = names
  }

  /// `token_tables: {file: key}`.
  private static func tokenNumbers(_ reader: MapReader, _ keys: [Key]) -> [TokenNumbersFile] {
    let integers = keys.filter { $0.type == .int }.map(\.name)
    return reader.entries("token_tables").compactMap { member in
      guard let key = reader.text(member.value, "'\(member.key)'") else { return nil }
      if !integers.contains(key) {
        reader.context.report(
          "the rows for '\(member.key)' must be a key of 'config' of type int, found '\(key)'"
            + Suggestions.question(for: key, among: integers),
          at: member.value.position
        )
      }
      return TokenNumbersFile(name: member.key, rowsKey: key)
    }
  }

  private static func aliases(_ reader: MapReader, _ keys: [String]) -> [String: String] {
    var aliases: [String: String] = [:]
    for member in reader.entries("config_aliases") {
      guard let target = reader.text(member.value, "'\(member.key)'") else { continue }
      if !keys.contains(target) {
        reader.context.report(
          "'\(member.key)' must stand for a key of 'config', found '\(target)'"
            + Suggestions.question(for: target, among: keys),
          at: member.value.position
        )
      }
      if keys.contains(member.key) {
        reader.context.report(
          "'\(member.key)' is a key of 'config' itself; remove the alias",
          at: member.position
        )
      }
      aliases[member.key] = target
    }
    return aliases
  }
}

extension Architecture.Key {
  /// `name: type`, `name: {type: default}` or `name: {int: {lines: file}}`.
  init?(_ member: YAMLNode.Member, _ context: SchemaContext) {
    let types = ConfigType.allCases.map(\.rawValue)
    let typeName: String
    let position: YAMLNode.Position
    var value: YAMLNode?
    if let only = member.value.members?.first, member.value.members?.count == 1 {
      (typeName, position, value) = (only.key, only.position, only.value)
    } else {
      (typeName, position) = (member.value.text, member.value.position)
    }
    guard let type = ConfigType(rawValue: typeName) else {
      context.report(
        "the type of '\(member.key)' must be one of \(types.joined(separator: ", "))"
          + " or {type: default}, found \(typeName.isEmpty ? member.value.found : "'\(typeName)'")",
        at: position
      )
      return nil
    }
    name = member.key
    self.type = type
    guard let value else {
      fallback = nil
      return
    }
    if type == .int, value.members != nil {
      guard let reader = MapReader(value, "the default of '\(member.key)'", context) else {
        return nil
      }
      let file = reader.requiredText("lines")
      reader.finish()
      guard let file else { return nil }
      fallback = .lineCount(file: file)
    } else if type != .string, case .string(let text) = value.content {
      do throws(ZooError) {
        fallback = .formula(try Expression(parsing: text))
      } catch {
        context.report(error.message, at: value.position)
        return nil
      }
    } else if let literal = ConfigValue(value).flatMap({ type.accepting($0) }) {
      fallback = .value(literal)
    } else {
      context.report(
        "the default of '\(member.key)' must be of type \(type), found \(value.found)",
        at: value.position
      )
      return nil
    }
  }
}

extension Architecture.Check {
  init?(_ node: YAMLNode, _ scope: SchemaScope) {
    guard let reader = MapReader(node, "a check", scope.context) else { return nil }
    let condition = reader.required("that").flatMap { scope.expression($0) }
    let message = reader.requiredText("message")
    reader.finish()
    guard let condition, let message else { return nil }
    self.init(condition: condition, message: message)
  }
}

extension Architecture.PartTemplate {
  init?(_ member: YAMLNode.Member, _ scope: SchemaScope) {
    guard let reader = MapReader(member.value, "part '\(member.key)'", scope.context) else {
      return nil
    }
    name = member.key
    isOptional = reader.bool("optional") ?? false
    tensors = reader.entries("tensors").compactMap { Architecture.TensorTemplate($0, scope) }
    ties = reader.entries("ties").compactMap { Architecture.TieTemplate($0, scope) }
    reader.finish()
    if reader.node["tensors"] == nil, reader.node["ties"] == nil {
      scope.context.report("part '\(name)' must have 'tensors' or 'ties'", at: member.position)
    }
  }
}

extension Architecture.TensorTemplate {
  /// `name: [shape]` or `name: {shape: [shape], when: condition, dtype: f32}`.
  init?(_ member: YAMLNode.Member, _ scope: SchemaScope) {
    let letters: [Character]
    let template = scope.template(member.key, at: member.position)
    letters = template?.enumeratedIndices ?? []
    var dimensions = member.value.elements
    var condition: Expression?
    var dtype: DType?
    if dimensions == nil {
      guard let reader = MapReader(member.value, "tensor '\(member.key)'", scope.context) else {
        return nil
      }
      dimensions = reader.required("shape") == nil ? nil : reader.list("shape")
      condition = reader.value("when").flatMap { scope.expression($0, letters) }
      if let word = reader.word("dtype", among: DType.allCases.map { $0.rawValue.lowercased() }) {
        dtype = DType(rawValue: word.uppercased())
      }
      reader.finish()
    }
    guard let template, let dimensions else { return nil }
    name = template
    shape = dimensions.compactMap { scope.expression($0, letters) }
    self.condition = condition
    self.dtype = dtype
    guard shape.count == dimensions.count else { return nil }
  }
}

extension Architecture.TieTemplate {
  /// `alias: name` or `alias: {to: name, when: condition}`.
  init?(_ member: YAMLNode.Member, _ scope: SchemaScope) {
    let alias = scope.template(member.key, at: member.position)
    let letters = alias?.enumeratedIndices ?? []
    var target: NameTemplate?
    var condition: Expression?
    if member.value.members == nil {
      guard let text = scope.text(member.value, "a tied name") else { return nil }
      target = scope.template(text, at: member.value.position, letters)
    } else if let reader = MapReader(member.value, "tie '\(member.key)'", scope.context) {
      if let node = reader.required("to"), let text = reader.text(node, "'to'") {
        target = scope.template(text, at: node.position, letters)
      }
      condition = reader.value("when").flatMap { scope.expression($0, letters) }
      reader.finish()
    }
    guard let alias, let target else { return nil }
    if target.choiceCounts != alias.choiceCounts {
      scope.context.report(
        "'\(alias)' and '\(target)' must have the same sets of words in braces",
        at: member.position
      )
    }
    self.init(alias: alias, target: target, condition: condition)
  }
}
