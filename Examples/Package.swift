// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15), .iOS(.v18)],
  dependencies: [
    // In a project of your own: .package(url: "<where this package lives>", from: "…")
    .package(name: "zoo", path: "..")
  ],
  targets: [
    .target(name: "Bert", dependencies: [.product(name: "Zoo", package: "zoo")]),
    .executableTarget(
      name: "FillMask",
      dependencies: ["Bert", .product(name: "Zoo", package: "zoo")]
    ),
    .executableTarget(
      name: "SentenceSimilarity",
      dependencies: ["Bert", .product(name: "Zoo", package: "zoo")]
    ),
  ]
)
