// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "zoo", path: "..")],
  targets: [
    .executableTarget(name: "LoadBenchmark", dependencies: [.product(name: "Zoo", package: "zoo")])
  ]
)
