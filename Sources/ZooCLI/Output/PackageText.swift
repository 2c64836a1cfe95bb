import ZooPackage
import ZooTensors

/// What an installed package says about itself, for models that the registry does not know.
struct PackageText {
  private let package: PackageReader
  private let output: OutputOptions

  init(_ path: String, _ output: OutputOptions) throws(ZooError) {
    self.output = output
    do throws(FormatError) {
      package = try PackageReader(opening: path)
    } catch {
      throw ZooError(error, path: path)
    }
  }

  /// Prints it as text or JSON.
  func show() {
    let manifest = package.manifest
    let license = manifest.license.spdx ?? manifest.license.text ?? "unknown"
    if output.json {
      output.print(
        .object([
          "name": .string(manifest.name), "architecture": .string(manifest.architecture),
          "config": .object(manifest.config), "license": .string(license),
          "parameterCount": .integer(Int64(manifest.parameterCount)),
          "fingerprint": .string(manifest.fingerprint.hex), "installed": .string(package.path),
        ])
      )
      return
    }
    Console.print("\(manifest.name): a package of your own, which the registry does not know")
    var table = Table([])
    table.add(["architecture", manifest.architecture])
    table.add(["parameters", "\(manifest.parameterCount)"])
    table.add(["parts", manifest.parts.joined(separator: ", ")])
    table.add(["license", license])
    table.add(["fingerprint", manifest.fingerprint.hex])
    table.add(["installed", package.path])
    table.lines().forEach(Console.print)
  }
}
