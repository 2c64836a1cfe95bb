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
  dependencies: [
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
    .target(
      name: "ZooFormats",
      dependencies: ["ZooTensors", "CZooKernels", "CZlib"],
      path: "Converters/Formats",
      swiftSettings: strict
    ),
    .target(
      name: "ZooPackage",
      dependencies: ["ZooTensors", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: strict),
    .target(
      name: "ZooRegistry", dependencies: ["ZooTensors", "CZooData", "Yams"],
      swiftSettings: strict),
    .target(
      name: "ZooConvert",
      dependencies: [
        "ZooTensors", "ZooFormats", "ZooPackage", "ZooRegistry", "CZooKernels",
        .product(name: "Crypto", package: "swift-crypto"),
      ],
      path: "Converters/Pipeline",
      swiftSettings: strict
    ),
    .target(
      name: "ZooStore",
      dependencies: [
        "ZooTensors", "ZooPackage", "CZooKernels", .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(name: "Zoo", dependencies: ["ZooTensors", "ZooPackage"], swiftSettings: strict),
    .testTarget(
      name: "ZooConvertTests",
      dependencies: ["ZooConvert", "ZooTensors", "ZooFormats"],
      swiftSettings: strict
    ),
  ],
  cLanguageStandard: .c2x
)
