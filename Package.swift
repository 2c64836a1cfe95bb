// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableExperimentalFeature("Lifetimes"),
]

let package = Package(
  name: "zoo",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "Zoo", targets: ["Zoo"]),
    .library(name: "ZooVocabulary", targets: ["ZooVocabulary"]),
    .library(name: "ZooFetch", targets: ["ZooFetch"]),
    .library(name: "ZooConvert", targets: ["ZooConvert", "ZooFormats"]),
    .library(name: "ZooFormats", targets: ["ZooFormats"]),
    .library(name: "ZooRegistry", targets: ["ZooRegistry"]),
    .library(name: "ZooTestSupport", targets: ["ZooTestSupport"]),
    .executable(name: "zoo", targets: ["ZooCLI"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CZlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
    ),
    .target(name: "CZooKernels"),
    .target(name: "CZooData"),
    .target(name: "ZooTensors", dependencies: ["CZooKernels"], swiftSettings: strict),
    .target(name: "ZooVocabulary", dependencies: ["ZooTensors"], swiftSettings: strict),
    .target(
      name: "ZooFormats",
      dependencies: ["ZooTensors", "CZooKernels", "CZlib"],
      path: "Converters/Formats",
      swiftSettings: strict
    ),
    .target(
      name: "ZooPackage",
      dependencies: ["ZooTensors", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict
    ),
    .target(
      name: "ZooRegistry",
      dependencies: ["ZooTensors", "CZooData", "Yams"],
      swiftSettings: strict
    ),
    .target(
      name: "ZooConvert",
      dependencies: [
        "ZooTensors", "ZooFormats", "ZooPackage", "ZooRegistry", "ZooVocabulary", "CZooKernels",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Converters/Pipeline",
      swiftSettings: strict
    ),
    .target(
      name: "ZooStore",
      dependencies: [
        "ZooTensors", "ZooPackage", "ZooRegistry", "CZooKernels",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Zoo",
      dependencies: ["ZooTensors", "ZooPackage", "ZooVocabulary", "CZooKernels"],
      swiftSettings: strict
    ),
    .target(
      name: "ZooFetch",
      dependencies: [
        "Zoo", "ZooTensors", "ZooPackage", "ZooRegistry", "ZooFormats", "ZooConvert", "ZooStore",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "ZooTestSupport",
      dependencies: [
        "ZooTensors", "ZooPackage", "ZooFormats", "CZlib",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "ZooCLI",
      dependencies: [
        "Zoo", "ZooFetch", "ZooConvert", "ZooFormats", "ZooRegistry", "ZooStore", "ZooPackage",
        "ZooTensors", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooTensorsTests",
      dependencies: ["ZooTensors", "ZooTestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooFormatsTests",
      dependencies: ["ZooFormats", "ZooTensors", "ZooTestSupport", "CZooKernels"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooPackageTests",
      dependencies: ["ZooPackage", "ZooTensors", "ZooTestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooStoreTests",
      dependencies: ["ZooStore", "ZooPackage", "ZooRegistry", "ZooTensors", "ZooTestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooVocabularyTests",
      dependencies: ["ZooVocabulary", "Zoo", "ZooTensors", "ZooTestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooTests",
      dependencies: ["Zoo", "ZooPackage", "ZooTensors", "ZooTestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooRegistryTests",
      dependencies: ["ZooPackage", "ZooRegistry", "ZooTensors", "ZooTestSupport"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooConvertTests",
      dependencies: [
        "ZooConvert", "ZooTensors", "ZooFormats", "ZooPackage", "ZooRegistry", "ZooTestSupport",
        "ZooVocabulary",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooFetchTests",
      dependencies: [
        "Zoo", "ZooConvert", "ZooFetch", "ZooFormats", "ZooStore", "ZooPackage", "ZooRegistry",
        "ZooTensors", "ZooTestSupport",
      ],
      swiftSettings: strict
    ),
    .testTarget(
      name: "ZooEndToEndTests",
      dependencies: ["ZooCLI", "ZooTensors", "ZooTestSupport"],
      swiftSettings: strict
    ),
  ],
  cLanguageStandard: .c2x
)
