public import ZooRegistry
public import ZooTensors

extension MappingCatalog {
  /// Checks that a mapping can be read and that its architecture exists.
  ///
  /// - Throws: ``ZooError`` with the first mistake and its place.
  public func check(_ name: String, _ registry: Registry) throws(ZooError) {
    _ = try registry.architecture(named: try mapping(named: name).architecture)
  }
}
