import Testing
import Zoo
import ZooTestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite
struct `Model zoo` {
  let directory: TemporaryDirectory
  let zoo: ModelZoo

  init() throws {
    directory = try TemporaryDirectory()
    try SmallPackage.varied().install(in: directory, aliases: ["org/Tiny", "极小"])
    zoo = try ModelZoo(home: directory.path)
  }

  @Test(arguments: ["tiny", "org/Tiny", "极小"])
  func `loads by name and alias`(_ name: String) throws {
    let model = try zoo.load(name)
    #expect(model.name == "tiny" && model.architecture == "test")
    #expect(model.parameterCount == 262_230)
    #expect(model.license.spdx == "Apache-2.0")
    #expect(model.fingerprint == model.manifest.fingerprint)
    #expect(model.tensorNames.count == 9 && model.tensorNames.first == "bias.brain")
    #expect(model.description == "tiny (test, 9 tensors, 262230 parameters)")
  }

  @Test
  func `an unknown name says where it looked and what is near`() {
    let error = #expect(throws: ZooError.self) { try zoo.load("tniy") }
    #expect(error?.code == .notInstalled && error?.code.exitStatus == 66)
    #expect(
      error?.message == "'tniy' is not in the store at '\(directory.path)'; run `zoo fetch tniy`; "
        + "did you mean 'tiny'?"
    )
    #expect(throws: ZooError.self) { try zoo.load("") }
    #expect(throws: ZooError.self) { try zoo.load("../../etc/passwd") }
  }

  @Test
  func `a store that does not exist`() throws {
    let error = #expect(throws: ZooError.self) { try ModelZoo(home: "/nowhere").load("tiny") }
    #expect(error?.code == .notInstalled)
  }

  @Test
  func `a package that was removed`() throws {
    try FileManager.default.removeItem(atPath: directory.path("models/tiny"))
    let error = #expect(throws: ZooError.self) { try zoo.load("tiny") }
    #expect(error?.code == .notInstalled && error?.message.contains("zoo doctor") == true)
  }

  @Test
  func `a package under the wrong fingerprint`() throws {
    let path = try zoo.load("tiny").path.dropFirst(directory.path.count + 1)
    try directory.move(String(path), to: "models/tiny/0123456789abcdef")
    try directory.write(Array("models/tiny/0123456789abcdef\n".utf8), to: "names/tiny")
    let error = #expect(throws: ZooError.self) { try zoo.load("tiny") }
    #expect(error?.code == .badData)
  }

  @Test
  func `a damaged package`() throws {
    let path = String(try zoo.load("tiny").path.dropFirst(directory.path.count + 1))
    try directory.write([1, 2, 3], to: "\(path)/model.safetensors")
    let error = #expect(throws: ZooError.self) { try zoo.load("tiny") }
    #expect(error?.code == .badData && error?.model == "tiny")
    #expect(error?.path?.hasSuffix("/model.safetensors") == true)
  }

  @Test
  func `loads a package that is shipped inside an app`() throws {
    let app = try TemporaryDirectory()
    try SmallPackage.varied().write(to: app, at: "Resources/tiny")
    #expect(try ModelZoo.load(at: app.path("Resources/tiny")).name == "tiny")
    let error = #expect(throws: ZooError.self) { try zoo.load(at: app.path("Resources")) }
    #expect(error?.code == .notFound)
  }

  @Test
  func `configuration values by type`() throws {
    let config = try zoo.load("tiny").config
    #expect(config.int("hidden_size") == 16 && config.float("hidden_size") == 16)
    #expect(config.float("layer_norm_eps") == 1e-12 && config.int("layer_norm_eps") == nil)
    #expect(config.string("hidden_act") == "gelu" && config.bool("tie_word_embeddings") == true)
    #expect(config["sizes"] == [1, 2] && config["other"] == nil)
  }

  @Test
  func `files published with the model`() throws {
    let model = try zoo.load("tiny")
    #expect(try model.file(.vocabulary).text() == "[PAD]\n[UNK]\n字\n")
    #expect(try model.file(.license).name == "LICENSE")
    #expect(try model.file(.named("config.json")).path == model.path + "/config.json")
    #expect(try model.file(.config).bytes.byteCount > 10)
    let error = #expect(throws: ZooError.self) { try model.file(.named("merges.txt")) }
    #expect(error?.code == .notFound)
  }
}
