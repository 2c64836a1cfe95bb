import Bert
import Foundation
import Zoo

/// Opens a masked language model by name and completes a line.
///
///     swift run -c release FillMask '床前明[MASK]光'
@main
struct FillMask {
  static func main() {
    do {
      try run()
    } catch {
      // For example: the model is not installed, and what to do about it.
      FileHandle.standardError.write(Data("error: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var name = "tiny-bert-zh"
    if let flag = arguments.firstIndex(of: "--model"), flag + 1 < arguments.count {
      name = arguments[flag + 1]
      arguments.removeSubrange(flag...(flag + 1))
    }
    let lines = arguments.isEmpty ? ["床前明[MASK]光"] : arguments

    let model = try ModelZoo().load(name)
    let bert = try BertModel(model)
    let tokenizer = try WordPiece(model)
    for line in lines {
      let tokens = tokenizer.encode(line)
      guard let mask = tokenizer.id("[MASK]"), let place = tokens.firstIndex(of: mask) else {
        print("\(line): there is no [MASK] in it")
        continue
      }
      var scores = try bert.vocabularyScores(bert.encode(tokens))
      scores.softmaxRows()
      let ranked = scores.row(place).enumerated().sorted { $0.element > $1.element }.prefix(3)
      let best = ranked.first.map { tokenizer.tokens[$0.offset] } ?? ""
      print(line.replacing("[MASK]", with: best))
      for (token, probability) in ranked.map({ ($0.offset, $0.element) }) {
        print("  \(tokenizer.tokens[token])  \((probability * 1000).rounded() / 10) %")
      }
    }
  }
}
