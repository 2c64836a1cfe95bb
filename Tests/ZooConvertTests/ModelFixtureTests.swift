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
  static let knownCount = 318

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
    let report = try fixture.prepare(layout: fixture.layout).write(to: directory.path)
    let tensors = try #require(report.manifest).tensors
    let golden = try fixture.golden()
    #expect(!golden.isEmpty)
    #expect(Set(tensors.map(\.spec.name)) == Set(golden.map(\.name)))
    let expected = Dictionary(uniqueKeysWithValues: golden.map { ($0.name, $0) })
    for tensor in tensors {
      let name = tensor.spec.name
      #expect(tensor.spec.dtype.rawValue == expected[name]?.dtype, "\(name)")
      #expect(tensor.spec.shape.dimensions == expected[name]?.shape, "\(name)")
      #expect(tensor.sha256.hex == expected[name]?.sha256, "\(name)")
    }
    #expect(PackageVerifier(directory.path).problems(.full).isEmpty)
  }

  @Test(arguments: ModelFixture.all)
  func `its dialect is found without being told`(_ fixture: ModelFixture) throws {
    let found = try fixture.prepare().plan
    #expect(found.hasSameContent(as: try fixture.prepare(layout: fixture.layout).plan))
  }
}
