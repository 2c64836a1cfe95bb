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
