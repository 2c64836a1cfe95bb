import Testing
import Zoo
import ZooTestSupport
import ZooVocabulary

@Suite
struct ModelTokensTests {
  @Test
  func `a model knows its tokens`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().install(in: directory)
    let model = try ModelZoo(home: directory.path).load("tiny")
    let tokens = try model.tokens()
    #expect(tokens.count == 3)
    #expect(tokens.id(of: "字") == 2)
    #expect(tokens.role(of: 0) == .special)
    #expect(try model.merges() == nil)
  }

  @Test
  func `an empty vocabulary is told with its model`() throws {
    let directory = try TemporaryDirectory()
    var package = try SmallPackage.varied()
    package.vocabulary = ""
    try package.install(in: directory)
    let model = try ModelZoo(home: directory.path).load("tiny")
    let error = #expect(throws: ZooError.self) { _ = try model.tokens() }
    #expect(error?.code == .badData)
    #expect(error?.model == "tiny")
    #expect(error?.message.contains("expected tokens, found none") == true)
  }
}
