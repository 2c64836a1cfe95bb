// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"), .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"), .enableExperimentalFeature("Lifetimes"),
]
let package = Package(
  name: "zoo",
  platforms: [.macOS(.v15), .iOS(.v18)],
  targets: [
    .systemLibrary(
      name: "CZlib",
      pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
    ),
    .target(name: "CZooKernels"),
    .target(name: "ZooTensors", dependencies: ["CZooKernels"], swiftSettings: strict),
    .target(
      name: "ZooFormats",
      dependencies: ["ZooTensors", "CZooKernels", "CZlib"],
      path: "Converters/Formats",
      swiftSettings: strict
    ),
  ],
  cLanguageStandard: .c2x
)
