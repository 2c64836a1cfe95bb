import ArgumentParser
import Foundation
import Zoo
import ZooConvert
import ZooRegistry
import ZooStore
import ZooTensors

/// Where models are kept and where cards come from.
struct StoreOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The directory that holds the models; else ZOO_HOME.", valueName: "dir")
  )
  var home: String?

  @Option(
    help: ArgumentHelp(
      "A directory of your own cards, architectures and mappings, laid over the built-in ones; else ZOO_REGISTRY.",
      valueName: "dir"
    )
  )
  var registry: String?

  /// The store's location.
  func location() throws(ZooError) -> StoreLocation {
    if let home { return try StoreLocation(home) }
    return try StoreLocation.current()
  }

  /// The store.
  func store() throws(ZooError) -> LocalStore { LocalStore(try location()) }

  /// The directory that is laid over the built-in registry.
  var overlay: String? { registry ?? Console.environment("ZOO_REGISTRY") }

  /// The built-in registry with the user's own directory.
  func openRegistry() throws(ZooError) -> Registry {
    try Registry(overlays: overlay.map { [$0] } ?? [])
  }

  /// The built-in mappings with the user's own.
  func openMappings() throws(ZooError) -> MappingCatalog {
    try MappingCatalog.builtIn.overlaying(directory: overlay)
  }
}
