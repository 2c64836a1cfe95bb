import Testing
import ZooFormats
import ZooTestSupport

/// Files that h5py, Keras and transformers wrote.
@Suite
struct HDF5GoldenTests {
  static let fixtures = try? ConformanceFixture.all(in: "hdf5")

  @Test(arguments: fixtures ?? [])
  func `a file holds what h5py reads from it`(_ fixture: ConformanceFixture) throws {
    let suite = CheckpointReaderSuite(HDF5Reader.self)
    try suite.check(fixture.golden, try fixture.entry(of: HDF5Reader.format), in: fixture.tree)
  }
}
