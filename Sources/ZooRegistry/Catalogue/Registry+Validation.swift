internal import ZooTensors

extension Registry {
  /// Everything that is wrong with the registry, in the order of the files.
  ///
  /// Checked are: the schema of every file; unique names and aliases; links and licences; that every
  /// architecture expands; that every card's configuration fits its architecture; that a stated
  /// `parameters.count` is the computed one; that a vocabulary has no more entries than the
  /// embedding has rows; that every source of a convertible card has a mapping file; that cards name
  /// organisations as the file of organisations does, which names no others.
  ///
  /// - Parameter mappings: The names of the mapping files without ending, such as
  ///   `bert.tensorflow`; `nil` leaves that check out.
  /// - Returns: The problems; empty for a registry without any.
  public func validate(mappings: Set<String>?) -> [RegistryProblem] {
    var validator = RegistryValidator(mappings: mappings)
    for file in layers.flatMap(\.architectures) { validator.readArchitecture(file) }
    for file in layers.flatMap(\.families) { validator.readFamily(file) }
    validator.checkNames()
    validator.checkCards()
    validator.checkOrganisations(layers.compactMap(\.organisations))
    for file in layers.compactMap(\.readings) {
      validator.add(RegistryReader.readings(file).problems)
    }
    return validator.problems
  }
}
