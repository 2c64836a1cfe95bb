// swift-tools-version: 6.2
import PackageDescription

// A package of its own, because everything in it is compiled for libFuzzer: see Scripts/fuzz.
let package = Package(
  name: "zoo-fuzz",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "zoo", path: "../..")],
  targets: [
    .systemLibrary(name: "CLibFuzzer"),
    .executableTarget(
      name: "zoo-fuzz",
      dependencies: [
        "CLibFuzzer", .product(name: "ZooFormats", package: "zoo"),
        .product(name: "ZooTestSupport", package: "zoo"),
      ],
      swiftSettings: [.swiftLanguageMode(.v6)]
    ),
  ]
)
