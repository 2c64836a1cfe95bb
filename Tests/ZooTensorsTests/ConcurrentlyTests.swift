import Testing

@testable import ZooTensors

@Suite
struct ConcurrentlyTests {
  @Test(arguments: [0, 1, 2, 1000])
  func `results stand in the order of the elements`(_ count: Int) throws {
    let values = try Concurrently.map(Array(0..<count)) { number throws(ZooError) in
      String(number * number)
    }
    #expect(values == (0..<count).map { String($0 * $0) })
  }

  @Test
  func `the first error in order is thrown`() {
    let error = #expect(throws: ZooError.self) {
      _ = try Concurrently.map(Array(0..<100)) { number throws(ZooError) in
        if number % 10 == 7 { throw ZooError(.badData, "element \(number)") }
        return number
      }
    }
    #expect(error?.message == "element 7")
  }
}
