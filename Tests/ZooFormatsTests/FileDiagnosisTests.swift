import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Item 90 of the checklist of malformed input.
@Suite
struct FileDiagnosisTests {
  private func problem(_ bytes: [UInt8], _ name: String = "model.bin") throws -> String? {
    FileDiagnosis.problem(of: ByteRegion(try ByteStore.copying(bytes, name: name)), named: name)
  }

  private func problem(_ text: String, _ name: String = "model.bin") throws -> String? {
    try problem(Array(text.utf8), name)
  }

  private static let pointer = """
    version https://git-lfs.github.com/spec/v1
    oid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393
    size 440473133

    """

  @Test
  func `tells pointers of Git LFS`() throws {
    let text = try #require(try problem(Self.pointer))
    #expect(text.contains("Git LFS pointer to a file of 440473133 bytes"))
    #expect(text.contains("git lfs pull"))
  }

  @Test(arguments: [
    "<!DOCTYPE html><html><head><title>Sign in\n to continue</title>", "<html lang=en>",
    "\n  <HTML><HEAD><TITLE>Sign in</TITLE>", "\u{feff}<!doctype html>",
  ])
  func `tells web pages`(page: String) throws {
    let text = try #require(try problem(page))
    #expect(text.contains("is a web page") && !text.contains("\n"))
    if page.contains("to continue") { #expect(text.contains("Sign in to continue")) }
  }

  @Test(arguments: [
    (#"{"error": "Repository not found"}"#, "Repository not found"),
    (#"{"message": "Not Found", "status": "404"}"#, "Not Found"),
    (#"{"error": {"code": 403, "message": "Quota exceeded"}}"#, "Quota exceeded"),
    (
      #"<?xml version="1.0"?><Error><Code>NoSuchKey</Code><Message>No key</Message></Error>"#,
      "No key"
    ),
  ])
  func `tells the error answers of servers`(answer: String, words: String) throws {
    let text = try #require(try problem(answer))
    #expect(text.contains("error answer") && text.contains(words))
  }

  @Test
  func `tells empty, blank and unfinished files`() throws {
    #expect(try problem("")?.contains("is empty") == true)
    #expect(try problem([UInt8](repeating: 0, count: 9000))?.contains("are all zero") == true)
    for suffix in ["part", "crdownload", "incomplete", "aria2"] {
      #expect(try problem([1, 2, 3], "model.bin.\(suffix)")?.contains("not finished") == true)
    }
  }

  @Test
  func `tells other archives and documents`() throws {
    #expect(try problem([0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0])?.contains("7-Zip") == true)
    #expect(try problem("Rar!\u{1a}\u{7}")?.contains("RAR") == true)
    #expect(try problem([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0])?.contains("xz") == true)
    #expect(try problem("%PDF-1.4")?.contains("PDF") == true)
  }

  @Test
  func `says nothing about checkpoints and side files`() throws {
    for path in [
      "safetensors/all_dtypes.safetensors", "pytorch/zip_views.pt", "bert/base/config.json",
    ] {
      #expect(try problem(try Fixtures.bytes(path)) == nil)
    }
    #expect(try problem(#"{"model_type": "bert", "message": "x"}"#) == nil)
    #expect(try problem(#"{"weight_map": {}, "error": "x"}"#) == nil)
    #expect(try problem("{not json") == nil)
  }

  @Test
  func `explains why a tree has no checkpoint`() throws {
    let tree = try MemoryTree([
      "config.json": Array("{}".utf8), "model.bin": Array(Self.pointer.utf8),
    ])
    #expect(try FileDiagnosis.explain(tree, focus: nil).contains("Git LFS pointer"))
    let plain = try FileDiagnosis.explain(try MemoryTree(["a": [1, 2, 255]]), focus: "a")
    #expect(plain.contains("01 02 ff") && plain.contains("safetensors"))
    let other = try FileDiagnosis.explain(try MemoryTree(["a": [1], "b": [2]]), focus: nil)
    #expect(other.contains("none of the 2 files"))
    #expect(
      try FileDiagnosis.explain(try MemoryTree([String: [UInt8]]()), focus: nil).contains(
        "no files"
      )
    )
  }

  @Test
  func `is asked before a file is opened as a checkpoint`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write(Array(Self.pointer.utf8), to: "model.safetensors")
    let error = #expect(throws: FormatError.self) { try SourceTrees.open(path: path) }
    #expect(error?.message.contains("Git LFS") == true)
  }

  /// A file of each reader, as published checkpoints are called.
  private static let names = [
    "model.safetensors", "model.safetensors.index.json", "pytorch_model.bin", "model.pt",
    "model.pth", "weights.th", "epoch=3.ckpt", "model.ckpt-1000", "model.ckpt.index",
    "model.ckpt.data-00000-of-00001", "model.npz", "embedding.npy", "model.pkl.gz", "m.pickle",
    "model_state.pdparams", "inference.pdiparams", "__params__", "fc_0.w_0", "fc_0.b_0", ".zarray",
    ".zgroup", "ggml-model-q4_0.gguf",
    "openvino_model.xml", "openvino_model.bin", ".metadata", "__0_0.distcp", "flax_model.msgpack",
    "checkpoint", "mindspore_model.ckpt", "model.onnx", "model.onnx_data", "model.onnx.data",
    "tf_model.h5", "weights.hdf5", "model.weights.h5", "model.keras", "saved_model.pb", "meta",
    "mp_rank_00_model_states.pt", "model.nemo", "model.tar.gz", "model.tar.bz2", "m.tbz2",
    "MODEL.SAFETENSORS",
  ]

  @Test(arguments: names)
  func `90: looks into the files of every reader`(_ name: String) throws {
    let page = "<!DOCTYPE html><html><title>Sign in</title></html>"
    for (text, words) in [(Self.pointer, "is a Git LFS pointer"), (page, "is a web page")] {
      let tree = try MemoryTree([
        "README.md": Array("# Model".utf8), "a/\(name)": Array(text.utf8),
      ])
      let found = try FileDiagnosis.explain(tree, focus: nil)
      #expect(found.hasPrefix("'a/\(name)' \(words)"), "\(found)")
    }
  }
}
