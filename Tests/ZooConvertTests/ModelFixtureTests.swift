import Testing
import ZooConvert
import ZooPackage
import ZooTensors
import ZooTestSupport

/// Every small model that a framework wrote, converted and compared bit for bit with what the
/// framework holds.
@Suite
struct ModelFixtureTests {
  /// How many there are; raise it with each new directory, so that none is lost unnoticed.
  static let knownCount = 0

  @Test
  func `every model of the fixtures is here and has a mapping`() {
    let found = ModelFixture.all
    #expect(found.count == Self.knownCount, "change `knownCount` where directories were added")
    let mappings = Set(MappingCatalog.builtIn.names)
    for fixture in found {
      #expect(mappings.contains(fixture.mapping), "'\(fixture.name)' has no mapping")
    }
  }

  @Test(arguments: ModelFixture.all)
  func `a model has the bytes that its framework holds`(_ fixture: ModelFixture) throws {
    let directory = try TemporaryDirectory()
    let report = try fixture.prepare().write(to: directory.path)
    let tensors = try #require(report.manifest).tensors
    let golden = try fixture.golden()
    #expect(!golden.isEmpty)
    var stored: [String: Manifest.Tensor] = [:]
    for tensor in tensors {
      for name in [tensor.spec.name] + tensor.aliases { stored[name] = tensor }
    }
    for expected in golden {
      let tensor = try #require(stored[expected.name], "'\(expected.name)' is not in the package")
      #expect(tensor.spec.dtype.rawValue == expected.dtype, "\(expected.name)")
      #expect(tensor.spec.shape.dimensions == expected.shape, "\(expected.name)")
      #expect(tensor.sha256.hex == expected.sha256, "\(expected.name)")
    }
    let names = Set(golden.map(\.name))
    #expect(tensors.map(\.spec.name).filter { !names.contains($0) } == [], "not in the framework")
    #expect(PackageVerifier(directory.path).problems(.full).isEmpty)
  }

  @Test(arguments: ModelFixture.all)
  func `the dialect of its name fits it`(_ fixture: ModelFixture) throws {
    let plan = try fixture.prepare(layout: fixture.layout).plan
    #expect(plan.layout == fixture.layout)
    #expect(plan.architecture == fixture.architecture)
  }
}
