internal import ZooTensors

/// Reads single files, with everything that is wrong with them.
enum RegistryReader {
  /// A family file; the family is there as far as it can be read.
  static func family(_ file: RegistryFile) -> (family: Family?, problems: [RegistryProblem]) {
    let context = SchemaContext(file: file.path)
    guard let node = document(file, context) else { return (nil, context.problems) }
    let family = Family(node, context)
    if let family, family.name != file.stem {
      context.report(
        "'family' must be the name of the file, '\(file.stem)', found '\(family.name)'",
        at: node["family"]?.position ?? node.position,
        .name
      )
    }
    return (family, context.problems)
  }

  /// An architecture file.
  static func architecture(
    _ file: RegistryFile
  ) -> (architecture: Architecture?, problems: [RegistryProblem]) {
    let context = SchemaContext(file: file.path)
    guard let node = document(file, context) else { return (nil, context.problems) }
    let architecture = Architecture(node, context)
    if let architecture, architecture.name != file.stem {
      context.report(
        "'architecture' must be the name of the file, '\(file.stem)', found "
          + "'\(architecture.name)'",
        at: node["architecture"]?.position ?? node.position,
        .name
      )
    }
    return (architecture, context.problems)
  }

  /// A file of organisations.
  static func organisations(
    _ file: RegistryFile
  ) -> (organisations: [Organisation], problems: [RegistryProblem]) {
    let context = SchemaContext(file: file.path)
    guard let node = document(file, context),
      let reader = MapReader(node, "a file of organisations", context)
    else { return ([], context.problems) }
    let organisations = reader.entries("organisations").compactMap { Organisation($0, context) }
    reader.finish()
    return (organisations, context.problems)
  }

  /// A file of readings: Chinese words with their syllables.
  static func readings(
    _ file: RegistryFile
  ) -> (readings: [(word: String, syllables: [String])], problems: [RegistryProblem]) {
    let context = SchemaContext(file: file.path)
    guard let node = document(file, context),
      let reader = MapReader(node, "a file of readings", context)
    else { return ([], context.problems) }
    var readings: [(word: String, syllables: [String])] = []
    for member in reader.entries("readings") {
      let text = reader.text(member.value, "the reading of '\(member.key)'") ?? ""
      let syllables = text.split(separator: " ").map { String($0) }
      let isPlain = syllables.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7a).contains($0) } }
      let characters = member.key.unicodeScalars
      guard isPlain, syllables.count == characters.count, characters.allSatisfy(\.isHan) else {
        context.report(
          "expected Chinese characters and one syllable of a-z for each, such as 乐府: yue fu; "
            + "found '\(member.key)' and '\(text)'",
          at: member.position
        )
        continue
      }
      readings.append((member.key, syllables))
    }
    reader.finish()
    return (readings, context.problems)
  }

  private static func document(_ file: RegistryFile, _ context: SchemaContext) -> YAMLNode? {
    do throws(ZooError) {
      let bytes = try file.bytes()
      do throws(RegistryProblem) {
        return try YAMLDocument.parse(bytes, file: file.path)
      } catch {
        context.add(error)
      }
    } catch {
      context.add(RegistryProblem(.syntax, error.message, file: file.path))
    }
    return nil
  }
}
