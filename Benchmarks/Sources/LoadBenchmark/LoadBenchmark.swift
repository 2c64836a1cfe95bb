import Zoo

/// Times opening an installed model and its first tensor, in process.
///
///     swift run -c release --package-path Benchmarks LoadBenchmark NAME [RUNS]
@main
struct LoadBenchmark {
  static func main() throws {
    let name = CommandLine.arguments.dropFirst().first ?? "tiny-bert-zh"
    let runs = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 200 : 200
    let clock = ContinuousClock()
    var times: [Duration] = []
    var checksum: Float = 0
    for _ in 0..<(runs + 10) {
      let elapsed = try clock.measure {
        let model = try ModelZoo().load(name)
        let tensor = try model.tensor(model.tensorNames[0])
        let elements = try tensor.elements(as: Float.self)
        checksum += elements[0]
      }
      times.append(elapsed)
    }
    // The first runs warm the page cache.
    let sorted = times.dropFirst(10).sorted()
    print("load \(name) and read one element of its first tensor, \(runs) runs")
    print("  median \(sorted[sorted.count / 2])  90th percentile \(sorted[sorted.count * 9 / 10])")
    print("  (checksum \(checksum))")
  }
}
