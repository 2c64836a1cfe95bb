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

  /// A file of readings: words with their syllables, and sounds with their characters.
  static func readings(_ file: RegistryFile) -> (rules: ReadingRules, problems: [RegistryProblem]) {
    let context = SchemaContext(file: file.path)
    var words: [(word: String, syllables: [String])] = []
    var sounds: [Unicode.Scalar: String] = [:]
    if let node = document(file, context), let reader = MapReader(node, "readings", context) {
      words = reader.entries("words").compactMap { member in
        let text = reader.text(member.value, "the reading of '\(member.key)'") ?? ""
        let syllables = text.split(separator: " ").map { String($0) }
        let characters = member.key.unicodeScalars
        guard syllables.count == characters.count, syllables.allSatisfy(isSyllable),
          characters.allSatisfy(\.isHan)
        else {
          context.report(
            "expected Chinese characters and one syllable of a-z for each, such as 乐府: yue fu; "
              + "found '\(member.key)' and '\(text)'",
            at: member.position
          )
          return nil
        }
        return (member.key, syllables)
      }
      for member in reader.entries("sounds") {
        let text = reader.text(member.value, "the characters of '\(member.key)'") ?? ""
        for character in text.unicodeScalars {
          let other = sounds.updateValue(member.key, forKey: character)
          guard isSyllable(member.key), character.isHan, other == nil else {
            context.report(
              other.map { "'\(character)' stands at '\($0)' and at '\(member.key)'; remove one" }
                ?? "expected a syllable of a-z and Chinese characters, such as wen: 文闻; found "
                + "'\(member.key)' and '\(text)'",
              at: member.position
            )
            break
          }
        }
      }
      reader.finish()
    }
    return (ReadingRules(words: words, sounds: sounds), context.problems)
  }

  private static func isSyllable(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { (0x61...0x7a).contains($0) }
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
