import Testing
import ZooTestSupport

@Suite
struct SeededGeneratorTests {
  @Test
  func `a seed fixes the sequence`() {
    var one = SeededGenerator(seed: 0)
    var two = SeededGenerator(seed: 0)
    // The first outputs of SplitMix64 for seed 0.
    #expect(one.next() == 0xe220_a839_7b1d_cdaf)
    #expect(one.next() == 0x6e78_9e6a_a1b9_65f4)
    #expect(two.next() == 0xe220_a839_7b1d_cdaf)
  }
}
